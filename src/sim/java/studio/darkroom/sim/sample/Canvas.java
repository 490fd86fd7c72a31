package studio.darkroom.sim.sample;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Drawing tools on Java2D, in scene coordinates. Colours are 0xRRGGBB. */
final class Canvas {

    final Graphics2D g;
    final Noise noise;

    Canvas(Graphics2D g, Noise noise) {
        this.g = g;
        this.noise = noise;
    }

    static Color colour(int rgb, double alpha) {
        return new Color(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, (int) Math.round(255 * alpha));
    }

    static int mix(int a, int b, double t) {
        int r = (int) ((a >> 16 & 0xff) * (1 - t) + (b >> 16 & 0xff) * t);
        int g = (int) ((a >> 8 & 0xff) * (1 - t) + (b >> 8 & 0xff) * t);
        int bl = (int) ((a & 0xff) * (1 - t) + (b & 0xff) * t);
        return r << 16 | g << 8 | bl;
    }

    void fill(Shape shape, int rgb) {
        fill(shape, rgb, 1);
    }

    void fill(Shape shape, int rgb, double alpha) {
        g.setPaint(colour(rgb, alpha));
        g.fill(shape);
    }

    /** Fills a shape with a vertical gradient. */
    void fade(Shape shape, int top, int bottom) {
        Rectangle2D b = shape.getBounds2D();
        g.setPaint(new GradientPaint(0, (float) b.getMinY(), colour(top, 1), 0, (float) b.getMaxY(), colour(bottom, 1)));
        g.fill(shape);
    }

    /** Fills a shape with a horizontal gradient. */
    void fadeAcross(Shape shape, int left, int right) {
        Rectangle2D b = shape.getBounds2D();
        g.setPaint(new GradientPaint((float) b.getMinX(), 0, colour(left, 1), (float) b.getMaxX(), 0, colour(right, 1)));
        g.fill(shape);
    }

    /** Draws light that falls off around a point. */
    void glow(double x, double y, double radius, int rgb, double alpha) {
        g.setPaint(new RadialGradientPaint((float) x, (float) y, (float) radius, new float[] {0, .35f, 1},
                new Color[] {colour(rgb, alpha), colour(rgb, alpha * .45), colour(rgb, 0)}));
        g.fill(disc(x, y, radius));
    }

    /** Draws a soft shadow below an object. */
    void shadow(double x, double y, double halfWidth, double halfHeight, double alpha) {
        for (int i = 8; i > 0; i--) {
            double s = .6 + .07 * i;
            fill(new Ellipse2D.Double(x - halfWidth * s, y - halfHeight * s, 2 * halfWidth * s, 2 * halfHeight * s), 0x100c08, alpha / 8);
        }
    }

    static Rectangle2D box(double x, double y, double w, double h) {
        return new Rectangle2D.Double(x, y, w, h);
    }

    static RoundRectangle2D soft(double x, double y, double w, double h, double round) {
        return new RoundRectangle2D.Double(x, y, w, h, round, round);
    }

    static Ellipse2D disc(double x, double y, double r) {
        return new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
    }

    /** Creates a closed shape through the points x, y, x, y, ... */
    static Path2D shape(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** Draws a sky: a gradient with clouds. */
    void sky(double bottom, int top, int low, int cloud, double cover) {
        fade(box(0, 0, Scene.WIDTH, bottom), top, low);
        for (int y = 0; y < bottom; y += 4) {
            for (int x = 0; x < Scene.WIDTH; x += 4) {
                double thick = (noise.rough(x / 330.0, y / 110.0, 5) - (1 - cover)) * 3.2;
                if (thick > 0) {
                    fill(box(x, y, 4, 4), cloud, Math.min(.85, thick) * (.55 + .45 * y / bottom));
                }
            }
        }
    }
}
