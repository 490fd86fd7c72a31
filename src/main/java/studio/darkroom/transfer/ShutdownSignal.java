package studio.darkroom.transfer;

import studio.darkroom.text.Causes;

/** Set once, when the program is to stop: running work is finished, and nothing new is started. */
public final class ShutdownSignal {

    private volatile boolean stopping;

    public void requestStop() {
        stopping = true;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** @throws ShutdownException if nothing new may be started */
    public void requireRunning() {
        if (stopping) {
            throw new ShutdownException();
        }
    }

    /** Whether a failure has this cause only. */
    public static boolean isStopFailure(Throwable failure) {
        return Causes.findCause(ShutdownException.class, failure).isPresent();
    }

    /** Not a failure: the work is done after the next start. */
    public static final class ShutdownException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShutdownException() {
            super("Darkroom is being stopped");
        }
    }
}
