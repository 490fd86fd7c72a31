package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LostPlace;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.Versions;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Decision;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Trouble;

/**
 * The changes that a ticket or a person wants of single results: which they are, whose turn it is, and what came of each.
 * A result's changes are made one after the other, each on top of the last one; several results are worked on at once.
 */
public final class Retouching {

    /** So long a vendor that offers fewer results than photos is asked again before the changes are written down. */
    private static final Duration LATE = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Retouching.class);

    private final Ledger ledger;
    private final Results results;
    private final Versions versions;
    private final Charges charges;
    private final Draining draining;
    private final Aftermath aftermath;
    private final Tools tools;

    public Retouching(Ledger ledger, Results results, Versions versions, Charges charges, Draining draining) {
        this.ledger = ledger;
        this.results = results;
        this.versions = versions;
        this.charges = charges;
        this.draining = draining;
        this.aftermath = new Aftermath(ledger, versions);
        this.tools = new Tools(ledger);
    }

    /** What is done at once, and what went wrong with it. */
    public record Turns(List<Touch> touches, ConcurrentLinkedQueue<Touch> done, ConcurrentLinkedQueue<Trouble> troubles) {
    }

    /** On to the changes that the ticket wants, or past them. */
    public void onward(Shoot shoot) {
        ledger.next(shoot, shoot.ticket().retouch().isEmpty() ? Step.DELIVER : Step.RETOUCH);
    }

    /** Whether it is still to be written down which results the ticket's changes are meant for. */
    public boolean unplanned(Shoot shoot) {
        return !shoot.ticket().retouch().isEmpty() && ledger.told(shoot, "retouch-planned").isEmpty();
    }

    /**
     * Writes down the ticket's changes, as far as they are not.
     *
     * @param complete whether the vendor offers a result for every photo
     * @return {@code late} when it is asked again a little later; {@code planned}
     */
    public String plan(Shoot shoot, boolean complete) {
        if (!complete && shoot.inStep(ledger.now()).compareTo(LATE) < 0) {
            ledger.againIn(shoot, AGAIN);
            return "late";
        }
        List<Version> wanted = new ArrayList<>();
        int turn = 0;
        for (Retouch retouch : shoot.ticket().retouch()) {
            turn++;
            List<Result> meant = meant(results.of(shoot.id()), retouch);
            if (meant.isEmpty()) {
                LOG.warn("Shoot {}: retouch {} of its ticket fits none of its results ({})", shoot.name(), turn,
                        retouch.photos());
                ledger.tell(shoot, "retouch-nothing", "\"" + retouch.photos() + "\" fits none of the results");
            }
            for (Result result : meant) {
                wanted.add(Version.wanted(shoot.id(), result.id(), turn, retouch.prompt(), retouch.preset()));
            }
        }
        versions.wanted(shoot, wanted);
        ledger.tell(shoot, "retouch-planned", wanted.size() + (wanted.size() == 1 ? " change" : " changes"));
        return "planned";
    }

    /** The JPEGs among these that a retouch is meant for, by the vendor's name or by that in the delivery. */
    public static List<Result> meant(List<Result> results, Retouch retouch) {
        return results.stream().filter(result -> result.kind().equals("jpeg")
                && (retouch.meant(result.remoteName()) || retouch.meant(result.name()))).toList();
    }

    /** Finds out what became of changes whose answers were lost, then whose turn it is. */
    public Turns turns(Shoot shoot, History history) {
        Map<String, Result> byId = results(shoot);
        List<Version> before = versions.of(shoot.id());
        for (Version version : before) {
            Result result = byId.get(version.result());
            if (version.open()) {
                aftermath.judge(version, result, before, history);
            } else if (version.state().equals(Version.WAITING) && charges.refused(version.intent())) {
                aftermath.judgeRefused(version, result, before, history);
            } else if (version.state().equals(Version.MADE) && version.remote() == null && !version.reset()) {
                aftermath.name(version, result, before, history);
            }
        }
        List<Version> now = versions.of(shoot.id());
        tools.tell(shoot, history, now, byId);
        List<Touch> touches = new ArrayList<>();
        for (Version version : next(now)) {
            Version base = base(now, version);
            String refusal = refusal(shoot, version, base, history);
            if (refusal != null) {
                versions.uncalled(version, refusal);
            } else if (touches.size() < HttpComponents.PATIENT) {
                Result result = byId.get(version.result());
                touches.add(new Touch(version, result, base == null ? null : base.remote(),
                        Aftermath.known(result, history)));
            }
        }
        return new Turns(touches, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    private Map<String, Result> results(Shoot shoot) {
        return results.of(shoot.id()).stream().collect(Collectors.toMap(Result::id, Function.identity()));
    }

    /** The next change of each result that has one to be made and nothing before it that is not over. */
    private static List<Version> next(List<Version> all) {
        Set<String> behind = new HashSet<>();
        return all.stream().filter(version -> !version.over() && behind.add(version.result())
                && version.state().equals(Version.WAITING)).toList();
    }

    /** The version that a change builds on, one that a person took for made among them; null: the original edit. */
    private static Version base(List<Version> all, Version version) {
        Version base = null;
        for (Version other : all) {
            if (other.result().equals(version.result()) && other.turn() < version.turn()
                    && other.taken()) {
                base = other.reset() ? null : other;
            }
        }
        return base;
    }

    private static String refusal(Shoot shoot, Version version, Version base, History history) {
        if (version.reset()) {
            return null;
        }
        if (base != null && base.remote() == null) {
            return shoot.vendor() + " told no id of the version that it is to build on";
        }
        Set<String> presets = history.presets();
        if (version.preset() != null && !presets.isEmpty() && !presets.contains(version.preset())) {
            return shoot.vendor() + " has no preset \"" + Plain.text(version.preset()) + "\"; it has "
                    + presets.stream().sorted().collect(Collectors.joining(", "));
        }
        return null;
    }

    /** Written before the call. @return the change as it goes to the vendor */
    public Touch intend(Shoot shoot, Touch touch) {
        draining.check();
        return touch.with(versions.intended(shoot, touch.version(), touch.parent(), touch.known(), touch.label()));
    }

    /** The vendor made it. @param id its id of the version, of any kind; null where it has none */
    public void made(Shoot shoot, Turns turns, Touch touch, Object id) {
        String remote = id == null || touch.version().reset() ? null
                : (id instanceof JsonNode json ? json : JSON.valueToTree(id)).toString();
        versions.made(touch.version(), remote, "answered");
        turns.done().add(touch);
        ledger.tell(shoot, touch.version().reset() ? "reset" : "retouched", touch.label()
                + (remote == null ? "" : " (version " + Plain.text(remote) + ")"));
    }

    /** It was not made, or nobody knows; the reason is kept until all that was done at once is over. */
    public void missed(Shoot shoot, Turns turns, Touch touch, Throwable wrapped) {
        Throwable failure = Cause.bare(wrapped);
        if (failure instanceof LostPlace || failure instanceof LedgerDown) {
            throw (RuntimeException) failure;
        }
        if (Draining.caused(failure)) {
            return;
        }
        Version version = touch.version();
        String why = Plain.text(failure.getMessage());
        if (version.state().equals(Version.INTENDED)) {
            switch (Fate.of(failure)) {
                case Charge.REFUSED -> {
                    if (failure instanceof Problem) {
                        versions.refused(version, why);
                        ledger.tell(shoot, "retouch-refused", touch.label() + ": " + why);
                        return;
                    }
                    versions.putOff(version, why);
                }
                case Charge.LOST -> versions.lost(version, why);
                default -> versions.unsent(version, why);
            }
        }
        turns.troubles().add(failure instanceof Trouble trouble ? trouble : trouble(shoot, failure));
    }

    private static Trouble trouble(Shoot shoot, Throwable failure) {
        return Fate.thrown(shoot, Step.RETOUCH, failure) instanceof Trouble trouble ? trouble
                : new Problem("internal", "A retouch failed: " + Plain.text(String.valueOf(failure)),
                "Retry it; if it fails again, report it together with the log.");
    }

    /**
     * After what was done at once: whether nothing is left to be made. If something is, the step has its word.
     *
     * @throws Trouble when something is out, nothing went through, or a person is needed
     */
    public boolean finished(Shoot shoot, Turns turns) {
        Trouble gravest = turns.troubles().stream().filter(trouble -> !(trouble instanceof Passing)).findFirst()
                .orElse(turns.done().isEmpty() ? turns.troubles().peek() : null);
        if (gravest != null) {
            throw gravest;
        }
        List<Version> all = versions.of(shoot.id());
        Map<String, Result> byId = results(shoot);
        if (!next(all).isEmpty()) {
            ledger.more(shoot);
            return false;
        }
        if (all.stream().anyMatch(Version::open)) {
            ledger.againIn(shoot, LOOK);
            return false;
        }
        List<Version> refused = all.stream().filter(version -> version.state().equals(Version.REFUSED)).toList();
        List<Version> again = refused.stream().filter(version -> version.tries() > 1).toList();
        if (!again.isEmpty()) {
            again.forEach(version -> versions.leftOut(shoot, version, byId.get(version.result()).name()));
            ledger.more(shoot);
            return false;
        }
        List<Version> asked = all.stream().filter(version -> version.state().equals(Version.UNDECIDED)).toList();
        if (!asked.isEmpty()) {
            throw new Decision("retouch-undecided", "The answer to a retouch was lost, of " + some(asked, byId, false)
                    + ", and " + shoot.vendor() + " shows neither that it was made nor that it was not.",
                    "Look at the pictures in your account there, then: resend (not made; make it again, which costs),"
                    + " accept (go on with the picture as it is there), or cancel.");
        }
        if (!refused.isEmpty()) {
            throw new Problem("retouch-refused", shoot.vendor() + " did not retouch " + some(refused, byId, true) + ".",
                    "Retry asks once more, then delivers the shoot without what is still refused; all other retouches are"
                    + " made and kept.");
        }
        return true;
    }

    private static String some(List<Version> all, Map<String, Result> byId, boolean reasons) {
        String first = all.stream().limit(5).map(version -> byId.get(version.result()).name() + " (" + version.words()
                + (reasons ? ": " + version.why() : "") + ")").collect(Collectors.joining(", "));
        return all.size() > 5 ? first + " and " + (all.size() - 5) + " more" : first;
    }

    /** Whether versions were made that the vendor is to put into the place of their results. */
    public boolean unfinalized(Shoot shoot) {
        List<Version> all = versions.of(shoot.id());
        boolean fresh = all.stream().anyMatch(version -> version.taken() && !version.settled() && !version.reset()
                && all.stream().noneMatch(later -> later.reset() && later.result().equals(version.result())
                && later.turn() > version.turn() && later.state().equals(Version.MADE)));
        return fresh && !charges.finalized(shoot);
    }

    /** All of it is in the vendor's results: they are delivered, those delivered before beside what they were. */
    public void settled(Shoot shoot) {
        versions.settled(shoot);
        ledger.next(shoot, Step.DELIVER);
    }
}
