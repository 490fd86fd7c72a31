package studio.darkroom.ledger;

import java.sql.SQLException;

/** The ledger cannot be read or written: the disk is full, the file is locked or the server is down. Nothing was changed. */
public final class LedgerUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerUnavailable(SQLException cause) {
        super("Cannot access the ledger: " + cause.getMessage(), cause);
    }
}
