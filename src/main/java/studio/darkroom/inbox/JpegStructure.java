package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * A JPEG (ITU-T T.81): start mark, segments up to the first scan, and an end mark behind it. What follows the end mark
 * (further pictures, a film, a maker's trailer) is nobody's business here. End marks of embedded thumbnails lie in
 * segments before the first scan and do not count.
 */
final class JpegStructure {

    private static final int SCAN = 0xDA;
    private static final int END = 0xD9;
    private static final int MOST_STRAY = 64 * 1024;

    private final Loupe file;

    private JpegStructure(Loupe file) {
        this.file = file.order(ByteOrder.BIG_ENDIAN);
    }

    static Wholeness judge(Loupe file) throws Broken, IOException {
        if (!file.says(0, "\u00FF\u00D8")) {
            throw Beginning.isNot("a JPEG", file);
        }
        JpegStructure jpeg = new JpegStructure(file);
        long scan;
        try {
            scan = jpeg.firstScan();
        } catch (Odd odd) {
            return jpeg.oddly(odd);
        }
        jpeg.end(scan);
        return Wholeness.FINE;
    }

    /** Begins and ends as a JPEG must, with something in between that no reader here understands: left to the vendor. */
    private Wholeness oddly(Odd odd) throws Broken, IOException {
        if (file.size() < 4 || file.u16(file.size() - 2) != 0xFF00 + END) {
            throw new Broken(odd.getMessage());
        }
        return new Wholeness(Wholeness.State.WHOLE, "is an unusual JPEG (" + odd.getMessage() + ") and is taken as it is");
    }

    /** Not what a JPEG looks like inside, though nothing points past the end. */
    private static final class Odd extends Exception {
        private static final long serialVersionUID = 1L;

        Odd(String message) {
            super(message, null, false, false);
        }
    }

    /** @return the first byte of picture data */
    private long firstScan() throws Broken, Odd, IOException {
        boolean frame = false;
        long at = 2;
        int stray = 0;
        while (true) {
            // Decoders skip stray bytes between segments, and some programs write them.
            if (file.u8(at) != 0xFF) {
                if (++stray > MOST_STRAY) {
                    throw new Odd("is not complete or damaged: no picture data follows its head");
                }
                at++;
                continue;
            }
            int marker = file.u8(at + 1);
            if (marker == 0xFF) {
                at++;
            } else if (alone(marker) || marker == 0xD8) {
                at += 2;
            } else if (marker == END) {
                throw new Odd("holds no picture: its end mark comes before any picture data");
            } else {
                frame |= marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
                at = stray == 0 ? behindSegment(at) : behindStray(at);
                if (marker == SCAN) {
                    if (!frame) {
                        throw new Odd("is damaged: its picture data comes without the size of the picture");
                    }
                    return at;
                }
            }
        }
    }

    private void end(long scan) throws Broken, IOException {
        long size = file.size();
        long tail = Math.max(scan, size - Loupe.WINDOW);
        byte[] last = file.some(tail, Loupe.WINDOW);
        for (int i = last.length - 2; i >= 0; i--) {
            if (last[i] == (byte) 0xFF && last[i + 1] == (byte) END) {
                return;
            }
        }
        // Only a long trailer can hide the mark now.
        long at = scan;
        while (at < tail) {
            if (file.u8(at) != 0xFF) {
                at++;
                continue;
            }
            int marker = file.u8(at + 1);
            if (marker == END) {
                return;
            }
            if (marker == 0xFF) {
                at++;
            } else if (alone(marker)) {
                at += 2;
            } else {
                at = behindSegment(at);
            }
        }
        long zeros = size - 1 - Math.max(tail - 1, file.lastSet(tail, size));
        throw new Broken("has no end mark after " + size + " bytes"
                + (zeros < 16 ? "" : ", and at least its last " + zeros + " bytes are zeros")
                + ": a copy that stopped, or one that is still running");
    }

    private long behindSegment(long at) throws Broken, IOException {
        int length = file.u16(at + 2);
        if (length < 2) {
            throw new Broken("is damaged: at byte " + at + " stands a segment without length");
        }
        file.within("a segment", at + 2, length);
        return at + 2 + length;
    }

    /** Where stray bytes came before, what looks like a segment need not be one. */
    private long behindStray(long at) throws Odd, IOException {
        try {
            return behindSegment(at);
        } catch (Broken broken) {
            throw new Odd("stray bytes stand in its head");
        }
    }

    private static boolean alone(int marker) {
        return marker <= 0x01 || marker >= 0xD0 && marker <= 0xD7;
    }
}
