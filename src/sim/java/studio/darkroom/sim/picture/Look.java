package studio.darkroom.sim.picture;

import java.awt.image.BufferedImage;

/**
 * A way to change a picture so that a person sees it at once.
 *
 * @param red    gain of the channel
 * @param green  gain of the channel
 * @param blue   gain of the channel
 * @param light  above 1 lifts the middle tones, below 1 lowers them
 * @param colour 0 is black and white, 1 leaves colours as strong as they are
 */
public record Look(double red, double green, double blue, double light, double colour) {

    public static final Look PLAIN = new Look(1, 1, 1, 1, 1);
    /** Dusk: dark and blue. */
    public static final Look TWILIGHT = new Look(.62, .68, 1.05, .72, .9);
    /** A lived-in room: warm and a little brighter. */
    public static final Look STAGED = new Look(1.18, 1.02, .74, 1.1, 1.05);

    /** This look, and then another. */
    public Look and(Look next) {
        return new Look(red * next.red, green * next.green, blue * next.blue, light * next.light, colour * next.colour);
    }

    public BufferedImage apply(BufferedImage source) {
        int[] r = curve(red);
        int[] g = curve(green);
        int[] b = curve(blue);
        int strength = (int) Math.round(256 * colour);
        int width = source.getWidth();
        BufferedImage out = new BufferedImage(width, source.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < source.getHeight(); y++) {
            source.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int p = row[x];
                row[x] = tinted(p >> 16 & 0xff, p >> 8 & 0xff, p & 0xff, strength, r, g, b);
            }
            out.setRGB(0, y, width, 1, row, 0, width);
        }
        return out;
    }

    private static int tinted(int r, int g, int b, int strength, int[] red, int[] green, int[] blue) {
        int grey = (77 * r + 150 * g + 29 * b) >> 8;
        return red[level(grey + ((r - grey) * strength >> 8))] << 16 | green[level(grey + ((g - grey) * strength >> 8))] << 8
                | blue[level(grey + ((b - grey) * strength >> 8))];
    }

    private static int level(int value) {
        return value < 0 ? 0 : Math.min(value, 255);
    }

    private int[] curve(double gain) {
        int[] curve = new int[256];
        for (int i = 0; i < 256; i++) {
            curve[i] = level((int) Math.round(255 * Math.pow(i / 255.0, 1 / light) * gain));
        }
        return curve;
    }
}
