package studio.darkroom.inbox;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.storage.StoredObject;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * Scans a bucket inbox page by page and records new objects; it opens none. Only the index of recorded objects stays in memory.
 * A scan runs on one thread at a time; {@link #checkKey} may run at the same time.
 */
public final class BucketScan extends InboxScan {

    private static final Logger LOG = LoggerFactory.getLogger(BucketScan.class);

    /** Objects per transaction: one disk sync for many, without blocking the ledger for long. */
    private static final int BATCH_SIZE = 200;

    private final BucketPrefix bucketPrefix;
    private volatile ScanTotals lastTotals = new ScanTotals(0, 0, 0);
    private int callCount;
    private long objectCount;
    private long newObjectCount;

    /**
     * The result of a scan.
     *
     * @param calls listing calls, including the last one with an empty page
     * @param objects in the inbox
     * @param newObjects recorded by this scan
     */
    public record ScanTotals(int calls, long objects, long newObjects) {
    }

    /** @param place the inbox as it is written in the settings */
    public BucketScan(String lane, String place, Inbox inbox, BucketPrefix bucketPrefix, ScanIndex scanIndex, Services services) {
        super(lane, place, inbox, scanIndex, services);
        this.bucketPrefix = bucketPrefix;
    }

    /** The request for the first page. */
    public ListObjectsRequest startScan() {
        callCount = 0;
        objectCount = 0;
        newObjectCount = 0;
        if (!scanIndex().isStarted()) {
            scanIndex().start();
        }
        return bucketPrefix.buildListRequest("");
    }

    /**
     * Records the new objects of a page.
     *
     * @return the request for the next page; null after an empty page, the only end marker on which all stores agree
     */
    public ListObjectsRequest recordPage(List<S3Object> page) {
        callCount++;
        List<StoredObject> items = page.stream().map(bucketPrefix::toStoredObject).flatMap(Optional::stream).toList();
        objectCount += items.size();
        List<StoredObject> newItems = items.stream().filter(item -> !scanIndex().contains(ScanIndex.toKey(item))).toList();
        for (int from = 0; from < newItems.size(); from += BATCH_SIZE) {
            recordObjects(newItems.subList(from, Math.min(newItems.size(), from + BATCH_SIZE)));
        }
        newObjectCount += newItems.size();
        return page.isEmpty() ? null
                : bucketPrefix.buildListRequest(page.get(page.size() - 1).key().substring(bucketPrefix.prefix().length()));
    }

    private void recordObjects(List<StoredObject> items) {
        recordFiles(items.stream()
                .map(item -> classifyFile(item.path(), item.size(), BucketInbox.toModifiedMillis(item), item.etag())).toList());
        items.forEach(item -> scanIndex().add(ScanIndex.toKey(item)));
    }

    /** Ends a scan after its last page. */
    public void finishScan() {
        ScanTotals previous = lastTotals;
        lastTotals = new ScanTotals(callCount, objectCount, newObjectCount);
        if (newObjectCount > 0 || previous.calls() != callCount) {
            LOG.info("Lane {}: {} new of {} objects; {} listing calls per scan", lane(), newObjectCount, objectCount, callCount);
        }
        endOutage();
    }

    /** The totals of the last complete scan. */
    public ScanTotals getLastTotals() {
        return lastTotals;
    }

    /** Ends a scan that failed. A failure of the store is an outage of the inbox. */
    public void recordFailure(Throwable failure) {
        Optional<SdkException> storeError = Causes.findCause(SdkException.class, failure);
        if (storeError.isEmpty()) {
            LOG.warn("Scan of the {} failed; the next scan retries: {}", describeInbox(), Redactor.redact(failure.getMessage()));
            return;
        }
        startOutage(StoreFailure.of(storeError.get()).toOutage(scope(), "Cannot list the " + describeInbox()));
    }

    /**
     * Records one object if it exists and is new.
     *
     * @param key the key in the bucket, from a source that need not be right
     * @throws StoreFailure if the store is unavailable
     */
    public void checkKey(String key) throws StoreFailure {
        String path = key.startsWith(bucketPrefix.prefix()) ? key.substring(bucketPrefix.prefix().length()) : "";
        if (path.isEmpty() || path.endsWith("/")) {
            return;
        }
        try {
            bucketPrefix.findObject(path).filter(item -> !scanIndex().contains(ScanIndex.toKey(item)))
                    .map(List::of).ifPresent(this::recordObjects);
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.UNAVAILABLE) {
                throw failure;
            }
            LOG.debug("Lane {}: no object {}", lane(), key, failure);
        }
    }
}
