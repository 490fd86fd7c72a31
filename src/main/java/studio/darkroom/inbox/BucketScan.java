package studio.darkroom.inbox;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.runner.ErrorHandler;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.storage.StoredObject;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * One look into a bucket inbox, page by page: what is new is told to the ledger, nothing is opened. A bucket that cannot
 * be listed is an outage. Nothing of the bucket stays in memory but the index of what was told.
 */
public final class BucketScan implements WatchedInbox {

    private static final Logger LOG = LoggerFactory.getLogger(BucketScan.class);

    /** Written at once: one sync of the disk for so many, and the ledger is not held for long. */
    private static final int BATCH_SIZE = 200;

    private final String lane;
    private final String place;
    private final BucketPrefix bucketPrefix;
    private final ScanIndex scanIndex;
    private final ScanRecorder recorder;
    private final ErrorHandler errorHandler;
    private final OutageRepository outages;
    private volatile boolean unavailable;
    private volatile ScanTotals lastTotals = new ScanTotals(0, 0, 0);
    private int callCount;
    private long objectCount;
    private long newObjectCount;

    /**
     * What a look came to.
     *
     * @param calls listing calls, the one that found the end included
     * @param objects that lie there
     * @param newObjects those that were told to the ledger
     */
    public record ScanTotals(int calls, long objects, long newObjects) {
    }

    /** @param place the inbox as a person knows it */
    public BucketScan(String lane, String place, BucketPrefix bucketPrefix, ScanIndex scanIndex, ScanRecorder recorder, ErrorHandler errorHandler,
            OutageRepository outages) {
        this.lane = lane;
        this.place = place;
        this.bucketPrefix = bucketPrefix;
        this.scanIndex = scanIndex;
        this.recorder = recorder;
        this.errorHandler = errorHandler;
        this.outages = outages;
        this.unavailable = outages.findActive("inbox:" + lane).isPresent();
    }

    @Override
    public String scope() {
        return "inbox:" + lane;
    }

    @Override
    public boolean isUnavailable() {
        return unavailable;
    }

    /** The request for the first page. */
    public ListObjectsRequest startScan() {
        callCount = 0;
        objectCount = 0;
        newObjectCount = 0;
        if (!scanIndex.isStarted()) {
            scanIndex.start();
        }
        return bucketPrefix.buildListRequest("");
    }

    /**
     * Tells what is new on a page.
     *
     * @return the request for the next page; null when this one was empty, which is the only end that every store agrees on
     */
    public ListObjectsRequest recordPage(List<S3Object> page) {
        callCount++;
        List<StoredObject> items = page.stream().map(bucketPrefix::toStoredObject).flatMap(Optional::stream).toList();
        objectCount += items.size();
        List<StoredObject> newItems = items.stream().filter(item -> !scanIndex.contains(ScanIndex.toKey(item))).toList();
        for (int from = 0; from < newItems.size(); from += BATCH_SIZE) {
            recordObjects(newItems.subList(from, Math.min(newItems.size(), from + BATCH_SIZE)));
        }
        newObjectCount += newItems.size();
        return page.isEmpty() ? null : bucketPrefix.buildListRequest(page.get(page.size() - 1).key().substring(bucketPrefix.prefix().length()));
    }

    private void recordObjects(List<StoredObject> newItems) {
        recorder.recordObjects(lane, newItems);
        newItems.forEach(item -> scanIndex.add(ScanIndex.toKey(item)));
    }

    /** The last page has been seen. */
    public void finishScan() {
        ScanTotals previous = lastTotals;
        lastTotals = new ScanTotals(callCount, objectCount, newObjectCount);
        if (newObjectCount > 0 || previous.calls() != callCount) {
            LOG.info("Lane {}: {} of {} objects are new; a look takes {} listing calls", lane, newObjectCount, objectCount, callCount);
        }
        if (unavailable) {
            unavailable = false;
            outages.endOutage("inbox:" + lane);
        }
    }

    /** What the last look came to that reached its end. */
    public ScanTotals getLastTotals() {
        return lastTotals;
    }

    /** The bucket could not be listed to its end. */
    public void recordFailure(Throwable failure) {
        Optional<SdkException> storeError = Causes.findCause(SdkException.class, failure);
        if (storeError.isEmpty()) {
            LOG.warn("Lane {}: the look into {} is made again soon: {}", lane, place, Redactor.redact(failure.getMessage()));
            return;
        }
        unavailable = true;
        Outage outage = StoreFailure.of(storeError.get()).toOutage("inbox:" + lane, "The inbox " + place + " of lane " + lane
                + " cannot be looked into");
        errorHandler.recordOutage(outage);
    }

    /**
     * A hint that something may lie under a key, whoever it comes from.
     *
     * @param key as it may stand in the bucket
     * @throws StoreFailure when the store cannot be asked now
     */
    public void checkKey(String key) throws StoreFailure {
        String path = key.startsWith(bucketPrefix.prefix()) ? key.substring(bucketPrefix.prefix().length()) : "";
        if (path.isEmpty() || path.endsWith("/")) {
            return;
        }
        try {
            bucketPrefix.findObject(path).filter(item -> !scanIndex.contains(ScanIndex.toKey(item))).map(List::of).ifPresent(this::recordObjects);
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.UNAVAILABLE) {
                throw failure;
            }
            LOG.debug("Lane {}: the hint of {} leads nowhere", lane, key, failure);
        }
    }
}
