package studio.darkroom.sim.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.picture.Exposure;
import studio.darkroom.sim.picture.ExposureFusion;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;

/** The bracketed sample is what a camera on a tripod leaves: sets that differ in light, seconds apart. */
class BracketShootTest {

    static double light(BufferedImage picture) {
        double sum = 0;
        int n = 0;
        for (int y = 0; y < picture.getHeight(); y += 9) {
            for (int x = 0; x < picture.getWidth(); x += 9, n++) {
                sum += picture.getRGB(x, y) >> 8 & 0xff;
            }
        }
        return sum / n;
    }

    @Test
    void threeFramesPerRoomAndOneAlone(@TempDir Path inbox) throws IOException {
        List<Path> files = BracketShoot.listing().write(inbox);
        assertThat(files).hasSize(7);
        assertThat(files.get(0)).hasFileName("_MG_3001.JPG").hasParent(inbox.resolve("birch-lane-7"));
        List<Exposure> found = new ArrayList<>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(JpegMetadata.isComplete(bytes)).isTrue();
            assertThat(bytes.length).isBetween(100_000, 5_000_000);
            found.add(Exposure.of(bytes));
        }
        for (int set = 0; set < 6; set += 3) {
            assertThat(found.get(set + 1).exposureValue() - found.get(set).exposureValue()).isCloseTo(2, within(1e-9));
            assertThat(found.get(set + 2).exposureValue() - found.get(set).exposureValue()).isCloseTo(-2, within(1e-9));
            assertThat(found.get(set + 2).takenAt()).isEqualTo(found.get(set).takenAt().plusSeconds(2));
        }
        assertThat(found.get(3).takenAt()).isAfter(found.get(2).takenAt().plusSeconds(30));
        assertThat(found.get(6).takenAt()).isAfter(found.get(5).takenAt().plusSeconds(30));
    }

    @Test
    void framesDifferInLightAndMergeToOneBetween(@TempDir Path inbox) throws IOException {
        List<Path> files = new BracketShoot("one", List.of(Scene.BEDROOM), List.of(), 600).write(inbox);
        List<BufferedImage> frames = new ArrayList<>();
        for (Path file : files) {
            frames.add(PictureEditor.decode(Files.readAllBytes(file)));
        }
        assertThat(light(frames.get(1))).isLessThan(light(frames.get(0)) - 25);
        assertThat(light(frames.get(2))).isGreaterThan(light(frames.get(0)) + 25);
        assertThat(light(ExposureFusion.merge(frames))).isBetween(light(frames.get(1)), light(frames.get(2)));
    }
}
