package studio.darkroom.vendor;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;

/** What a failure says of the call that may cost money: it never left, it was refused, or nobody knows. */
final class Fate {

    private Fate() {
    }

    /**
     * {@link Charge#UNSENT}, {@link Charge#REFUSED} or {@link Charge#LOST}. A 4xx was read and thought about; everything
     * else, 5xx included, may have taken effect (contract imagen 7).
     *
     * @param failure without Camel's wrapping
     */
    static String of(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException || at instanceof NoRouteToHostException
                    || at instanceof ConnectTimeoutException
                    || at instanceof ConnectionRequestTimeoutException || at instanceof ConnectException) {
                return Charge.UNSENT;
            }
        }
        boolean definite = failure instanceof Problem
                || (failure instanceof Outage outage && !outage.code().equals("vendor-down"));
        return definite ? Charge.REFUSED : Charge.LOST;
    }

    /** The failure as trouble that a step may end with. */
    static RuntimeException thrown(Shoot shoot, String what, Throwable failure) {
        return failure instanceof RuntimeException passed ? passed : new Passing("vendor:" + shoot.vendor(),
                "vendor-unreachable", shoot.vendor() + " did not answer to the " + what + " ("
                + Plain.text(String.valueOf(failure)) + ")");
    }
}
