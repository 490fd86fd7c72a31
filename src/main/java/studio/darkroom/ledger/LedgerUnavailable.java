package studio.darkroom.ledger;

import java.sql.SQLException;

/** The ledger could not be read or written: disk full, locked, server gone. Nothing was changed. */
public final class LedgerUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerUnavailable(SQLException cause) {
        super("The ledger does not answer: " + cause.getMessage(), cause);
    }
}
