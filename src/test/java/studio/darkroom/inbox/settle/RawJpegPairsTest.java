package studio.darkroom.inbox.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.darkroom.photo.PhotoKind;

class RawJpegPairsTest {

    private static RawJpegPairs of(String... paths) {
        Map<String, PhotoKind> photos = new HashMap<>();
        for (String path : paths) {
            photos.put(path, PhotoKind.of(path));
        }
        return RawJpegPairs.of(photos);
    }

    @Test
    void aJpegBesideItsRawIsLeftOutAndALoneOneIsNot() {
        RawJpegPairs twins = of("a/DSC_1.NEF", "a/DSC_1.JPG", "a/DSC_2.NEF", "a/DSC_3.JPG", "notes.txt");
        assertThat(twins.raws()).containsExactly("a/DSC_1.NEF", "a/DSC_2.NEF");
        assertThat(twins.jpegs()).containsExactly("a/DSC_3.JPG");
        assertThat(twins.leftOut()).isEqualTo(Map.of("a/DSC_1.JPG", "a/DSC_1.NEF"));
    }

    @Test
    void caseAndFormOfAccentsDoNotMatterButTheFolderDoes() {
        assertThat(of("\u00e9/X.NEF", "e\u0301/x.jpeg").leftOut()).containsOnlyKeys("e\u0301/x.jpeg");
        RawJpegPairs apart = of("a/X.NEF", "b/X.JPG", "X.PNG");
        assertThat(apart.leftOut()).isEmpty();
        assertThat(apart.jpegs()).containsExactly("X.PNG", "b/X.JPG");
    }

    @Test
    void dotsInNamesAndFoldersAreNoExtension() {
        assertThat(of("v1.2/X.NEF", "v1/X.JPG").leftOut()).isEmpty();
        assertThat(of("X.edit.NEF", "X.jpg").leftOut()).isEmpty();
        assertThat(of("X.edit.NEF", "X.edit.jpg").leftOut()).containsOnlyKeys("X.edit.jpg");
    }
}
