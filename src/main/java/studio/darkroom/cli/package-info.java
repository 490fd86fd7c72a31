/** The command line: starts a node, talks to a running one over HTTP, and checks a set-up. */
package studio.darkroom.cli;
