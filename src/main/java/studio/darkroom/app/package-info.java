/** Wires Darkroom together: creates the beans, loads the routes, starts and stops a node. */
package studio.darkroom.app;
