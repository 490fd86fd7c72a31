package studio.darkroom.sim.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Edited pictures, metadata, sidecars and TIFF structures. */
class PicturesTest {

    private static long[] sums(BufferedImage image) {
        long[] sums = new long[3];
        for (int y = 0; y < image.getHeight(); y += 7) {
            for (int x = 0; x < image.getWidth(); x += 7) {
                int p = image.getRGB(x, y);
                sums[0] += p >> 16 & 0xff;
                sums[1] += p >> 8 & 0xff;
                sums[2] += p & 0xff;
            }
        }
        return sums;
    }

    @Test
    void anEditIsBrighterAndWarmer() {
        BufferedImage before = PictureEditor.createPlaceholder("DSC_0001.NEF");
        BufferedImage after = PictureEditor.applyEdit(before, 1);
        assertThat(after.getWidth()).isEqualTo(before.getWidth());
        long[] b = sums(before);
        long[] a = sums(after);
        assertThat(a[0] + a[1] + a[2]).isGreaterThan((b[0] + b[1] + b[2]) * 11 / 10);
        assertThat((double) a[0] / a[2]).isGreaterThan((double) b[0] / b[2] * 1.05);
    }

    @Test
    void placeholdersDifferByNameAndAreTheSameEveryTime() {
        assertThat(sums(PictureEditor.createPlaceholder("A.NEF"))).isNotEqualTo(sums(PictureEditor.createPlaceholder("B.NEF")));
        assertThat(sums(PictureEditor.createPlaceholder("A.NEF"))).isEqualTo(sums(PictureEditor.createPlaceholder("A.NEF")));
    }

    @Test
    void metadataIsPutInWithoutTouchingThePicture() throws IOException {
        byte[] jpeg = PictureEditor.encodeJpeg(PictureEditor.createPlaceholder("A.JPG"), .9f);
        byte[] exif = TiffWriter.write(new TiffWriter.Directory().ascii(271, "Maker"));
        byte[] once = JpegMetadata.withMetadata(jpeg, exif, "<x/>");
        byte[] twice = JpegMetadata.withMetadata(once, exif, "<y/>");
        assertThat(JpegMetadata.isComplete(twice)).isTrue();
        assertThat(JpegMetadata.readExif(twice)).isEqualTo(exif);
        assertThat(JpegMetadata.readXmp(twice)).isEqualTo("<y/>");
        assertThat(twice).hasSameSizeAs(once);
        assertThat(sums(PictureEditor.decode(twice))).isEqualTo(sums(PictureEditor.decode(jpeg)));
        assertThatThrownBy(() -> JpegMetadata.withMetadata("no picture".getBytes(), null, null)).isInstanceOf(IOException.class);
    }

    @Test
    void sidecarsAreWellFormed() throws Exception {
        String xmp = XmpSidecar.render("A & <B>.NEF", "ELEGANT \"HOME\"", Map.of("crop", "true"), 1);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(xmp.getBytes("UTF-8")));
        var description = document.getElementsByTagNameNS("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "Description").item(0);
        assertThat(description.getAttributes().getNamedItem("crs:RawFileName").getNodeValue()).isEqualTo("A & <B>.NEF");
        assertThat(description.getAttributes().getNamedItem("crs:Exposure2012").getNodeValue()).isEqualTo("+0.35");
        assertThat(description.getAttributes().getNamedItem("sim:crop").getNodeValue()).isEqualTo("true");
    }

    @Test
    void theLargestPreviewOfARawIsFound() throws IOException {
        byte[] small = PictureEditor.encodeJpeg(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), .5f);
        byte[] large = PictureEditor.encodeJpeg(PictureEditor.createPlaceholder("A.NEF"), .9f);
        byte[] raw = TiffWriter.write(new TiffWriter.Directory().ascii(271, "Maker of cameras")
                .subs(330, new TiffWriter.Directory().data(513, 514, small), new TiffWriter.Directory().data(513, 514, large)),
                new TiffWriter.Directory().shorts(256, 1).data(273, 279, new byte[5000]));
        assertThat(TiffPreviewReader.findPreview(raw)).isEqualTo(large);
        assertThat(TiffPreviewReader.findPreview("not a raw file at all".getBytes())).isNull();
        assertThat(TiffPreviewReader.findPreview(java.util.Arrays.copyOf(raw, 60))).isNull();
    }

    @Test
    void picturesOfAnyFormatJavaReadsCanBeDecodedAndRubbishIsNot() throws IOException {
        assertThat(PictureEditor.decode(new byte[] {1, 2, 3})).isNull();
        assertThat(ImageIO.read(new ByteArrayInputStream(PictureEditor.encodeJpeg(PictureEditor.createPlaceholder("x"), .8f))).getWidth()).isEqualTo(900);
    }

    @Test
    void sizedFilesAreFramedAndHoldNoOtherMarker() throws IOException {
        byte[] bytes = new FillerJpegStream("A", 100_003).readAllBytes();
        assertThat(bytes).hasSize(100_003);
        assertThat(JpegMetadata.isComplete(bytes)).isTrue();
        for (int i = 2; i < bytes.length - 2; i++) {
            assertThat(bytes[i]).isNotEqualTo((byte) 0xff);
        }
        assertThat(new FillerJpegStream("A", 100_003).readAllBytes()).isEqualTo(bytes);
        try (FillerJpegStream pieces = new FillerJpegStream("A", 100_003)) {
            byte[] again = new byte[100_003];
            for (int at = 0, n = 1; at < again.length; at += n) {
                n = pieces.read(again, at, Math.min(at % 13 + 1, again.length - at));
            }
            assertThat(again).as("however it is read").isEqualTo(bytes);
        }
        assertThat(new FillerJpegStream("B", 100_003).readAllBytes()).isNotEqualTo(bytes);
    }
}
