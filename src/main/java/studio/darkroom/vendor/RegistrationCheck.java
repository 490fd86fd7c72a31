package studio.darkroom.vendor;

import java.time.Duration;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Decision;
import studio.darkroom.lifecycle.StartOver;

/** Compares what the vendor has registered with what was uploaded, before anything is paid for (docs/vendors/imagen.md 7). */
public final class RegistrationCheck {

    static final String START_OVER_PREFIX = "rebuild:";

    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private final Ledger ledger;
    private final PhotoRepository photos;

    public RegistrationCheck(Ledger ledger, PhotoRepository photos) {
        this.ledger = ledger;
        this.photos = photos;
    }

    /**
     * Whether photos are still missing at the vendor and are worth waiting for.
     *
     * @param registered what the {@code uploaded} verb left: a number, or null when the vendor does not tell
     * @throws StartOver when the verb left {@code rebuild: why}
     * @throws Decision when after a bounded wait some, but not all, are registered, or none and the vendor edits nothing
     *     that it has not registered (docs/vendors/imagen.md 2.7)
     */
    public boolean isRegistrationPending(Shoot shoot, VendorFacts facts, Object registered) {
        String text = String.valueOf(registered).strip();
        if (text.startsWith(START_OVER_PREFIX)) {
            throw new StartOver(text.substring(START_OVER_PREFIX.length()).strip(), true);
        }
        if (!text.matches("\\d{1,9}")) {
            return false;
        }
        int registeredCount = Integer.parseInt(text);
        int sentCount = photos.countByShoot(shoot);
        boolean noneRegistered = registeredCount == 0 && facts.getRegisters().equals("must");
        if (registeredCount >= sentCount || !noneRegistered && ledger.hasEvent(shoot, "decided", "photos-unregistered accept")) {
            return false;
        }
        if (shoot.timeInStep(ledger.now()).compareTo(MAX_WAIT) < 0) {
            return true;
        }
        if (noneRegistered) {
            throw new Decision("photos-none-registered", shoot.vendor() + " has registered none of " + sentCount
                    + " photos, though its store took them all; an edit now would fail.",
                    "resend (upload all again), accept (look again), or cancel.");
        }
        if (registeredCount == 0) {
            ledger.recordEvent(shoot, "unregistered", shoot.vendor() + " tells of no registered photo though its store took all "
                    + sentCount);
            return false;
        }
        throw new Decision("photos-unregistered", shoot.vendor() + " has registered " + registeredCount + " of " + sentCount
                + " photos, though its store took them all.",
                "resend (upload all again), accept (edit what is registered), or cancel.");
    }
}
