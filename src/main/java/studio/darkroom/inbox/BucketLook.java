package studio.darkroom.inbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import studio.darkroom.bucket.Item;
import studio.darkroom.bucket.Shelf;
import studio.darkroom.bucket.StoreFailure;
import studio.darkroom.ledger.Outages;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Triage;

/**
 * One look into a bucket inbox, page by page: what is new is told to the ledger, nothing is opened. A bucket that cannot
 * be listed is an outage. Nothing of the bucket stays in memory but the index of what was told.
 */
public final class BucketLook implements Watched {

    private static final Logger LOG = LoggerFactory.getLogger(BucketLook.class);

    /** Written at once: one sync of the disk for so many, and the ledger is not held for long. */
    private static final int TOGETHER = 200;

    private final String lane;
    private final String place;
    private final Shelf shelf;
    private final SeenFiles seen;
    private final Sensor sensor;
    private final Triage triage;
    private final Outages outages;
    private final Consumer<String> appoint;
    private volatile boolean gone;
    private volatile Looked last = new Looked(0, 0, 0);
    private int calls;
    private long objects;
    private long fresh;

    /**
     * What a look came to.
     *
     * @param calls listing calls, the one that found the end included
     * @param objects that lie there
     * @param fresh those that were told to the ledger
     */
    public record Looked(int calls, long objects, long fresh) {
    }

    /** @param place the inbox as a person knows it */
    public BucketLook(String lane, String place, Shelf shelf, SeenFiles seen, Sensor sensor, Triage triage,
            Outages outages, Consumer<String> appoint) {
        this.lane = lane;
        this.place = place;
        this.shelf = shelf;
        this.seen = seen;
        this.sensor = sensor;
        this.triage = triage;
        this.outages = outages;
        this.appoint = appoint;
        this.gone = outages.standing("inbox:" + lane).isPresent();
    }

    @Override
    public String scope() {
        return "inbox:" + lane;
    }

    @Override
    public boolean gone() {
        return gone;
    }

    /** The request for the first page. */
    public ListObjectsRequest begin() {
        calls = 0;
        objects = 0;
        fresh = 0;
        if (!seen.isStarted()) {
            seen.start();
        }
        return shelf.listing("");
    }

    /**
     * Tells what is new on a page.
     *
     * @return the request for the next page; null when this one was empty, which is the only end that every store agrees on
     */
    public ListObjectsRequest next(List<S3Object> page) {
        calls++;
        List<Item> items = page.stream().map(shelf::item).flatMap(Optional::stream).toList();
        objects += items.size();
        List<Item> news = items.stream().filter(item -> !seen.contains(SeenFiles.key(item))).toList();
        for (int from = 0; from < news.size(); from += TOGETHER) {
            tell(news.subList(from, Math.min(news.size(), from + TOGETHER)));
        }
        fresh += news.size();
        return page.isEmpty() ? null : shelf.listing(page.get(page.size() - 1).key().substring(shelf.prefix().length()));
    }

    private void tell(List<Item> news) {
        sensor.sighted(lane, news);
        news.forEach(item -> seen.add(SeenFiles.key(item)));
    }

    /** The last page has been seen. */
    public void end() {
        Looked before = last;
        last = new Looked(calls, objects, fresh);
        if (fresh > 0 || before.calls() != calls) {
            LOG.info("Lane {}: {} of {} objects are new; a look takes {} listing calls", lane, fresh, objects, calls);
        }
        if (gone) {
            gone = false;
            outages.over("inbox:" + lane).forEach(appoint);
        }
    }

    /** What the last look came to that reached its end. */
    public Looked last() {
        return last;
    }

    /** The bucket could not be listed to its end. */
    public void failed(Throwable failure) {
        Optional<SdkException> store = Cause.of(SdkException.class, failure);
        if (store.isEmpty()) {
            LOG.warn("Lane {}: the look into {} is made again soon: {}", lane, place, Plain.text(failure.getMessage()));
            return;
        }
        gone = true;
        Outage outage = StoreFailure.of(store.get()).outage("inbox:" + lane, "The inbox " + place + " of lane " + lane
                + " cannot be looked into");
        triage.found(outage);
    }

    /**
     * A hint that something may lie under a key, whoever it comes from.
     *
     * @param key as it may stand in the bucket
     * @throws StoreFailure when the store cannot be asked now
     */
    public void hinted(String key) throws StoreFailure {
        String path = key.startsWith(shelf.prefix()) ? key.substring(shelf.prefix().length()) : "";
        if (path.isEmpty() || path.endsWith("/")) {
            return;
        }
        try {
            shelf.item(path).filter(item -> !seen.contains(SeenFiles.key(item))).map(List::of).ifPresent(this::tell);
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.DOWN) {
                throw failure;
            }
            LOG.debug("Lane {}: the hint of {} leads nowhere", lane, key, failure);
        }
    }
}
