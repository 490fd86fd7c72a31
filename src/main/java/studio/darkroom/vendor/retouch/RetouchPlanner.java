package studio.darkroom.vendor.retouch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.ticket.Ticket.Retouch;

/** Records once per shoot which results each retouch of its ticket applies to. */
public final class RetouchPlanner {

    /** How long to wait for the missing results of a vendor that offers fewer results than photos. */
    private static final Duration RESULT_GRACE = Duration.ofMinutes(1);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(RetouchPlanner.class);

    private final Ledger ledger;
    private final ResultRepository results;
    private final VersionRepository versions;

    public RetouchPlanner(Ledger ledger, ResultRepository results, VersionRepository versions) {
        this.ledger = ledger;
        this.results = results;
        this.versions = versions;
    }

    /** Whether the ticket has retouches that are not planned yet. */
    public boolean isPlanNeeded(Shoot shoot) {
        return !shoot.ticket().retouch().isEmpty() && ledger.listEventTimes(shoot, "retouch-planned").isEmpty();
    }

    /**
     * Records the retouches of the ticket.
     *
     * @param complete whether the vendor offers a result for every photo
     * @return {@code planned}, or {@code late} if the shoot waits for more results
     */
    public String planRetouches(Shoot shoot, boolean complete) {
        if (!complete && shoot.timeInStep(ledger.now()).compareTo(RESULT_GRACE) < 0) {
            ledger.again(shoot, RETRY_DELAY);
            return "late";
        }
        List<Version> planned = new ArrayList<>();
        int turn = 0;
        for (Retouch retouch : shoot.ticket().retouch()) {
            turn++;
            List<Result> matches = findMatchingResults(results.listByShoot(shoot.id()), retouch);
            if (matches.isEmpty()) {
                LOG.warn("Shoot {}: retouch {} of the ticket matches no result ({})", shoot.name(), turn, retouch.photos());
                ledger.recordEvent(shoot, "retouch-nothing", "\"" + retouch.photos() + "\" matches no result");
            }
            for (Result result : matches) {
                planned.add(Version.newWaiting(shoot.id(), result.id(), turn, retouch.prompt(), retouch.preset()));
            }
        }
        versions.addVersions(shoot, planned);
        ledger.recordEvent(shoot, "retouch-planned", planned.size() + (planned.size() == 1 ? " change" : " changes"));
        return "planned";
    }

    /** The JPEGs that a retouch applies to, by the vendor's name or by the name in the delivery. */
    public static List<Result> findMatchingResults(List<Result> results, Retouch retouch) {
        return results.stream().filter(result -> result.kind().equals("jpeg")
                && (retouch.appliesToPhoto(result.remoteName()) || retouch.appliesToPhoto(result.name()))).toList();
    }
}
