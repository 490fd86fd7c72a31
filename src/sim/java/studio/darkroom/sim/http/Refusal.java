package studio.darkroom.sim.http;

/** A call that is answered with an error status; each API shapes the body its own way. */
public final class Refusal extends RuntimeException {

    private final int status;

    public Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
