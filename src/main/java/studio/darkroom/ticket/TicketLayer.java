package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * One of the tickets that are merged into the ticket of a shoot.
 *
 * @param source the file as its author knows it, or another name such as {@code vendor defaults}
 * @param json   the content
 * @param lines  the line of each key and list entry, 1 for the first; empty if the content does not come from a file
 */
public record TicketLayer(String source, ObjectNode json, Map<JsonPointer, Integer> lines) {

    public TicketLayer {
        lines = Map.copyOf(lines);
    }

    public TicketLayer(String source, ObjectNode json) {
        this(source, json, Map.of());
    }

    /**
     * @param path keys and list indexes from the root
     * @return the line of the value, or of the nearest value around it; 0 if unknown
     */
    int findLine(List<Object> path) {
        JsonPointer pointer = JsonPointer.empty();
        int line = 0;
        for (Object element : path) {
            pointer = element instanceof Integer index ? pointer.appendIndex(index) : pointer.appendProperty(element.toString());
            line = lines.getOrDefault(pointer, line);
        }
        return line;
    }
}
