package studio.darkroom.inbox;

import java.time.Instant;

/**
 * How long a photo has looked the same.
 *
 * @param last  how it looked last
 * @param since when it was first seen looking so, by our own clock
 */
public record Stood(Fingerprint last, Instant since) {
}
