package studio.darkroom.photo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Small photos made by hand: right in structure, with noise for pixels, each ending with its picture data. */
public final class RawShapes {

    private RawShapes() {
    }

    /** A photo with the name it would have. */
    public record Shape(String name, byte[] bytes) {
        public PhotoKind kind() {
            return PhotoKind.of(name);
        }

        @Override
        public String toString() {
            return name + " of " + bytes.length + " bytes";
        }
    }

    /** One of each, with about {@code pixels} bytes of picture data. */
    public static Map<String, Shape> all(int pixels) {
        Map<String, Shape> all = new LinkedHashMap<>();
        for (Shape shape : new Shape[] {
            new Shape("DSC_1.JPG", jpeg(pixels)),
            new Shape("DSC_1.NEF", tiff("MM\0*", 7, pixels / 7)),
            new Shape("A7_1.ARW", tiff("II*\0", 1, pixels)),
            new Shape("P1.ORF", tiff("IIRO", 40, pixels / 40)),
            new Shape("P2.ORF", tiff("IIRS", 1, pixels)),
            new Shape("P3.ORF", tiff("MMOR", 2, pixels / 2)),
            new Shape("BIG.DNG", tiff("II+\0", 9, pixels / 9)),
            new Shape("BIGGER.dng", tiff("MM\0+", 1, pixels)),
            new Shape("P1.RW2", rw2(pixels)),
            new Shape("DSCF1.RAF", raf(pixels)),
            new Shape("PICT1.MRW", mrw(pixels)),
            new Shape("CRW_1.CRW", crw(pixels)),
            new Shape("IMG_1.CR3", cr3(pixels))}) {
            all.put(shape.name(), shape);
        }
        return all;
    }

