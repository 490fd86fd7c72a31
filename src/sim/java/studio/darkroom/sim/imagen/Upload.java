package studio.darkroom.sim.imagen;

import java.time.Instant;

/**
 * One photo of a project.
 *
 * @param name     file name from the links call
 * @param key      key in the store
 * @param storedAt simulated time at which its bytes were complete; null before
 * @param size     number of stored bytes
 * @param puts     number of times it was stored
 */
public record Upload(String name, String key, Instant storedAt, long size, int puts) {
}
