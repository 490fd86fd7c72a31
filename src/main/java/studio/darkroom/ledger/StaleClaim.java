package studio.darkroom.ledger;

/**
 * This node lost its claim: another node or a person has claimed the shoot since. Nothing was written, because only one
 * node at a time may run a shoot.
 */
public final class StaleClaim extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StaleClaim(String shoot) {
        super("Another node or a person has claimed shoot " + shoot + "; the result of this run was discarded");
    }
}
