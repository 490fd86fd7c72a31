/** Darkroom: drop a folder of photos in; edited JPEGs come out, from whichever editing vendor you pay. */
package studio.darkroom;
