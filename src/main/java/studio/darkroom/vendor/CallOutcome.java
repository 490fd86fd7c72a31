package studio.darkroom.vendor;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/** Classifies the failure of a call that may cost money: unsent, refused or unknown. */
public final class CallOutcome {

    private CallOutcome() {
    }

    /**
     * {@link Charge#UNSENT}, {@link Charge#REFUSED} or {@link Charge#LOST}. A 4xx is a refusal; anything else,
     * including 5xx, may have taken effect (docs/vendors/imagen.md 7).
     *
     * @param failure without Camel's wrapping
     */
    public static String classifyFailure(Throwable failure) {
        for (Throwable cause : Causes.listChain(failure)) {
            if (cause instanceof UnknownHostException || cause instanceof NoRouteToHostException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException || cause instanceof ConnectException) {
                return Charge.UNSENT;
            }
        }
        boolean definite = failure instanceof Problem
                || (failure instanceof Outage outage && !outage.code().equals("vendor-down"));
        return definite ? Charge.REFUSED : Charge.LOST;
    }

    /** The failure as trouble. */
    public static RuntimeException toException(Shoot shoot, String call, Throwable failure) {
        return failure instanceof RuntimeException unchecked ? unchecked : new TransientFailure("vendor:" + shoot.vendor(),
                "vendor-unreachable", shoot.vendor() + " did not respond to the " + call + " ("
                + Redactor.redact(String.valueOf(failure)) + ")");
    }
}
