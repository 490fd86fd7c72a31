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
import studio.darkroom.delivery.receipt.ReceiptWriter;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.StaleClaim;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.SafeName;
import studio.darkroom.text.ShortList;
import studio.darkroom.transfer.GuardedResolver;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.VendorRequests;

/** Fetches what a vendor offers and sees to it that each photo comes back once, or that its absence is explained. */
public final class Deliveries {

    /** So long a vendor that offers fewer results than photos is asked again before the rest is called missing. */
    private static final Duration RESULT_GRACE = Duration.ofMinutes(1);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
    private static final int MAX_REFUSALS = 3;

    private static final String REFUSAL_ADVICE = "Retry the shoot; Darkroom requests new links. If it fails again, report it with this text.";

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** So many names fit into an alert. */
    private static final int MAX_LISTED = 10;

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final LinkGuard linkGuard;
    private final Function<String, URI> apiUrls;
    private final ShutdownSignal shutdownSignal;
    private final Consumer<String> alertSink;

    /** @param alertSink takes a sentence for a person: one per shoot that comes back without some of its photos */
    public Deliveries(Ledger ledger, PhotoRepository photos, ResultRepository results, LinkGuard linkGuard, Function<String, URI> apiUrls,
            ShutdownSignal shutdownSignal, Consumer<String> alertSink) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.linkGuard = linkGuard;
        this.apiUrls = apiUrls;
        this.shutdownSignal = shutdownSignal;
        this.alertSink = alertSink;
    }

    /** What is fetched together, and what went wrong with it. */
    public record DownloadBatch(List<Download> downloads, boolean complete, List<String> unlisted, Map<String, PhotoRepository.MissingReason> absences,
            ConcurrentLinkedQueue<Trouble> troubles, ConcurrentLinkedQueue<Result> stored) {
    }

    /** One result with the link it is fetched from. */
    public record Download(Result result, Link link) {
    }

    /**
     * Takes down what the vendor offers.
     *
     * @param offers rows of {@code name}, {@code url}, {@code kind} and, where the vendor matches by id, {@code photo};
     *     or of {@code photo}, {@code why} and {@code merged} for one that has no result of its own
     */
    public DownloadBatch recordOffers(Shoot shoot, List<Map<String, String>> offers) {
        List<Photo> all = photos.listByShoot(shoot.id());
        Map<String, String> photoIdByStem = new HashMap<>();
        Map<String, String> photoIdByRemote = new HashMap<>();
        all.forEach(photo -> {
            photoIdByStem.put(Uploads.foldStem(photo.name()), photo.id());
            if (photo.remoteId() != null) {
                photoIdByRemote.put(photo.remoteId(), photo.id());
            }
        });
        List<Result> known = results.listByShoot(shoot.id());
        Set<String> takenNames = new HashSet<>(Set.of(ReceiptWriter.FILE_NAME));
        known.forEach(result -> takenNames.add(result.name().toLowerCase(Locale.ROOT)));
        Set<String> knownKeys = new HashSet<>();
        known.forEach(result -> knownKeys.add(resultKey(result.kind(), result.remoteName())));
        List<Result> newResults = new ArrayList<>();
        Map<String, Link> links = new HashMap<>();
        Map<String, PhotoRepository.MissingReason> absences = new HashMap<>();
        for (Map<String, String> offer : offers) {
            String kind = offer.getOrDefault("kind", "jpeg");
            String remote = offer.get("name");
            if (offer.containsKey("why") && photoIdByRemote.containsKey(offer.get("photo"))) {
                absences.put(photoIdByRemote.get(offer.get("photo")),
                        new PhotoRepository.MissingReason(offer.get("why"), Boolean.parseBoolean(offer.get("merged"))));
            }
            if (remote == null || offer.get("url") == null) {
                continue;
            }
            Link link = Link.of(offer);
            linkGuard.checkLink(shoot.vendor(), apiUrls.apply(shoot.vendor()), link);
            links.putIfAbsent(resultKey(kind, remote), link);
            if (knownKeys.add(resultKey(kind, remote))) {
                String safeName = SafeName.of(remote);
                String name = SafeName.makeUnique(safeName, takenNames);
                takenNames.add(name.toLowerCase(Locale.ROOT));
                String photo = photoIdByRemote.get(offer.get("photo"));
                newResults.add(new Result(null, shoot.id(), remote, name, kind,
                        photo != null ? photo : photoIdByStem.get(Uploads.foldStem(safeName)), null, null, 0, null));
            }
        }
        results.addOffered(shoot, newResults);
        List<Download> downloads = new ArrayList<>();
        List<String> unlisted = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        for (Result result : results.listByShoot(shoot.id())) {
            covered.add(result.kind() + "/" + result.photoId());
            Link link = links.get(resultKey(result.kind(), result.remoteName()));
            if (result.isDownloadPending() && link != null) {
                downloads.add(new Download(result, link));
            } else if (result.deliveredAt() == null) {
                unlisted.add(result.name());
            }
        }
        boolean complete = unlisted.isEmpty() && shoot.ticket().deliver().stream()
                .allMatch(kind -> all.stream().allMatch(photo -> absences.containsKey(photo.id())
                        || covered.contains(kind + "/" + photo.id())));
        return new DownloadBatch(downloads, complete, unlisted, absences, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    private static String resultKey(String kind, String remote) {
        return kind + "/" + remote;
    }

    /** The link of a parcel, unless the program is being stopped. */
    public Link beginDownload(Download download) {
        shutdownSignal.requireRunning();
        return download.link();
    }

    /** The fetched bytes, checked to be an answer with a body. @throws Trouble when the store refuses */
    public Delivery.IncomingResult openDownload(Exchange exchange, Shoot shoot, Download download) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status != 200) {
            String text = "The store of " + shoot.vendor() + " (" + download.link().host() + ") answers " + status + " to "
                    + download.result().name() + ": " + VendorRequests.readExcerpt(exchange);
            if (status >= 500 || status == 408 || status == 429) {
                throw new TransientFailure("store:" + shoot.vendor(), "store-down", text);
            }
            throw new Problem(status == 403 ? "link-expired" : "download-refused", text, REFUSAL_ADVICE);
        }
        long length = message.getHeader("Content-Length", -1L, Long.class);
        InputStream bytes = message.getBody(InputStream.class);
        try {
            return new Delivery.IncomingResult(ResultStream.of(bytes, length, download.result().kind().equals("jpeg"), ResultStream.MAX_BYTES), length);
        } catch (ResultStream.InvalidResult invalid) {
            throw toProblem(shoot, download, invalid);
        }
    }

    private static Problem toProblem(Shoot shoot, Download download, ResultStream.InvalidResult invalid) {
        return new Problem(invalid.code(), "The store of " + shoot.vendor() + " (" + download.link().host() + ") sends "
                + invalid.getMessage() + " for " + download.result().name() + ".", invalid.code().equals(ResultStream.InvalidResult.NO_IMAGE)
                ? REFUSAL_ADVICE : "Check the image in your account at " + shoot.vendor() + "; a retry downloads it again, at no cost.");
    }

    /** It stands whole under {@code stored.name()}. */
    public void recordStored(Shoot shoot, DownloadBatch batch, Download download, Delivery.StoredResult stored) {
        results.recordDelivery(shoot, download.result(), stored.name(), stored.size(), stored.sha256());
        batch.stored().add(download.result());
    }

    /** A result was not delivered; it stays to be, and the reason is kept until the batch is concluded. */
    public void recordFailure(Shoot shoot, DownloadBatch batch, Download download, Throwable failure) {
        if (ShutdownSignal.isStopFailure(failure)) {
            return;
        }
        Trouble trouble = toTrouble(shoot, download, failure);
        if (download.result().fetchAgain() && Set.of("link-expired", "download-refused", "download-cut", "download-endless").contains(trouble.code())
                && trouble instanceof Problem) {
            recordUnavailable(shoot, List.of(download.result()), trouble.text());
            return;
        }
        batch.troubles().add(trouble);
        results.recordDeliveryFailure(shoot, download.result(), trouble.text());
    }

    private static Trouble toTrouble(Shoot shoot, Download download, Throwable failure) {
        for (Throwable cause : Causes.listChain(failure)) {
            if (cause instanceof StaleClaim || cause instanceof LedgerUnavailable) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof Problem problem && download.result().tries() + 1 < MAX_REFUSALS
                    && (problem.code().equals("link-expired") || problem.code().equals("download-refused"))) {
                return new TransientFailure("store:" + shoot.vendor(), problem.code(), problem.text());
            }
            if (cause instanceof Trouble trouble) {
                return trouble;
            }
            if (cause instanceof GuardedResolver.InternalHostException internalHost) {
                return internalHost.toProblem("The link of " + shoot.vendor() + " for " + download.result().name());
            }
            if (cause instanceof ResultStream.InvalidResult invalid) {
                Problem problem = toProblem(shoot, download, invalid);
                return invalid.code().equals(ResultStream.InvalidResult.TRUNCATED) && download.result().tries() + 1 < MAX_REFUSALS
                        ? new TransientFailure("store:" + shoot.vendor(), problem.code(), problem.text()) : problem;
            }
            if (cause instanceof IOException) {
                return new TransientFailure("store:" + shoot.vendor(), "store-unreachable", "The way from the store of "
                        + shoot.vendor() + " broke at " + download.result().name() + " ("
                        + Redactor.redact(cause.getClass().getSimpleName() + " " + cause.getMessage()) + ")");
            }
        }
        return new Problem("internal", download.result().name() + " could not be delivered: "
                + Redactor.redact(String.valueOf(failure)), "Retry it; if it fails again, report it together with the log.");
    }

    /**
     * After the batch.
     *
     * @return whether the delivery is complete; if not, the shoot is scheduled to continue
     * @throws Trouble when a result needs a person, something is out, or nothing went through
     */
    public boolean concludeBatch(Shoot shoot, DownloadBatch batch, VendorFacts facts) {
        Trouble gravest = batch.troubles().stream().filter(trouble -> !(trouble instanceof TransientFailure)).findFirst()
                .orElse(batch.stored().isEmpty() ? batch.troubles().peek() : null);
        if (gravest != null) {
            throw gravest;
        }
        if (!batch.troubles().isEmpty() || batch.stored().size() < batch.downloads().size()) {
            ledger.again(shoot);
            return false;
        }
        boolean merged = facts.isMergeRequested(shoot.ticket().edit());
        if (!batch.complete() && shoot.timeInStep(ledger.now()).compareTo(RESULT_GRACE) < 0) {
            ledger.again(shoot, RETRY_DELAY);
            return false;
        }
        List<Result> all = results.listByShoot(shoot.id());
        List<Result> withdrawn = all.stream().filter(Result::fetchAgain).toList();
        if (!withdrawn.isEmpty()) {
            handleWithdrawnResults(shoot, withdrawn);
            return false;
        }
        if (all.isEmpty()) {
            throw new Problem("results-none", shoot.vendor() + " says that the shoot is finished and offers no result.",
                    "Ask " + shoot.vendor() + " about project " + shoot.remoteId() + "; retry looks again, at no cost.");
        }
        if (!batch.unlisted().isEmpty()) {
            throw new Problem("results-gone", shoot.vendor() + " does not list " + batch.unlisted().size()
                    + " of the shoot's results any more: " + ShortList.join(batch.unlisted(), MAX_LISTED) + ".",
                    "Ask " + shoot.vendor() + " about project " + shoot.remoteId() + "; retry looks again, at no cost.");
        }
        photos.recordMissing(shoot, batch.absences());
        int kinds = shoot.ticket().deliver().size();
        List<String> missing = photos.recordFinalStates(shoot, kinds, merged
                ? "merged into the picture of its bracket, or left out by " + shoot.vendor()
                : shoot.vendor() + (kinds == 1 ? " gave no result for it" : " did not give every kind of result for it"),
                merged);
        if (!missing.isEmpty()) {
            sendAlert(shoot, "comes back without " + missing.size() + " of its photos: " + ShortList.join(missing, MAX_LISTED) + ". show "
                    + shoot.name() + " says why.");
        }
        return true;
    }

    /** Results that were to be fetched again and that the vendor does not offer any more. */
    private void handleWithdrawnResults(Shoot shoot, List<Result> withdrawn) {
        if (shoot.timeInStep(ledger.now()).compareTo(RESULT_GRACE) < 0) {
            ledger.again(shoot, RETRY_DELAY);
            return;
        }
        recordUnavailable(shoot, withdrawn, shoot.vendor() + " does not offer it any more");
        ledger.again(shoot);
    }

    /** They cannot be had a second time, and what was delivered first is all there is. */
    private void recordUnavailable(Shoot shoot, List<Result> unavailable, String why) {
        unavailable.forEach(result -> results.cancelRedelivery(shoot, result, why));
        sendAlert(shoot, "cannot be delivered again in full: " + ShortList.join(unavailable.stream().map(Result::name).toList(), MAX_LISTED) + ". show "
                + shoot.name() + " says why.");
    }

    private void sendAlert(Shoot shoot, String message) {
        LOG.warn("Shoot {} of lane {} {}", shoot.name(), shoot.lane(), message);
        alertSink.accept("Darkroom: Shoot " + shoot.name() + " of lane " + shoot.lane() + " " + message);
    }
}
