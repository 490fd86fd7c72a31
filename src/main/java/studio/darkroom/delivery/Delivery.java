package studio.darkroom.delivery;

import java.io.IOException;
import studio.darkroom.ledger.Shoot;

/** Where the results of a lane stand once they are delivered. */
public interface Delivery {

    /**
     * Writes a small text of our own, whole or not at all. An earlier one of this shoot is replaced; a file of anybody
     * else is not, the text then gets another name.
     *
     * @param text names the shoot's id near its beginning
     */
    void writeText(Shoot shoot, String name, byte[] text) throws IOException;

    /** The SHA-256 of what stands there now under a name, read anew; empty text when nothing does. */
    String computeSha256(Shoot shoot, String name) throws IOException;
}
