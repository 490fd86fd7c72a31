package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A RAW built like a TIFF (TIFF 6.0, TIFF/EP, DNG; BigTIFF; the variants of Panasonic and Olympus): directories, and the
 * places of strips, tiles and previews that they name. All of them must lie inside the file. What makers hide in their
 * notes is not looked at. Counts of the file never decide how much memory is taken.
 */
final class TiffStructure {

    private static final int MOST_DIRECTORIES = 64;
    private static final int MOST_ENTRIES = 4096;
    private static final long MOST_PARTS = 1 << 20;
    private static final long NO_PLACE = 0xFFFFFFFFL;

    private static final int PANASONIC_WIDTH = 0x2;
    private static final int PANASONIC_HEIGHT = 0x3;
    private static final int PANASONIC_FORMAT = 0x2D;
    private static final int PANASONIC_PREVIEW = 0x2E;
    private static final int PANASONIC_DATA = 0x118;
    private static final int STRIPS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILES = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int SUB_DIRECTORIES = 330;
    private static final int PREVIEW = 513;
    private static final int PREVIEW_LENGTH = 514;
    private static final int XMP = 700;
    private static final int EXIF = 34665;
    private static final int DNG_PRIVATE = 50740;
    private static final int DNG_ORIGINAL = 50828;

    private static final Set<Integer> WANTED = Set.of(PANASONIC_WIDTH, PANASONIC_HEIGHT, PANASONIC_FORMAT,
            PANASONIC_PREVIEW, PANASONIC_DATA, STRIPS, STRIP_LENGTHS, TILES, TILE_LENGTHS, SUB_DIRECTORIES, PREVIEW,
            PREVIEW_LENGTH, XMP, EXIF, DNG_PRIVATE, DNG_ORIGINAL);

    /** One entry of a directory: {@code count} values of {@code width} bytes from {@code at} on. */
    private record Field(int width, long count, long at) {
    }

    private final Loupe file;
    private final boolean big;
    private final boolean panasonic;
    private final Set<Long> seen = new HashSet<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final List<Extent> pictures = new ArrayList<>();
    private long parts;

    private TiffStructure(Loupe file, boolean big, boolean panasonic) {
        this.file = file;
        this.big = big;
        this.panasonic = panasonic;
    }

    /** @return whether it begins like any of the variants */
    static boolean begins(Loupe file) throws Broken, IOException {
        for (String mark : List.of("II*\0", "MM\0*", "IIU\0", "IIRO", "IIRS", "MMOR", "II+\0", "MM\0+")) {
            if (file.says(0, mark)) {
                return true;
            }
        }
        return false;
    }

