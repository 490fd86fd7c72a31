package studio.darkroom.sim.sample;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.SplittableRandom;

/** Renders a scene like an unedited photo: slightly dark, flat and cool, with grain and darker corners. */
public final class SceneRenderer {

    private SceneRenderer() {
    }

    /** @param width in pixels; the height is two thirds of it */
    public static BufferedImage render(Scene scene, int width) {
        int height = width * 2 / 3;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        g.scale(width / (double) Scene.WIDTH, height / (double) Scene.HEIGHT);
        scene.draw(g);
        g.dispose();
        applyCameraEffects(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), width, height, scene.ordinal());
        return image;
    }

    private static void applyCameraEffects(int[] pixels, int width, int height, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int y = 0; y < height; y++) {
            double dy = (y - height / 2.0) / height;
            for (int x = 0; x < width; x++) {
                double dx = (x - width / 2.0) / width;
                double light = .86 * (1 - .42 * (dx * dx + dy * dy));
                int p = pixels[y * width + x];
                int grain = random.nextInt(-4, 5);
                int r = clamp((p >> 16 & 0xff) * .95 * light + 10 + grain);
                int g = clamp((p >> 8 & 0xff) * .98 * light + 11 + grain);
                int b = clamp((p & 0xff) * 1.03 * light + 14 + grain);
                pixels[y * width + x] = r << 16 | g << 8 | b;
            }
        }
    }

    private static int clamp(double value) {
        return value < 0 ? 0 : value > 255 ? 255 : (int) value;
    }
}
