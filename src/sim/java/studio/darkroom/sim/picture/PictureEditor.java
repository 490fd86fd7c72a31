package studio.darkroom.sim.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * Decodes, edits and encodes pictures. An edit warms, brightens, and adds contrast and colour, so that it is clearly
 * visible.
 */
public final class PictureEditor {

    private static final long MAX_PIXELS = 40_000_000;

    static {
        ImageIO.setUseCache(false);
    }

    private PictureEditor() {
    }

    /** Decodes a JPEG file; null if that fails. Very large pictures are decoded at half size or less. */
    public static BufferedImage decode(byte[] jpeg) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                ImageReadParam param = reader.getDefaultReadParam();
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                int step = (int) Math.ceil(Math.sqrt(Math.max(1, pixels / (double) MAX_PIXELS)));
                param.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, param);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Scales the picture down to this length of the longer edge; returns the same picture if it is not longer. */
    public static BufferedImage limitEdge(BufferedImage source, int edge) {
        double scale = edge / (double) Math.max(source.getWidth(), source.getHeight());
        return scale >= 1 ? source : scale(source, scale);
    }

    private static BufferedImage scale(BufferedImage source, double scale) {
        int width = (int) Math.max(1, Math.round(source.getWidth() * scale));
        int height = (int) Math.max(1, Math.round(source.getHeight() * scale));
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = out.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(source, 0, 0, width, height, null);
        g.dispose();
        return out;
    }

    /**
     * Edits a picture.
     *
     * @param strength 1 is a normal edit, higher is stronger
     */
    public static BufferedImage applyEdit(BufferedImage source, double strength) {
        int[] red = toneCurve(1.07, 9 * strength, strength);
        int[] green = toneCurve(1.03, 6 * strength, strength);
        int[] blue = toneCurve(0.95, 0, strength);
        int colour = (int) Math.round(256 * (1 + .16 * strength));
        int width = source.getWidth();
        BufferedImage out = new BufferedImage(width, source.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < source.getHeight(); y++) {
            source.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int p = row[x];
                row[x] = saturate(red[p >> 16 & 0xff], green[p >> 8 & 0xff], blue[p & 0xff], colour);
            }
            out.setRGB(0, y, width, 1, row, 0, width);
        }
        return out;
    }

    private static int saturate(int r, int g, int b, int colour) {
        int grey = (77 * r + 150 * g + 29 * b) >> 8;
        return clamp(grey + ((r - grey) * colour >> 8)) << 16 | clamp(grey + ((g - grey) * colour >> 8)) << 8
                | clamp(grey + ((b - grey) * colour >> 8));
    }

    private static int clamp(int value) {
        return value < 0 ? 0 : Math.min(value, 255);
    }

    private static int[] toneCurve(double gain, double lift, double strength) {
        int[] curve = new int[256];
        for (int i = 0; i < 256; i++) {
            double bright = 255 * Math.pow(i / 255.0, 1 / (1 + 0.28 * strength));
            double steep = 127.5 + (bright - 127.5) * (1 + 0.12 * strength);
            curve[i] = (int) Math.max(0, Math.min(255, Math.round(steep * (1 + (gain - 1) * strength) + lift)));
        }
        return curve;
    }

    /** Creates a picture for a file without one: colours derived from the name, with the name as text. */
    public static BufferedImage createPlaceholder(String name) {
        int hash = name.hashCode() * 0x9E3779B1;
        BufferedImage image = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
        int r = 60 + (hash >>> 24) % 90;
        int g = 60 + (hash >>> 16 & 0xff) % 90;
        int b = 60 + (hash >>> 8 & 0xff) % 90;
        for (int y = 0; y < 600; y++) {
            for (int x = 0; x < 900; x++) {
                int light = (x + y) * 70 / 1500;
                image.setRGB(x, y, r + light << 16 | g + light << 8 | b + (600 - y) / 9);
            }
        }
        BitmapFont.drawText(image, name, 40, 270, Math.max(1, Math.min(8, 820 / (6 * Math.max(1, name.length())))), 0xf4f0e6);
        return image;
    }

    /** @param quality 0 to 1 */
    public static byte[] encodeJpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
