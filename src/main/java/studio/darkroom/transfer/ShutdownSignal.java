package studio.darkroom.transfer;

import studio.darkroom.text.Causes;
/** Said once, when the program is asked to stop: what is under way is finished, nothing new is begun. */
public final class ShutdownSignal {

    private volatile boolean stopping;

    public void requestStop() {
        stopping = true;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** @throws ShutdownException when nothing new may be begun */
    public void requireRunning() {
        if (stopping) {
            throw new ShutdownException();
        }
    }

    /** Whether a failure is nothing but that. */
    public static boolean isStopFailure(Throwable failure) {
        return Causes.findCause(ShutdownException.class, failure).isPresent();
    }

    /** Not a failure: it is done after the next start. */
    public static final class ShutdownException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShutdownException() {
            super("Darkroom is being stopped");
        }
    }
}
