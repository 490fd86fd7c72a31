/** The command line: starts a node, talks to a running one over HTTP, and checks an installation. */
package studio.darkroom.cli;
