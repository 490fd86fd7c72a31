package studio.darkroom.clock;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Calls;
import studio.darkroom.trouble.Plain;
import studio.darkroom.vendor.Callbacks;

/**
 * Where a vendor calls that a shoot may be worth a look. What it says beside the token is not read: it is a hint to look
 * now, never proof, and anybody could have sent it (contract imagen 2.9).
 */
public final class Doorbell {

    private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);

    private final Callbacks callbacks;
    private final Calls calls;
    private final Desk desk;

    public Doorbell(Callbacks callbacks, Calls calls, Desk desk) {
        this.callbacks = callbacks;
        this.calls = calls;
        this.desk = desk;
    }

    /** Makes the next look at the token's shoot due now; a token that is none, or comes late, changes nothing. */
    public void ring(String token) {
        try {
            Optional<String> shoot = callbacks.shoot(token);
            if (shoot.isPresent() && calls.called(shoot.get())) {
                desk.appoint(shoot.get());
                LOG.debug("A vendor called because of shoot {}", shoot.get());
            }
        } catch (RuntimeException e) {
            // A caller learns nothing either way, and what is lost here is found by the next look.
            LOG.warn("A vendor's call could not be taken: {}", Plain.text(e.getMessage()));
        }
    }
}
