/** Settings: where they are read from, what each key means, and how a value is checked. */
package studio.darkroom.config;
