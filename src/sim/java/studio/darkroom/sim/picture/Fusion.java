package studio.darkroom.sim.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Merges the exposures of one view: of each frame most is taken where it is neither black nor white. */
public final class Fusion {

    private static final int[] WEIGHTS = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            double off = (i - 127.5) / 127.5;
            WEIGHTS[i] = 1 + (int) Math.round(255 * Math.exp(-5 * off * off));
        }
    }

    private Fusion() {
    }

    /** The merged picture, as large as the first frame; frames of another size are left out. */
    public static BufferedImage of(List<BufferedImage> frames) {
        BufferedImage first = frames.get(0);
        int width = first.getWidth();
        int height = first.getHeight();
        List<BufferedImage> same = frames.stream().filter(f -> f.getWidth() == width && f.getHeight() == height).toList();
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        int[] sums = new int[4 * width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (BufferedImage frame : same) {
                frame.getRGB(0, y, width, 1, row, 0, width);
                for (int x = 0; x < width; x++) {
                    add(sums, 4 * x, row[x]);
                }
            }
            for (int x = 0; x < width; x++) {
                int total = sums[4 * x + 3];
                row[x] = sums[4 * x] / total << 16 | sums[4 * x + 1] / total << 8 | sums[4 * x + 2] / total;
            }
            out.setRGB(0, y, width, 1, row, 0, width);
        }
        return out;
    }

    private static void add(int[] sums, int at, int pixel) {
        int r = pixel >> 16 & 0xff;
        int g = pixel >> 8 & 0xff;
        int b = pixel & 0xff;
        int weight = WEIGHTS[(77 * r + 150 * g + 29 * b) >> 8];
        sums[at] += r * weight;
        sums[at + 1] += g * weight;
        sums[at + 2] += b * weight;
        sums[at + 3] += weight;
    }
}
