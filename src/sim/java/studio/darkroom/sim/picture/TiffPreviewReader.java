package studio.darkroom.sim.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Finds the largest embedded JPEG of a TIFF-based RAW file. */
public final class TiffPreviewReader {

    private final ByteBuffer file;
    private final Set<Integer> seen = new HashSet<>();
    private int bestAt;
    private int bestLength;

    private TiffPreviewReader(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
    }

    /** Returns the bytes of the preview, or null if the file has none or is not based on TIFF. */
    public static byte[] findPreview(byte[] bytes) {
        if (bytes.length < 8 || !(bytes[0] == 'I' && bytes[1] == 'I' || bytes[0] == 'M' && bytes[1] == 'M')) {
            return null;
        }
        TiffPreviewReader preview = new TiffPreviewReader(bytes);
        preview.file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        try {
            for (int at = preview.file.getInt(4); at != 0; at = preview.readDirectory(at)) {
                if (preview.seen.size() > 64) {
                    break;
                }
            }
        } catch (IndexOutOfBoundsException e) {
            // The start of a RAW file can point past its own end; the previews found so far count
        }
        return preview.bestLength == 0 ? null
                : Arrays.copyOfRange(bytes, preview.bestAt, preview.bestAt + preview.bestLength);
    }

    private int readDirectory(int at) {
        if (!seen.add(at)) {
            return 0;
        }
        int count = file.getShort(at) & 0xffff;
        long offset = 0;
        long length = 0;
        for (int i = 0; i < count; i++) {
            int entry = at + 2 + 12 * i;
            int tag = file.getShort(entry) & 0xffff;
            int values = file.getInt(entry + 4);
            if (tag == 0x201 || tag == 0x111 && values == 1) {
                offset = file.getInt(entry + 8) & 0xffffffffL;
            } else if (tag == 0x202 || tag == 0x117 && values == 1) {
                length = file.getInt(entry + 8) & 0xffffffffL;
            } else if (tag == 0x14a) {
                for (int sub = 0; sub < values && sub < 16; sub++) {
                    readDirectory(values == 1 ? file.getInt(entry + 8) : file.getInt(file.getInt(entry + 8) + 4 * sub));
                }
            }
        }
        if (length > bestLength && offset + length <= file.capacity() && (file.get((int) offset) & 0xff) == 0xff
                && (file.get((int) offset + 1) & 0xff) == 0xd8) {
            bestAt = (int) offset;
            bestLength = (int) length;
        }
        return file.getInt(at + 2 + 12 * count);
    }
}
