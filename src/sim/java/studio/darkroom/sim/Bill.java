package studio.darkroom.sim;

import java.time.Instant;

/**
 * One thing the vendor would have put on the bill.
 *
 * @param action  {@code edit} or {@code export}
 * @param project the project's id
 * @param name    the project's name
 * @param at      simulated time
 * @param images  number of photos paid for
 */
public record Bill(String action, String project, String name, Instant at, int images) {
}
