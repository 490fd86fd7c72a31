package studio.darkroom.transfer;

/** Said once, when the program is asked to stop: what is under way is finished, nothing new is begun. */
public final class Draining {

    private volatile boolean stopping;

    public void stop() {
        stopping = true;
    }

    /** @throws Stopped when nothing new may be begun */
    public void check() {
        if (stopping) {
            throw new Stopped();
        }
    }

    public boolean stopping() {
        return stopping;
    }

    /** Not a failure: it is done after the next start. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("Darkroom is being stopped");
        }
    }
}
