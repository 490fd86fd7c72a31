package studio.darkroom.sim;

import java.util.Locale;

/**
 * A fault to apply to calls.
 *
 * @param call        name of the call ({@code edit}, {@code put}, ...), {@code api}, the name of a server ({@code imagen},
 *                    {@code store}, {@code fotolabs}, {@code fotolabs-store}, {@code fotolabs-cdn}) or {@code *}
 * @param kind        effect of the fault
 * @param status      HTTP status, for kinds that return one
 * @param amount      milliseconds of a delay, bytes per second of a slow body, seconds of a Retry-After
 * @param times       number of occurrences; -1 is unlimited
 * @param probability 0 to 1, drawn for each matching call
 * @param skip        number of matching calls to let through first
 * @param matching    text that the path must contain, or empty
 */
public record Fault(String call, Kind kind, int status, long amount, int times, double probability, int skip,
                    String matching) {

    /** Effect of a fault. */
    public enum Kind {
        /** returns a status and does nothing */
        STATUS,
        /** performs the call, then returns a status */
        STATUS_AFTER,
        /** returns a status and an HTML page, and does nothing */
        HTML,
        /** returns a status and {@code Retry-After}, and does nothing */
        RETRY_AFTER,
        /** performs the call after a delay */
        DELAY,
        /** closes the connection and does nothing */
        DROP_BEFORE,
        /** performs the call, then closes the connection without a response */
        DROP_AFTER,
        /** closes the connection in the middle of the body */
        CUT,
        /** slows down the body */
        SLOW,
        /** returns a body shorter than the object, with a matching length (GET on the store) */
        SHORT,
        /** links call: returns expired links; store call: rejects the link as expired */
        EXPIRED_LINK
    }

    /** Starts the definition of a fault that occurs once on the named call. */
    public static Builder on(String call) {
        return new Builder(call);
    }

    /** The call of a fault whose kind is not set yet. */
    public record Builder(String call) {

        public Fault status(int status) {
            return build(Kind.STATUS, status, 0);
        }

        public Fault statusAfter(int status) {
            return build(Kind.STATUS_AFTER, status, 0);
        }

        public Fault html(int status) {
            return build(Kind.HTML, status, 0);
        }

        public Fault retryAfter(int seconds, int status) {
            return build(Kind.RETRY_AFTER, status, seconds);
        }

        public Fault delay(long millis) {
            return build(Kind.DELAY, 0, millis);
        }

        public Fault dropBefore() {
            return build(Kind.DROP_BEFORE, 0, 0);
        }

        public Fault dropAfter() {
            return build(Kind.DROP_AFTER, 0, 0);
        }

        public Fault cut() {
            return build(Kind.CUT, 0, 0);
        }

        public Fault slow(long bytesPerSecond) {
            return build(Kind.SLOW, 0, bytesPerSecond);
        }

        public Fault shortBody() {
            return build(Kind.SHORT, 0, 0);
        }

        public Fault expiredLink() {
            return build(Kind.EXPIRED_LINK, 0, 0);
        }

        private Fault build(Kind kind, int status, long amount) {
            return new Fault(call, kind, status, amount, 1, 1, 0, "");
        }
    }

    /**
     * Parses the text form: {@code status:503}, {@code status-after:503}, {@code html:502}, {@code retry-after:2:429},
     * {@code delay:2000}, {@code drop-before}, {@code drop-after}, {@code cut}, {@code slow:65536}, {@code short},
     * {@code expired-link}.
     */
    public static Fault parse(String call, String text) {
        String[] parts = text.split(":");
        Kind kind;
        try {
            kind = Kind.valueOf(parts[0].trim().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Unknown fault '" + text + "'. Use status:503, status-after:503, "
                    + "html:502, retry-after:2:429, delay:2000, drop-before, drop-after, cut, slow:65536, short or expired-link.");
        }
        Builder on = on(call);
        return switch (kind) {
            case STATUS, STATUS_AFTER, HTML -> on.build(kind, (int) numberAt(parts, 1, 503), 0);
            case RETRY_AFTER -> on.build(kind, (int) numberAt(parts, 2, 429), numberAt(parts, 1, 1));
            case DELAY -> on.build(kind, 0, numberAt(parts, 1, 1000));
            case SLOW -> on.build(kind, 0, numberAt(parts, 1, 65536));
            default -> on.build(kind, 0, 0);
        };
    }

    private static long numberAt(String[] parts, int at, long defaultValue) {
        return parts.length > at ? Long.parseLong(parts[at].trim()) : defaultValue;
    }

    public Fault times(int times) {
        return new Fault(call, kind, status, amount, times, probability, skip, matching);
    }

    public Fault always() {
        return times(-1);
    }

    /** Applies the fault to each matching call with this probability, without limit unless {@link #times} is set. */
    public Fault withProbability(double probability) {
        return new Fault(call, kind, status, amount, -1, probability, skip, matching);
    }

    /** Lets this number of matching calls through first. */
    public Fault skip(int skip) {
        return new Fault(call, kind, status, amount, times, probability, skip, matching);
    }

    /** Limits the fault to calls whose path contains this text, for example the name of a photo. */
    public Fault matching(String text) {
        return new Fault(call, kind, status, amount, times, probability, skip, text);
    }

    boolean matchesCall(String server, String callName, String path) {
        boolean named = call.equals("*") || call.equals(callName) || call.equals(server)
                || call.equals("api") && !LoggedRequest.isStore(server);
        return named && (matching.isEmpty() || path.contains(matching));
    }
}
