package studio.darkroom.runner;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.CallbackRepository;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.CallbackUrls;

/**
 * Handles the callbacks of vendors. A callback is a hint to poll now, never proof: only its token is read, because anyone
 * could have sent it (docs/vendors/imagen.md 2.9).
 */
public final class CallbackHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackHandler.class);

    private final CallbackUrls callbackUrls;
    private final CallbackRepository callbackRepository;

    public CallbackHandler(CallbackUrls callbackUrls, CallbackRepository callbackRepository) {
        this.callbackUrls = callbackUrls;
        this.callbackRepository = callbackRepository;
    }

    /** Schedules the next poll of the token's shoot now. An invalid or outdated token is ignored. */
    public void handleCallback(String token) {
        try {
            Optional<String> shoot = callbackUrls.findShootId(token);
            if (shoot.isPresent() && callbackRepository.recordCallback(shoot.get())) {
                LOG.debug("Received a callback for shoot {}", shoot.get());
            }
        } catch (RuntimeException e) {
            // The caller gets the same answer either way, and the next regular poll makes up for a lost callback.
            LOG.warn("Could not process a callback: {}", Redactor.redact(e.getMessage()));
        }
    }
}
