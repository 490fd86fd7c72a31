package studio.darkroom.sim.picture;

import java.awt.image.BufferedImage;
import java.util.Locale;

/** Draws text into a picture without system fonts, which servers often lack. */
final class BitmapFont {

    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_ ";

    /** Five columns by seven rows of each character, top row first. */
    private static final long[] GLYPHS = {
            0x3a31fc631L, 0x7a31f463eL, 0x3a308422eL, 0x7a318c63eL, 0x7e10f421fL,
            0x7e10f4210L, 0x3a30bc62fL, 0x4631fc631L, 0x38842108eL, 0x1c4210a4cL,
            0x4654c5251L, 0x42108421fL, 0x4775ac631L, 0x47359c631L, 0x3a318c62eL,
            0x7a31f4210L, 0x3a318d64dL, 0x7a31f5251L, 0x3e107043eL, 0x7c8421084L,
            0x46318c62eL, 0x46318c544L, 0x4631ad771L, 0x462a22a31L, 0x462a21084L,
            0x7c222221fL, 0x3a33ae62eL, 0x11842108eL, 0x3a213221fL, 0x78217043eL,
            0x08ca97c42L, 0x7e1e0862eL, 0x3a10f462eL, 0x7c2222108L, 0x3a317462eL,
            0x3a317842eL, 0x00000018cL, 0x0000f8000L, 0x00000001fL, 0x000000000L
    };

    private BitmapFont() {
    }

    /**
     * Draws text with its top left corner at x, y. A character measures 6 by 7 units of the scale; unknown characters are
     * blocks.
     */
    static void drawText(BufferedImage image, String text, int x, int y, int scale, int rgb) {
        String upper = text.toUpperCase(Locale.ROOT);
        for (int i = 0; i < upper.length(); i++) {
            int known = CHARACTERS.indexOf(upper.charAt(i));
            long shape = known < 0 ? 0x7ffffffffL : GLYPHS[known];
            for (int bit = 0; bit < 35; bit++) {
                if ((shape >>> 34 - bit & 1) == 1) {
                    drawBlock(image, x + (6 * i + bit % 5) * scale, y + bit / 5 * scale, scale, rgb);
                }
            }
        }
    }

    private static void drawBlock(BufferedImage image, int x, int y, int scale, int rgb) {
        for (int dy = 0; dy < scale; dy++) {
            for (int dx = 0; dx < scale; dx++) {
                if (x + dx < image.getWidth() && y + dy < image.getHeight()) {
                    image.setRGB(x + dx, y + dy, rgb);
                }
            }
        }
    }
}
