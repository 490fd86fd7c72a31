/** Darkroom in Karaf or any OSGi framework with a Configuration Admin. The only package that uses OSGi. */
package studio.darkroom.osgi;
