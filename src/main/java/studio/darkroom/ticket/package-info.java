/** Tickets: how a shoot is to be edited. Reading, layering, validation. */
package studio.darkroom.ticket;
