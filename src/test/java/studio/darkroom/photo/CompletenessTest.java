package studio.darkroom.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static studio.darkroom.photo.Completeness.State.COMPLETE;
import static studio.darkroom.photo.Completeness.State.INCOMPLETE;
import static studio.darkroom.photo.Completeness.State.UNCERTAIN;
import static studio.darkroom.photo.RawShapes.ascii;
import static studio.darkroom.photo.RawShapes.join;
import static studio.darkroom.photo.RawShapes.noise;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletenessTest {

    private static Completeness check(String name, byte[] bytes) throws IOException {
        return Completeness.check(PhotoKind.of(name), name, new MemoryBytes(bytes));
    }

    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] emptyFrom(byte[] bytes, int from) {
        byte[] copy = bytes.clone();
        Arrays.fill(copy, from, copy.length, (byte) 0);
        return copy;
    }

    @Test
    void everyShapeIsWhole() throws IOException {
        for (RawShapes.Shape shape : RawShapes.all(200_000).values()) {
            assertThat(check(shape.name(), shape.bytes())).as(shape.toString()).isEqualTo(new Completeness(COMPLETE, ""));
        }
    }

    @ParameterizedTest
    @CsvSource({"baseline,false", "progressive,true"})
    void picturesOfARealEncoderAreWholeAndNotOneByteShorter(String how, boolean progressive) throws IOException {
        byte[] jpeg = encode(progressive, 900, 700);
        assertThat(jpeg.length).isGreaterThan(WindowedReader.WINDOW_SIZE);
        assertThat(check("IMG.JPG", jpeg)).isEqualTo(new Completeness(COMPLETE, ""));
        for (int less : new int[] {1, 2, 3, 500, jpeg.length / 2, jpeg.length - 10}) {
            assertThat(check("IMG.JPG", cut(jpeg, jpeg.length - less)).state()).as(how + " -" + less).isEqualTo(INCOMPLETE);
        }
    }

    private static byte[] encode(boolean progressive, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillRect(random.nextInt(width), random.nextInt(height), 9, 9);
        }
        graphics.dispose();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        writer.dispose();
        return out.toByteArray();
    }

    @Test
    void theEndMarkOfAThumbnailDoesNotCount() throws IOException {
        byte[] jpeg = RawShapes.jpeg(1000);
        assertThat(new String(cut(jpeg, jpeg.length - 2), StandardCharsets.ISO_8859_1))
                .contains("\u00FF\u00D9");
        Completeness found = check("A.JPG", cut(jpeg, jpeg.length - 2));
        assertThat(found.state()).isEqualTo(INCOMPLETE);
        assertThat(found.reason()).startsWith("A.JPG has no end mark").endsWith("copy the file again.");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60_000, 300_000})
    void aTrailerBehindTheEndMarkIsFine(int length) throws IOException {
        byte[] trailer = new byte[length];
        assertThat(check("A.JPG", join(RawShapes.jpeg(100_000), trailer)).state()).isEqualTo(COMPLETE);
    }

    @Test
    void aJpegThatOnlyBeginsAndEndsAsOneIsLeftToTheVendor() throws IOException {
        byte[] odd = new byte[20_000];
        new java.util.Random(5).nextBytes(odd);
        odd[0] = (byte) 0xFF;
        odd[1] = (byte) 0xD8;
        odd[2] = 7;
        odd[odd.length - 2] = (byte) 0xFF;
        odd[odd.length - 1] = (byte) 0xD9;
        assertThat(check("A.JPG", odd).state()).isEqualTo(COMPLETE);
        assertThat(check("A.JPG", cut(odd, odd.length - 1)).state()).isEqualTo(INCOMPLETE);
    }

    @Test
    void reservedRoomBehindAJpegIsNamed() throws IOException {
        assertThat(check("A.JPG", emptyFrom(RawShapes.jpeg(300_000), 100_000)).reason())
                .contains("no end mark").contains("zeros").contains("still running");
    }

    @Test
    void whatIsNoPhotoIsToldByItsBeginning() throws IOException {
        assertThat(check("A.JPG", ascii("<!DOCTYPE html>\n<html>")).reason())
                .startsWith("A.JPG is not a JPEG: it begins with \"<!DOCTYPE html>\"");
        assertThat(check("A.JPG", RawShapes.tiff("II*\0", 1, 10)).reason()).contains("begins with a TIFF or RAW");
        assertThat(check("A.NEF", RawShapes.jpeg(10)).reason()).contains("not a RAW photo: it begins with a JPEG");
        assertThat(check("A.DNG", RawShapes.box("ftyp", ascii("heic\0\0\0\0"))).reason()).contains("\"heic\"");
        assertThat(check("A.CR2", noise(100)).reason()).contains("begins with " + String.format("%02x ", noise(100)[0]));
        assertThat(check("A.NEF", new byte[5000]).reason()).contains("begins with zeros");
        assertThat(check("A.JPG", new byte[5000]).state()).isEqualTo(INCOMPLETE);
        assertThat(check("A.JPG", new byte[0])).isEqualTo(
                new Completeness(INCOMPLETE, "A.JPG is empty; if no copy is running, copy the file again."));
    }

    @Test
    void aRawWithoutStructureIsJudgedByItsEndAlone() throws IOException {
        Completeness found = check("K.RAW", noise(100_000));
        assertThat(found.state()).isEqualTo(COMPLETE);
        assertThat(found.reason()).contains("unknown structure");
        assertThat(check("K.RAW", emptyFrom(noise(100_000), 50_000)).state()).isEqualTo(INCOMPLETE);
        assertThat(check("K.RAW", new byte[100_000]).state()).isEqualTo(UNCERTAIN);
    }

    @Test
    void picturesWithNothingInThemAreBlankAndHalfEmptyOnesPartial() throws IOException {
        for (String name : new String[] {"DSC_1.NEF", "BIG.DNG", "P1.RW2", "DSCF1.RAF", "PICT1.MRW", "IMG_1.CR3"}) {
            byte[] bytes = RawShapes.all(400_000).get(name).bytes();
            Completeness half = check(name, emptyFrom(bytes, bytes.length - 200_000));
            assertThat(half.state()).as(name).isEqualTo(INCOMPLETE);
            assertThat(half.reason()).contains("the last 1").contains("KB of its picture data are zeros")
                    .contains("its copy stopped or is still running");
            assertThat(check(name, emptyFrom(bytes, bytes.length - bytes.length / 320 * 319)).state()).as(name)
                    .isIn(INCOMPLETE, UNCERTAIN);
        }
        byte[] raf = RawShapes.raf(400_000);
        assertThat(check("A.RAF", emptyFrom(raf, 400)).state()).isEqualTo(UNCERTAIN);
        assertThat(check("A.RAF", emptyFrom(raf, 400)).reason()).contains("zeros instead of picture data");
    }

    @Test
    void aShortEmptyEndMayBeTheCamerasPadding() throws IOException {
        byte[] rw2 = RawShapes.rw2(400_000);
        assertThat(check("A.RW2", emptyFrom(rw2, rw2.length - 9_000)).state()).isEqualTo(UNCERTAIN);
        assertThat(check("A.RW2", emptyFrom(rw2, rw2.length - 300)).state()).isEqualTo(COMPLETE);
        assertThat(check("A.RW2", emptyFrom(rw2, rw2.length - 20_000)).state()).isEqualTo(INCOMPLETE);
    }

    @Test
    void jpegDataInsideARawMayBePaddedBehindItsEndMark() throws IOException {
        byte[] dng = RawShapes.tiff("II*\0", 1, 100_000);
        int data = dng.length - 100_000;
        byte[] padded = emptyFrom(dng, dng.length - 3_000);
        padded[data] = (byte) 0xFF;
        padded[data + 1] = (byte) 0xD8;
        assertThat(check("A.DNG", padded).state()).isEqualTo(UNCERTAIN);
        padded[dng.length - 3_001] = (byte) 0xD9;
        padded[dng.length - 3_002] = (byte) 0xFF;
        assertThat(check("A.DNG", padded).state()).isEqualTo(COMPLETE);
    }

    @Test
    void aTableThatIsNotWrittenYetIsNoticed() throws IOException {
        byte[] nef = RawShapes.tiff("MM\0*", 4, 30_000);
        int table = nef.length - 4 * 30_000 - 4 * 8;
        for (int entry = 0; entry < 8; entry++) {
            byte[] hole = nef.clone();
            Arrays.fill(hole, table + entry * 4, table + entry * 4 + 4, (byte) 0);
            assertThat(check("A.NEF", hole).reason()).as("entry " + entry).contains("a part of its picture data is missing");
        }
        byte[] blind = emptyFrom(nef, 520);
        int placeOfStrips = 8 + 2 + 8;
        Arrays.fill(blind, placeOfStrips, placeOfStrips + 4, (byte) 0);
        assertThat(check("A.NEF", blind).reason()).contains("zeros after its first 512 bytes");
    }

    @Test
    void aLongRunOfNothingBehindTheHeadOfAJpegIsNotReadThrough() throws IOException {
        byte[] jpeg = RawShapes.jpeg(1000);
        MemoryBytes reserved = new MemoryBytes(Arrays.copyOf(cut(jpeg, 300), 50_000_000));
        jpeg[2] = 0;
        MemoryBytes stray = new MemoryBytes(Arrays.copyOf(cut(jpeg, 2), 50_000_000));
        assertThat(Completeness.check(PhotoKind.JPEG, "A.JPG", reserved).state()).isEqualTo(INCOMPLETE);
        assertThat(Completeness.check(PhotoKind.JPEG, "A.JPG", stray).state()).isEqualTo(INCOMPLETE);
        assertThat(reserved.reads()).isLessThan(5);
        assertThat(stray.reads()).isLessThan(5);
    }

    @Test
    void hostileDirectoriesArePartialWithAReason() throws IOException {
        byte[] loop = RawShapes.tiff("II*\0", 1, 10_000);
        int chain = 8 + 2 + 5 * 12;
        ByteBuffer.wrap(loop).order(ByteOrder.LITTLE_ENDIAN).putInt(chain, 8);
        assertThat(check("A.NEF", loop).reason()).contains("form a cycle");

        byte[] endless = RawShapes.tiff("II*\0", 1, 10_000);
        ByteBuffer.wrap(endless).order(ByteOrder.LITTLE_ENDIAN).putShort(8, (short) 5000);
        assertThat(check("A.NEF", endless).reason()).contains("5000 entries");

        byte[] counts = RawShapes.tiff("II*\0", 1, 10_000);
        int strips = 8 + 6 + 5 * 12 + 2;
        ByteBuffer.wrap(counts).order(ByteOrder.LITTLE_ENDIAN).putInt(strips + 4, -1);
        assertThat(check("A.NEF", counts)).extracting(Completeness::state).isEqualTo(INCOMPLETE);

        ByteBuffer many = ByteBuffer.allocate(8 + 100 * 18).order(ByteOrder.LITTLE_ENDIAN).put(ascii("II*\0")).putInt(8);
        for (int i = 0; i < 100; i++) {
            many.putShort((short) 1).putShort((short) 254).put(new byte[10]).putInt(many.position() + 4);
        }
        assertThat(check("A.NEF", many.array()).reason()).contains("more than 64 directories");
    }

    @Test
    void aTableOfMillionsIsNotRead() throws IOException {
        PhotoBytes sparse = new PhotoBytes() {
            @Override
            public long size() {
                return 4_000_000_000L;
            }

            @Override
            public int read(long position, ByteBuffer into) {
                int length = into.remaining();
                byte[] head = RawShapes.tiff("II*\0", 1, 1000);
                ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(8 + 6 + 5 * 12 + 2 + 4, 500_000_000).putInt(8 + 6 + 5 * 12 + 2 + 12 + 4, 500_000_000);
                for (int i = 0; i < length; i++) {
                    into.put(position + i < head.length ? head[(int) position + i] : 1);
                }
                return length;
            }
        };
        assertThat(Completeness.check(PhotoKind.RAW, "A.NEF", sparse).reason()).contains("more than 1048576 parts");
    }

    @Test
    void boxesMustFitAndZerosAreNoBox() throws IOException {
        byte[] cr3 = RawShapes.cr3(50_000);
        assertThat(check("A.CR3", join(cr3, new byte[] {0, 0, 0}))).extracting(Completeness::state).isEqualTo(INCOMPLETE);
        assertThat(check("A.CR3", join(cr3, new byte[64])).reason()).contains("its next box");
        int data = cr3.length - 16 - 500 - 50_000;
        assertThat(check("A.CR3", cut(cr3, data)).reason()).contains("no picture data");
        byte[] open = cr3.clone();
        ByteBuffer.wrap(open).putInt(data, 0);
        assertThat(check("A.CR3", open).state()).isEqualTo(COMPLETE);
        assertThat(check("A.CR3", cut(open, cr3.length - 1)).reason()).contains("a picture of it");
    }

    @Test
    void aPanasonicIsMeasuredByItsSizeAndNotByItsStripLength() throws IOException {
        byte[] rw2 = RawShapes.rw2(50_000);
        assertThat(check("A.RW2", rw2).state()).isEqualTo(COMPLETE);
        assertThat(check("A.RW2", cut(rw2, rw2.length - 1)).reason()).contains("its picture data should extend to byte "
                + rw2.length);
    }

    @Test
    void aPngEndsWithItsLastChunk() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "png", out);
        byte[] png = out.toByteArray();
        assertThat(check("A.PNG", png).state()).isEqualTo(COMPLETE);
        for (int length = 0; length < png.length; length++) {
            assertThat(check("A.PNG", cut(png, length)).state()).as("cut at " + length).isEqualTo(INCOMPLETE);
        }
        for (int from = 0; from < png.length - 12; from++) {
            assertThat(check("A.PNG", emptyFrom(png, from)).state()).as("empty from " + from).isEqualTo(INCOMPLETE);
        }
    }

    @Test
    void aWholePhotoOfAnySizeIsJudgedInAFewReads() throws IOException {
        for (RawShapes.Shape shape : RawShapes.all(5_000_000).values()) {
            MemoryBytes bytes = new MemoryBytes(shape.bytes());
            assertThat(Completeness.check(shape.kind(), shape.name(), bytes).state()).isEqualTo(COMPLETE);
            assertThat(bytes.reads()).as(shape.toString()).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void aFileThatShrinksWhileItIsJudgedIsPartial() throws IOException {
        byte[] whole = RawShapes.tiff("II*\0", 1, 300_000);
        PhotoBytes shrunk = new PhotoBytes() {
            @Override
            public long size() {
                return whole.length;
            }

            @Override
            public int read(long position, ByteBuffer into) {
                return position > 100_000 ? -1 : new MemoryBytes(whole).read(position, into);
            }
        };
        assertThat(Completeness.check(PhotoKind.RAW, "A.NEF", shrunk).reason()).contains("was shortened");
    }
}
