/** Starts a program that carries its libraries as jars inside its own jar. Knows nothing but the JDK. */
package studio.darkroom.boot;
