package studio.darkroom.photo;

import static studio.darkroom.photo.Completeness.State.UNCERTAIN;

import java.io.IOException;
import java.util.List;

/**
 * Finds space that was reserved and not filled. Copies over SMB and many programs give a file its full length first and
 * write it from the front, so that everything its structure names lies inside the file long before the pixels are written.
 * The pixels of a RAW are rarely zero over a long distance: even a black frame has noise. Not detected: a file of which no
 * more than the last {@value #TAIL_BYTES} bytes are missing, and one that is written at several positions at once.
 */
final class ZeroFill {

    /** A number of zeros at the end that no compressed data has. */
    static final int TAIL_BYTES = 512;
    /** Cameras pad their last block with zeros; the largest known blocks are the 16 KB of Panasonic. */
    static final int MAX_PADDING = 16 * 1024;
    private static final int SAMPLES = 64;
    private static final String COPY_HINT = ": its copy stopped or is still running";

    private final WindowedReader file;

    /**
     * The place of one picture's data in a photo.
     *
     * @param to the byte after the last one
     * @param lastPartFrom the first byte of the last strip or tile
     * @param byteCount the number of its bytes, without gaps
     */
    record ByteRange(long from, long to, long lastPartFrom, long byteCount) {

        static ByteRange of(long from, long length) {
            return new ByteRange(from, from + length, from, length);
        }

        /** This picture with another part, which must not end beyond {@code Long.MAX_VALUE}. */
        ByteRange addPart(long partFrom, long length) {
            boolean endsLast = partFrom + length > to;
            return new ByteRange(Math.min(from, partFrom), Math.max(to, partFrom + length), endsLast ? partFrom : lastPartFrom,
                    byteCount + length);
        }
    }

    private ZeroFill(WindowedReader file) {
        this.file = file;
    }

    /**
     * @param pictures the places of its pictures, all inside the file
     * @return complete or uncertain
     * @throws BrokenStructure if it is not complete
     */
    static Completeness check(WindowedReader file, List<ByteRange> pictures) throws BrokenStructure, IOException {
        ByteRange main = null;
        ByteRange last = null;
        for (ByteRange picture : pictures) {
            main = main == null || picture.byteCount() > main.byteCount() ? picture : main;
            last = last == null || picture.to() > last.to() ? picture : last;
        }
        if (main == null) {
            return Completeness.COMPLETE;
        }
        ZeroFill zeroFill = new ZeroFill(file);
        Completeness result = zeroFill.checkMainPicture(main);
        if (result == Completeness.COMPLETE && last != main) {
            result = zeroFill.checkPreview(last);
        }
        if (result == Completeness.COMPLETE) {
            zeroFill.checkRest(last);
        }
        return result;
    }

    /** A directory that is not written yet may name only the previews before it. */
    private void checkRest(ByteRange last) throws BrokenStructure, IOException {
        long size = file.size();
        if (last.to() < size / 2 && file.findLastNonZero(Math.max(last.to(), size - WindowedReader.WINDOW_SIZE), size) < 0) {
            throw new BrokenStructure("is incomplete: it contains only zeros after its first " + last.to() + " bytes" + COPY_HINT);
        }
    }

    private Completeness checkMainPicture(ByteRange picture) throws BrokenStructure, IOException {
        if (isFilledToEnd(picture)) {
            return Completeness.COMPLETE;
        }
        long length = picture.to() - picture.from();
        long padding = Math.min(MAX_PADDING, length / 8);
        long lastNonZero = file.findLastNonZero(picture.to() - padding, picture.to());
        if (lastNonZero >= 0) {
            return new Completeness(UNCERTAIN, "has picture data that ends with " + (picture.to() - 1 - lastNonZero)
                    + " zeros: camera padding, or a copy that is almost complete");
        }
        long filled = findLastFilledSample(picture);
        if (filled < 0) {
            return new Completeness(UNCERTAIN, "contains zeros instead of picture data"
                    + ": its copy is still running, or the picture is black");
        }
        long empty = picture.to() - Math.max(filled, picture.from());
        throw new BrokenStructure("is incomplete: the last " + Math.max(1, empty / 1024) + " KB of its picture data are zeros"
                + COPY_HINT);
    }

    /** A thumbnail may be black at its end, so the result is never worse than uncertain. */
    private Completeness checkPreview(ByteRange picture) throws BrokenStructure, IOException {
        return isFilledToEnd(picture) ? Completeness.COMPLETE : new Completeness(UNCERTAIN, "has zeros at the end of its last preview"
                + ": a black corner, or a copy that is almost complete");
    }

    /** @return whether its data extends to its end, or to the end marker of JPEG data with padding after it */
    private boolean isFilledToEnd(ByteRange picture) throws BrokenStructure, IOException {
        long to = picture.to();
        if (to == picture.from() || file.findLastNonZero(Math.max(picture.from(), to - TAIL_BYTES), to) >= 0) {
            return true;
        }
        long lastPartFrom = picture.lastPartFrom();
        if (file.readBytes(lastPartFrom, 2).length < 2 || file.readU8(lastPartFrom) != 0xFF || file.readU8(lastPartFrom + 1) != 0xD8) {
            return false;
        }
        long lastNonZero = file.findLastNonZero(Math.max(lastPartFrom, to - WindowedReader.WINDOW_SIZE), to);
        return lastNonZero > lastPartFrom && file.readU8(lastNonZero) == 0xD9 && file.readU8(lastNonZero - 1) == 0xFF;
    }

    /** @return the end of the last of the evenly spread samples that is not all zero; -1 if all are */
    private long findLastFilledSample(ByteRange picture) throws BrokenStructure, IOException {
        long room = picture.to() - picture.from() - TAIL_BYTES;
        for (int i = SAMPLES - 1; i >= 0; i--) {
            long from = picture.from() + Math.max(0, room) / (SAMPLES - 1) * i;
            long to = Math.min(picture.to(), from + TAIL_BYTES);
            if (file.findLastNonZero(from, to) >= 0) {
                return to;
            }
        }
        return -1;
    }
}
