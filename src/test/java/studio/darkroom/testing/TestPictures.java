package studio.darkroom.testing;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Random;
import javax.imageio.ImageIO;
import studio.darkroom.sim.sample.Exif;
import studio.darkroom.sim.sample.RawFileWriter;

/** Creates small real pictures. */
public final class TestPictures {

    private TestPictures() {
    }

    /** A JPEG of 320 x 200; each seed gives another one. */
    public static byte[] jpeg(int seed) {
        return encode(picture(seed), "jpg");
    }

    /** A JPEG that consists almost only of picture data, several bytes for every four pixels. */
    public static byte[] noiseJpeg(int seed, int width) {
        BufferedImage picture = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < width; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return encode(picture, "jpg");
    }

    /** The same as a PNG. */
    public static byte[] png(int seed) {
        return encode(picture(seed), "png");
    }

    private static byte[] encode(BufferedImage picture, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(picture, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JPEG of 16 x 16. */
    public static byte[] smallJpeg(int seed) {
        return encode(picture(seed).getSubimage(0, 0, 16, 16), "jpg");
    }

    /** A JPEG of at least this many bytes, mostly in comments with varying content. */
    public static byte[] largeJpeg(int seed, int bytes) {
        byte[] picture = jpeg(seed);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 70_000);
        out.write(picture, 0, 2);
        byte[] comment = new byte[60_000];
        Random random = new Random(seed);
        while (out.size() + picture.length < bytes) {
            random.nextBytes(comment);
            out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) (comment.length + 2 >> 8), (byte) (comment.length + 2)});
            out.writeBytes(comment);
        }
        out.write(picture, 2, picture.length - 2);
        return out.toByteArray();
    }

    /** A RAW file with the layout of a Nikon NEF. */
    public static byte[] nef(int seed) {
        try {
            return RawFileWriter.writeNef(picture(seed), new Exif("NIKON CORPORATION", "NIKON Z 6_2",
                    LocalDateTime.of(2026, 6, 1, 8, 0).plusSeconds(seed), 250, 28, 640, 35, 320, 200));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same as one frame of a bracket set.
     *
     * @param second  second of the capture time
     * @param shutter reciprocal of the exposure time in seconds
     */
    public static byte[] bracketFrame(int seed, int second, int shutter) {
        try {
            return RawFileWriter.writeNef(picture(seed), new Exif("NIKON CORPORATION", "NIKON Z 6_2",
                    LocalDateTime.of(2026, 6, 1, 8, 0).plusSeconds(second), shutter, 80, 200, 17, 320, 200));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage picture(int seed) {
        BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(seed * 37 % 200, 90, 120), 320, 200, Color.GRAY));
        pen.fillRect(0, 0, 320, 200);
        pen.setColor(Color.ORANGE);
        pen.fillOval(20 + seed * 7 % 200, 40, 80, 80);
        pen.dispose();
        return image;
    }
}
