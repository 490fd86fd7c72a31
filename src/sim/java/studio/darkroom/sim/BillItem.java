package studio.darkroom.sim;

import java.time.Instant;

/**
 * One charge of the vendor.
 *
 * @param action  paid call: {@code edit}, {@code export}, {@code i2i-edit}, {@code copilot}, {@code enhance},
 *                {@code finalize}, {@code fotolabs-process}
 * @param project id of the project
 * @param name    name of the project
 * @param at      simulated time
 * @param images  number of charged photos
 * @param kind    {@code credits} at Imagen; {@code payg}, {@code quota} or {@code overage} at Fotolabs
 */
public record BillItem(String action, String project, String name, Instant at, int images, String kind) {
}
