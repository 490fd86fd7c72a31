package studio.darkroom.sim.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Capture time and exposure of a photo, from the EXIF of a JPEG, a TIFF-based RAW, a CR3 or a RAF.
 *
 * @param takenAt DateTimeOriginal with fraction and offset; UTC without an offset
 * @param seconds exposure time
 * @param fNumber f-number; 1 if missing
 * @param iso     sensitivity; 100 if missing
 */
public record Exposure(Instant takenAt, double seconds, double fNumber, double iso) {

    private static final DateTimeFormatter TIME_FORMAT = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss");
    private static final int EXIF = 34665;
    private static final int SUB_DIRECTORIES = 330;
    private static final int EXPOSURE_TIME = 33434;
    private static final int F_NUMBER = 33437;
    private static final int ISO = 34855;
    private static final int TAKEN = 36867;
    private static final int OFFSET = 36881;
    private static final int FRACTION = 37521;
    private static final Set<Integer> TEXTS = Set.of(TAKEN, OFFSET, FRACTION);
    private static final Set<Integer> NUMBERS = Set.of(EXPOSURE_TIME, F_NUMBER, ISO);

    /** Exposure value at ISO 100: log2(N² / t) - log2(ISO / 100); a higher value means less light. */
    public double exposureValue() {
        return Math.log(fNumber * fNumber / seconds * 100 / iso) / Math.log(2);
    }

    /** Reads the exposure of a file; null without a capture time or an exposure time. */
    public static Exposure of(byte[] file) {
        byte[] tiff = findTiff(file);
        if (tiff == null || tiff.length < 8 || !(tiff[0] == 'I' && tiff[1] == 'I' || tiff[0] == 'M' && tiff[1] == 'M')) {
            return null;
        }
        Tags tags = new Tags(tiff);
        Double seconds = tags.numbers.get(EXPOSURE_TIME);
        Instant taken = parseTakenAt(tags.texts);
        if (taken == null || seconds == null || !(seconds > 0)) {
            return null;
        }
        return new Exposure(taken, seconds, positiveOr(tags.numbers.get(F_NUMBER), 1), positiveOr(tags.numbers.get(ISO), 100));
    }

    private static double positiveOr(Double value, double otherwise) {
        return value != null && value > 0 ? value : otherwise;
    }

    private static Instant parseTakenAt(Map<Integer, String> texts) {
        try {
            String fraction = texts.getOrDefault(FRACTION, "").replaceAll("\\D", "");
            String offset = texts.getOrDefault(OFFSET, "").trim();
            LocalDateTime local = LocalDateTime.parse(texts.getOrDefault(TAKEN, ""), TIME_FORMAT);
            long nanos = fraction.isEmpty() ? 0 : (long) (Double.parseDouble("0." + fraction) * 1e9);
            return local.plusNanos(nanos).toInstant(offset.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(offset));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Finds the TIFF structure that contains the EXIF tags. */
    private static byte[] findTiff(byte[] file) {
        if (file.length > 4 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8) {
            return JpegMetadata.readExif(file);
        }
        if (startsWith(file, 0, "FUJIFILM") && file.length > 92) {
            int at = ByteBuffer.wrap(file).getInt(84);
            return at > 0 && at < file.length ? JpegMetadata.readExif(Arrays.copyOfRange(file, at, file.length)) : null;
        }
        if (startsWith(file, 4, "ftypcrx")) {
            for (int at = 8; at < Math.min(file.length - 8, 1 << 20); at++) {
                if (startsWith(file, at, "CMT2")) {
                    return Arrays.copyOfRange(file, at + 4, file.length);
                }
            }
            return null;
        }
        return file;
    }

    private static boolean startsWith(byte[] file, int at, String with) {
        byte[] bytes = with.getBytes(StandardCharsets.US_ASCII);
        return file.length >= at + bytes.length && Arrays.equals(file, at, at + bytes.length, bytes, 0, bytes.length);
    }

    /** The relevant tags of the first directory and those below it. */
    private static final class Tags {
        private final ByteBuffer tiff;
        private final Map<Integer, String> texts = new HashMap<>();
        private final Map<Integer, Double> numbers = new HashMap<>();
        private final Set<Integer> seen = new HashSet<>();

        private Tags(byte[] bytes) {
            tiff = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            try {
                readDirectory(tiff.getInt(4), 0);
            } catch (IndexOutOfBoundsException e) {
                // A damaged or truncated structure yields the tags read so far
            }
        }

        private void readDirectory(int at, int depth) {
            if (depth > 4 || !seen.add(at)) {
                return;
            }
            int count = tiff.getShort(at) & 0xffff;
            for (int entry = at + 2; entry < at + 2 + 12 * count; entry += 12) {
                int tag = tiff.getShort(entry) & 0xffff;
                int type = tiff.getShort(entry + 2) & 0xffff;
                int values = tiff.getInt(entry + 4);
                if (tag == EXIF) {
                    readDirectory(tiff.getInt(entry + 8), depth + 1);
                } else if (tag == SUB_DIRECTORIES && values == 1) {
                    readDirectory(tiff.getInt(entry + 8), depth + 1);
                } else if (TEXTS.contains(tag) && type == 2) {
                    byte[] text = new byte[Math.max(0, Math.min(values, 64))];
                    tiff.get(values <= 4 ? entry + 8 : tiff.getInt(entry + 8), text);
                    texts.putIfAbsent(tag, new String(text, StandardCharsets.US_ASCII).replace("\0", ""));
                } else if (NUMBERS.contains(tag)) {
                    readNumber(tag, type, entry);
                }
            }
        }

        private void readNumber(int tag, int type, int entry) {
            if (type == 3) {
                numbers.putIfAbsent(tag, (double) (tiff.getShort(entry + 8) & 0xffff));
            } else if (type == 4) {
                numbers.putIfAbsent(tag, (double) (tiff.getInt(entry + 8) & 0xffffffffL));
            } else if (type == 5) {
                int at = tiff.getInt(entry + 8);
                numbers.putIfAbsent(tag, (tiff.getInt(at) & 0xffffffffL) / (double) (tiff.getInt(at + 4) & 0xffffffffL));
            }
        }
    }
}
