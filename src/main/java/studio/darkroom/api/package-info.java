/** The HTTP API: reports, actions, health and metrics. */
package studio.darkroom.api;
