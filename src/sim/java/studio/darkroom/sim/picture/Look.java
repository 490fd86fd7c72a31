package studio.darkroom.sim.picture;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

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
    public static final Look STAGED = new Look(1.12, 1.02, .8, 1.08, 1.05);

    private static final Look TINT = new Look(1.05, 1.01, .95, 1.04, 1);
    private static final Map<String, Look> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("black and white", new Look(1, 1, 1, 1, 0));
        WORDS.put("monochrome", new Look(1, 1, 1, 1, 0));
        WORDS.put("twilight", TWILIGHT);
        WORDS.put("dusk", TWILIGHT);
        WORDS.put("staging", STAGED);
        WORDS.put("blue", new Look(.85, .95, 1.18, 1, 1));
        WORDS.put("cool", new Look(.88, .97, 1.14, 1, 1));
        WORDS.put("green", new Look(.88, 1.12, .88, 1, 1));
        WORDS.put("red\\b", new Look(1.22, .86, .86, 1, 1));
        WORDS.put("pink", new Look(1.16, .88, 1.06, 1, 1));
        WORDS.put("yellow", new Look(1.14, 1.1, .72, 1, 1));
        WORDS.put("sunset", new Look(1.2, .95, .72, .95, 1.1));
        WORDS.put("warm", new Look(1.14, 1.02, .8, 1, 1));
        WORDS.put("bright", new Look(1.06, 1.06, 1.06, 1.4, 1));
        WORDS.put("light", new Look(1.04, 1.04, 1.04, 1.25, 1));
        WORDS.put("dark", new Look(.82, .82, .82, .8, 1));
        WORDS.put("night", new Look(.45, .5, .75, .7, .8));
        WORDS.put("vivid", new Look(1, 1, 1, 1.05, 1.5));
        WORDS.put("soft", new Look(1.02, 1.02, 1.02, 1.08, .75));
    }

    /** The look a prompt asks for, by the plain words in it; a slight tint when none is known. */
    public static Look of(String prompt) {
        String text = prompt.toLowerCase(Locale.ROOT);
        return WORDS.entrySet().stream().filter(e -> Pattern.compile("(^|[^a-z])" + e.getKey()).matcher(text).find())
                .map(Map.Entry::getValue).reduce(Look::and).orElse(TINT);
    }

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
