package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** RAW structures of single makers; checked as far as their directories speak of places in the file. */
final class MakerStructure {

    private static final int MOST_ENTRIES = 4096;

    private MakerStructure() {
    }

    /** Fujifilm RAF: three places with their lengths from byte 84 on: preview JPEG, sensor header, sensor data. */
    static Wholeness fuji(Loupe file) throws Broken, IOException {
        file.order(ByteOrder.BIG_ENDIAN);
        String[] names = {"its preview", "the header of its picture data", "its picture data"};
        Extent data = null;
        for (int i = 0; i < names.length; i++) {
            long from = file.u32(84 + 8L * i);
            long length = file.u32(88 + 8L * i);
            file.within(names[i], from, length);
            data = Extent.of(from, length);
        }
        if (data.bytes() == 0) {
            throw new Broken("names no picture data");
        }
        return Emptiness.judge(file, List.of(data));
    }

    /** Minolta MRW: blocks up to the place the head names, then sensor data of at least 12 bits each. */
    static Wholeness minolta(Loupe file) throws Broken, IOException {
        file.order(ByteOrder.BIG_ENDIAN);
        long from = 8 + file.u32(4);
        file.within("its head", 0, from);
        long needed = -1;
        long at = 8;
        for (int i = 0; i < MOST_ENTRIES && at < from; i++) {
            long length = file.u32(at + 4);
            if (file.says(at, "\0PRD")) {
                needed = (long) file.u16(at + 16) * file.u16(at + 18) * 3 / 2;
            }
            at += 8 + length;
        }
        if (needed <= 0) {
            throw new Broken("does not tell the size of its picture");
        }
        file.within("its picture data", from, needed);
        return Emptiness.judge(file, List.of(Extent.of(from, file.size() - from)));
    }

    /** Canon CRW (CIFF): a heap whose directory is found through the last four bytes of the file. */
    static Wholeness canonHeap(Loupe file) throws Broken, IOException {
        file.order(file.says(0, "MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long heap = file.u32(2);
        file.within("its head", 0, heap);
        long end = file.size() - 4;
        long relative = file.u32(end);
        if (relative == 0) {
            throw new Broken("is not complete: zeros stand where it should end");
        }
        long directory = heap + relative;
        int count = file.u16(directory);
        if (count == 0 || count > MOST_ENTRIES) {
            throw new Broken("is cut off or damaged: its directory is not where its end says");
        }
        file.within("its directory", directory, 2 + 10L * count);
        List<Extent> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long entry = directory + 2 + 10L * i;
            boolean inHeap = (file.u16(entry) & 0xC000) == 0;
            if (inHeap) {
                long length = file.u32(entry + 2);
                long from = heap + file.u32(entry + 6);
                file.within("a part of it", from, length);
                parts.add(Extent.of(from, length));
            }
        }
        Extent largest = parts.stream().max((a, b) -> Long.compare(a.bytes(), b.bytes())).orElse(null);
        return largest == null ? Wholeness.FINE : Emptiness.judge(file, List.of(largest));
    }

    /** Sigma X3F: a directory found through the last four bytes of the file. */
    static Wholeness sigma(Loupe file) throws Broken, IOException {
        file.order(ByteOrder.LITTLE_ENDIAN);
        long directory = file.u32(file.size() - 4);
        if (!file.says(directory, "SECd")) {
            throw new Broken("is cut off or damaged: its directory is not where its end says");
        }
        long count = file.u32(directory + 8);
        if (count == 0 || count > MOST_ENTRIES) {
            throw new Broken("is damaged: its directory has " + count + " entries");
        }
        List<Extent> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long entry = directory + 12 + 12 * i;
            file.within("a part of it", file.u32(entry), file.u32(entry + 4));
            parts.add(Extent.of(file.u32(entry), file.u32(entry + 4)));
        }
        Extent largest = parts.stream().max((a, b) -> Long.compare(a.bytes(), b.bytes())).orElseThrow();
        return Emptiness.judge(file, List.of(largest));
    }
}
