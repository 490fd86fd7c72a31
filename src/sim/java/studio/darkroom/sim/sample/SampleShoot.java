package studio.darkroom.sim.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffWriter;

/**
 * A small sample shoot with generated pictures in camera formats.
 *
 * @param name   name of the folder
 * @param scenes one photo each
 * @param raw    whether to write RAW files instead of JPEGs
 * @param width  width of the pictures in pixels
 */
public record SampleShoot(String name, List<Scene> scenes, boolean raw, int width) {

    /** {@code smith-wedding}: four NEF files of 3 to 4 MB. */
    public static SampleShoot wedding() {
        return new SampleShoot("smith-wedding", List.of(Scene.LAKE, Scene.CEREMONY, Scene.TABLE, Scene.COUPLE), true, 1500);
    }

    /** {@code harbour-row-12}: four JPEGs of 3000 by 2000. */
    public static SampleShoot listing() {
        return new SampleShoot("harbour-row-12", List.of(Scene.HARBOUR, Scene.LIVING_ROOM, Scene.KITCHEN, Scene.BEDROOM), false, 3000);
    }

    /** Writes the photos into a sub-folder with the name of the shoot; returns the files in order. */
    public List<Path> write(Path into) throws IOException {
        Path folder = Files.createDirectories(into.resolve(name));
        try {
            return IntStream.range(0, scenes.size()).parallel().mapToObj(i -> {
                try {
                    String file = raw ? String.format("DSC_%04d.NEF", 4101 + i) : String.format("_MG_%04d.JPG", 2217 + i);
                    return Files.write(folder.resolve(file), raw ? nef(i) : jpeg(i));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        } catch (UncheckedIOException e) {
            throw new IOException("The sample photos cannot be written to " + folder + ": " + e.getCause().getMessage(), e);
        }
    }

    private byte[] jpeg(int i) throws IOException {
        BufferedImage picture = SceneRenderer.render(scenes.get(i), width);
        Exif exif = new Exif("Canon", "Canon EOS R6", LocalDateTime.of(2025, 5, 14, 10, 20).plusSeconds(97L * i), 60, 80, 200, 17,
                picture.getWidth(), picture.getHeight());
        return JpegMetadata.withMetadata(PictureEditor.encodeJpeg(picture, .9f), TiffWriter.write(exif.toDirectory()), null);
    }

    private byte[] nef(int i) throws IOException {
        BufferedImage picture = SceneRenderer.render(scenes.get(i), width);
        return RawFileWriter.writeNef(picture, new Exif("NIKON CORPORATION", "NIKON Z 6_2",
                LocalDateTime.of(2025, 6, 21, 18, 2).plusSeconds(611L * i), 250, 28, 640, 35, picture.getWidth(), picture.getHeight()));
    }
}
