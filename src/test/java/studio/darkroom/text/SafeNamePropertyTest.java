package studio.darkroom.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SafeNamePropertyTest {

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> nasty = Arbitraries.of("/", "\\", "..", ".", " ", "\0", "CON", "nul", "COM1", ":", "\u202E", "e\u0301",
                "\u00A0", "\uD800", "a", ".jpg", "\uD83D\uDCF7", "x".repeat(150), "\u0344", "\u037E");
        return Arbitraries.oneOf(nasty.list().ofMaxSize(8).map(parts -> String.join("", parts)),
                Arbitraries.strings().ofMaxLength(400));
    }

    @Property(tries = 5000)
    void everyNameIsABaseNameThatStaysWhereItIsPut(@ForAll("anything") String from) {
        String safe = SafeName.of(from);
        assertThat(safe).isNotBlank().doesNotContainPattern("[/\\\\<>:\"|?*\\p{Cc}\\p{Cf}]")
                .doesNotStartWith(".").doesNotStartWith(" ").doesNotEndWith(".").doesNotEndWith(" ");
        assertThat(safe.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
        assertThat(Normalizer.isNormalized(safe, Normalizer.Form.NFC)).isTrue();
        assertThat(safe.toUpperCase(Locale.ROOT)).doesNotMatch("(CON|NUL|COM1)(\\..*)?");
        assertThat(SafeName.of(safe)).isEqualTo(safe);
        Path folder = Path.of("delivery").toAbsolutePath();
        assertThat(folder.resolve(safe).normalize().getParent()).isEqualTo(folder);
    }
}
