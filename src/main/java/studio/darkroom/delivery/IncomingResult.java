package studio.darkroom.delivery;

import java.io.InputStream;

/**
 * A result on its way in.
 *
 * @param length bytes as the store announced them; -1 when it did not
 */
public record IncomingResult(InputStream bytes, long length) {
}
