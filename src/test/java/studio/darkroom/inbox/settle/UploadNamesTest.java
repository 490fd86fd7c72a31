package studio.darkroom.inbox.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UploadNamesTest {

    @Test
    void cameraNamesStayAsTheyAre() {
        assertThat(UploadNames.of(List.of("DSC_0001.NEF", "card 1/_MG-2.CR2", "b/IMG 3.jpg"))).isEqualTo(Map.of(
                "DSC_0001.NEF", "DSC_0001.NEF", "card 1/_MG-2.CR2", "_MG-2.CR2", "b/IMG 3.jpg", "IMG 3.jpg"));
    }

    @Test
    void aNameThatWindowsTakesForADeviceIsAnother() {
        assertThat(UploadNames.of(List.of("NUL.JPG", "com1.NEF", "CONFETTI.JPG"))).isEqualTo(Map.of(
                "NUL.JPG", "_NUL.JPG", "com1.NEF", "_com1.NEF", "CONFETTI.JPG", "CONFETTI.JPG"));
    }

    @Test
    void theSecondOfTwoGetsItsFolderInFront() {
        assertThat(UploadNames.of(List.of("b/DSC_1.NEF", "a/DSC_1.NEF", "c/dsc_1.nef"))).isEqualTo(Map.of(
                "a/DSC_1.NEF", "DSC_1.NEF", "b/DSC_1.NEF", "b-DSC_1.NEF", "c/dsc_1.nef", "c-dsc_1.nef"));
        assertThat(UploadNames.of(List.of("a/DSC_1.NEF", "DSC_1.NEF")).get("DSC_1.NEF")).isEqualTo("DSC_1.NEF");
        assertThat(UploadNames.of(List.of("1/100ND/A.NEF", "2/100ND/A.NEF", "3/100ND/A.NEF"))).isEqualTo(Map.of(
                "1/100ND/A.NEF", "A.NEF", "2/100ND/A.NEF", "100ND-A.NEF", "3/100ND/A.NEF", "3-100ND-A.NEF"));
    }

    @Test
    void aMadeUpNameNeverTakesAnothersOwnName() {
        assertThat(UploadNames.of(List.of("a/X.NEF", "b/X.NEF", "z/b-X.NEF"))).isEqualTo(Map.of(
                "a/X.NEF", "X.NEF", "z/b-X.NEF", "b-X.NEF", "b/X.NEF", "b-X-2.NEF"));
    }

    @Test
    void aStemServesOnceWithinAKind() {
        assertThat(UploadNames.of(List.of("X.NEF", "X.DNG", "X.JPG", "x.jpeg"))).isEqualTo(Map.of(
                "X.DNG", "X.DNG", "X.NEF", "X-2.NEF", "X.JPG", "X-2.JPG", "x.jpeg", "x.jpeg"));
    }

    @Test
    void foreignCharactersAreReplacedAndBothFormsOfAnAccentAreOneName() {
        assertThat(UploadNames.of(List.of("Bräutigam & Søn.jpg"))).containsValue("Brautigam___S_n.jpg");
        assertThat(UploadNames.of(List.of("a/\u00e9.jpg", "b/e\u0301.jpg"))).isEqualTo(Map.of(
                "a/\u00e9.jpg", "e.jpg", "b/e\u0301.jpg", "b-e.jpg"));
        assertThat(UploadNames.of(List.of("Straße/a.jpg", "A/a.jpg"))).containsEntry("Straße/a.jpg", "Strasse-a.jpg");
    }
}
