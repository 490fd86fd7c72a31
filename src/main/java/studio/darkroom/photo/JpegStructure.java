package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * A JPEG (ITU-T T.81): start marker, segments up to the first scan, and an end marker after it. What follows the end marker
 * (more pictures, a film, a maker's trailer) is not checked. End markers of embedded thumbnails are in segments before the
 * first scan and do not count.
 */
final class JpegStructure {

    private static final int SCAN_MARKER = 0xDA;
    private static final int END_MARKER = 0xD9;
    private static final int MAX_STRAY_BYTES = 64 * 1024;

    private final WindowedReader file;

    private JpegStructure(WindowedReader file) {
        this.file = file.setOrder(ByteOrder.BIG_ENDIAN);
    }

    static Completeness check(WindowedReader file) throws BrokenStructure, IOException {
        if (!file.hasTextAt(0, "\u00FF\u00D8")) {
            throw BrokenStructure.ofWrongType("a JPEG", file);
        }
        JpegStructure jpeg = new JpegStructure(file);
        long scan;
        try {
            scan = jpeg.findFirstScan();
        } catch (UnusualStructure unusual) {
            return jpeg.acceptUnusual(unusual);
        }
        jpeg.requireEndMarker(scan);
        return Completeness.COMPLETE;
    }

    /** Accepts a file that starts and ends like a JPEG and has an unknown structure in between; the vendor may read it. */
    private Completeness acceptUnusual(UnusualStructure unusual) throws BrokenStructure, IOException {
        if (file.size() < 4 || file.readU16(file.size() - 2) != 0xFF00 + END_MARKER) {
            throw new BrokenStructure(unusual.getMessage());
        }
        return new Completeness(Completeness.State.COMPLETE, "is an unusual JPEG (" + unusual.getMessage() + ") and is accepted");
    }

    /** The inside is not that of a JPEG, although nothing points beyond the end. */
    private static final class UnusualStructure extends Exception {
        private static final long serialVersionUID = 1L;

        UnusualStructure(String message) {
            super(message, null, false, false);
        }
    }

    /** @return the first byte of picture data */
    private long findFirstScan() throws BrokenStructure, UnusualStructure, IOException {
        boolean hasFrame = false;
        long at = 2;
        int strayBytes = 0;
        while (true) {
            // Decoders skip stray bytes between segments, and some programs write them.
            if (file.readU8(at) != 0xFF) {
                if (++strayBytes > MAX_STRAY_BYTES) {
                    throw new UnusualStructure("is incomplete or damaged: no picture data follows its header");
                }
                at++;
                continue;
            }
            int marker = file.readU8(at + 1);
            if (marker == 0xFF) {
                at++;
            } else if (isStandaloneMarker(marker) || marker == 0xD8) {
                at += 2;
            } else if (marker == END_MARKER) {
                throw new UnusualStructure("contains no picture: its end marker precedes all picture data");
            } else {
                hasFrame |= marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
                at = strayBytes == 0 ? skipSegment(at) : skipSuspectSegment(at);
                if (marker == SCAN_MARKER) {
                    if (!hasFrame) {
                        throw new UnusualStructure("is damaged: the size of its picture is missing");
                    }
                    return at;
                }
            }
        }
    }

    private void requireEndMarker(long scan) throws BrokenStructure, IOException {
        long size = file.size();
        long tail = Math.max(scan, size - WindowedReader.WINDOW_SIZE);
        byte[] last = file.readBytes(tail, WindowedReader.WINDOW_SIZE);
        for (int i = last.length - 2; i >= 0; i--) {
            if (last[i] == (byte) 0xFF && last[i + 1] == (byte) END_MARKER) {
                return;
            }
        }
        // The marker may still be before a long trailer.
        long at = scan;
        while (at < tail) {
            if (file.readU8(at) != 0xFF) {
                at++;
                continue;
            }
            int marker = file.readU8(at + 1);
            if (marker == END_MARKER) {
                return;
            }
            if (marker == 0xFF) {
                at++;
            } else if (isStandaloneMarker(marker)) {
                at += 2;
            } else {
                at = skipSegment(at);
            }
        }
        long zeros = size - 1 - Math.max(tail - 1, file.findLastNonZero(tail, size));
        throw new BrokenStructure("has no end marker after " + size + " bytes"
                + (zeros < 16 ? "" : ", and its last " + zeros + " or more bytes are zeros")
                + ": its copy stopped or is still running");
    }

    private long skipSegment(long at) throws BrokenStructure, IOException {
        int length = file.readU16(at + 2);
        if (length < 2) {
            throw new BrokenStructure("is damaged: the segment at byte " + at + " has no length");
        }
        file.requireWithin("a segment", at + 2, length);
        return at + 2 + length;
    }

    /** After stray bytes, what looks like a segment may not be one. */
    private long skipSuspectSegment(long at) throws UnusualStructure, IOException {
        try {
            return skipSegment(at);
        } catch (BrokenStructure broken) {
            throw new UnusualStructure("has stray bytes in its header");
        }
    }

    private static boolean isStandaloneMarker(int marker) {
        return marker <= 0x01 || marker >= 0xD0 && marker <= 0xD7;
    }
}
