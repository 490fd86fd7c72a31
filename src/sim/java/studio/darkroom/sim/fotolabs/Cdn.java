package studio.darkroom.sim.fotolabs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Doorkeeper;
import studio.darkroom.sim.store.Presigner;
import studio.darkroom.sim.store.StoreCall;

/** Where originals and results are read: public, unless links are switched to be signed or to end (contract 2.7). */
final class Cdn implements Doorkeeper {

    private static final String FOLDER = "p";
    private static final Duration INSIDE = Duration.ofHours(1);

    private final SimClock clock;
    private final Switches switches;
    private final Listings listings;
    private final String bucket;
    private final Presigner inside;
    private final String secret = Long.toHexString(System.nanoTime());

    /** @param inside signs for the store's own port */
    Cdn(SimClock clock, Switches switches, Listings listings, String bucket, Presigner inside) {
        this.clock = clock;
        this.switches = switches;
        this.listings = listings;
        this.bucket = bucket;
        this.inside = inside;
    }

    /** Path and query of an original, below the address of the CDN. */
    String original(Frame frame) {
        return link("/" + FOLDER + "/" + frame.id() + "." + FileTypes.extension(frame.filename()));
    }

    /** Path and query of a result, below the address of the CDN. */
    String result(Frame frame) {
        return link("/" + FOLDER + "/result/" + frame.id() + ".jpg");
    }

    private String link(String path) {
        boolean signed = switches.is("fotolabs-signed-results", "on");
        long life = switches.number("fotolabs-link-ttl");
        if (!signed && life == 0) {
            return path;
        }
        long end = clock.now().getEpochSecond() + (life == 0 ? Duration.ofDays(1).toSeconds() : life);
        return path + "?Expires=" + end + (signed ? "&Signature=" + signature(path, end) : "");
    }

    private String signature(String path, long end) {
        return Presigner.sha256(secret + path + end).substring(0, 40);
    }

    @Override
    public Denial look(StoreCall call) {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            return new Denial(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
        String path = "/" + call.bucket() + "/" + call.key();
        String expires = call.query().getOrDefault("Expires", "");
        if (!expires.isEmpty() && Long.parseLong(expires) <= clock.now().getEpochSecond()) {
            return new Denial(403, "AccessDenied", "Request has expired");
        }
        if (switches.is("fotolabs-signed-results", "on") && (expires.isEmpty()
                || !signature(path, Long.parseLong(expires)).equals(call.query().get("Signature")))) {
            return new Denial(403, "AccessDenied", "Access Denied");
        }
        Frame frame = frame(call);
        boolean there = frame != null && (isResult(call) ? frame.hasResult() : frame.storedAt() != null);
        if (!there || isForgotten(isResult(call) ? frame.updated() : frame.storedAt())) {
            return new Denial(404, "NoSuchKey", "The specified key does not exist.");
        }
        return null;
    }

    private boolean isForgotten(Instant since) {
        return since.plusSeconds(switches.number("fotolabs-retention")).isBefore(clock.now());
    }

    private static boolean isResult(StoreCall call) {
        return call.key().startsWith("result/");
    }

    private Frame frame(StoreCall call) {
        String name = call.key().substring(call.key().lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        Frame frame = listings.frame(dot < 0 ? name : name.substring(0, dot)).orElse(null);
        String path = "/" + call.bucket() + "/" + call.key();
        return frame != null && (path.equals("/" + FOLDER + "/result/" + frame.id() + ".jpg")
                || path.equals("/" + FOLDER + "/" + frame.id() + "." + FileTypes.extension(frame.filename()))) ? frame : null;
    }

    @Override
    public String inside(StoreCall call) {
        Frame frame = frame(call);
        return inside.path(call.method(), bucket, isResult(call) ? frame.resultKey() : frame.key(), Map.of(), Map.of(),
                Instant.now(), INSIDE);
    }
}
