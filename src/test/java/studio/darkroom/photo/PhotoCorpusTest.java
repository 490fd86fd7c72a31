package studio.darkroom.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import studio.darkroom.testing.FuzzCorpus;

/** Every kept photo that is none, and anything made from it, is judged soon and without a failure. */
class PhotoCorpusTest {

    private static final FuzzCorpus CORPUS = new FuzzCorpus("photo");

    @Example
    void noKeptPhotoIsWholeUnlessItIsCalledUnusual() {
        assertThat(CORPUS.files()).hasSizeGreaterThan(20);
        CORPUS.files().forEach((name, bytes) -> {
            Completeness found = judged(name, bytes);
            // What no program of a camera writes and what has its end all the same is taken, and that is said.
            assertThat(found.state() != Completeness.State.COMPLETE || found.reason().contains("unusual"))
                    .as("%s: %s %s", name, found.state(), found.reason()).isTrue();
        });
    }

    @Property(tries = 4000)
    void anythingMadeFromKeptPhotos(@ForAll Random random) {
        String name = CORPUS.pickName(random);
        Completeness found = judged(name, CORPUS.mutate(name, random));
        assertThat(found.state() == Completeness.State.COMPLETE || !found.reason().isBlank()).isTrue();
    }

    private static Completeness judged(String name, byte[] bytes) {
        MemoryBytes memory = new MemoryBytes(bytes);
        Completeness found = Assertions.assertTimeout(Duration.ofSeconds(2),
                () -> Completeness.check(PhotoKind.of(name), name, memory));
        assertThat(memory.reads()).as("looks into %s", name).isLessThan(20_000);
        return found;
    }
}