    static byte[] noise(int length) {
        Random random = new Random(length);
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (byte) (1 + random.nextInt(254));
        }
        return noise;
    }

    /** Baseline JPEG whose Exif segment holds a whole thumbnail of its own, end mark included. */
    static byte[] jpeg(int pixels) {
        byte[] thumbnail = bare(300);
        byte[] picture = bare(pixels);
        ByteBuffer out = ByteBuffer.allocate(thumbnail.length + picture.length + 10);
        out.putShort((short) 0xFFD8);
        out.putShort((short) 0xFFE1).putShort((short) (2 + 6 + thumbnail.length)).put(ascii("Exif\0\0")).put(thumbnail);
        return sized(out.put(picture, 2, picture.length - 2));
    }

    private static byte[] bare(int pixels) {
        ByteBuffer out = ByteBuffer.allocate(pixels * 2 + 100);
        out.putShort((short) 0xFFD8);
        out.putShort((short) 0xFFC0).putShort((short) 11).put(new byte[] {8, 0, 64, 0, 64, 1, 1, 0x11, 0});
        out.putShort((short) 0xFFDA).putShort((short) 8).put(new byte[] {1, 1, 0, 0, 63, 0});
        byte[] noise = noise(pixels);
        for (int i = 0; i < pixels; i++) {
            out.put(noise[i]);
            if (noise[i] == (byte) 0xFF || i % 97 == 0) {
                out.put(new byte[] {(byte) 0xFF, (byte) (i % 2 == 0 ? 0 : 0xD0 + i % 8)});
            }
        }
        return sized(out.putShort((short) 0xFFD9));
    }

    /**
     * A TIFF with a preview, XMP and Exif in its first directory, strips in a sub-directory, tiles in a second directory
     * of the chain; the strips are its end.
     */
    static byte[] tiff(String mark, int strips, int stripLength) {
        boolean big = mark.contains("+");
        ByteBuffer out = ByteBuffer.allocate(4000 + strips * (stripLength + 16));
        out.order(mark.startsWith("MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).put(ascii(mark));
        int entry = big ? 20 : 12;
        int frame = big ? 16 : 6;
        int number = big ? 8 : 4;
        int main = big ? 16 : 8;
        int sub = main + frame + 5 * entry;
        int next = sub + frame + 2 * entry;
        int exif = next + frame + 2 * entry;
        int xmp = exif + frame + entry;
        int preview = xmp + 100;
        int tiles = preview + 200;
        int stripTable = tiles + 60;
        int data = stripTable + 2 * strips * number;
        if (big) {
            out.putShort((short) 8).putShort((short) 0).putLong(main);
        } else {
            out.putInt(main);
        }
        directory(out, big, main, next, new long[][] {
            {330, 1, sub}, {513, 1, preview}, {514, 1, 200}, {700, 100, xmp}, {34665, 1, exif}});
        directory(out, big, sub, 0, new long[][] {
            {273, strips, strips == 1 ? data : stripTable},
            {279, strips, strips == 1 ? stripLength : stripTable + (long) strips * number}});
        directory(out, big, next, 0, new long[][] {{324, 1, tiles}, {325, 1, 60}});
        directory(out, big, exif, 0, new long[][] {{33434, 1, 5}});
        out.position(xmp).put(noise(100)).put(noise(200)).put(noise(60));
        for (int i = 0; i < strips; i++) {
            number(out, big, data + (long) i * stripLength);
        }
        for (int i = 0; i < strips; i++) {
            number(out, big, stripLength);
        }
        return sized(out.position(data).put(noise(strips * stripLength)));
    }

    private static void directory(ByteBuffer out, boolean big, int at, long next, long[][] entries) {
        out.position(at);
        if (big) {
            out.putLong(entries.length);
        } else {
            out.putShort((short) entries.length);
        }
        for (long[] entry : entries) {
            boolean block = entry[0] == 700;
            out.putShort((short) entry[0]).putShort((short) (block ? 1 : big ? 16 : 4));
            number(out, big, entry[1]);
            number(out, big, entry[2]);
        }
        number(out, big, next);
    }

    private static void number(ByteBuffer out, boolean big, long value) {
        if (big) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    /** Panasonic: strip place unset, strip length that of unpacked pixels, data to the end. */
    static byte[] rw2(int pixels) {
        int height = Math.max(1, pixels / 160);
        ByteBuffer out = ByteBuffer.allocate(2000 + height * 160).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("IIU\0")).putInt(24);
        int data = 1024;
        directory(out, false, 24, 0, new long[][] {
            {2, 1, 140}, {3, 1, height}, {0x2D, 1, 4}, {273, 1, 0xFFFFFFFFL}, {279, 1, 140L * height * 2},
            {0x118, 1, data}});
        return sized(out.position(data).put(noise(height * 160)));
    }

    static byte[] raf(int pixels) {
        ByteBuffer out = ByteBuffer.allocate(1000 + pixels);
        out.put(ascii("FUJIFILMCCD-RAW 0201FF389501"));
        out.position(84).putInt(160).putInt(200).putInt(360).putInt(40).putInt(400).putInt(pixels);
        return sized(out.position(160).put(noise(200)).put(noise(40)).put(noise(pixels)));
    }

    static byte[] mrw(int pixels) {
        int height = Math.max(1, pixels / 150);
        ByteBuffer out = ByteBuffer.allocate(100 + height * 150);
        out.put(ascii("\0MRM")).putInt(32).put(ascii("\0PRD")).putInt(24).put(ascii("27200001"));
        out.putShort((short) height).putShort((short) 100);
        return sized(out.position(40).put(noise(height * 150)));
    }

    /** Canon heap: data, directory, and the place of the directory as the last four bytes. */
    static byte[] crw(int pixels) {
        ByteBuffer out = ByteBuffer.allocate(100 + pixels).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("II")).putInt(26).put(ascii("HEAPCCDR"));
        out.position(26).put(noise(pixels)).putShort((short) 2);
        out.putShort((short) 0x2005).putInt(pixels).putInt(0);
        out.putShort((short) 0x5029).put(noise(8));
        return sized(out.putInt(pixels));
    }

    /** Canon CR3: one track for a preview, one for the RAW, data in a box of 64-bit length. */
    static byte[] cr3(int pixels) {
        byte[] first = track(0, 500, true);
        byte[] second = track(0, pixels, false);
        int data = 24 + 8 + first.length + second.length + 32 + 16;
        first = track(data, 500, true);
        second = track(data + 500, pixels, false);
        ByteBuffer out = ByteBuffer.allocate(data + 500 + pixels);
        out.put(box("ftyp", ascii("crx \0\0\0\1crx isom"))).put(box("moov", join(first, second)));
        out.put(box("uuid", noise(24)));
        out.putInt(1).put(ascii("mdat")).putLong(16L + 500 + pixels);
        return sized(out.put(noise(500)).put(noise(pixels)));
    }

    private static byte[] track(long at, int length, boolean listed) {
        ByteBuffer sizes = ByteBuffer.allocate(listed ? 16 : 12).putInt(0).putInt(listed ? 0 : length).putInt(1);
        if (listed) {
            sizes.putInt(length);
        }
        byte[] places = listed
                ? box("stco", ByteBuffer.allocate(12).putInt(0).putInt(1).putInt((int) at).array())
                : box("co64", ByteBuffer.allocate(16).putInt(0).putInt(1).putLong(at).array());
        byte[] table = box("stbl", join(box("stsz", sizes.array()), places));
        return box("trak", join(box("tkhd", new byte[84]), box("mdia", box("minf", table))));
    }

    static byte[] box(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length).putInt(8 + content.length).put(ascii(name)).put(content).array();
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            out.put(part);
        }
        return out.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] sized(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
