package studio.darkroom.sim.picture;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A visible change of a picture's colours.
 *
 * @param red        gain of the channel
 * @param green      gain of the channel
 * @param blue       gain of the channel
 * @param gamma      above 1 brightens the mid-tones, below 1 darkens them
 * @param saturation 0 is black and white, 1 leaves colours unchanged
 */
public record ColourGrade(double red, double green, double blue, double gamma, double saturation) {

    public static final ColourGrade NEUTRAL = new ColourGrade(1, 1, 1, 1, 1);
    /** Dusk: dark and blue. */
    public static final ColourGrade TWILIGHT = new ColourGrade(.62, .68, 1.05, .72, .9);
    /** Furnished room: warm and slightly brighter. */
    public static final ColourGrade STAGED = new ColourGrade(1.12, 1.02, .8, 1.08, 1.05);

    private static final ColourGrade DEFAULT_TINT = new ColourGrade(1.05, 1.01, .95, 1.04, 1);
    private static final Map<String, ColourGrade> BY_KEYWORD = new LinkedHashMap<>();

    static {
        BY_KEYWORD.put("black and white", new ColourGrade(1, 1, 1, 1, 0));
        BY_KEYWORD.put("monochrome", new ColourGrade(1, 1, 1, 1, 0));
        BY_KEYWORD.put("twilight", TWILIGHT);
        BY_KEYWORD.put("dusk", TWILIGHT);
        BY_KEYWORD.put("staging", STAGED);
        BY_KEYWORD.put("blue", new ColourGrade(.85, .95, 1.18, 1, 1));
        BY_KEYWORD.put("cool", new ColourGrade(.88, .97, 1.14, 1, 1));
        BY_KEYWORD.put("green", new ColourGrade(.88, 1.12, .88, 1, 1));
        BY_KEYWORD.put("red\\b", new ColourGrade(1.22, .86, .86, 1, 1));
        BY_KEYWORD.put("pink", new ColourGrade(1.16, .88, 1.06, 1, 1));
        BY_KEYWORD.put("yellow", new ColourGrade(1.14, 1.1, .72, 1, 1));
        BY_KEYWORD.put("sunset", new ColourGrade(1.2, .95, .72, .95, 1.1));
        BY_KEYWORD.put("warm", new ColourGrade(1.14, 1.02, .8, 1, 1));
        BY_KEYWORD.put("bright", new ColourGrade(1.06, 1.06, 1.06, 1.4, 1));
        BY_KEYWORD.put("light", new ColourGrade(1.04, 1.04, 1.04, 1.25, 1));
        BY_KEYWORD.put("dark", new ColourGrade(.82, .82, .82, .8, 1));
        BY_KEYWORD.put("night", new ColourGrade(.45, .5, .75, .7, .8));
        BY_KEYWORD.put("vivid", new ColourGrade(1, 1, 1, 1.05, 1.5));
        BY_KEYWORD.put("soft", new ColourGrade(1.02, 1.02, 1.02, 1.08, .75));
    }

    /** Returns the look for a prompt, by known words in it; a slight tint if there are none. */
    public static ColourGrade forPrompt(String prompt) {
        String text = prompt.toLowerCase(Locale.ROOT);
        return BY_KEYWORD.entrySet().stream().filter(e -> Pattern.compile("(^|[^a-z])" + e.getKey()).matcher(text).find())
                .map(Map.Entry::getValue).reduce(ColourGrade::combineWith).orElse(DEFAULT_TINT);
    }

    /** Returns this look followed by another. */
    public ColourGrade combineWith(ColourGrade next) {
        return new ColourGrade(red * next.red, green * next.green, blue * next.blue, gamma * next.gamma, saturation * next.saturation);
    }

    public BufferedImage apply(BufferedImage source) {
        int[] r = toneCurve(red);
        int[] g = toneCurve(green);
        int[] b = toneCurve(blue);
        int strength = (int) Math.round(256 * saturation);
        int width = source.getWidth();
        BufferedImage out = new BufferedImage(width, source.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < source.getHeight(); y++) {
            source.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int p = row[x];
                row[x] = gradePixel(p >> 16 & 0xff, p >> 8 & 0xff, p & 0xff, strength, r, g, b);
            }
            out.setRGB(0, y, width, 1, row, 0, width);
        }
        return out;
    }

    private static int gradePixel(int r, int g, int b, int strength, int[] red, int[] green, int[] blue) {
        int grey = (77 * r + 150 * g + 29 * b) >> 8;
        return red[clamp(grey + ((r - grey) * strength >> 8))] << 16 | green[clamp(grey + ((g - grey) * strength >> 8))] << 8
                | blue[clamp(grey + ((b - grey) * strength >> 8))];
    }

    private static int clamp(int value) {
        return value < 0 ? 0 : Math.min(value, 255);
    }

    private int[] toneCurve(double gain) {
        int[] curve = new int[256];
        for (int i = 0; i < 256; i++) {
            curve[i] = clamp((int) Math.round(255 * Math.pow(i / 255.0, 1 / gamma) * gain));
        }
        return curve;
    }
}
