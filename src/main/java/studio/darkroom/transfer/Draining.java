package studio.darkroom.transfer;

/** Said once, when the program is asked to stop: what is under way is finished, nothing new is begun. */
public final class Draining {

    private volatile boolean stopping;

    public void stop() {
        stopping = true;
    }

    public boolean stopping() {
        return stopping;
    }

    /** @throws Stopped when nothing new may be begun */
    public void check() {
        if (stopping) {
            throw new Stopped();
        }
    }

    /** Whether a failure is nothing but that. */
    public static boolean caused(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof Stopped) {
                return true;
            }
        }
        return false;
    }

    /** Not a failure: it is done after the next start. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("Darkroom is being stopped");
        }
    }
}
