package studio.darkroom.lifecycle;

import java.time.Duration;

/** A shared trouble: {@link #scope()} is unavailable to all shoots. Affected shoots wait and resume automatically. */
public final class Outage extends Trouble {

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
