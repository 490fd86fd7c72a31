package studio.darkroom.lifecycle;

import java.time.Duration;

/** Everybody's trouble: what is named by {@link #scope()} is out for all; shoots wait in line and go on by themselves. */
public final class Outage extends Trouble {

    private static final long serialVersionUID = 1L;

    private final String scope;
    private final transient Duration retryAfter;

    /** @param scope as in {@link studio.darkroom.ledger.OutageRepository.ActiveOutage#scope()} */
    public Outage(String scope, String code, String text, String fix) {
        this(scope, code, text, fix, null);
    }

    /** @param retryAfter how long the other side asked to be left alone; null if it did not say */
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
