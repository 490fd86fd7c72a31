/** The life of a shoot: the table of its steps, and the kinds of trouble that keep it from proceeding. */
package studio.darkroom.lifecycle;
