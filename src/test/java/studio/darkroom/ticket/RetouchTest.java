package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.ticket.Ticket.Retouch;

class RetouchTest {

    private static boolean matches(String photos, String fileName) {
        return new Retouch(photos, "x", null).matches(fileName);
    }

    @ParameterizedTest
    @CsvSource({
        "*, DSC_0001.JPEG, true", "DSC_00*, dsc_0042.jpg, true", "dsc_00*, DSC_0142.jpg, false", "DSC_????.jpg, DSC_0042.JPG, true",
        "DSC_????.jpg, DSC_042.JPG, false", "*.jpg, a.jpeg, false", "*.jp*g, a.jpeg, true", "a, a, true", "a, ab, false", "ab, a, false",
        "*a*b*c, xxaxxbxxc, true", "*a*b*c, xxaxxcxxb, false", "[ab].jpg, a.jpg, false", "[ab].jpg, [AB].jpg, true",
        "a.c, abc, false", "\u00DC*, \u00FCber.jpg, true", "'', a, false", "'', '', true", "?, '', false", "**, '', true"})
    void matchesByFileName(String photos, String fileName, boolean does) {
        assertThat(matches(photos, fileName)).isEqualTo(does);
    }

    @Test
    void withoutPhotosItIsMeantForAll() {
        assertThat(new Retouch(null, "x", null).photos()).isEqualTo("*");
    }

    @Test
    void itIsEitherAPromptOrAPreset() {
        assertThatThrownBy(() -> new Retouch("*", "a", "b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retouch("*", null, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noPatternTakesLong() {
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(2), () -> matches("*a".repeat(5000) + "b", "a".repeat(20_000)))).isFalse();
    }

    @Property(tries = 3000)
    void matchesAsARegularExpressionWould(@ForAll @StringLength(max = 7) @Chars({'a', 'b', '*', '?'}) String photos,
                                          @ForAll @StringLength(max = 7) @CharRange(from = 'a', to = 'b') String fileName) {
        String expression = photos.replace("*", ".*").replace('?', '.');
        assertThat(matches(photos, fileName)).isEqualTo(Pattern.matches(expression, fileName));
    }
}
