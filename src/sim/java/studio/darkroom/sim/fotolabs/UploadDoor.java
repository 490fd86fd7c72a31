package studio.darkroom.sim.fotolabs;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Doorkeeper;
import studio.darkroom.sim.store.Presigner;
import studio.darkroom.sim.store.StoreCall;

/** Where originals are put: strict as S3 is, links that end on the simulator's clock (contract 2.3). */
final class UploadDoor implements Doorkeeper {

    /**
     * One upload link.
     *
     * @param url     presigned
     * @param expires simulated time
     */
    record Link(String url, Instant expires) {
    }

    private final SimClock clock;
    private final Switches switches;
    private final String bucket;
    private final Listings listings;
    private final Map<String, Link> issued = new ConcurrentHashMap<>();

    UploadDoor(SimClock clock, Switches switches, String bucket, Listings listings) {
        this.clock = clock;
        this.switches = switches;
        this.bucket = bucket;
        this.listings = listings;
    }

    Link link(Presigner presigner, Frame frame, boolean expired) {
        Duration life = Duration.ofSeconds(Math.max(1, switches.number("fotolabs-link-life")));
        Map<String, String> headers = new HashMap<>();
        if (switches.is("fotolabs-sign-content-type", "on")) {
            headers.put("content-type", FileTypes.mime(frame.filename(), switches));
        }
        String url = presigner.link("PUT", bucket, frame.key(), headers, Map.of(), Instant.now(), life);
        Instant end = expired ? clock.now().minusSeconds(60) : clock.now().plus(life);
        Link link = new Link(url, end);
        issued.put(url.substring(url.lastIndexOf('=') + 1), link);
        return link;
    }

    @Override
    public Denial look(StoreCall call) {
        if (call.isPresigned() && call.header("Authorization") != null) {
            return new Denial(400, "InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
                    + "Signature query string parameter or the Authorization header should be specified");
        }
        if (!call.isPresigned() || !call.method().equals("PUT")) {
            return new Denial(403, "AccessDenied", "Access Denied");
        }
        Link link = issued.get(call.query().get("X-Amz-Signature"));
        // the store itself would take a query that was sorted or encoded anew
        if (link == null || !link.url().endsWith(call.target())) {
            return new Denial(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature "
                    + "you provided. Check your key and signing method.");
        }
        if (!link.expires().isAfter(clock.now())) {
            return new Denial(403, "AccessDenied", "Request has expired");
        }
        if (call.isChunked()) {
            return new Denial(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
        if (call.header("Content-Length") == null) {
            return new Denial(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        return null;
    }

    @Override
    public void stored(StoreCall call, long size) {
        if (call.bucket().equals(bucket)) {
            listings.stored(call.key(), size);
        }
    }

    void clear() {
        issued.clear();
    }
}
