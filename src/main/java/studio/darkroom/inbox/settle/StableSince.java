package studio.darkroom.inbox.settle;

import java.time.Instant;
import studio.darkroom.photo.Fingerprint;

/**
 * How long a photo has looked the same.
 *
 * @param fingerprint  how it looked last
 * @param since when it was first seen looking so, by our own clock
 */
public record StableSince(Fingerprint fingerprint, Instant since) {
}
