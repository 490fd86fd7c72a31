package studio.darkroom.sim.sample;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import studio.darkroom.sim.picture.TiffWriter.Directory;

/**
 * EXIF data of a picture.
 *
 * @param maker       maker of the camera
 * @param model       model of the camera
 * @param takenAt     local time
 * @param shutter     reciprocal of the exposure time in seconds
 * @param aperture    f-number times ten
 * @param iso         sensitivity
 * @param focalLength focal length in mm
 * @param width       width of the picture in pixels
 * @param height      height of the picture in pixels
 */
public record Exif(String maker, String model, LocalDateTime takenAt, int shutter, int aperture, int iso, int focalLength, int width,
                   int height) {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss");

    /** Builds the main directory (maker, model, orientation, time) with the EXIF directory below it. */
    public Directory toDirectory() {
        return new Directory().ascii(271, maker).ascii(272, model).shorts(274, 1).rationals(282, 300, 1).rationals(283, 300, 1)
                .shorts(296, 2).ascii(305, "Ver.1.00").ascii(306, STAMP.format(takenAt)).subs(34665, exposureDirectory());
    }

    private Directory exposureDirectory() {
        return new Directory().rationals(33434, 1, shutter).rationals(33437, aperture, 10).shorts(34850, 3).shorts(34855, iso)
                .undefined(36864, new byte[] {'0', '2', '3', '1'}).ascii(36867, STAMP.format(takenAt)).ascii(36868, STAMP.format(takenAt))
                .signedRationals(37380, 0, 1).shorts(37383, 5).shorts(37385, 16).rationals(37386, focalLength, 1).shorts(40961, 1)
                .longs(40962, width).longs(40963, height);
    }
}
