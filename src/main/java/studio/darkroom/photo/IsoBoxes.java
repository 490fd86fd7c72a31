package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A RAW in boxes (ISO/IEC 14496-12; Canon CR3): a sequence of boxes that ends exactly at the end of the file, with a
 * directory ({@code moov}) and data ({@code mdat}). In a CR3 each track of the directory is one picture in one chunk; these
 * chunks are checked too.
 */
final class IsoBoxes {

    private static final int MAX_BOXES = 4096;

    private final WindowedReader file;
    private final List<ZeroFill.ByteRange> dataRanges = new ArrayList<>();
    private final List<ZeroFill.ByteRange> trackRanges = new ArrayList<>();
    private boolean hasDirectory;
    private int boxCount;
    private long chunkOffset;
    private long sampleSize;

    private IsoBoxes(WindowedReader file) {
        this.file = file.setOrder(ByteOrder.BIG_ENDIAN);
    }

    static Completeness check(WindowedReader file) throws BrokenStructure, IOException {
        IsoBoxes structure = new IsoBoxes(file);
        structure.readBoxes(0, file.size(), 0);
        if (structure.dataRanges.isEmpty()) {
            throw new BrokenStructure("is incomplete: it has no picture data");
        }
        if (!structure.hasDirectory) {
            return new Completeness(Completeness.State.UNCERTAIN, "has no picture directory");
        }
        for (ZeroFill.ByteRange track : structure.trackRanges) {
            file.requireWithin("a picture of it", track.from(), track.byteCount());
        }
        List<ZeroFill.ByteRange> pictures = new ArrayList<>(structure.trackRanges);
        if (pictures.isEmpty()) {
            pictures.addAll(structure.dataRanges);
        }
        return ZeroFill.check(file, pictures);
    }

    /** The depth is bounded, because only a fixed path of boxes is entered. */
    private void readBoxes(long from, long to, int depth) throws BrokenStructure, IOException {
        for (long at = from; at < to;) {
            if (++boxCount > MAX_BOXES) {
                throw new BrokenStructure("is damaged: it has more than " + MAX_BOXES + " boxes");
            }
            file.requireWithin("a box", at, 8);
            long length = file.readU32(at);
            long headerLength = 8;
            if (length == 1) {
                length = file.readU64(at + 8);
                headerLength = 16;
            } else if (length == 0) {
                length = to - at;
            }
            if (file.readU32(at + 4) == 0) {
                throw new BrokenStructure("is incomplete: it contains zeros where its next box should begin");
            }
            file.requireWithin("a box", at, length);
            if (length < headerLength || length > to - at) {
                throw new BrokenStructure("is damaged: the box at byte " + at + " has the invalid length " + length);
            }
            readBox(at, at + headerLength, at + length, depth);
            at += length;
        }
    }

    private void readBox(long box, long from, long to, int depth) throws BrokenStructure, IOException {
        String name = new String(file.readBytes(box + 4, 4), StandardCharsets.ISO_8859_1);
        if (depth == 0) {
            switch (name) {
                case "mdat" -> dataRanges.add(ZeroFill.ByteRange.of(from, to - from));
                case "moov" -> {
                    hasDirectory = true;
                    readBoxes(from, to, 1);
                }
                default -> { }
            }
        } else if (depth == 1 && name.equals("trak")) {
            chunkOffset = -1;
            sampleSize = -1;
            readBoxes(from, to, 2);
            if (chunkOffset >= 0 && sampleSize > 0) {
                trackRanges.add(ZeroFill.ByteRange.of(chunkOffset, sampleSize));
            }
        } else if (depth == 2 && name.equals("mdia") || depth == 3 && name.equals("minf")
                || depth == 4 && name.equals("stbl")) {
            readBoxes(from, to, depth + 1);
        } else if (depth == 5) {
            readSampleTable(name, from);
        }
    }

    /** Reads only tracks of one sample in one chunk, as every picture of a CR3 is. The boxes around a film are enough for it. */
    private void readSampleTable(String name, long from) throws BrokenStructure, IOException {
        switch (name) {
            case "stsz" -> {
                long fixedSampleSize = file.readU32(from + 4);
                if (file.readU32(from + 8) == 1) {
                    sampleSize = fixedSampleSize != 0 ? fixedSampleSize : file.readU32(from + 12);
                }
            }
            case "stco" -> chunkOffset = file.readU32(from + 4) == 1 ? file.readU32(from + 8) : -1;
            case "co64" -> chunkOffset = file.readU32(from + 4) == 1 ? file.readU64(from + 8) : -1;
            default -> { }
        }
    }
}
