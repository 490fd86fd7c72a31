package studio.darkroom.sim.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.darkroom.sim.picture.TiffWriter.Directory;
import studio.darkroom.sim.sample.Exif;
import studio.darkroom.sim.sample.RawFileWriter;

/** What a file tells about its exposure, of each shape a camera writes. */
class ExposureTest {

    static Directory sub() {
        return new Directory().rationals(33434, 1, 250).rationals(33437, 28, 10).shorts(34855, 400)
                .ascii(36867, "2025:05:14 12:00:01").ascii(37521, "25");
    }

    static byte[] exif(Directory sub) {
        return TiffWriter.write(new Directory().ascii(271, "Maker").subs(34665, sub));
    }

    static byte[] jpeg(byte[] exif) throws IOException {
        return JpegMetadata.withMetadata(PictureEditor.encodeJpeg(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), .8f), exif, null);
    }

    static void assertFound(Exposure found) {
        assertThat(found.takenAt()).isEqualTo(Instant.parse("2025-05-14T12:00:01.250Z"));
        assertThat(found.seconds()).isEqualTo(1 / 250.0);
        assertThat(found.fNumber()).isEqualTo(2.8);
        assertThat(found.iso()).isEqualTo(400);
        assertThat(found.exposureValue()).isCloseTo(Math.log(2.8 * 2.8 * 250) / Math.log(2) - 2, within(1e-9));
    }

    @Test
    void aJpegTellsItsExposure() throws IOException {
        assertFound(Exposure.of(jpeg(exif(sub()))));
    }

    @Test
    void anOffsetCounts() throws IOException {
        assertThat(Exposure.of(jpeg(exif(sub().ascii(36881, "+02:00")))).takenAt()).isEqualTo(Instant.parse("2025-05-14T10:00:01.250Z"));
    }

    @Test
    void aBigEndianBlockIsReadToo() throws IOException {
        byte[] little = exif(sub());
        assertFound(Exposure.of(little));
        ByteBuffer big = ByteBuffer.allocate(200);
        big.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 2);
        big.putShort((short) 33434).putShort((short) 5).putInt(1).putInt(100);
        big.putShort((short) 36867).putShort((short) 2).putInt(20).putInt(120).putInt(0);
        big.position(100).putInt(1).putInt(30);
        big.position(120).put("2025:05:14 12:00:01\0".getBytes(StandardCharsets.US_ASCII));
        Exposure found = Exposure.of(big.array());
        assertThat(found.seconds()).isEqualTo(1 / 30.0);
        assertThat(found.fNumber()).as("not told").isEqualTo(1);
        assertThat(found.iso()).as("not told").isEqualTo(100);
    }

    @Test
    void rawFilesTellTheirs() throws IOException {
        BufferedImage picture = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
        byte[] nef = RawFileWriter.writeNef(picture, new Exif("NIKON", "Z 6", LocalDateTime.of(2025, 6, 21, 18, 2, 3), 250, 28, 640, 35, 60, 40));
        Exposure found = Exposure.of(nef);
        assertThat(found.takenAt()).isEqualTo(Instant.parse("2025-06-21T18:02:03Z"));
        assertThat(found.iso()).isEqualTo(640);
    }

    @Test
    void fujiAndCanonContainersAreLookedInto() throws IOException {
        ByteArrayOutputStream raf = new ByteArrayOutputStream();
        raf.writeBytes("FUJIFILMCCD-RAW ".getBytes(StandardCharsets.US_ASCII));
        raf.writeBytes(new byte[68]);
        raf.writeBytes(ByteBuffer.allocate(16).putInt(100).array());
        raf.writeBytes(jpeg(exif(sub())));
        assertFound(Exposure.of(raf.toByteArray()));
        ByteArrayOutputStream cr3 = new ByteArrayOutputStream();
        cr3.writeBytes(new byte[] {0, 0, 0, 24});
        cr3.writeBytes("ftypcrx isom    moovCMT2".getBytes(StandardCharsets.US_ASCII));
        cr3.writeBytes(TiffWriter.write(sub()));
        assertFound(Exposure.of(cr3.toByteArray()));
    }

    @Test
    void withoutTimeOrExposureTimeThereIsNone() throws IOException {
        assertThat(Exposure.of(jpeg(null))).isNull();
        assertThat(Exposure.of(new byte[0])).isNull();
        assertThat(Exposure.of("no picture at all".getBytes(StandardCharsets.US_ASCII))).isNull();
        assertThat(Exposure.of(exif(new Directory().rationals(33434, 1, 60)))).isNull();
        assertThat(Exposure.of(exif(new Directory().ascii(36867, "2025:05:14 12:00:01")))).isNull();
        assertThat(Exposure.of(exif(sub().ascii(36867, "    :  :     :  :  ")))).isNull();
        assertThat(Exposure.of(exif(sub().rationals(33434, 0, 0)))).isNull();
    }

    @Test
    void damagedFilesNeverBreakTheReader() throws IOException {
        byte[] whole = jpeg(exif(sub()));
        Random random = new Random(11);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 4 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int k = 0; k < 4 && damaged.length > 0; k++) {
                damaged[random.nextInt(Math.min(300, damaged.length))] = (byte) random.nextInt();
            }
            Exposure exposure = Exposure.of(damaged);
            found += exposure != null && exposure.seconds() > 0 ? 1 : 0;
        }
        assertThat(found).isBetween(100, 19_900);
    }
}
