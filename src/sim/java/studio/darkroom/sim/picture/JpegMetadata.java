package studio.darkroom.sim.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads and adds metadata segments of a JPEG file without changing the picture. */
public final class JpegMetadata {

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);

    private JpegMetadata() {
    }

    /** Whether the bytes begin with SOI and end with EOI. */
    public static boolean isComplete(byte[] jpeg) {
        int n = jpeg.length;
        return n > 4 && (jpeg[0] & 0xff) == 0xff && (jpeg[1] & 0xff) == 0xd8 && (jpeg[n - 2] & 0xff) == 0xff
                && (jpeg[n - 1] & 0xff) == 0xd9;
    }

    /** Returns the TIFF block of the EXIF segment, or null. */
    public static byte[] readExif(byte[] jpeg) {
        return readSegment(jpeg, EXIF);
    }

    /** Returns the XMP packet as text, or null. */
    public static String readXmp(byte[] jpeg) {
        byte[] xmp = readSegment(jpeg, XMP);
        return xmp == null ? null : new String(xmp, StandardCharsets.UTF_8);
    }

    /** Returns the file with this metadata right after SOI, instead of its own; null omits a kind. */
    public static byte[] withMetadata(byte[] jpeg, byte[] exif, String xmp) throws IOException {
        if (jpeg.length < 4 || (jpeg[0] & 0xff) != 0xff || (jpeg[1] & 0xff) != 0xd8) {
            throw new IOException("not a JPEG file");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length + 65536);
        out.write(jpeg, 0, 2);
        if (exif != null) {
            writeSegment(out, EXIF, exif);
        }
        if (xmp != null) {
            writeSegment(out, XMP, xmp.getBytes(StandardCharsets.UTF_8));
        }
        int from = 2;
        for (int[] s : appSegments(jpeg)) {
            from = s[0] + s[1];
            if (!startsWith(jpeg, s[0] + 4, EXIF) && !startsWith(jpeg, s[0] + 4, XMP)) {
                out.write(jpeg, s[0], s[1]);
            }
        }
        out.write(jpeg, from, jpeg.length - from);
        return out.toByteArray();
    }

    /** Returns the file with a comment before the picture. */
    public static byte[] withComment(byte[] jpeg, String comment) {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        int size = Math.min(65533, text.length);
        int at = headEnd(jpeg);
        ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length + size + 4);
        out.write(jpeg, 0, at);
        out.write(0xff);
        out.write(0xfe);
        out.write(size + 2 >> 8);
        out.write(size + 2);
        out.write(text, 0, size);
        out.write(jpeg, at, jpeg.length - at);
        return out.toByteArray();
    }

    /** Returns the comment that {@link #withComment} wrote, or null. */
    public static String readComment(byte[] jpeg) {
        int at = headEnd(jpeg);
        if (jpeg.length < at + 4 || (jpeg[at] & 0xff) != 0xff || (jpeg[at + 1] & 0xff) != 0xfe) {
            return null;
        }
        int size = (jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff;
        return new String(jpeg, at + 4, Math.max(0, Math.min(size - 2, jpeg.length - at - 4)), StandardCharsets.UTF_8);
    }

    private static int headEnd(byte[] jpeg) {
        List<int[]> segments = appSegments(jpeg);
        return segments.isEmpty() ? 2 : segments.get(segments.size() - 1)[0] + segments.get(segments.size() - 1)[1];
    }

    private static void writeSegment(ByteArrayOutputStream out, byte[] name, byte[] content) throws IOException {
        int size = 2 + name.length + content.length;
        if (size > 65535) {
            throw new IOException("metadata of " + content.length + " bytes does not fit a JPEG segment");
        }
        out.write(0xff);
        out.write(0xe1);
        out.write(size >> 8);
        out.write(size);
        out.write(name);
        out.write(content);
    }

    private static byte[] readSegment(byte[] jpeg, byte[] name) {
        for (int[] s : appSegments(jpeg)) {
            if ((jpeg[s[0] + 1] & 0xff) == 0xe1 && s[1] >= 4 + name.length && startsWith(jpeg, s[0] + 4, name)) {
                return Arrays.copyOfRange(jpeg, s[0] + 4 + name.length, s[0] + s[1]);
            }
        }
        return null;
    }

    /** Offset and total length of each APPn segment at the start of the file. */
    private static List<int[]> appSegments(byte[] jpeg) {
        List<int[]> out = new ArrayList<>();
        int at = 2;
        while (at + 4 <= jpeg.length && (jpeg[at] & 0xff) == 0xff && (jpeg[at + 1] & 0xf0) == 0xe0) {
            int size = 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
            if (at + size > jpeg.length) {
                break;
            }
            out.add(new int[] {at, size});
            at += size;
        }
        return out;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] with) {
        return at + with.length <= bytes.length && Arrays.equals(bytes, at, at + with.length, with, 0, with.length);
    }
}
