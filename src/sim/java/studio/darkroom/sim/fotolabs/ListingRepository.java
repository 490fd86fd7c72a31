package studio.darkroom.sim.fotolabs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import studio.darkroom.sim.SimClock;

/** All projects and images of Fotolabs. A workspace sees only its own. */
final class ListingRepository {

    private final SimClock clock;
    private final Map<String, Listing> byId = new LinkedHashMap<>();
    private final Map<String, Listing> listingsByImage = new LinkedHashMap<>();
    private final Map<String, ListingImage> images = new LinkedHashMap<>();

    ListingRepository(SimClock clock) {
        this.clock = clock;
    }

    synchronized Listing create(String workspace, String name) {
        Listing listing = new Listing(UUID.randomUUID().toString(), workspace, name, clock.now());
        byId.put(listing.id(), listing);
        return listing;
    }

    synchronized ListingImage addImage(Listing listing, String filename) {
        ListingImage frame = new ListingImage(UUID.randomUUID().toString(), filename, listing.folder(), clock.now());
        listing.addImage(frame);
        images.put(frame.id(), frame);
        listingsByImage.put(frame.id(), listing);
        return frame;
    }

    synchronized Optional<Listing> find(String workspace, String id) {
        return Optional.ofNullable(byId.get(id)).filter(l -> l.workspace().equals(workspace));
    }

    synchronized Optional<ListingImage> findImage(String workspace, String id) {
        return findImage(id).filter(f -> listingsByImage.get(id).workspace().equals(workspace));
    }

    /** Finds an image in any workspace. */
    synchronized Optional<ListingImage> findImage(String id) {
        return Optional.ofNullable(images.get(id));
    }

    /** Finds the listing of an image in any workspace. */
    synchronized Optional<Listing> findByImage(String frameId) {
        return Optional.ofNullable(listingsByImage.get(frameId));
    }

    /** Records that an original was stored. */
    void recordStored(String key, long size) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        findImage(dot < 0 ? name : name.substring(0, dot)).filter(f -> f.key().equals(key))
                .ifPresent(f -> f.recordStored(size, clock.now()));
    }

    /** All listings, newest first. */
    synchronized List<Listing> all() {
        List<Listing> all = new ArrayList<>(byId.values());
        Collections.reverse(all);
        return all;
    }

    synchronized void clear() {
        byId.clear();
        listingsByImage.clear();
        images.clear();
    }
}
