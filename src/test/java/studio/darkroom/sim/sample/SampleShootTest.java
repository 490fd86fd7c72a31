package studio.darkroom.sim.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffPreviewReader;

/** The sample shoots are what a camera would have written. */
class SampleShootTest {

    /** Walks a TIFF structure; every offset that is met must lie inside the file. */
    private static final class Walk {
        private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8};
        private final ByteBuffer file;
        private final Map<Integer, String> texts = new TreeMap<>();
        private long furthest;

        private Walk(byte[] bytes) {
            file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(new String(bytes, 0, 2, StandardCharsets.US_ASCII)).isEqualTo("II");
            assertThat(file.getShort(2)).isEqualTo((short) 42);
            for (int at = file.getInt(4); at != 0;) {
                at = directory(at);
            }
        }

        private int directory(int at) {
            int count = file.getShort(at);
            long offset = -1;
            int before = -1;
            for (int i = 0; i < count; i++) {
                int entry = at + 2 + 12 * i;
                int tag = file.getShort(entry) & 0xffff;
                assertThat(tag).as("tags in order").isGreaterThan(before);
                before = tag;
                int values = file.getInt(entry + 4);
                int size = SIZES[file.getShort(entry + 2)] * values;
                int value = size <= 4 ? entry + 8 : file.getInt(entry + 8);
                reach(value + size);
                if (file.getShort(entry + 2) == 2) {
                    texts.put(tag, new String(file.array(), value, size - 1, StandardCharsets.US_ASCII));
                }
                if (tag == 330 || tag == 34665) {
                    for (int s = 0; s < values; s++) {
                        directory(file.getInt(value + 4 * s));
                    }
                }
                if (tag == 273 || tag == 513) {
                    offset = file.getInt(value);
                } else if (tag == 279 || tag == 514) {
                    reach(offset + file.getInt(value));
                }
            }
            return file.getInt(at + 2 + 12 * count);
        }

        private void reach(long end) {
            assertThat(end).isLessThanOrEqualTo(file.capacity());
            furthest = Math.max(furthest, end);
        }
    }

    @Test
    void theListingIsJpegsWithExif(@TempDir Path inbox) throws IOException {
        List<Path> files = SampleShoot.listing().write(inbox);
        assertThat(files).hasSize(4).allSatisfy(f -> {
            byte[] bytes = Files.readAllBytes(f);
            assertThat(JpegMetadata.isComplete(bytes)).isTrue();
            assertThat(bytes.length).isBetween(300_000, 5_000_000);
            Walk exif = new Walk(JpegMetadata.readExif(bytes));
            assertThat(exif.texts).containsEntry(272, "Canon EOS R6").containsKey(36867);
            assertThat(exif.texts.get(36867)).matches("\\d{4}:\\d\\d:\\d\\d \\d\\d:\\d\\d:\\d\\d");
            BufferedImage picture = PictureEditor.decode(bytes);
            assertThat(picture.getWidth()).isEqualTo(3000);
            assertThat(picture.getHeight()).isEqualTo(2000);
        });
        assertThat(files.get(0).getParent().getFileName()).hasToString("harbour-row-12");
    }

    @Test
    void theWeddingIsRawFilesWithEveryOffsetInside(@TempDir Path inbox) throws IOException {
        List<Path> files = SampleShoot.wedding().write(inbox);
        assertThat(files).hasSize(4).allSatisfy(f -> {
            byte[] bytes = Files.readAllBytes(f);
            assertThat(f.getFileName().toString()).endsWith(".NEF");
            Walk walk = new Walk(bytes);
            assertThat(walk.texts).containsEntry(271, "NIKON CORPORATION");
            assertThat(walk.furthest).as("nothing is left over").isBetween((long) bytes.length - 1, (long) bytes.length);
            assertThat(PictureEditor.decode(TiffPreviewReader.findPreview(bytes)).getWidth()).isEqualTo(1500);
        });
    }

    @Test
    void aDngHasItsVersion() throws IOException {
        BufferedImage picture = SceneRenderer.render(Scene.LAKE, 300);
        byte[] dng = RawFileWriter.writeDng(picture, new Exif("Maker", "Model X", LocalDateTime.of(2025, 1, 2, 3, 4), 100, 40, 100, 50, 300, 200));
        assertThat(new Walk(dng).texts).containsEntry(50708, "Model X");
        assertThat(TiffPreviewReader.findPreview(dng)).isNotNull();
    }

    @Test
    void bothShootsAreSmallAndWrittenFast(@TempDir Path inbox) throws IOException {
        long began = System.nanoTime();
        SampleShoot.wedding().write(inbox);
        SampleShoot.listing().write(inbox);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        try (var files = Files.walk(inbox)) {
            assertThat(files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum()).isLessThan(30_000_000);
        }
    }

    @Test
    void everySceneIsAPictureOfItsOwn() {
        for (Scene scene : Scene.values()) {
            BufferedImage picture = SceneRenderer.render(scene, 300);
            long different = 0;
            for (int i = 0; i < 2000; i++) {
                int a = picture.getRGB(i * 37 % 300, i * 91 % 200);
                int b = picture.getRGB(i * 53 % 300, i * 17 % 200);
                different += Math.abs((a >> 8 & 0xff) - (b >> 8 & 0xff)) > 12 ? 1 : 0;
            }
            assertThat(different).as("%s has something to see", scene).isGreaterThan(500);
        }
    }
}
