package studio.darkroom.lifecycle;

import java.time.Duration;

/** Why a step failed: a stable code, one sentence that names the thing and the reason, and the fix. */
public abstract sealed class Trouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String fix;

    Trouble(String code, String text, String fix) {
        super(text);
        this.code = code;
        this.fix = fix;
    }

    /** The stable identifier of this kind of trouble, for example {@code photo-not-whole}. */
    public String code() {
        return code;
    }

    /** The reason as one sentence, without API keys and presigned queries. */
    public String text() {
        return getMessage();
    }

    /** What a person can do about it, as one or two sentences. */
    public String fix() {
        return fix;
    }

    /** A trouble of one shoot: it is held until a person retries or cancels it. Other shoots are not affected. */
    public static final class Problem extends Trouble {

        private static final long serialVersionUID = 1L;

        public Problem(String code, String text, String fix) {
            super(code, text, fix);
        }
    }

    /** A person must answer because money or photos depend on it: {@code resend}, {@code accept} or {@code cancel}. */
    public static final class Decision extends Trouble {

        private static final long serialVersionUID = 1L;

        public Decision(String code, String text, String fix) {
            super(code, text, fix);
        }
    }

    /** A shared trouble: {@link #scope()} is unavailable to all shoots. Affected shoots wait and resume automatically. */
    public static final class Outage extends Trouble {

        private static final long serialVersionUID = 1L;

        private final String scope;
        private final transient Duration retryAfter;

        /** @param scope as in {@link studio.darkroom.ledger.OutageRepository.ActiveOutage#scope()} */
        public Outage(String scope, String code, String text, String fix) {
            this(scope, code, text, fix, null);
        }

        /** @param retryAfter the delay that the other side asked for; null if it named none */
        public Outage(String scope, String code, String text, String fix, Duration retryAfter) {
            super(code, text, fix);
            this.scope = scope;
            this.retryAfter = retryAfter;
        }

        public String scope() {
            return scope;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * A failure that may pass, for example one HTTP 500 or one broken connection. The step is retried with a backoff. If it
     * keeps failing, it becomes an {@link Outage} of {@link #scope()}.
     */
    public static final class TransientFailure extends Trouble {

        private static final long serialVersionUID = 1L;

        private final String scope;

        public TransientFailure(String scope, String code, String text) {
            super(code, text, "No action needed: Darkroom retries automatically.");
            this.scope = scope;
        }

        public String scope() {
            return scope;
        }
    }

    /**
     * The vendor's project of a shoot cannot be edited and nothing has been paid for, so all photos are uploaded again to a new
     * project. That is free (docs/vendors/fotolabs.md 7).
     */
    public static final class StartOver extends Trouble {

        private static final long serialVersionUID = 1L;

        private final boolean limited;

        /** @param limited whether this start over counts towards the limit; false if a link or project only expired */
        public StartOver(String text, boolean limited) {
            super("rebuild", text, "No action needed: Darkroom uploads all photos to a new project, at no cost.");
            this.limited = limited;
        }

        public boolean isLimited() {
            return limited;
        }
    }
}
