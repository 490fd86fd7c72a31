package studio.darkroom.sim.imagen;

import java.time.Instant;

/**
 * One state of a result that was retouched by prompt or preset (contract 2.8).
 *
 * @param id     counts up over the whole simulator
 * @param parent version it was built on; null for the result itself
 * @param preset whether the text is the id of a preset rather than an instruction
 * @param text   the instruction or preset
 * @param key    where its picture is in the store
 * @param createdAt   simulated time
 */
public record RetouchVersion(long id, Long parent, boolean preset, String text, String key, Instant createdAt) {
}
