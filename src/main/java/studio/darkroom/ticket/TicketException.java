package studio.darkroom.ticket;

import java.util.Locale;
import studio.darkroom.text.Redactor;

/** A ticket or a vendor's ticket schema cannot be used. The message is the fault's sentence, for the author of the file. */
public final class TicketException extends RuntimeException {

    private final transient TicketFault fault;

    public TicketException(TicketFault fault) {
        super(fault.sentence());
        this.fault = fault;
    }

    /**
     * @param source the file as its author knows it
     * @param line   1 for the first; 0 if the fault has no line
     * @param text   what is wrong and how to fix it, without a full stop
     */
    public TicketException(TicketFault.Code code, String source, int line, String text) {
        this(new TicketFault(code, source, line, "", text));
    }

    public TicketFault fault() {
        return fault;
    }

    public TicketFault.Code code() {
        return fault.code();
    }

    /**
     * One fault of a ticket or of a vendor's ticket schema.
     *
     * @param code   the kind of fault; never changes
     * @param source the file as its author knows it; empty if no file contains the faulty key
     * @param line   the line in that file, 1 for the first; 0 if unknown
     * @param key    the key as people write it, such as {@code edit.hdr_merge} or {@code retouch 2: prompt}; empty for the
     *               whole file
     * @param text   what is wrong and how to fix it, without a full stop
     */
    public record TicketFault(Code code, String source, int line, String key, String text) {

        /** The kinds of fault. */
        public enum Code {
            EMPTY, TOO_LARGE, NOT_UTF8, INVALID_YAML, INVALID_JSON, NOT_A_MAPPING, UNPRINTABLE,
            DUPLICATE_KEY, BAD_KEY, MERGE_KEY, TAG, SEVERAL_DOCUMENTS, RECURSIVE_ALIAS, TOO_MANY_ALIASES, TOO_MANY_VALUES, TOO_DEEP,
            NUMBER_OUT_OF_RANGE,
            UNKNOWN_VENDOR, UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, WRONG_VALUE, OUT_OF_RANGE, WRONG_LENGTH, DUPLICATE_VALUE, BROKEN_RULE,
            SEVERAL_TICKETS, LINK_OUTSIDE, LEDGER_TICKET, SCHEMA_UNREADABLE, SCHEMA_UNUSABLE;

            /** As reports print it: {@code duplicate-key}. */
            public String text() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }

        /** The fault as one sentence that begins with the file and the line. */
        public String sentence() {
            String place = Redactor.shorten(source) + (line > 0 ? ", line " + line : "");
            return source.isEmpty() ? text : place + ": " + text;
        }
    }
}
