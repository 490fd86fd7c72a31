package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LostPlace;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.GuardedNames;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.transfer.Wire;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Trouble;

/** Fetches what a vendor offers and sees to it that each photo comes back once, or that its absence is explained. */
public final class Deliveries {

    /** So long a vendor that offers fewer results than photos is asked again before the rest is called missing. */
    private static final Duration LATE = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int REFUSALS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** So many names fit into an alert. */
    private static final int SHOWN = 10;

    private final Ledger ledger;
    private final Photos photos;
    private final Results results;
    private final LinkGuard guard;
    private final Function<String, URI> api;
    private final Draining draining;
    private final Consumer<String> alert;

    /** @param alert takes a sentence for a person: one per shoot that comes back without some of its photos */
    public Deliveries(Ledger ledger, Photos photos, Results results, LinkGuard guard, Function<String, URI> api,
            Draining draining, Consumer<String> alert) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.guard = guard;
        this.api = api;
        this.draining = draining;
        this.alert = alert;
    }

    /** What is fetched together, and what went wrong with it. */
    public record Batch(List<Parcel> parcels, boolean complete, List<String> gone, Map<String, Photos.Absence> absent,
            ConcurrentLinkedQueue<Trouble> troubles, ConcurrentLinkedQueue<Result> stored) {
    }

    /** One result with the link it is fetched from. */
    public record Parcel(Result result, Link link) {
    }

    /**
     * Takes down what the vendor offers.
     *
     * @param offers rows of {@code name}, {@code url}, {@code kind} and, where the vendor matches by id, {@code photo};
     *     or of {@code photo}, {@code why} and {@code merged} for one that has no result of its own
     */
    public Batch offered(Shoot shoot, List<Map<String, String>> offers) {
        List<Photo> ours = photos.of(shoot.id());
        Map<String, String> byStem = new HashMap<>();
        Map<String, String> byRemote = new HashMap<>();
        ours.forEach(photo -> {
            byStem.put(Uploads.stem(photo.name()), photo.id());
            if (photo.remote() != null) {
                byRemote.put(photo.remote(), photo.id());
            }
        });
        List<Result> known = results.of(shoot.id());
        Set<String> taken = new HashSet<>(Set.of(Receipts.NAME));
        known.forEach(result -> taken.add(result.name().toLowerCase(Locale.ROOT)));
        Set<String> old = new HashSet<>();
        known.forEach(result -> old.add(key(result.kind(), result.remoteName())));
        List<Result> fresh = new ArrayList<>();
        Map<String, Link> links = new HashMap<>();
        Map<String, Photos.Absence> absent = new HashMap<>();
        for (Map<String, String> offer : offers) {
            String kind = offer.getOrDefault("kind", "jpeg");
            String remote = offer.get("name");
            if (offer.containsKey("why") && byRemote.containsKey(offer.get("photo"))) {
                absent.put(byRemote.get(offer.get("photo")),
                        new Photos.Absence(offer.get("why"), Boolean.parseBoolean(offer.get("merged"))));
            }
            if (remote == null || offer.get("url") == null) {
                continue;
            }
            Link link = Link.of(offer);
            guard.check(shoot.vendor(), api.apply(shoot.vendor()), link);
            links.putIfAbsent(key(kind, remote), link);
            if (old.add(key(kind, remote))) {
                String plain = SafeName.of(remote);
                String name = SafeName.unique(plain, taken);
                taken.add(name.toLowerCase(Locale.ROOT));
                String photo = byRemote.get(offer.get("photo"));
                fresh.add(new Result(null, shoot.id(), remote, name, kind,
                        photo != null ? photo : byStem.get(Uploads.stem(plain)), null, null, 0, null));
            }
        }
        results.offered(shoot, fresh);
        List<Parcel> parcels = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        for (Result result : results.of(shoot.id())) {
            covered.add(result.kind() + "/" + result.photo());
            Link link = links.get(key(result.kind(), result.remoteName()));
            if (result.wanted() && link != null) {
                parcels.add(new Parcel(result, link));
            } else if (result.delivered() == null) {
                gone.add(result.name());
            }
        }
        boolean complete = gone.isEmpty() && shoot.ticket().deliver().stream()
                .allMatch(kind -> ours.stream().allMatch(photo -> absent.containsKey(photo.id())
                        || covered.contains(kind + "/" + photo.id())));
        return new Batch(parcels, complete, gone, absent, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    private static String key(String kind, String remote) {
        return kind + "/" + remote;
    }

    /** The link of a parcel, unless the program is being stopped. */
    public Link link(Parcel parcel) {
        draining.check();
        return parcel.link();
    }

    /** The fetched bytes, checked to be an answer with a body. @throws Trouble when the store refuses */
    public Incoming received(Exchange exchange, Shoot shoot, Parcel parcel) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status != 200) {
            String text = "The store of " + shoot.vendor() + " (" + parcel.link().host() + ") answers " + status + " to "
                    + parcel.result().name() + ": " + Wire.beginning(exchange);
            if (status >= 500 || status == 408 || status == 429) {
                throw new Passing("store:" + shoot.vendor(), "store-down", text);
            }
            throw new Problem(status == 403 ? "link-expired" : "download-refused", text,
                    "Retry the shoot; fresh links are asked for. If it stays, report it with this text.");
        }
        long length = message.getHeader("Content-Length", -1L, Long.class);
        InputStream bytes = message.getBody(InputStream.class);
        try {
            InputStream limited = Limited.of(bytes == null ? InputStream.nullInputStream() : bytes, length, Limited.MOST);
            return new Incoming(parcel.result().kind().equals("jpeg") ? Picture.of(limited, length) : limited, length);
        } catch (Limited.Exceeded endless) {
            throw endless(shoot, parcel, endless);
        } catch (Picture.None none) {
            throw new Problem("download-refused", "The store of " + shoot.vendor() + " (" + parcel.link().host()
                    + ") answers 200 to " + parcel.result().name() + ", and " + none.getMessage() + ".",
                    "Retry the shoot; fresh links are asked for. If it stays, report it with this text.");
        }
    }

    private static Problem endless(Shoot shoot, Parcel parcel, Limited.Exceeded cause) {
        return new Problem("download-endless", "The store of " + shoot.vendor() + " (" + parcel.link().host() + ") "
                + cause.getMessage() + " for " + parcel.result().name() + " (4 GiB).",
                "Look at it in your account at " + shoot.vendor() + "; retry fetches it again, at no cost.");
    }

    /** It stands whole under {@code stored.name()}. */
    public void stored(Shoot shoot, Batch batch, Parcel parcel, Stored stored) {
        results.delivered(shoot, parcel.result(), stored.name(), stored.size(), stored.sha256());
        batch.stored().add(parcel.result());
    }

    /** A result was not delivered; it stays to be, and the reason is kept until the batch is concluded. */
    public void missed(Shoot shoot, Batch batch, Parcel parcel, Throwable failure) {
        if (Draining.caused(failure)) {
            return;
        }
        Trouble trouble = trouble(shoot, parcel, failure);
        if (parcel.result().again() && Set.of("link-expired", "download-refused", "download-cut", "download-endless").contains(trouble.code())
                && trouble instanceof Problem) {
            left(shoot, List.of(parcel.result()), trouble.text());
            return;
        }
        batch.troubles().add(trouble);
        results.missed(shoot, parcel.result(), trouble.text());
    }

    private static Trouble trouble(Shoot shoot, Parcel parcel, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof LostPlace || at instanceof LedgerDown) {
                throw (RuntimeException) at;
            }
            if (at instanceof Problem problem && parcel.result().tries() + 1 < REFUSALS
                    && (problem.code().equals("link-expired") || problem.code().equals("download-refused"))) {
                return new Passing("store:" + shoot.vendor(), problem.code(), problem.text());
            }
            if (at instanceof Trouble trouble) {
                return trouble;
            }
            if (at instanceof FolderDelivery.Unwritable) {
                return new Outage("delivery:" + shoot.lane(), "delivery-unwritable", "The delivery of lane "
                        + shoot.lane() + " cannot be written: " + Plain.text(at.getMessage()) + ".",
                        "Make room or mend the disk or share; Darkroom goes on by itself.");
            }
            if (at instanceof GuardedNames.Inside inside) {
                return inside.problem("The link of " + shoot.vendor() + " for " + parcel.result().name());
            }
            if (at instanceof Limited.Exceeded endless) {
                return endless(shoot, parcel, endless);
            }
            if (at instanceof Picture.Cut) {
                String text = parcel.result().name() + " from the store of " + shoot.vendor() + " (" + parcel.link().host()
                        + ") " + at.getMessage();
                return parcel.result().tries() + 1 < REFUSALS
                        ? new Passing("store:" + shoot.vendor(), "download-cut", text)
                        : new Problem("download-cut", text + ", each time it was fetched.",
                                "Look at it in your account at " + shoot.vendor() + "; retry fetches it again, at no cost.");
            }
            if (at instanceof IOException) {
                return new Passing("store:" + shoot.vendor(), "store-unreachable", "The way from the store of "
                        + shoot.vendor() + " broke at " + parcel.result().name() + " ("
                        + Plain.text(at.getClass().getSimpleName() + " " + at.getMessage()) + ")");
            }
        }
        return new Problem("internal", parcel.result().name() + " could not be delivered: "
                + Plain.text(String.valueOf(failure)), "Retry it; if it fails again, report it together with the log.");
    }

    /**
     * After the batch: on to the next step, or more of the same.
     *
     * @throws Trouble when a result needs a person, something is out, or nothing went through
     */
    public void concluded(Shoot shoot, Batch batch) {
        Trouble gravest = batch.troubles().stream().filter(trouble -> !(trouble instanceof Passing)).findFirst()
                .orElse(batch.stored().isEmpty() ? batch.troubles().peek() : null);
        if (gravest != null) {
            throw gravest;
        }
        if (!batch.troubles().isEmpty() || batch.stored().size() < batch.parcels().size()) {
            ledger.more(shoot);
            return;
        }
        boolean merged = shoot.ticket().edit().path("hdr_merge").asBoolean(false);
        if (!batch.complete() && shoot.inStep(ledger.now()).compareTo(LATE) < 0) {
            ledger.againIn(shoot, AGAIN);
            return;
        }
        List<Result> all = results.of(shoot.id());
        List<Result> lapsed = all.stream().filter(Result::again).toList();
        if (!lapsed.isEmpty()) {
            lapsed(shoot, lapsed);
            return;
        }
        if (all.isEmpty()) {
            throw new Problem("results-none", shoot.vendor() + " says that the shoot is finished and offers no result.",
                    "Ask " + shoot.vendor() + " about project " + shoot.remote() + "; retry looks again, at no cost.");
        }
        if (!batch.gone().isEmpty()) {
            throw new Problem("results-gone", shoot.vendor() + " does not list " + batch.gone().size()
                    + " of the shoot's results any more: " + some(batch.gone()) + ".",
                    "Ask " + shoot.vendor() + " about project " + shoot.remote() + "; retry looks again, at no cost.");
        }
        photos.absent(shoot, batch.absent());
        int kinds = shoot.ticket().deliver().size();
        List<String> missing = photos.accounted(shoot, kinds, merged
                ? "merged into the picture of its bracket, or left out by " + shoot.vendor()
                : shoot.vendor() + (kinds == 1 ? " gave no result for it" : " did not give every kind of result for it"),
                merged);
        if (!missing.isEmpty()) {
            tell(shoot, "comes back without " + missing.size() + " of its photos: " + some(missing) + ". show "
                    + shoot.name() + " says why.");
        }
        List<String> lonely = merged ? Brackets.odd(photos.of(shoot.id())) : List.of();
        if (!lonely.isEmpty()) {
            tell(shoot, "has more photos in a row without a picture of their own than a bracket usually has: " + some(lonely)
                    + ". Compare the delivery with what was shot.");
        }
        ledger.next(shoot, Step.ARCHIVE);
    }

    /** Results that were to be fetched again and that the vendor does not offer any more. */
    private void lapsed(Shoot shoot, List<Result> lapsed) {
        if (shoot.inStep(ledger.now()).compareTo(LATE) < 0) {
            ledger.againIn(shoot, AGAIN);
            return;
        }
        left(shoot, lapsed, shoot.vendor() + " does not offer it any more");
        ledger.more(shoot);
    }

    /** They cannot be had a second time, and what was delivered first is all there is. */
    private void left(Shoot shoot, List<Result> lapsed, String why) {
        lapsed.forEach(result -> results.left(shoot, result, why));
        tell(shoot, "cannot be delivered again in full: " + some(lapsed.stream().map(Result::name).toList()) + ". show "
                + shoot.name() + " says why.");
    }

    private void tell(Shoot shoot, String what) {
        LOG.warn("Shoot {} of lane {} {}", shoot.name(), shoot.lane(), what);
        alert.accept("Darkroom: Shoot " + shoot.name() + " of lane " + shoot.lane() + " " + what);
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))) + (names.size() > SHOWN ? " and more" : "");
    }
}
