/** Embeds Darkroom in other Camel applications. */
package studio.darkroom;
