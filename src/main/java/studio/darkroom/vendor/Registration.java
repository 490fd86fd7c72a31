package studio.darkroom.vendor;

import java.time.Duration;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Decision;
import studio.darkroom.trouble.Rebuild;

/** Compares what the vendor has registered with what was uploaded, before anything is paid for (contract imagen 7). */
public final class Registration {

    static final String REBUILD = "rebuild:";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Ledger ledger;
    private final Photos photos;

    public Registration(Ledger ledger, Photos photos) {
        this.ledger = ledger;
        this.photos = photos;
    }

    /**
     * Whether photos are still missing at the vendor and are worth waiting for.
     *
     * @param registered what the {@code uploaded} verb left: a number, or null when the vendor does not tell
     * @throws Rebuild when the verb left {@code rebuild: why}
     * @throws Decision when after a bounded wait some, but not all, are registered, or none and the vendor edits nothing
     *     that it has not registered (contract imagen 2.7)
     */
    public boolean missing(Shoot shoot, VendorFacts facts, Object registered) {
        String text = String.valueOf(registered).strip();
        if (text.startsWith(REBUILD)) {
            throw new Rebuild(text.substring(REBUILD.length()).strip(), true);
        }
        if (!text.matches("\\d{1,9}")) {
            return false;
        }
        int there = Integer.parseInt(text);
        int sent = photos.count(shoot);
        boolean none = there == 0 && facts.getRegisters().equals("must");
        if (there >= sent || !none && ledger.told(shoot, "decided", "photos-unregistered accept")) {
            return false;
        }
        if (shoot.inStep(ledger.now()).compareTo(PATIENCE) < 0) {
            return true;
        }
        if (none) {
            throw new Decision("photos-none-registered", shoot.vendor() + " has registered none of " + sent
                    + " photos, though its store took them all; an edit now would fail.",
                    "resend (upload all again), accept (look again), or cancel.");
        }
        if (there == 0) {
            ledger.tell(shoot, "unregistered", shoot.vendor() + " tells of no registered photo though its store took all "
                    + sent);
            return false;
        }
        throw new Decision("photos-unregistered", shoot.vendor() + " has registered " + there + " of " + sent
                + " photos, though its store took them all.",
                "resend (upload all again), accept (edit what is registered), or cancel.");
    }
}
