package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One of the tickets that are laid over each other.
 *
 * @param source where it was written, as its writer knows it: a file name, {@code vendor defaults}
 * @param json   what was written
 */
public record TicketLayer(String source, ObjectNode json) {
}
