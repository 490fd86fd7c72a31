package studio.darkroom.testing;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small real pictures. */
public final class Pictures {

    private Pictures() {
    }

    /** A JPEG of 320 x 200 that differs from seed to seed. */
    public static byte[] jpeg(int seed) {
        BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(seed * 37 % 200, 90, 120), 320, 200, Color.GRAY));
        pen.fillRect(0, 0, 320, 200);
        pen.setColor(Color.ORANGE);
        pen.fillOval(20 + seed * 7 % 200, 40, 80, 80);
        pen.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "jpg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
