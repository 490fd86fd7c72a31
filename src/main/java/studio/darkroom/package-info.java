/** Darkroom: installs the routes and beans into a Camel context. */
package studio.darkroom;
