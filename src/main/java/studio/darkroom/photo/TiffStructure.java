package studio.darkroom.photo;

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
 * A RAW with the structure of a TIFF (TIFF 6.0, TIFF/EP, DNG; BigTIFF; the variants of Panasonic and Olympus): directories,
 * and the strips, tiles and previews that they name, all of which must lie inside the file. Maker notes are not read. Memory
 * does not depend on counts in the file.
 */
final class TiffStructure {

    private static final int MAX_DIRECTORIES = 64;
    private static final int MAX_ENTRIES = 4096;
    private static final long MAX_PARTS = 1 << 20;
    private static final long NO_OFFSET = 0xFFFFFFFFL;

    private static final int PANASONIC_WIDTH = 0x2;
    private static final int PANASONIC_HEIGHT = 0x3;
    private static final int PANASONIC_FORMAT = 0x2D;
    private static final int PANASONIC_PREVIEW = 0x2E;
    private static final int PANASONIC_DATA_OFFSET = 0x118;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int SUB_DIRECTORIES = 330;
    private static final int PREVIEW_OFFSET = 513;
    private static final int PREVIEW_LENGTH = 514;
    private static final int XMP = 700;
    private static final int EXIF = 34665;
    private static final int DNG_PRIVATE = 50740;
    private static final int DNG_ORIGINAL = 50828;

    private static final Set<Integer> READ_TAGS = Set.of(PANASONIC_WIDTH, PANASONIC_HEIGHT, PANASONIC_FORMAT,
            PANASONIC_PREVIEW, PANASONIC_DATA_OFFSET, STRIP_OFFSETS, STRIP_LENGTHS, TILE_OFFSETS, TILE_LENGTHS, SUB_DIRECTORIES, PREVIEW_OFFSET,
            PREVIEW_LENGTH, XMP, EXIF, DNG_PRIVATE, DNG_ORIGINAL);

    /** One entry of a directory: {@code count} values of {@code valueSize} bytes at {@code offset}. */
    private record Field(int valueSize, long count, long offset) {
    }

    private final WindowedReader file;
    private final boolean bigTiff;
    private final boolean isPanasonic;
    private final Set<Long> visited = new HashSet<>();
    private final Deque<Long> pendingDirectories = new ArrayDeque<>();
    private final List<ZeroFill.ByteRange> pictures = new ArrayList<>();
    private long partCount;

    private TiffStructure(WindowedReader file, boolean bigTiff, boolean isPanasonic) {
        this.file = file;
        this.bigTiff = bigTiff;
        this.isPanasonic = isPanasonic;
    }

    /** @return whether it starts like one of the variants */
    static boolean hasTiffHeader(WindowedReader file) throws BrokenStructure, IOException {
        for (String mark : List.of("II*\0", "MM\0*", "IIU\0", "IIRO", "IIRS", "MMOR", "II+\0", "MM\0+")) {
            if (file.hasTextAt(0, mark)) {
                return true;
            }
        }
        return false;
    }

