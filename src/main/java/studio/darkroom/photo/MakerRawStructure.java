package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** RAW structures of single makers; checked as far as their directories speak of places in the file. */
final class MakerRawStructure {

    private static final int MAX_ENTRIES = 4096;

    private MakerRawStructure() {
    }

    /** Fujifilm RAF: three places with their lengths from byte 84 on: preview JPEG, sensor header, sensor data. */
    static Completeness checkFuji(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(ByteOrder.BIG_ENDIAN);
        String[] names = {"its preview", "the header of its picture data", "its picture data"};
        ByteRange data = null;
        for (int i = 0; i < names.length; i++) {
            long from = file.readU32(84 + 8L * i);
            long length = file.readU32(88 + 8L * i);
            file.requireWithin(names[i], from, length);
            data = ByteRange.of(from, length);
        }
        if (data.byteCount() == 0) {
            throw new BrokenStructure("names no picture data");
        }
        return ZeroFill.check(file, List.of(data));
    }

    /** Minolta MRW: blocks up to the place the head names, then sensor data of at least 12 bits each. */
    static Completeness checkMinolta(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(ByteOrder.BIG_ENDIAN);
        long from = 8 + file.readU32(4);
        file.requireWithin("its head", 0, from);
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
            throw new BrokenStructure("does not tell the size of its picture");
        }
        file.requireWithin("its picture data", from, needed);
        return ZeroFill.check(file, List.of(ByteRange.of(from, file.size() - from)));
    }

    /** Canon CRW (CIFF): a heap whose directory is found through the last four bytes of the file. */
    static Completeness checkCanonHeap(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(file.hasTextAt(0, "MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long heap = file.readU32(2);
        file.requireWithin("its head", 0, heap);
        long end = file.size() - 4;
        long relative = file.readU32(end);
        if (relative == 0) {
            throw new BrokenStructure("is not complete: zeros stand where it should end");
        }
        long directory = heap + relative;
        int count = file.readU16(directory);
        if (count == 0 || count > MAX_ENTRIES) {
            throw new BrokenStructure("is cut off or damaged: its directory is not where its end says");
        }
        file.requireWithin("its directory", directory, 2 + 10L * count);
        List<ByteRange> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long entry = directory + 2 + 10L * i;
            boolean inHeap = (file.readU16(entry) & 0xC000) == 0;
            if (inHeap) {
                long length = file.readU32(entry + 2);
                long from = heap + file.readU32(entry + 6);
                file.requireWithin("a part of it", from, length);
                parts.add(ByteRange.of(from, length));
            }
        }
        ByteRange largest = parts.stream().max((a, b) -> Long.compare(a.byteCount(), b.byteCount())).orElse(null);
        return largest == null ? Completeness.COMPLETE : ZeroFill.check(file, List.of(largest));
    }

    /** Sigma X3F: a directory found through the last four bytes of the file. */
    static Completeness checkSigma(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(ByteOrder.LITTLE_ENDIAN);
        long directory = file.readU32(file.size() - 4);
        if (!file.hasTextAt(directory, "SECd")) {
            throw new BrokenStructure("is cut off or damaged: its directory is not where its end says");
        }
        long count = file.readU32(directory + 8);
        if (count == 0 || count > MAX_ENTRIES) {
            throw new BrokenStructure("is damaged: its directory has " + count + " entries");
        }
        List<ByteRange> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long entry = directory + 12 + 12 * i;
            file.requireWithin("a part of it", file.readU32(entry), file.readU32(entry + 4));
            parts.add(ByteRange.of(file.readU32(entry), file.readU32(entry + 4)));
        }
        ByteRange largest = parts.stream().max((a, b) -> Long.compare(a.byteCount(), b.byteCount())).orElseThrow();
        return ZeroFill.check(file, List.of(largest));
    }
}
