package studio.darkroom.inbox.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.vendor.VendorFacts;

class ShootSplitTest {

    private final VendorFacts facts = new VendorFacts();

    private ShootSplit split(String... paths) {
        return ShootSplit.of(List.of(paths), facts);
    }

    private static List<String> paths(ShootSplit.Group group) {
        return List.copyOf(group.names().keySet());
    }

    @Test
    void aJpegBesideItsRawIsLeftOutAndALoneOneIsNot() {
        ShootSplit split = split("a/DSC_1.JPG", "a/DSC_1.NEF", "a/DSC_2.NEF", "a/DSC_3.JPG");
        assertThat(split.leftOut()).containsOnlyKeys("a/DSC_1.JPG");
        assertThat(split.groups()).extracting(ShootSplit.Group::kind).containsExactly("raw", "jpeg");
        assertThat(paths(split.groups().get(0))).containsExactly("a/DSC_1.NEF", "a/DSC_2.NEF");
        assertThat(paths(split.groups().get(1))).containsExactly("a/DSC_3.JPG");
    }

    @Test
    void aVendorThatMixesKindsGetsOneGroup() {
        facts.setMixes(true);
        ShootSplit split = split("a/DSC_1.JPG", "a/DSC_1.NEF", "a/DSC_3.JPG");
        assertThat(split.leftOut()).containsOnlyKeys("a/DSC_1.JPG");
        assertThat(split.groups()).singleElement().satisfies(group -> {
            assertThat(group.kind()).isEqualTo("mixed");
            assertThat(paths(group)).containsExactly("a/DSC_1.NEF", "a/DSC_3.JPG");
        });
    }

    @Test
    void whatTheVendorDoesNotAcceptIsLeftOutAndDoesNotReplaceAJpeg() {
        facts.setTakes("jpeg");
        ShootSplit split = split("a/DSC_1.JPG", "a/DSC_1.NEF");
        assertThat(split.leftOut()).containsOnlyKeys("a/DSC_1.NEF");
        assertThat(split.groups()).singleElement().satisfies(group -> assertThat(paths(group)).containsExactly("a/DSC_1.JPG"));
        facts.setTakes("png");
        assertThatThrownBy(() -> split("a/DSC_1.JPG").requirePhotos(facts)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.code()).isEqualTo("photos-none"));
    }

    @Test
    void caseAndFormOfAccentsDoNotMatterButTheFolderDoes() {
        assertThat(split("\u00e9/X.NEF", "e\u0301/x.jpeg").leftOut()).containsOnlyKeys("e\u0301/x.jpeg");
        assertThat(split("a/X.NEF", "b/X.JPG").leftOut()).isEmpty();
    }

    @Test
    void dotsInNamesAndFoldersAreNoExtension() {
        assertThat(split("v1.2/X.NEF", "v1/X.JPG").leftOut()).isEmpty();
        assertThat(split("X.edit.NEF", "X.jpg").leftOut()).isEmpty();
        assertThat(split("X.edit.NEF", "X.edit.jpg").leftOut()).containsOnlyKeys("X.edit.jpg");
    }
}
