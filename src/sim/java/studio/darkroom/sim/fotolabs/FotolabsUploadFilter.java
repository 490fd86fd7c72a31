package studio.darkroom.sim.fotolabs;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Presigner;
import studio.darkroom.sim.store.StoreRequest;
import studio.darkroom.sim.store.StoreRequestFilter;

/** Checks uploads of originals as strictly as S3. Links expire on the simulator's clock (docs/vendors/fotolabs.md 2.3). */
final class FotolabsUploadFilter implements StoreRequestFilter {

    /**
     * One upload link.
     *
     * @param url     presigned address
     * @param expires simulated time
     */
    record Link(String url, Instant expires) {
    }

    private final SimClock clock;
    private final Switches switches;
    private final String bucket;
    private final ListingRepository listings;
    private final Map<String, Link> issuedLinks = new ConcurrentHashMap<>();

    FotolabsUploadFilter(SimClock clock, Switches switches, String bucket, ListingRepository listings) {
        this.clock = clock;
        this.switches = switches;
        this.bucket = bucket;
        this.listings = listings;
    }

    Link createLink(Presigner presigner, ListingImage frame, boolean expired) {
        Duration lifetime = Duration.ofSeconds(Math.max(1, switches.getLong("fotolabs-link-life")));
        Map<String, String> headers = new HashMap<>();
        if (switches.is("fotolabs-sign-content-type", "on")) {
            headers.put("content-type", FileTypes.contentType(frame.filename(), switches));
        }
        String url = presigner.presignUrl("PUT", bucket, frame.key(), headers, Map.of(), Instant.now(), lifetime);
        Instant end = expired ? clock.now().minusSeconds(60) : clock.now().plus(lifetime);
        Link link = new Link(url, end);
        issuedLinks.put(url.substring(url.lastIndexOf('=') + 1), link);
        return link;
    }

    @Override
    public S3Error checkRequest(StoreRequest call) {
        if (call.isPresigned() && call.header("Authorization") != null) {
            return new S3Error(400, "InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
                    + "Signature query string parameter or the Authorization header should be specified");
        }
        if (!call.isPresigned() || !call.method().equals("PUT")) {
            return new S3Error(403, "AccessDenied", "Access Denied");
        }
        Link link = issuedLinks.get(call.query().get("X-Amz-Signature"));
        // The store itself would accept a query that was sorted or encoded again
        if (link == null || !link.url().endsWith(call.target())) {
            return new S3Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature "
                    + "you provided. Check your key and signing method.");
        }
        if (!link.expires().isAfter(clock.now())) {
            return new S3Error(403, "AccessDenied", "Request has expired");
        }
        if (call.isChunked()) {
            return new S3Error(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
        if (call.header("Content-Length") == null) {
            return new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        return null;
    }

    @Override
    public void onObjectStored(StoreRequest call, long size) {
        if (call.bucket().equals(bucket)) {
            listings.recordStored(call.key(), size);
        }
    }

    void clear() {
        issuedLinks.clear();
    }
}
