package studio.darkroom.ticket;

import studio.darkroom.text.Quotes;

/**
 * A ticket, or a vendor's ticket schema, that cannot be used. The message is one sentence for the person who wrote the
 * file: where, what, and what to do about it.
 */
public final class TicketException extends RuntimeException {

    private final String source;
    private final int line;

    /**
     * @param source the file, as its writer knows it
     * @param line   1 for the first; 0 if the fault has no line
     * @param text   what is wrong and what to do, without a full stop
     */
    public TicketException(String source, int line, String text) {
        super(Quotes.shorten(source) + (line > 0 ? ", line " + line : "") + ": " + text);
        this.source = source;
        this.line = line;
    }

    /** The file, as its writer knows it. */
    public String source() {
        return source;
    }

    /** The line, 1 for the first; 0 if the fault has none. */
    public int line() {
        return line;
    }
}
