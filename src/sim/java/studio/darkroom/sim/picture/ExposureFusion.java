package studio.darkroom.sim.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Merges exposures of one view. Well-exposed pixels of each frame have more weight, and the remaining contrast is stretched
 * to the full range.
 */
public final class ExposureFusion {

    private static final int[] WEIGHTS = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            double off = (i - 127.5) / 127.5;
            WEIGHTS[i] = 60 + (int) Math.round(195 * Math.exp(-4 * off * off));
        }
    }

    private ExposureFusion() {
    }

    /** Returns the merged picture in the size of the first frame; ignores frames of another size. */
    public static BufferedImage merge(List<BufferedImage> frames) {
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
                    addWeighted(sums, 4 * x, row[x]);
                }
            }
            for (int x = 0; x < width; x++) {
                int total = sums[4 * x + 3];
                row[x] = sums[4 * x] / total << 16 | sums[4 * x + 1] / total << 8 | sums[4 * x + 2] / total;
            }
            out.setRGB(0, y, width, 1, row, 0, width);
        }
        stretchContrast(out);
        return out;
    }

    private static void stretchContrast(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] row = new int[width];
        int[] counts = new int[256];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int p : row) {
                counts[luminance(p)]++;
            }
        }
        int low = findPercentile(counts, width * height / 200);
        int high = findPercentile(counts, width * height - width * height / 200);
        if (high - low < 32) {
            return;
        }
        int[] curve = new int[256];
        for (int i = 0; i < 256; i++) {
            curve[i] = Math.max(0, Math.min(255, 10 + (i - low) * 236 / (high - low)));
        }
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                row[x] = curve[row[x] >> 16 & 0xff] << 16 | curve[row[x] >> 8 & 0xff] << 8 | curve[row[x] & 0xff];
            }
            picture.setRGB(0, y, width, 1, row, 0, width);
        }
    }

    private static int findPercentile(int[] counts, int pixels) {
        int below = 0;
        for (int i = 0; i < 256; i++) {
            below += counts[i];
            if (below >= pixels) {
                return i;
            }
        }
        return 255;
    }

    private static int luminance(int pixel) {
        return (77 * (pixel >> 16 & 0xff) + 150 * (pixel >> 8 & 0xff) + 29 * (pixel & 0xff)) >> 8;
    }

    private static void addWeighted(int[] sums, int at, int pixel) {
        int r = pixel >> 16 & 0xff;
        int g = pixel >> 8 & 0xff;
        int b = pixel & 0xff;
        int weight = WEIGHTS[luminance(pixel)];
        sums[at] += r * weight;
        sums[at + 1] += g * weight;
        sums[at + 2] += b * weight;
        sums[at + 3] += weight;
    }
}
