package studio.darkroom.sim.imagen;

import java.time.Instant;

/**
 * One photo of a project.
 *
 * @param name     file name, as the links call named it
 * @param key      where it is in the store
 * @param storedAt simulated time its bytes were all in the store; null while only the link was given out
 * @param size     bytes stored
 * @param puts     how often it was stored
 */
public record Upload(String name, String key, Instant storedAt, long size, int puts) {
}
