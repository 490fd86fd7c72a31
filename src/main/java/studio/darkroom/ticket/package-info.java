/**
 * Tickets: how a shoot is to be edited. Read ({@link studio.darkroom.ticket.TicketReader}), laid over each other
 * ({@link studio.darkroom.ticket.Layers}), checked ({@link studio.darkroom.ticket.TicketCheck}), kept
 * ({@link studio.darkroom.ticket.Ticket}).
 */
package studio.darkroom.ticket;
