package studio.darkroom.ledger;

/**
 * This node no longer holds the shoot it writes about: another node, or a person, took it meanwhile. Nothing was
 * written (DESIGN: one shoot is worked on by one node at a time).
 */
public final class StaleClaim extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StaleClaim(String shoot) {
        super("Shoot " + shoot + " was taken over meanwhile; what this node had to say about it was dropped");
    }
}
