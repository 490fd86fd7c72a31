package studio.darkroom.sim.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import studio.darkroom.sim.picture.ColourGrade;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffWriter;

/**
 * A listing shot in brackets: three frames of each room, a second apart, two stops darker and lighter, and one single view.
 *
 * @param name     name of the folder
 * @param brackets scenes of three frames each
 * @param singles  scenes of one frame each
 * @param width    width of the pictures in pixels
 */
public record BracketShoot(String name, List<Scene> brackets, List<Scene> singles, int width) {

    private static final LocalDateTime STARTED_AT = LocalDateTime.of(2025, 5, 16, 11, 5);
    private static final int SHUTTER = 60;
    private static final int FRAMES = 3;

    private record Frame(Scene scene, LocalDateTime takenAt, int stops) {
    }

    /** {@code birch-lane-7}: seven JPEGs that merge into three pictures. */
    public static BracketShoot listing() {
        return new BracketShoot("birch-lane-7", List.of(Scene.LIVING_ROOM, Scene.KITCHEN), List.of(Scene.HARBOUR), 2400);
    }

    /** Writes the photos into a sub-folder with the name of the shoot; returns the files in the order of capture. */
    public List<Path> write(Path into) throws IOException {
        Path folder = Files.createDirectories(into.resolve(name));
        List<Frame> frames = frames();
        try {
            return IntStream.range(0, frames.size()).parallel().mapToObj(i -> {
                try {
                    return Files.write(folder.resolve(String.format("_MG_%04d.JPG", 3001 + i)), jpeg(frames.get(i)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        } catch (UncheckedIOException e) {
            throw new IOException("The sample photos cannot be written to " + folder + ": " + e.getCause().getMessage(), e);
        }
    }

    private List<Frame> frames() {
        int[] stops = {0, -2, 2};
        Stream<Frame> sets = IntStream.range(0, brackets.size() * FRAMES).mapToObj(i -> new Frame(brackets.get(i / FRAMES),
                STARTED_AT.plusMinutes(2L * (i / FRAMES)).plusSeconds(i % FRAMES), stops[i % FRAMES]));
        Stream<Frame> alone = IntStream.range(0, singles.size())
                .mapToObj(i -> new Frame(singles.get(i), STARTED_AT.plusMinutes(2L * (brackets.size() + i)), 0));
        return Stream.concat(sets, alone).toList();
    }

    private byte[] jpeg(Frame frame) throws IOException {
        double gain = Math.pow(2, frame.stops() / 2.2);
        BufferedImage picture = new ColourGrade(gain, gain, gain, 1, 1).apply(SceneRenderer.render(frame.scene(), width));
        int shutter = frame.stops() < 0 ? SHUTTER << -frame.stops() : SHUTTER >> frame.stops();
        Exif exif = new Exif("Canon", "Canon EOS R6", frame.takenAt(), shutter, 80, 200, 17, picture.getWidth(), picture.getHeight());
        return JpegMetadata.withMetadata(PictureEditor.encodeJpeg(picture, .9f), TiffWriter.write(exif.toDirectory()), null);
    }
}
