package studio.darkroom.runner;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.CallbackRepository;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.CallbackUrls;

/**
 * Where a vendor calls that a shoot may be worth a look. What it says beside the token is not read: it is a hint to look
 * now, never proof, and anybody could have sent it (contract imagen 2.9).
 */
public final class CallbackHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackHandler.class);

    private final CallbackUrls callbackUrls;
    private final CallbackRepository callbackRepository;

    public CallbackHandler(CallbackUrls callbackUrls, CallbackRepository callbackRepository) {
        this.callbackUrls = callbackUrls;
        this.callbackRepository = callbackRepository;
    }

    /** Makes the next look at the token's shoot due now; a token that is none, or comes late, changes nothing. */
    public void handleCallback(String token) {
        try {
            Optional<String> shoot = callbackUrls.findShootId(token);
            if (shoot.isPresent() && callbackRepository.recordCallback(shoot.get())) {
                LOG.debug("A vendor called because of shoot {}", shoot.get());
            }
        } catch (RuntimeException e) {
            // A caller learns nothing either way, and what is lost here is found by the next look.
            LOG.warn("A vendor's call could not be taken: {}", Redactor.redact(e.getMessage()));
        }
    }
}
