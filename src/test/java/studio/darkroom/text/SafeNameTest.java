package studio.darkroom.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "DSC_0001.JPG|DSC_0001.JPG", "IMG 1 (2).jpg|IMG 1 (2).jpg", "../../etc/passwd|passwd", "C:\\Windows\\a.jpg|a.jpg",
        "/abs/a.jpg|a.jpg", "a/b\\c.jpg|c.jpg", "..|unnamed", "a/..|unnamed", "a/|unnamed", "...jpg|jpg", ".htaccess|htaccess",
        "a.jpg. . |a.jpg", " a.jpg|a.jpg", "a<b>:\"?*.jpg|a_b____" + "_.jpg", "C:a.jpg|C_a.jpg",
        "CON|_CON", "nul.jpg|_nul.jpg", "Com1.tar.gz|_Com1.tar.gz", "LPT9 .jpg|_LPT9 .jpg", "CONTRACT.jpg|CONTRACT.jpg",
        "COM10.jpg|COM10.jpg", "COM\u00B9.jpg|_COM\u00B9.jpg", "e\u0301.jpg|\u00e9.jpg"})
    void namesFromOutsideBecomeSafe(String from, String safe) {
        assertThat(SafeName.of(from)).isEqualTo(safe);
    }

    @Test
    void invisibleCharactersAreGone() {
        assertThat(SafeName.of("a\0b\r\n\u202Egpj.exe\u200F\u007F")).isEqualTo("abgpj.exe");
        assertThat(SafeName.of(".\u200B./x\u2028y.jpg")).isEqualTo("xy.jpg");
        assertThat(SafeName.of("\u200B.\u200B.")).isEqualTo("unnamed");
        assertThat(SafeName.of("\uD800a.jpg")).isEqualTo("a.jpg");
        assertThat(SafeName.of(null)).isEqualTo("unnamed");
        assertThat(SafeName.of("")).isEqualTo("unnamed");
    }

    @Test
    void longNamesKeepTheirExtensionAndWholeCharacters() {
        assertThat(SafeName.of("x".repeat(500) + ".JPEG")).isEqualTo("x".repeat(195) + ".JPEG");
        assertThat(SafeName.of("\uD83D\uDCF7".repeat(100) + ".jpg")).isEqualTo("\uD83D\uDCF7".repeat(49) + ".jpg");
        assertThat(SafeName.of("a." + "y".repeat(500))).isEqualTo("a." + "y".repeat(198));
    }

    @Test
    void aTakenNameGetsANumber() {
        assertThat(SafeName.makeUnique("A.JPG", Set.of())).isEqualTo("A.JPG");
        assertThat(SafeName.makeUnique("A.JPG", Set.of("a.jpg", "a-2.jpg"))).isEqualTo("A-3.JPG");
        assertThat(SafeName.makeUnique("noext", Set.of("noext"))).isEqualTo("noext-2");
        String longest = SafeName.of("x".repeat(500) + ".jpg");
        assertThat(SafeName.makeUnique(longest, Set.of(longest))).isEqualTo("x".repeat(194) + "-2.jpg");
    }
}
