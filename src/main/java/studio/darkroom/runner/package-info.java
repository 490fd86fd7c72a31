/**
 * Runs the steps: claims a due shoot, sends it to its route, maps errors, schedules the next run, and executes
 * what a person orders.
 */
package studio.darkroom.runner;
