package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A RAW in boxes (ISO/IEC 14496-12; Canon CR3): boxes one behind the other exactly to the end of the file, with a
 * directory ({@code moov}) and data ({@code mdat}) among them. In a CR3 each track of the directory is one picture in
 * one chunk; these places are looked at too.
 */
final class BoxStructure {

    private static final int MOST_BOXES = 4096;

    private final Loupe file;
    private final List<Extent> data = new ArrayList<>();
    private final List<Extent> tracks = new ArrayList<>();
    private boolean directory;
    private int boxes;
    private long chunk;
    private long sample;

    private BoxStructure(Loupe file) {
        this.file = file.order(ByteOrder.BIG_ENDIAN);
    }

    static Wholeness judge(Loupe file) throws Broken, IOException {
        BoxStructure structure = new BoxStructure(file);
        structure.walk(0, file.size(), 0);
        if (structure.data.isEmpty()) {
            throw new Broken("is not complete: it has no picture data");
        }
        if (!structure.directory) {
            return new Wholeness(Wholeness.State.BLANK, "has no directory of its pictures");
        }
        for (Extent track : structure.tracks) {
            file.within("a picture of it", track.from(), track.bytes());
        }
        List<Extent> pictures = new ArrayList<>(structure.tracks);
        if (pictures.isEmpty()) {
            pictures.addAll(structure.data);
        }
        return Emptiness.judge(file, pictures);
    }

    /** Depth is bounded by the fixed row of boxes that are entered. */
    private void walk(long from, long to, int depth) throws Broken, IOException {
        for (long at = from; at < to;) {
            if (++boxes > MOST_BOXES) {
                throw new Broken("is damaged: it has more than " + MOST_BOXES + " boxes");
            }
            file.within("a box", at, 8);
            long length = file.u32(at);
            long head = 8;
            if (length == 1) {
                length = file.u64(at + 8);
                head = 16;
            } else if (length == 0) {
                length = to - at;
            }
            if (file.u32(at + 4) == 0) {
                throw new Broken("is not complete: zeros stand where its next box should begin");
            }
            file.within("a box", at, length);
            if (length < head || length > to - at) {
                throw new Broken("is damaged: at byte " + at + " stands a box of " + length + " bytes");
            }
            enter(at, at + head, at + length, depth);
            at += length;
        }
    }

    private void enter(long box, long from, long to, int depth) throws Broken, IOException {
        String name = new String(file.some(box + 4, 4), StandardCharsets.ISO_8859_1);
        if (depth == 0) {
            switch (name) {
                case "mdat" -> data.add(Extent.of(from, to - from));
                case "moov" -> {
                    directory = true;
                    walk(from, to, 1);
                }
                default -> { }
            }
        } else if (depth == 1 && name.equals("trak")) {
            chunk = -1;
            sample = -1;
            walk(from, to, 2);
            if (chunk >= 0 && sample > 0) {
                tracks.add(Extent.of(chunk, sample));
            }
        } else if (depth == 2 && name.equals("mdia") || depth == 3 && name.equals("minf")
                || depth == 4 && name.equals("stbl")) {
            walk(from, to, depth + 1);
        } else if (depth == 5) {
            table(name, from);
        }
    }

    /** Only tracks of one sample in one chunk, as every picture of a CR3 is; a film is left to the boxes around it. */
    private void table(String name, long from) throws Broken, IOException {
        switch (name) {
            case "stsz" -> {
                long each = file.u32(from + 4);
                if (file.u32(from + 8) == 1) {
                    sample = each != 0 ? each : file.u32(from + 12);
                }
            }
            case "stco" -> chunk = file.u32(from + 4) == 1 ? file.u32(from + 8) : -1;
            case "co64" -> chunk = file.u32(from + 4) == 1 ? file.u64(from + 8) : -1;
            default -> { }
        }
    }
}
