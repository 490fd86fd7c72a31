package studio.darkroom.sim.sample;

/** Smooth, reproducible pseudo-random values for clouds, ridges, grass and grain. */
final class Noise {

    private final long seed;

    Noise(long seed) {
        this.seed = seed;
    }

    /** Value from 0 to 1 for a grid point. */
    double at(long x, long y) {
        long z = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1.0p-53;
    }

    /** Value from 0 to 1 that changes smoothly. */
    double smooth(double x, double y) {
        long x0 = (long) Math.floor(x);
        long y0 = (long) Math.floor(y);
        double fx = ease(x - x0);
        double fy = ease(y - y0);
        double top = at(x0, y0) + (at(x0 + 1, y0) - at(x0, y0)) * fx;
        double low = at(x0, y0 + 1) + (at(x0 + 1, y0 + 1) - at(x0, y0 + 1)) * fx;
        return top + (low - top) * fy;
    }

    /** Sum of smooth values at several scales, from 0 to 1. */
    double rough(double x, double y, int octaves) {
        double sum = 0;
        double weight = 0;
        double strength = 1;
        for (int i = 0; i < octaves; i++) {
            sum += strength * smooth(x * (1 << i) + 17 * i, y * (1 << i) - 31 * i);
            weight += strength;
            strength /= 2;
        }
        return sum / weight;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