    static Wholeness judge(Loupe file) throws Broken, IOException {
        boolean big = file.says(0, "II+\0") || file.says(0, "MM\0+");
        file.order(file.says(0, "MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        TiffStructure tiff = new TiffStructure(file, big, file.says(0, "IIU\0"));
        tiff.walk();
        if (tiff.pictures.isEmpty()) {
            return new Wholeness(Wholeness.State.BLANK, "names no picture data");
        }
        return Emptiness.judge(file, tiff.pictures);
    }

    private void walk() throws Broken, IOException {
        long at = big ? file.u64(8) : file.u32(4);
        if (at == 0) {
            throw new Broken("is not complete: its first directory has no place yet");
        }
        while (at != 0) {
            if (!seen.add(at)) {
                throw new Broken("is damaged: its directories go round in a circle");
            }
            at = file.number(directory(at), big ? 8 : 4);
            while (!waiting.isEmpty()) {
                long sub = waiting.pop();
                if (sub != 0 && seen.add(sub)) {
                    directory(sub);
                }
            }
        }
    }

    /** @return where the place of the next directory of the chain is written */
    private long directory(long at) throws Broken, IOException {
        if (seen.size() > MOST_DIRECTORIES) {
            throw new Broken("is damaged: it has more than " + MOST_DIRECTORIES + " directories");
        }
        long count = entries("a directory", at);
        long first = at + (big ? 8 : 2);
        int width = big ? 20 : 12;
        Map<Integer, Field> fields = new HashMap<>();
        for (long i = 0; i < count; i++) {
            long entry = first + i * width;
            int tag = file.u16(entry);
            if (WANTED.contains(tag)) {
                fields.put(tag, field(entry));
            }
        }
        long last = first + (count - 1) * width;
        if (file.u32(last) == 0 && file.u32(last + 4) == 0) {
            throw new Broken("is not complete: zeros stand where a directory at byte " + at + " should end");
        }
        judge(fields);
        return first + count * width;
    }

    private long entries(String what, long at) throws Broken, IOException {
        long count = big ? file.u64(at) : file.u16(at);
        if (count == 0 || count > MOST_ENTRIES) {
            throw new Broken("is not complete or damaged: " + what + " at byte " + at + " has " + count + " entries");
        }
        file.within(what, at, (big ? 8 : 2) + count * (big ? 20 : 12));
        return count;
    }

    private Field field(long entry) throws Broken, IOException {
        int width = switch (file.u16(entry + 2)) {
            case 3 -> 2;
            case 4, 13 -> 4;
            case 16, 18 -> 8;
            default -> 1;
        };
        long count = big ? file.u64(entry + 4) : file.u32(entry + 4);
        long value = entry + (big ? 12 : 8);
        boolean inside = count <= (big ? 8 : 4) / width;
        return new Field(width, count, inside ? value : file.number(value, big ? 8 : 4));
    }

    private void judge(Map<Integer, Field> fields) throws Broken, IOException {
        for (int block : new int[] {XMP, DNG_PRIVATE, DNG_ORIGINAL, PANASONIC_PREVIEW}) {
            Field field = fields.get(block);
            if (field != null && (block != PANASONIC_PREVIEW || panasonic)) {
                table("a block of its description", field);
            }
        }
        Field exif = fields.get(EXIF);
        if (exif != null) {
            entries("its Exif directory", one(exif));
        }
        Field subs = fields.get(SUB_DIRECTORIES);
        if (subs != null) {
            subDirectories(subs);
        }
        if (panasonic && (fields.containsKey(PANASONIC_DATA) || fields.containsKey(STRIPS))) {
            panasonic(fields);
        } else {
            picture("its picture data", fields.get(STRIPS), fields.get(STRIP_LENGTHS));
        }
        picture("its picture data", fields.get(TILES), fields.get(TILE_LENGTHS));
        picture("a preview", fields.get(PREVIEW), fields.get(PREVIEW_LENGTH));
    }

    private void subDirectories(Field subs) throws Broken, IOException {
        if (subs.count > MOST_DIRECTORIES) {
            throw new Broken("is damaged: it has more than " + MOST_DIRECTORIES + " directories");
        }
        for (long i = 0; i < subs.count; i++) {
            waiting.add(file.number(subs.at + i * subs.width, subs.width));
        }
    }

    private void picture(String what, Field places, Field lengths) throws Broken, IOException {
        if (places == null) {
            return;
        }
        table("a table", places);
        if (lengths != null) {
            table("a table", lengths);
        }
        parts += places.count;
        if (parts > MOST_PARTS) {
            throw new Broken("is damaged: its pictures have more than " + MOST_PARTS + " parts");
        }
        Loupe other = places.count > 1 ? file.another() : file;
        Extent extent = null;
        for (long i = 0; i < places.count; i++) {
            long from = file.number(places.at + i * places.width, places.width);
            boolean known = lengths != null && i < lengths.count;
            long length = known ? other.number(lengths.at + i * lengths.width, lengths.width) : 1;
            if (length == 0 || from == 0) {
                if (places.count > 1) {
                    throw new Broken("is not complete: a part of its picture data has no place");
                }
                // Some makers leave the place of a preview they did not write.
                continue;
            }
            file.within(what, from, length);
            extent = extent == null ? Extent.of(from, length) : extent.and(from, length);
        }
        if (extent != null) {
            pictures.add(extent);
        }
    }

    /**
     * Panasonic and Leica: the data goes from its place to the end of the file. The strip length is that of unpacked
     * pixels and says nothing. Formats 4 to 7 hold at most 14 pixels in 16 bytes.
     */
    private void panasonic(Map<Integer, Field> fields) throws Broken, IOException {
        Field place = fields.get(PANASONIC_DATA);
        long from = one(place == null ? fields.get(STRIPS) : place);
        if (from == NO_PLACE) {
            return;
        }
        long format = fields.containsKey(PANASONIC_FORMAT) ? one(fields.get(PANASONIC_FORMAT)) : 0;
        long needed = 1;
        if (format >= 4 && format <= 7 && fields.containsKey(PANASONIC_WIDTH) && fields.containsKey(PANASONIC_HEIGHT)) {
            long width = Math.min(one(fields.get(PANASONIC_WIDTH)), 0xFFFF);
            long height = Math.min(one(fields.get(PANASONIC_HEIGHT)), 0xFFFF);
            needed = Math.max(1, width / 14 * 16 * height);
        }
        file.within("its picture data", from, needed);
        pictures.add(Extent.of(from, file.size() - from));
    }

    private void table(String what, Field field) throws Broken {
        // Before the multiplication, which a made-up count would let overflow.
        file.within(what, field.at, field.count);
        file.within(what, field.at, field.count * field.width);
    }

    private long one(Field field) throws Broken, IOException {
        if (field.count < 1) {
            throw new Broken("is damaged: a value of its directory is missing");
        }
        return file.number(field.at, field.width);
    }
}
