package studio.darkroom.vendor;

import java.time.Duration;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Decision;
import studio.darkroom.lifecycle.Trouble.StartOver;

/** Compares the registered photos with the uploaded ones before the paid edit (docs/vendors/imagen.md 7). */
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
     * Whether to wait for photos that the vendor has not registered yet.
     *
     * @param registered result of the verb {@code uploaded}: a number, or null if the vendor does not report it
     * @throws StartOver if the result is {@code rebuild: reason}
     * @throws Decision if after two minutes only some are registered, or none and an edit without registered photos fails (docs/vendors/imagen.md 2.7)
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
                    + " photos, although all were uploaded; an edit would fail.",
                    "Choose resend (upload all photos again), accept (check again), or cancel.");
        }
        if (registeredCount == 0) {
            ledger.recordEvent(shoot, "unregistered", shoot.vendor() + " reports no registered photo, although all " + sentCount
                    + " were uploaded");
            return false;
        }
        throw new Decision("photos-unregistered", shoot.vendor() + " has registered " + registeredCount + " of " + sentCount
                + " photos, although all were uploaded.",
                "Choose resend (upload all photos again), accept (edit the registered photos), or cancel.");
    }
}