    static Completeness check(WindowedReader file) throws BrokenStructure, IOException {
        boolean bigTiff = file.hasTextAt(0, "II+\0") || file.hasTextAt(0, "MM\0+");
        file.setOrder(file.hasTextAt(0, "MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        TiffStructure tiff = new TiffStructure(file, bigTiff, file.hasTextAt(0, "IIU\0"));
        tiff.readDirectories();
        if (tiff.pictures.isEmpty()) {
            return new Completeness(Completeness.State.UNCERTAIN, "contains no reference to picture data");
        }
        return ZeroFill.check(file, tiff.pictures);
    }

    private void readDirectories() throws BrokenStructure, IOException {
        long at = bigTiff ? file.readU64(8) : file.readU32(4);
        if (at == 0) {
            throw new BrokenStructure("is incomplete: the position of its first directory is missing");
        }
        while (at != 0) {
            if (!visited.add(at)) {
                throw new BrokenStructure("is damaged: its directories form a cycle");
            }
            at = file.readNumber(readDirectory(at), bigTiff ? 8 : 4);
            while (!pendingDirectories.isEmpty()) {
                long sub = pendingDirectories.pop();
                if (sub != 0 && visited.add(sub)) {
                    readDirectory(sub);
                }
            }
        }
    }

    /** @return the position of the offset of the next directory */
    private long readDirectory(long at) throws BrokenStructure, IOException {
        if (visited.size() > MAX_DIRECTORIES) {
            throw new BrokenStructure("is damaged: it has more than " + MAX_DIRECTORIES + " directories");
        }
        long count = readEntryCount("a directory", at);
        long firstEntry = at + (bigTiff ? 8 : 2);
        int entrySize = bigTiff ? 20 : 12;
        Map<Integer, Field> fields = new HashMap<>();
        for (long i = 0; i < count; i++) {
            long entry = firstEntry + i * entrySize;
            int tag = file.readU16(entry);
            if (READ_TAGS.contains(tag)) {
                fields.put(tag, readField(entry));
            }
        }
        long lastEntry = firstEntry + (count - 1) * entrySize;
        if (file.readU32(lastEntry) == 0 && file.readU32(lastEntry + 4) == 0) {
            throw new BrokenStructure("is incomplete: it contains zeros where a directory at byte " + at + " should end");
        }
        check(fields);
        return firstEntry + count * entrySize;
    }

    private long readEntryCount(String what, long at) throws BrokenStructure, IOException {
        long count = bigTiff ? file.readU64(at) : file.readU16(at);
        if (count == 0 || count > MAX_ENTRIES) {
            throw new BrokenStructure("is incomplete or damaged: " + what + " at byte " + at + " has " + count + " entries");
        }
        file.requireWithin(what, at, (bigTiff ? 8 : 2) + count * (bigTiff ? 20 : 12));
        return count;
    }

    private Field readField(long entry) throws BrokenStructure, IOException {
        int width = switch (file.readU16(entry + 2)) {
            case 3 -> 2;
            case 4, 13 -> 4;
            case 16, 18 -> 8;
            default -> 1;
        };
        long count = bigTiff ? file.readU64(entry + 4) : file.readU32(entry + 4);
        long value = entry + (bigTiff ? 12 : 8);
        boolean inside = count <= (bigTiff ? 8 : 4) / width;
        return new Field(width, count, inside ? value : file.readNumber(value, bigTiff ? 8 : 4));
    }

    private void check(Map<Integer, Field> fields) throws BrokenStructure, IOException {
        for (int block : new int[] {XMP, DNG_PRIVATE, DNG_ORIGINAL, PANASONIC_PREVIEW}) {
            Field field = fields.get(block);
            if (field != null && (block != PANASONIC_PREVIEW || isPanasonic)) {
                requireValuesWithin("a block of its description", field);
            }
        }
        Field exif = fields.get(EXIF);
        if (exif != null) {
            readEntryCount("its Exif directory", readValue(exif));
        }
        Field subs = fields.get(SUB_DIRECTORIES);
        if (subs != null) {
            queueSubDirectories(subs);
        }
        if (isPanasonic && (fields.containsKey(PANASONIC_DATA_OFFSET) || fields.containsKey(STRIP_OFFSETS))) {
            addPanasonicPicture(fields);
        } else {
            addPicture("its picture data", fields.get(STRIP_OFFSETS), fields.get(STRIP_LENGTHS));
        }
        addPicture("its picture data", fields.get(TILE_OFFSETS), fields.get(TILE_LENGTHS));
        addPicture("a preview", fields.get(PREVIEW_OFFSET), fields.get(PREVIEW_LENGTH));
    }

    private void queueSubDirectories(Field subs) throws BrokenStructure, IOException {
        if (subs.count > MAX_DIRECTORIES) {
            throw new BrokenStructure("is damaged: it has more than " + MAX_DIRECTORIES + " directories");
        }
        for (long i = 0; i < subs.count; i++) {
            pendingDirectories.add(file.readNumber(subs.offset + i * subs.valueSize, subs.valueSize));
        }
    }

    private void addPicture(String what, Field offsets, Field lengths) throws BrokenStructure, IOException {
        if (offsets == null) {
            return;
        }
        requireValuesWithin("a table", offsets);
        if (lengths != null) {
            requireValuesWithin("a table", lengths);
        }
        partCount += offsets.count;
        if (partCount > MAX_PARTS) {
            throw new BrokenStructure("is damaged: its pictures have more than " + MAX_PARTS + " parts");
        }
        WindowedReader lengthReader = offsets.count > 1 ? file.duplicate() : file;
        ZeroFill.ByteRange range = null;
        for (long i = 0; i < offsets.count; i++) {
            long from = file.readNumber(offsets.offset + i * offsets.valueSize, offsets.valueSize);
            boolean hasLength = lengths != null && i < lengths.count;
            long length = hasLength ? lengthReader.readNumber(lengths.offset + i * lengths.valueSize, lengths.valueSize) : 1;
            if (length == 0 || from == 0) {
                if (offsets.count > 1) {
                    throw new BrokenStructure("is incomplete: the position of a part of its picture data is missing");
                }
                // Some makers keep the entry of a preview that they did not write.
                continue;
            }
            file.requireWithin(what, from, length);
            range = range == null ? ZeroFill.ByteRange.of(from, length) : range.addPart(from, length);
        }
        if (range != null) {
            pictures.add(range);
        }
    }

    /**
     * Panasonic and Leica: the data extends to the end of the file. The strip length is that of the unpacked pixels and is
     * ignored. Formats 4 to 7 have at most 14 pixels in 16 bytes.
     */
    private void addPanasonicPicture(Map<Integer, Field> fields) throws BrokenStructure, IOException {
        Field dataField = fields.get(PANASONIC_DATA_OFFSET);
        long from = readValue(dataField == null ? fields.get(STRIP_OFFSETS) : dataField);
        if (from == NO_OFFSET) {
            return;
        }
        long format = fields.containsKey(PANASONIC_FORMAT) ? readValue(fields.get(PANASONIC_FORMAT)) : 0;
        long needed = 1;
        if (format >= 4 && format <= 7 && fields.containsKey(PANASONIC_WIDTH) && fields.containsKey(PANASONIC_HEIGHT)) {
            long width = Math.min(readValue(fields.get(PANASONIC_WIDTH)), 0xFFFF);
            long height = Math.min(readValue(fields.get(PANASONIC_HEIGHT)), 0xFFFF);
            needed = Math.max(1, width / 14 * 16 * height);
        }
        file.requireWithin("its picture data", from, needed);
        pictures.add(ZeroFill.ByteRange.of(from, file.size() - from));
    }

    private void requireValuesWithin(String what, Field field) throws BrokenStructure {
        // Checked before the multiplication, which overflows for an invalid count.
        file.requireWithin(what, field.offset, field.count);
        file.requireWithin(what, field.offset, field.count * field.valueSize);
    }

    private long readValue(Field field) throws BrokenStructure, IOException {
        if (field.count < 1) {
            throw new BrokenStructure("is damaged: a value of its directory is missing");
        }
        return file.readNumber(field.offset, field.valueSize);
    }
}
