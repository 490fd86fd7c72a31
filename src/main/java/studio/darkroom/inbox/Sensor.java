package studio.darkroom.inbox;

import java.time.Duration;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import studio.darkroom.bucket.Item;
import studio.darkroom.ledger.Sightings;

/** What the inbox routes call: tells the ledger what was seen, and the clock which shoot to look at because of it. */
public final class Sensor {

    private final Sightings sightings;
    private final Duration every;
    private final Consumer<String> appoint;
    private final BinaryOperator<String> odd;

    /**
     * @param every so long after something was seen the shoot is looked at
     * @param appoint makes the appointment of a shoot anew
     * @param odd why a file of a lane, by its path, is none to be read; null: it may be
     */
    public Sensor(Sightings sightings, Duration every, Consumer<String> appoint, BinaryOperator<String> odd) {
        this.sightings = sightings;
        this.every = every;
        this.appoint = appoint;
        this.odd = odd;
    }

    /** A file of a folder. @param path below the inbox @param size bytes @param modified its own time, epoch milliseconds */
    Sightings.Sighting sighting(String lane, String path, long size, long modified) {
        return sighting(lane, path.replace('\\', '/'), size, modified, null);
    }

    /**
     * Objects of a bucket, all of them or none; what stands in a key up to the first slash is its folder, whatever letters
     * they are.
     */
    public void sighted(String lane, List<Item> items) {
        told(lane, items.stream().map(item -> sighting(lane, item.path(), item.size(), BucketInbox.modified(item), item.etag()))
                .toList());
    }

    /** All of them are told, or none. */
    void told(String lane, List<Sightings.Sighting> files) {
        sightings.sighted(lane, files, every).forEach(appoint);
    }

    private Sightings.Sighting sighting(String lane, String plain, long size, long modified, String etag) {
        int slash = plain.indexOf('/');
        String folder = slash < 0 ? "" : plain.substring(0, slash);
        String why = odd.apply(lane, plain);
        if (why != null) {
            return new Sightings.Sighting(lane, folder, plain, size, modified, "other", why, etag);
        }
        Sorting sorting = Sorting.of(plain);
        String kind = switch (sorting.what()) {
            case PHOTO -> sorting.kind().name().toLowerCase(java.util.Locale.ROOT);
            case MARKER -> "marker";
            case TICKET -> "ticket";
            default -> "other";
        };
        return new Sightings.Sighting(lane, folder, plain, size, modified, kind,
                sorting.why().isEmpty() ? null : sorting.why(), etag);
    }
}
