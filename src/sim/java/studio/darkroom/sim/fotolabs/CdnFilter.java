package studio.darkroom.sim.fotolabs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Presigner;
import studio.darkroom.sim.store.StoreRequest;
import studio.darkroom.sim.store.StoreRequestFilter;

/**
 * Serves originals and results: public, unless a switch makes links signed or limits their life (docs/vendors/fotolabs.md
 * 2.7).
 */
final class CdnFilter implements StoreRequestFilter {

    private static final String FOLDER = "p";
    private static final Duration STORE_LINK_LIFETIME = Duration.ofHours(1);

    private final SimClock clock;
    private final Switches switches;
    private final ListingRepository listings;
    private final String bucket;
    private final Presigner storePresigner;
    private final String secret = Long.toHexString(System.nanoTime());

    /** @param storePresigner signs for the store's own port */
    CdnFilter(SimClock clock, Switches switches, ListingRepository listings, String bucket, Presigner storePresigner) {
        this.clock = clock;
        this.switches = switches;
        this.listings = listings;
        this.bucket = bucket;
        this.storePresigner = storePresigner;
    }

    /** Path and query of an original, below the address of the CDN. */
    String originalPath(ListingImage frame) {
        return signPath("/" + FOLDER + "/" + frame.id() + "." + FileTypes.extension(frame.filename()));
    }

    /** Path and query of a result, below the address of the CDN. */
    String resultPath(ListingImage frame) {
        return signPath("/" + FOLDER + "/result/" + frame.id() + ".jpg");
    }

    private String signPath(String path) {
        boolean signed = switches.is("fotolabs-signed-results", "on");
        long life = switches.getLong("fotolabs-link-ttl");
        if (!signed && life == 0) {
            return path;
        }
        long end = clock.now().getEpochSecond() + (life == 0 ? Duration.ofDays(1).toSeconds() : life);
        return path + "?Expires=" + end + (signed ? "&Signature=" + signature(path, end) : "");
    }

    private String signature(String path, long end) {
        return Presigner.sha256Hex(secret + path + end).substring(0, 40);
    }

    @Override
    public S3Error checkRequest(StoreRequest call) {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            return new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
        String path = "/" + call.bucket() + "/" + call.key();
        String expires = call.query().getOrDefault("Expires", "");
        if (!expires.isEmpty() && Long.parseLong(expires) <= clock.now().getEpochSecond()) {
            return new S3Error(403, "AccessDenied", "Request has expired");
        }
        if (switches.is("fotolabs-signed-results", "on") && (expires.isEmpty()
                || !signature(path, Long.parseLong(expires)).equals(call.query().get("Signature")))) {
            return new S3Error(403, "AccessDenied", "Access Denied");
        }
        ListingImage frame = findImage(call);
        boolean exists = frame != null && (isResult(call) ? frame.hasResult() : frame.storedAt() != null);
        if (!exists || isPastRetention(isResult(call) ? frame.updated() : frame.storedAt())) {
            return new S3Error(404, "NoSuchKey", "The specified key does not exist.");
        }
        return null;
    }

    private boolean isPastRetention(Instant since) {
        return since.plusSeconds(switches.getLong("fotolabs-retention")).isBefore(clock.now());
    }

    private static boolean isResult(StoreRequest call) {
        return call.key().startsWith("result/");
    }

    private ListingImage findImage(StoreRequest call) {
        String name = call.key().substring(call.key().lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        ListingImage frame = listings.findImage(dot < 0 ? name : name.substring(0, dot)).orElse(null);
        String path = "/" + call.bucket() + "/" + call.key();
        return frame != null && (path.equals("/" + FOLDER + "/result/" + frame.id() + ".jpg")
                || path.equals("/" + FOLDER + "/" + frame.id() + "." + FileTypes.extension(frame.filename()))) ? frame : null;
    }

    @Override
    public String rewriteTarget(StoreRequest call) {
        ListingImage frame = findImage(call);
        return storePresigner.presignPath(call.method(), bucket, isResult(call) ? frame.resultKey() : frame.key(), Map.of(), Map.of(),
                Instant.now(), STORE_LINK_LIFETIME);
    }
}
