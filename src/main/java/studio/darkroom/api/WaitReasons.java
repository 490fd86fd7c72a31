package studio.darkroom.api;

import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;

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
        return switch (shoot.step()) {
            case Step.GATHER -> "photos to arrive and stand still";
            case Step.AWAIT_EDIT -> "edit by " + shoot.vendor();
            case Step.AWAIT_EXPORT -> "export by " + shoot.vendor();
            case Step.UPLOAD -> "upload of photos";
            case Step.RETOUCH -> "retouch by " + shoot.vendor();
            case Step.REPLACE -> "touched-up results to be put in place";
            case Step.DELIVER -> "delivery of results";
            default -> "step " + shoot.step();
        };
    }
}
