package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffPreviewReader;
import studio.darkroom.sim.sample.SampleShoot;
import studio.darkroom.sim.sample.Scene;

/** What comes back are real files: pictures a person sees the edit in, sidecars, DNGs. */
class SimulatorPictureTest extends SimulatorFixture {

    static byte[] photo(boolean raw, Path folder) throws IOException {
        return Files.readAllBytes(new SampleShoot("one", List.of(Scene.KITCHEN), raw, 600).write(folder).get(0));
    }

    static String project(String name, String file, byte[] photo, String order) {
        String project = client.create(name);
        client.put(client.links(project, file).data().at("/files_list/0/upload_link").asText(), photo);
        assertThat(client.edit(project, order).status()).isEqualTo(200);
        client.awaitStatus(project, "edit", "Completed");
        client.export(project);
        client.awaitStatus(project, "export", "Completed");
        return project;
    }

    static double brightness(byte[] jpeg) {
        BufferedImage image = PictureEditor.decode(jpeg);
        assertThat(image.getWidth()).isEqualTo(600);
        double sum = 0;
        for (int y = 0; y < 400; y += 5) {
            for (int x = 0; x < 600; x += 5) {
                sum += image.getRGB(x, y) >> 8 & 0xff;
            }
        }
        return sum / (120 * 80);
    }

    @Test
    void aJpegComesBackUntouchedWithXmpAndExportedWithTheEdit(@TempDir Path folder) throws IOException {
        byte[] original = photo(false, folder);
        String project = project("jpeg", "A.JPG", original, SimulatorTest.JPG_EDIT);
        byte[] edit = client.fetch(client.resultLink(project, "edit", 0)).raw().body();
        byte[] export = client.fetch(client.resultLink(project, "export", 0)).raw().body();
        assertThat(brightness(edit)).isEqualTo(brightness(original));
        assertThat(JpegMetadata.readXmp(edit)).contains("crs:Exposure2012").contains("BRIGHT LISTING");
        assertThat(brightness(export)).isGreaterThan(brightness(original) + 15);
        assertThat(JpegMetadata.readExif(export)).isEqualTo(JpegMetadata.readExif(original));
        assertThat(JpegMetadata.isComplete(export)).isTrue();
    }

    @Test
    void aRawIsExportedFromItsPreview(@TempDir Path folder) throws IOException {
        byte[] original = photo(true, folder);
        String project = project("raw", "A.NEF", original, SimulatorTest.RAW_EDIT);
        assertThat(client.fetch(client.resultLink(project, "edit", 0)).text()).startsWith("<x:xmpmeta").contains("A.NEF");
        byte[] export = client.fetch(client.resultLink(project, "export", 0)).raw().body();
        assertThat(brightness(export)).isGreaterThan(brightness(TiffPreviewReader.findPreview(original)) + 15);
    }

    @Test
    void aMergedBracketIsADngWithItsSettingsInside(@TempDir Path folder) throws IOException {
        byte[] original = photo(true, folder);
        String project = project("hdr", "A.NEF", original, "{\"profile_key\":5700,\"hdr_merge\":true}");
        byte[] dng = client.fetch(client.resultLink(project, "edit", 0)).raw().body();
        assertThat(TiffPreviewReader.findPreview(dng)).isEqualTo(TiffPreviewReader.findPreview(original));
        assertThat(new String(dng, java.nio.charset.StandardCharsets.ISO_8859_1)).contains("crs:Exposure2012");
    }
}
