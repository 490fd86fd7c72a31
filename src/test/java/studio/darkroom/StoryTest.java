package studio.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Studio;

/** A dropped folder comes back as edited JPEGs. */
class StoryTest {

    @TempDir
    Path folder;

    @Test
    void aDroppedFolderComesBackAsEditedJpegs() {
        try (Studio studio = new Studio(folder)) {
            studio.drop("smith/A_1.JPG", Pictures.jpeg(1));
            studio.drop("smith/A_2.JPG", Pictures.jpeg(2));
            studio.seen("default", "smith/A_1.JPG", "smith/A_2.JPG");
            studio.until("smith", "done");
            assertThat(Studio.files(studio.delivery)).hasSize(3).contains("smith/receipt.json");
            assertThat(studio.sim.billed()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
        }
    }
}
