package studio.darkroom.sim.imagen;

import java.time.Instant;

/**
 * One version of a result that was retouched by prompt or preset (docs/vendors/imagen.md 2.8).
 *
 * @param id        unique in the simulator, increasing
 * @param parent    version that it is based on; null for the original result
 * @param preset    whether the text is the id of a preset instead of an instruction
 * @param text      the instruction or preset
 * @param key       key of its picture in the store
 * @param createdAt simulated time
 */
public record RetouchVersion(long id, Long parent, boolean preset, String text, String key, Instant createdAt) {
}
