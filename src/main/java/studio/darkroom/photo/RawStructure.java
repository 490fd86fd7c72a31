package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A RAW. Its first bytes decide which structure is checked, not its extension: makers use one structure with many extensions.
 * Structures of single makers are checked as far as their directories name places in the file.
 */
final class RawStructure {

    /** No camera writes a smaller file. */
    private static final int MIN_SIZE = 4096;

    private static final int MAX_ENTRIES = 4096;

    private RawStructure() {
    }

    static Completeness check(String extension, WindowedReader file) throws BrokenStructure, IOException {
        if (TiffStructure.hasTiffHeader(file)) {
            return TiffStructure.check(file);
        }
        if (file.hasTextAt(0, "FUJIFILMCCD-RAW")) {
            return checkFuji(file);
        }
        if (file.hasTextAt(0, "\0MRM")) {
            return checkMinolta(file);
        }
        if (file.hasTextAt(6, "HEAPCCDR")) {
            return checkCanonHeap(file);
        }
        if (file.hasTextAt(4, "ftyp") && (extension.equals("cr3") || file.hasTextAt(8, "crx "))) {
            return IsoBoxes.check(file);
        }
        if (extension.equals("raw")) {
            if (file.size() < MIN_SIZE) {
                throw new BrokenStructure("is too short to be a photo: " + file.size() + " bytes");
            }
            Completeness result = ZeroFill.check(file, List.of(ZeroFill.ByteRange.of(0, file.size())));
            return result != Completeness.COMPLETE ? result : new Completeness(Completeness.State.COMPLETE,
                    "has an unknown structure; Darkroom checks only its time and fingerprint");
        }
        throw BrokenStructure.ofWrongType("a RAW photo", file);
    }

    /** Fujifilm RAF: three offsets and lengths from byte 84: preview JPEG, sensor header, sensor data. */
    private static Completeness checkFuji(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(ByteOrder.BIG_ENDIAN);
        String[] names = {"its preview", "the header of its picture data", "its picture data"};
        ZeroFill.ByteRange data = null;
        for (int i = 0; i < names.length; i++) {
            long from = file.readU32(84 + 8L * i);
            long length = file.readU32(88 + 8L * i);
            file.requireWithin(names[i], from, length);
            data = ZeroFill.ByteRange.of(from, length);
        }
        if (data.byteCount() == 0) {
            throw new BrokenStructure("contains no reference to picture data");
        }
        return ZeroFill.check(file, List.of(data));
    }

    /** Minolta MRW: blocks up to the offset in the header, then sensor data of at least 12 bits per pixel. */
    private static Completeness checkMinolta(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(ByteOrder.BIG_ENDIAN);
        long from = 8 + file.readU32(4);
        file.requireWithin("its header", 0, from);
        long needed = -1;
        long at = 8;
        for (int i = 0; i < MAX_ENTRIES && at < from; i++) {
            long length = file.readU32(at + 4);
            if (file.hasTextAt(at, "\0PRD")) {
                needed = (long) file.readU16(at + 16) * file.readU16(at + 18) * 3 / 2;
            }
            at += 8 + length;
        }
        if (needed <= 0) {
            throw new BrokenStructure("does not contain the size of its picture");
        }
        file.requireWithin("its picture data", from, needed);
        return ZeroFill.check(file, List.of(ZeroFill.ByteRange.of(from, file.size() - from)));
    }

    /** Canon CRW (CIFF): a heap; the last four bytes of the file are the offset of its directory. */
    private static Completeness checkCanonHeap(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(file.hasTextAt(0, "MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long heap = file.readU32(2);
        file.requireWithin("its header", 0, heap);
        long end = file.size() - 4;
        long relative = file.readU32(end);
        if (relative == 0) {
            throw new BrokenStructure("is incomplete: it contains zeros where it should end");
        }
        long directory = heap + relative;
        int count = file.readU16(directory);
        if (count == 0 || count > MAX_ENTRIES) {
            throw new BrokenStructure("is truncated or damaged: the offset of its directory is wrong");
        }
        file.requireWithin("its directory", directory, 2 + 10L * count);
        List<ZeroFill.ByteRange> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long entry = directory + 2 + 10L * i;
            boolean inHeap = (file.readU16(entry) & 0xC000) == 0;
            if (inHeap) {
                long length = file.readU32(entry + 2);
                long from = heap + file.readU32(entry + 6);
                file.requireWithin("a part of it", from, length);
                parts.add(ZeroFill.ByteRange.of(from, length));
            }
        }
        ZeroFill.ByteRange largest = parts.stream().max((a, b) -> Long.compare(a.byteCount(), b.byteCount())).orElse(null);
        return largest == null ? Completeness.COMPLETE : ZeroFill.check(file, List.of(largest));
    }
}
