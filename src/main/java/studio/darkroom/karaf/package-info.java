/** Darkroom as a guest in Karaf, or in any OSGi framework with a Configuration Admin; the only package that knows OSGi. */
package studio.darkroom.karaf;
