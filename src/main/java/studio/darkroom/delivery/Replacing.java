package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.camel.Exchange;
import studio.darkroom.inbox.TouchUpLook;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LostPlace;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.TouchUps;
import studio.darkroom.ledger.TouchedUp;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.Original;
import studio.darkroom.transfer.PhotoEntity;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Trouble;

/** Puts pictures touched up by hand into the place of their results, at the vendor and in the delivery. */
public final class Replacing {

    /** So often the store may refuse a picture under fresh links until it is said to replace nothing. */
    private static final int REFUSALS = 3;
    private static final Set<String> REFUSED = Set.of("link-expired", "upload-refused");

    private final Ledger ledger;
    private final TouchUps touchUps;
    private final Results results;
    private final Function<String, Optional<TouchUpLook>> looks;
    private final LinkGuard guard;
    private final Function<String, URI> api;
    private final Draining draining;

    /** How often the store refused each picture that waits; a restart counts anew. */
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    /**
     * @param looks who looks after a lane's touched-up pictures; empty for a lane that has no folder for them (any more)
     * @param api the address of a vendor's API, by vendor
     */
    public Replacing(Ledger ledger, TouchUps touchUps, Results results, Function<String, Optional<TouchUpLook>> looks,
            LinkGuard guard, Function<String, URI> api, Draining draining) {
        this.ledger = ledger;
        this.touchUps = touchUps;
        this.results = results;
        this.looks = looks;
        this.guard = guard;
        this.api = api;
        this.draining = draining;
    }

    /** What is replaced together, and what went wrong with it. */
    public record Batch(List<Touched> pictures, ConcurrentLinkedQueue<Trouble> troubles) {
    }

    /** A picture, and the result whose place it takes. */
    public record Touched(TouchedUp picture, Result result, Original original) {

        /** The result's name at the vendor. */
        public String name() {
            return result.remoteName();
        }

        /** The picture on its way into the delivery. */
        public Deliveries.Parcel parcel() {
            return new Deliveries.Parcel(new Result(result.id(), result.shoot(), result.remoteName(), result.name(),
                    result.kind(), result.photo(), result.size(), result.sha256(), result.tries(), null, true, false), null);
        }
    }

    /**
     * The pictures that wait, one of each result at a time; one whose file was changed or taken away meanwhile is looked at
     * anew.
     */
    public Batch batch(Shoot shoot) {
        Batch batch = new Batch(new ArrayList<>(), new ConcurrentLinkedQueue<>());
        List<Result> known = results.of(shoot.id());
        Optional<TouchUpLook> look = looks.apply(shoot.lane());
        Set<String> taken = new HashSet<>();
        for (TouchedUp picture : touchUps.waiting(shoot)) {
            Optional<Original> original = look.flatMap(there -> there.original(picture));
            Optional<Result> result = known.stream().filter(each -> each.id().equals(picture.result())).findFirst();
            if (original.isEmpty() || result.isEmpty()) {
                touchUps.gone(shoot, picture);
            } else if (taken.add(result.get().id())) {
                batch.pictures().add(new Touched(picture, result.get(), original.get()));
            }
        }
        return batch;
    }

    /** The way to the vendor. @param row {@code url}, and where needed {@code type}, as of {@code links} */
    public Uploads.Upload upload(Shoot shoot, Touched touched, Map<String, String> row) {
        draining.check();
        Link link = Link.of(row);
        guard.check(shoot.vendor(), api.apply(shoot.vendor()), link);
        return new Uploads.Upload(null, link, touched.original());
    }

    /** The store took it whole. @throws Trouble when it did not */
    public void taken(Exchange exchange, Shoot shoot, Touched touched, Uploads.Upload upload, PhotoEntity entity) {
        Uploads.taken(exchange, shoot, touched.picture().path(), upload, entity);
    }

    /** Its bytes for the delivery. */
    public Incoming incoming(Touched touched) throws IOException {
        InputStream bytes = touched.original().open();
        return new Incoming(bytes, touched.original().size());
    }

    /** It stands in the delivery. */
    public void stored(Shoot shoot, Touched touched, Stored stored) throws IOException {
        touched.original().unchanged();
        touchUps.replaced(shoot, touched.picture(), stored.name(), stored.size(), stored.sha256());
        refusals.remove(touched.picture().id());
    }

    /** It does not take its place now; a refusal is said once, and everything else is tried again. */
    public void missed(Shoot shoot, Batch batch, Touched touched, Throwable wrapped) {
        Throwable failure = Cause.bare(wrapped);
        if (failure instanceof LostPlace || failure instanceof LedgerDown) {
            throw (RuntimeException) failure;
        }
        if (Draining.caused(failure)) {
            return;
        }
        if (Cause.of(PhotoEntity.OriginalChanged.class, failure).isPresent()) {
            touchUps.gone(shoot, touched.picture());
        } else if (failure instanceof Problem problem && REFUSED.contains(problem.code())
                && refusals.merge(touched.picture().id(), 1, Integer::sum) < REFUSALS) {
            batch.troubles().add(new Passing("store:" + shoot.vendor(), problem.code(), problem.text()));
        } else if (failure instanceof Problem problem) {
            refusals.remove(touched.picture().id());
            touchUps.refused(shoot, touched.picture(), problem.text());
        } else {
            batch.troubles().add(trouble(shoot, touched, failure));
        }
    }

    private static Trouble trouble(Shoot shoot, Touched touched, Throwable failure) {
        if (failure instanceof Trouble trouble) {
            return trouble;
        }
        if (failure instanceof FolderDelivery.Unwritable) {
            return new Outage("delivery:" + shoot.lane(), "delivery-unwritable", "The delivery of lane " + shoot.lane()
                    + " cannot be written: " + Plain.text(failure.getMessage()) + ".",
                    "Make room or mend the disk or share; Darkroom goes on by itself.");
        }
        if (failure instanceof IOException) {
            return new Passing("store:" + shoot.vendor(), "store-unreachable", touched.picture().path()
                    + " could not be sent (" + Plain.text(failure.getClass().getSimpleName() + " " + failure.getMessage())
                    + ")");
        }
        return new Problem("internal", touched.picture().path() + " could not take the place of its result: "
                + Plain.text(String.valueOf(failure)), "Retry it; if it fails again, report it together with the log.");
    }

    /** After all of them: the receipt is written anew. @throws Trouble when something is out */
    public void concluded(Shoot shoot, Batch batch) {
        batch.troubles().stream().filter(trouble -> !(trouble instanceof Passing)).findFirst()
                .or(() -> Optional.ofNullable(batch.troubles().peek())).ifPresent(gravest -> {
                    throw gravest;
                });
        if (touchUps.waiting(shoot).isEmpty()) {
            ledger.next(shoot, Step.ARCHIVE);
        } else {
            ledger.more(shoot);
        }
    }
}
