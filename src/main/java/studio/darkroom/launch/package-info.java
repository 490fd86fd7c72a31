/** Starts a program that carries its libraries as jars inside its own jar. Depends on nothing but the JDK. */
package studio.darkroom.launch;
