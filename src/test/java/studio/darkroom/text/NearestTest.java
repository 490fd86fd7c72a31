package studio.darkroom.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> OPTIONS = List.of("photography_type", "crop", "portrait_crop", "headshot_crop",
            "straighten", "perspective_correction", "crop_aspect_ratio", "hdr_merge", "hdr_output_compression",
            "smooth_skin", "subject_mask", "window_pull", "sky_replacement", "sky_replacement_template_id", "export");

    private static final List<String> KEYS = List.of("darkroom.home", "darkroom.lanes", "darkroom.gather.quiet",
            "darkroom.gather.max-wait", "darkroom.gather.every", "darkroom.transfers", "darkroom.workers");

    @ParameterizedTest
    @CsvSource({
        "hdr_merg, hdr_merge", "hdr_mrege, hdr_merge", "hdr_mergee, hdr_merge", "hdr_nerge, hdr_merge",
        "HDR-Merge, hdr_merge", "hdrMerge, hdr_merge", "perspectiv_corection, perspective_correction",
        "corp, crop", "exprot, export", "hdr_compression, hdr_output_compression", "hdr, hdr_merge",
        "crop_ratio, crop_aspect_ratio", "sky_template_id, sky_replacement_template_id"})
    void findsTheOptionThatWasMeant(String written, String meant) {
        assertThat(Nearest.suggest(written, OPTIONS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "darkroom.gather.quite, darkroom.gather.quiet", "darkroom.gather.maxwait, darkroom.gather.max-wait",
        "darkroom.lane, darkroom.lanes", "darkroom.max-wait, darkroom.gather.max-wait"})
    void findsTheSettingThatWasMeant(String written, String meant) {
        assertThat(Nearest.suggest(written, KEYS)).contains(meant);
    }

    @Test
    void saysNothingWhereNothingIsNear() {
        assertThat(Nearest.suggest("callback_url", OPTIONS)).isEmpty();
        assertThat(Nearest.suggest("darkroom.gather.colour", KEYS)).isEmpty();
        assertThat(Nearest.suggest("x", List.of("a", "b"))).isEmpty();
        assertThat(Nearest.suggest("", OPTIONS)).isEmpty();
        assertThat(Nearest.suggest("--__", List.of("", "-"))).isEmpty();
        assertThat(Nearest.suggest("crop", List.of())).isEmpty();
        assertThat(Nearest.suggest("z".repeat(60_000), OPTIONS)).isEmpty();
    }

    @Test
    void aSpellingThatDiffersInCaseAloneWinsOverAnotherWord() {
        assertThat(Nearest.suggest("CROPS", List.of("crop", "crops"))).contains("crops");
    }

    @Property(tries = 300)
    void forgivesAnySingleSlip(@ForAll("slips") String[] slip) {
        assertThat(Nearest.suggest(slip[1], List.of(slip[0], "an-entirely-different-word"))).contains(slip[0]);
    }

    @Provide
    Arbitrary<String[]> slips() {
        return Arbitraries.of(OPTIONS).flatMap(word -> Arbitraries.integers().between(0, word.length() - 2).map(at -> {
            String swapped = word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
            return new String[] {word, swapped};
        }));
    }

    @Property(tries = 300)
    void theOrderOfTheKnownWordsDoesNotMatter(@ForAll String word, @ForAll long seed) {
        List<String> shuffled = new ArrayList<>(OPTIONS);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(Nearest.suggest(word, shuffled)).isEqualTo(Nearest.suggest(word, OPTIONS));
    }
}
