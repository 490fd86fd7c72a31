package studio.darkroom.sim.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds little-endian TIFF structures: RAW files, DNGs and the EXIF block of a JPEG. */
public final class TiffWriter {

    /** One directory of tags. */
    public static final class Directory {
        private record Entry(int type, int count, byte[] value, List<Directory> subs, byte[] data) {
        }

        private final Map<Integer, Entry> entries = new TreeMap<>();

        public Directory ascii(int tag, String text) {
            byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
            return put(tag, new Entry(2, value.length, value, null, null));
        }

        public Directory bytes(int tag, byte[] value) {
            return put(tag, new Entry(1, value.length, value, null, null));
        }

        public Directory undefined(int tag, byte[] value) {
            return put(tag, new Entry(7, value.length, value, null, null));
        }

        public Directory shorts(int tag, int... values) {
            ByteBuffer out = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            for (int v : values) {
                out.putShort((short) v);
            }
            return put(tag, new Entry(3, values.length, out.array(), null, null));
        }

        public Directory longs(int tag, long... values) {
            ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            for (long v : values) {
                out.putInt((int) v);
            }
            return put(tag, new Entry(4, values.length, out.array(), null, null));
        }

        /** Adds unsigned rationals, given as alternating numerators and denominators. */
        public Directory rationals(int tag, long... parts) {
            ByteBuffer out = ByteBuffer.allocate(4 * parts.length).order(ByteOrder.LITTLE_ENDIAN);
            for (long v : parts) {
                out.putInt((int) v);
            }
            return put(tag, new Entry(5, parts.length / 2, out.array(), null, null));
        }

        /** Adds signed rationals, given as alternating numerators and denominators. */
        public Directory signedRationals(int tag, long... parts) {
            rationals(tag, parts);
            Entry e = entries.get(tag);
            return put(tag, new Entry(10, e.count(), e.value(), null, null));
        }

        /** Adds a tag that points to other directories, such as EXIF or SubIFDs. */
        public Directory subs(int tag, Directory... subs) {
            return put(tag, new Entry(4, subs.length, new byte[4 * subs.length], List.of(subs), null));
        }

        /** Adds the offset and length tags of data stored elsewhere in the file, such as a strip or a preview. */
        public Directory data(int offsetTag, int lengthTag, byte[] data) {
            put(offsetTag, new Entry(4, 1, new byte[4], null, data));
            return longs(lengthTag, data.length);
        }

        private Directory put(int tag, Entry entry) {
            entries.put(tag, entry);
            return this;
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TiffWriter() {
    }

    /** Returns the file: header, the chained directories, then values and data. Every offset lies inside the file. */
    public static byte[] write(Directory... chain) {
        TiffWriter writer = new TiffWriter();
        writer.out.writeBytes(new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0});
        List<Integer> next = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (Directory d : chain) {
            starts.add(writer.out.size());
            next.add(writer.writeDirectory(d));
        }
        byte[] file = writer.out.toByteArray();
        ByteBuffer patch = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        writer.patches.forEach(p -> patch.putInt(p[0], p[1]));
        for (int i = 0; i + 1 < starts.size(); i++) {
            patch.putInt(next.get(i), starts.get(i + 1));
        }
        return file;
    }

    private final List<int[]> patches = new ArrayList<>();

    /** Writes a directory with its data; returns the position of its pointer to the next directory. */
    private int writeDirectory(Directory directory) {
        int start = out.size();
        int n = directory.entries.size();
        ByteBuffer head = ByteBuffer.allocate(2 + 12 * n + 4).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) n);
        directory.entries.forEach((tag, e) -> {
            head.putShort((short) (int) tag).putShort((short) e.type()).putInt(e.count());
            byte[] inline = new byte[4];
            if (e.value().length <= 4) {
                System.arraycopy(e.value(), 0, inline, 0, e.value().length);
            }
            head.put(inline);
        });
        out.writeBytes(head.array());
        int at = start + 2;
        for (Directory.Entry e : directory.entries.values()) {
            int field = at + 8;
            at += 12;
            int valueAt = field;
            if (e.value().length > 4) {
                padToEven();
                valueAt = out.size();
                patches.add(new int[] {field, valueAt});
                out.writeBytes(e.value());
            }
            if (e.subs() != null) {
                for (int i = 0; i < e.subs().size(); i++) {
                    padToEven();
                    patches.add(new int[] {valueAt + 4 * i, out.size()});
                    writeDirectory(e.subs().get(i));
                }
            }
            if (e.data() != null) {
                padToEven();
                patches.add(new int[] {valueAt, out.size()});
                out.writeBytes(e.data());
            }
        }
        padToEven();
        return start + 2 + 12 * n;
    }

    private void padToEven() {
        if (out.size() % 2 == 1) {
            out.write(0);
        }
    }
}
