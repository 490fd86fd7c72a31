package studio.darkroom.sim;

import java.time.Instant;

/**
 * One thing the vendor would have put on the bill.
 *
 * @param action  the call that cost: {@code edit}, {@code export}, {@code i2i-edit}, {@code copilot},
 *                {@code enhance}, {@code finalize}, {@code fotolabs-process}
 * @param project the project's id
 * @param name    the project's name
 * @param at      simulated time
 * @param images  number of photos paid for
 * @param kind    {@code credits} at Imagen; {@code payg}, {@code quota} or {@code overage} at Fotolabs
 */
public record BillItem(String action, String project, String name, Instant at, int images, String kind) {
}
