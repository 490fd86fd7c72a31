package studio.darkroom.ticket;

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
}
