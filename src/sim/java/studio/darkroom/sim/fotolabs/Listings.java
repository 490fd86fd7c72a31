package studio.darkroom.sim.fotolabs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import studio.darkroom.sim.SimClock;

/** All projects and images of Fotolabs; a workspace sees its own only. */
final class Listings {

    private final SimClock clock;
    private final Map<String, Listing> byId = new LinkedHashMap<>();
    private final Map<String, Listing> byFrame = new LinkedHashMap<>();
    private final Map<String, Frame> frames = new LinkedHashMap<>();

    Listings(SimClock clock) {
        this.clock = clock;
    }

    synchronized Listing create(String workspace, String name) {
        Listing listing = new Listing(UUID.randomUUID().toString(), workspace, name, clock.now());
        byId.put(listing.id(), listing);
        return listing;
    }

    synchronized Frame add(Listing listing, String filename) {
        Frame frame = new Frame(UUID.randomUUID().toString(), filename, listing.folder(), clock.now());
        listing.add(frame);
        frames.put(frame.id(), frame);
        byFrame.put(frame.id(), listing);
        return frame;
    }

    synchronized Optional<Listing> find(String workspace, String id) {
        return Optional.ofNullable(byId.get(id)).filter(l -> l.workspace().equals(workspace));
    }

    synchronized Optional<Frame> frame(String workspace, String id) {
        return frame(id).filter(f -> byFrame.get(id).workspace().equals(workspace));
    }

    /** An image of any workspace. */
    synchronized Optional<Frame> frame(String id) {
        return Optional.ofNullable(frames.get(id));
    }

    /** The listing an image belongs to, of any workspace. */
    synchronized Optional<Listing> of(String frameId) {
        return Optional.ofNullable(byFrame.get(frameId));
    }

    /** Notes an original that came into the store. */
    void stored(String key, long size) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        frame(dot < 0 ? name : name.substring(0, dot)).filter(f -> f.key().equals(key))
                .ifPresent(f -> f.stored(size, clock.now()));
    }

    /** All, newest first. */
    synchronized List<Listing> all() {
        List<Listing> all = new ArrayList<>(byId.values());
        Collections.reverse(all);
        return all;
    }

    synchronized void clear() {
        byId.clear();
        byFrame.clear();
        frames.clear();
    }
}
