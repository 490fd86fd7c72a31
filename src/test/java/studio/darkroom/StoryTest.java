package studio.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** A dropped folder comes back as edited JPEGs. */
class StoryTest {

    @TempDir
    Path folder;

    @Test
    void aDroppedFolderComesBackAsEditedJpegs() {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            studio.dropFile("smith/A_1.JPG", TestPictures.jpeg(1));
            studio.dropFile("smith/A_2.JPG", TestPictures.jpeg(2));
            studio.awaitScanned("default", "smith/A_1.JPG", "smith/A_2.JPG");
            studio.runUntil("smith", "done");
            assertThat(TestDarkroom.listFiles(studio.delivery)).hasSize(3).contains("smith/receipt.json");
            assertThat(studio.sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
        }
    }
}
