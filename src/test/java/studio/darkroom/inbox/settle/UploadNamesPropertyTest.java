package studio.darkroom.inbox.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import studio.darkroom.photo.PhotoKind;

class UploadNamesPropertyTest {

    @Provide
    Arbitrary<Set<String>> shoots() {
        Arbitrary<String> folder = Arbitraries.of("", "a/", "b/", "A/", "a/b/", "b/a/", "é/", "b-/");
        Arbitrary<String> stem = Arbitraries.of("X", "x", "b-X", "a-b-X", "X-2", "X-3", "é", "e\u0301", "e", "写真", "w w",
                "y".repeat(230));
        Arbitrary<String> extension = Arbitraries.of(".NEF", ".nef", ".DNG", ".jpg", ".JPEG");
        return Combinators.combine(folder, stem, extension).as((f, s, e) -> f + s + e).set().ofMaxSize(60);
    }

    @Property(tries = 500)
    void namesAreUniqueSafeAndTheSameInAnyOrder(@ForAll("shoots") Set<String> paths, @ForAll Random random) {
        Map<String, String> names = UploadNames.of(paths);
        assertThat(names.keySet()).isEqualTo(paths);
        Set<String> stems = new HashSet<>();
        names.forEach((path, name) -> {
            assertThat(name).matches("[A-Za-z0-9._ -]+").hasSizeLessThanOrEqualTo(200);
            assertThat(PhotoKind.of(name)).isEqualTo(PhotoKind.of(path));
            assertThat(stems.add(PhotoKind.of(name) + PhotoKind.getStem(name).toLowerCase(Locale.ROOT))).as(names.toString()).isTrue();
        });
        List<String> shuffled = new ArrayList<>(paths);
        Collections.shuffle(shuffled, random);
        assertThat(UploadNames.of(shuffled)).isEqualTo(names);
    }
}
