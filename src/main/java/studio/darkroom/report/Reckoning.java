package studio.darkroom.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.Views.Pile;

/**
 * Where the files of a lane have gone, so that nothing disappears: seen = delivered + waiting + held + ignored. Each of
 * the four is counted by what it is, none as the rest, so that {@link #unreconciled()} tells of a file that is nowhere.
 *
 * @param seen files that the sensor told of, but markers and tickets
 * @param delivered whose result stands in the delivery
 * @param waiting that go on by themselves, an outage included
 * @param held of shoots with a problem or a decision, and those that no result came back for
 * @param ignored that take no part, and what a cancelled shoot left undone
 */
public record Reckoning(long seen, long waiting, long delivered, long held, long ignored) {

    static final Reckoning NONE = new Reckoning(0, 0, 0, 0, 0);

    /** Files that are nowhere; anything but 0 is a defect of Darkroom. */
    public long unreconciled() {
        return seen - waiting - delivered - held - ignored;
    }

    /** By lane. */
    public static Map<String, Reckoning> of(List<Pile> piles) {
        Map<String, Reckoning> lanes = new TreeMap<>();
        piles.forEach(pile -> lanes.merge(pile.lane(), of(pile), Reckoning::plus));
        return lanes;
    }

    private static Reckoning of(Pile pile) {
        long n = pile.count();
        boolean cancelled = Step.CANCELLED.equals(pile.step());
        boolean asked = "problem".equals(pile.trouble()) || "decision".equals(pile.trouble());
        return switch (pile.state()) {
            case Photo.DELIVERED, Photo.MERGED -> new Reckoning(n, 0, n, 0, 0);
            case Photo.IGNORED -> new Reckoning(n, 0, 0, 0, n);
            case Photo.MISSING -> cancelled ? new Reckoning(n, 0, 0, 0, n) : new Reckoning(n, 0, 0, n, 0);
            case Photo.SEEN, Photo.WAITING, Photo.UPLOADED -> {
                if (cancelled) {
                    yield new Reckoning(n, 0, 0, 0, n);
                }
                if (pile.step() == null || pile.step().equals(Step.DONE)) {
                    yield new Reckoning(n, 0, 0, 0, 0);
                }
                yield asked ? new Reckoning(n, 0, 0, n, 0) : new Reckoning(n, n, 0, 0, 0);
            }
            default -> new Reckoning(n, 0, 0, 0, 0);
        };
    }

    private Reckoning plus(Reckoning more) {
        return new Reckoning(seen + more.seen, waiting + more.waiting, delivered + more.delivered, held + more.held,
                ignored + more.ignored);
    }
}
