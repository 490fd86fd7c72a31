/** What a person or a machine is told of the shoots, and what it may say to them: the HTTP API, health and metrics. */
package studio.darkroom.report;
