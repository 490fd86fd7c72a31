package studio.darkroom.sim.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffWriter;
import studio.darkroom.sim.picture.TiffWriter.Directory;

/**
 * Writes files with the structure of a camera's RAW: a little-endian TIFF with EXIF data, a JPEG preview and a strip of
 * sensor values (the picture through a red-green-blue mosaic, 16 bits each). Every offset lies inside the file.
 */
public final class RawFileWriter {

    private RawFileWriter() {
    }

    /** Writes the layout of a NEF: a thumbnail first, preview and sensor data below it. */
    public static byte[] writeNef(BufferedImage picture, Exif exif) throws IOException {
        Directory root = exif.toDirectory().longs(254, 1).longs(256, 160).longs(257, 106).shorts(258, 8, 8, 8).shorts(259, 1)
                .shorts(262, 2).data(273, 279, thumbnail(picture)).shorts(277, 3).longs(278, 106)
                .subs(330, preview(picture), sensor(picture));
        return TiffWriter.write(root);
    }

    /** Writes the layout of a DNG: the same with the tags of a DNG. */
    public static byte[] writeDng(BufferedImage picture, Exif exif) throws IOException {
        Directory root = exif.toDirectory().longs(254, 1).longs(256, 160).longs(257, 106).shorts(258, 8, 8, 8).shorts(259, 1)
                .shorts(262, 2).data(273, 279, thumbnail(picture)).shorts(277, 3).longs(278, 106)
                .subs(330, preview(picture), sensor(picture)).bytes(50706, new byte[] {1, 4, 0, 0})
                .bytes(50707, new byte[] {1, 1, 0, 0}).ascii(50708, exif.model());
        return TiffWriter.write(root);
    }

    private static byte[] thumbnail(BufferedImage picture) {
        byte[] rgb = new byte[160 * 106 * 3];
        for (int i = 0; i < 160 * 106; i++) {
            int p = picture.getRGB(i % 160 * picture.getWidth() / 160, i / 160 * picture.getHeight() / 106);
            rgb[3 * i] = (byte) (p >> 16);
            rgb[3 * i + 1] = (byte) (p >> 8);
            rgb[3 * i + 2] = (byte) p;
        }
        return rgb;
    }

    private static Directory preview(BufferedImage picture) throws IOException {
        return new Directory().longs(254, 1).shorts(259, 6).rationals(282, 300, 1).rationals(283, 300, 1).shorts(296, 2)
                .data(513, 514, PictureEditor.encodeJpeg(picture, .88f)).shorts(531, 2);
    }

    private static Directory sensor(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] mosaic = new byte[width * height * 2];
        int[] row = new int[width];
        Noise noise = new Noise(width);
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int shift = (y & 1) == 0 && (x & 1) == 0 ? 16 : (y & 1) == 1 && (x & 1) == 1 ? 0 : 8;
                double level = (row[x] >> shift & 0xff) / 255.0;
                int value = 600 + (int) (14000 * level * level + 90 * noise.at(x, y));
                mosaic[2 * (y * width + x)] = (byte) value;
                mosaic[2 * (y * width + x) + 1] = (byte) (value >> 8);
            }
        }
        return new Directory().longs(254, 0).longs(256, width).longs(257, height).shorts(258, 16).shorts(259, 1)
                .shorts(262, 32803).data(273, 279, mosaic).shorts(277, 1).longs(278, height).shorts(33421, 2, 2)
                .bytes(33422, new byte[] {0, 1, 1, 2});
    }
}
