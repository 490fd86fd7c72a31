package studio.darkroom.api;

import studio.darkroom.ledger.Shoot;

/** What a shoot waits for, in a few words for lists. */
final class WaitReasons {

    private WaitReasons() {
    }

    /** @return null for a shoot that has ended */
    static String describeWait(Shoot shoot, boolean paused) {
        if (shoot.isEnded()) {
            return null;
        }
        if (shoot.trouble() != null) {
            return switch (shoot.trouble().kind()) {
                case "problem", "decision" -> "you: " + shoot.trouble().code();
                default -> "end of " + shoot.trouble().code();
            };
        }
        if (paused) {
            return "you: lane " + shoot.lane() + " is paused";
        }
        if (shoot.tries() > 0) {
            return "next try, " + shoot.tries() + " failed";
        }
        return shoot.step().describeWait(shoot.vendor());
    }
}
