package studio.darkroom.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.text.ShortList;
import studio.darkroom.transfer.Batch;
import studio.darkroom.transfer.StoreRequests;
import studio.darkroom.vendor.VendorFacts;

/** Records deliveries, and ensures that each photo is delivered once or its absence is explained. */
public final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** How long to poll a vendor that offers fewer results than photos. */
    private static final Duration RESULT_GRACE = Duration.ofMinutes(1);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
    private static final Set<String> DOWNLOAD_CODES = Set.of("link-expired", "download-refused", "download-cut", "download-endless");
    private static final int MAX_LISTED_NAMES = 10;

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final Consumer<String> alertSink;

    /** @param alertSink receives one sentence for each shoot that is delivered without some of its photos */
    public Deliveries(Ledger ledger, PhotoRepository photos, ResultRepository results, Consumer<String> alertSink) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.alertSink = alertSink;
    }

    /** Records a result that is stored in the delivery. */
    public void recordStored(Shoot shoot, Downloads.DownloadBatch batch, Downloads.Download download, Delivery.StoredResult stored) {
        results.recordDelivery(shoot, download.result(), stored.name(), stored.size(), stored.sha256());
        batch.recordCompleted(download);
    }

    /** Records why a result was not delivered; it stays in the next batch, unless an earlier delivery of it is to be kept. */
    public void recordFailure(Shoot shoot, Downloads.DownloadBatch batch, Downloads.Download download, Throwable failure) {
        Result result = download.result();
        Batch.classifyFailure(failure, result.name(), cause -> classifyFailure(shoot, download, cause)).ifPresent(trouble -> {
            if (result.fetchAgain() && trouble instanceof Problem && DOWNLOAD_CODES.contains(trouble.code())) {
                recordUnavailable(shoot, List.of(result), trouble.text());
            } else {
                batch.recordTrouble(trouble);
                results.recordDeliveryFailure(shoot, result, trouble.text());
            }
        });
    }

    private static Optional<Trouble> classifyFailure(Shoot shoot, Downloads.Download download, Throwable failure) {
        int tries = download.result().tries();
        if (failure instanceof ResultStream.InvalidResult invalid) {
            Problem problem = Downloads.toProblem(shoot, download, invalid);
            boolean retry = invalid.code().equals(ResultStream.InvalidResult.TRUNCATED) && StoreRequests.isRetryLeft(tries);
            return Optional.of(retry ? StoreRequests.toTransient(shoot, problem) : problem);
        }
        return StoreRequests.classifyFailure(shoot, download.result().name(), tries, failure);
    }

    /**
     * Ends a batch.
     *
     * @return whether the delivery is complete; if not, the shoot is scheduled for the next batch, or for later if the vendor
     *     does not offer all results yet
     * @throws Trouble the gravest one, or a problem if the vendor offers no result or no longer offers some
     */
    public boolean concludeBatch(Shoot shoot, Downloads.DownloadBatch batch, VendorFacts facts) {
        if (!batch.conclude()) {
            ledger.again(shoot);
            return false;
        }
        boolean merged = facts.isMergeRequested(shoot.ticket().edit());
        if (!batch.isComplete() && shoot.timeInStep(ledger.now()).compareTo(RESULT_GRACE) < 0) {
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
            throw new Problem("results-none", shoot.vendor() + " reports the shoot as finished but offers no results.",
                    "Contact " + shoot.vendor() + " about project " + shoot.remoteId() + ", then retry; the check is free of charge.");
        }
        if (!batch.unlisted().isEmpty()) {
            throw new Problem("results-gone", shoot.vendor() + " no longer offers " + batch.unlisted().size()
                    + " results of the shoot: " + ShortList.join(batch.unlisted(), MAX_LISTED_NAMES) + ".",
                    "Contact " + shoot.vendor() + " about project " + shoot.remoteId() + ", then retry; the check is free of charge.");
        }
        photos.recordMissing(shoot, batch.missingReasons());
        int kinds = shoot.ticket().deliver().size();
        List<String> missing = photos.recordFinalStates(shoot, kinds, merged
                ? "merged into another result, or left out by " + shoot.vendor()
                : shoot.vendor() + (kinds == 1 ? " returned no result for it" : " did not return every kind of result for it"),
                merged);
        if (!missing.isEmpty()) {
            sendAlert(shoot, "was delivered without " + missing.size() + " of its photos: " + ShortList.join(missing, MAX_LISTED_NAMES)
                    + ". For the reasons, run: darkroom show " + shoot.name());
        }
        return true;
    }

    /** Handles results that are to be delivered again but that the vendor no longer offers. */
    private void handleWithdrawnResults(Shoot shoot, List<Result> withdrawn) {
        if (shoot.timeInStep(ledger.now()).compareTo(RESULT_GRACE) < 0) {
            ledger.again(shoot, RETRY_DELAY);
            return;
        }
        recordUnavailable(shoot, withdrawn, shoot.vendor() + " no longer offers it");
        ledger.again(shoot);
    }

    /** Cancels the second delivery of results; their first delivery stays. */
    private void recordUnavailable(Shoot shoot, List<Result> unavailable, String why) {
        unavailable.forEach(result -> results.cancelRedelivery(shoot, result, why));
        sendAlert(shoot, "could not be redelivered completely; missing: " + ShortList.join(unavailable.stream().map(Result::name).toList(), MAX_LISTED_NAMES)
                + ". For the reasons, run: darkroom show " + shoot.name());
    }

    private void sendAlert(Shoot shoot, String message) {
        LOG.warn("Shoot {} of lane {} {}", shoot.name(), shoot.lane(), message);
        alertSink.accept("Darkroom: Shoot " + shoot.name() + " of lane " + shoot.lane() + " " + message);
    }
}
