package studio.darkroom.transfer;

import org.apache.camel.CamelContext;
import studio.darkroom.text.Causes;

/** Whether the Camel context stops: a transfer in progress is completed, and no other is started. */
public final class ShutdownSignal {

    private final CamelContext context;

    public ShutdownSignal(CamelContext context) {
        this.context = context;
    }

    public boolean isStopping() {
        return context.isStopping() || context.isStopped();
    }

    /** @throws ShutdownException if nothing new may be started */
    public void requireRunning() {
        if (isStopping()) {
            throw new ShutdownException();
        }
    }

    /** Whether a failure only says that the context stops. */
    public static boolean isStopFailure(Throwable failure) {
        return Causes.findCause(ShutdownException.class, failure).isPresent();
    }

    /** Not a failure: the work continues after the next start. */
    public static final class ShutdownException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShutdownException() {
            super("Darkroom is being stopped");
        }
    }
}
