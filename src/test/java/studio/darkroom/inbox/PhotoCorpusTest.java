package studio.darkroom.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import studio.darkroom.testing.Corpus;

/** Every kept photo that is none, and anything made from it, is judged soon and without a failure. */
class PhotoCorpusTest {

    private static final Corpus CORPUS = new Corpus("photo");

    @Example
    void noKeptPhotoIsWholeUnlessItIsCalledUnusual() {
        assertThat(CORPUS.files()).hasSizeGreaterThan(20);
        CORPUS.files().forEach((name, bytes) -> {
            Wholeness found = judged(name, bytes);
            // What no program of a camera writes and what has its end all the same is taken, and that is said.
            assertThat(found.state() != Wholeness.State.WHOLE || found.why().contains("unusual"))
                    .as("%s: %s %s", name, found.state(), found.why()).isTrue();
        });
    }

    @Property(tries = 4000)
    void anythingMadeFromKeptPhotos(@ForAll Random random) {
        String name = CORPUS.name(random);
        Wholeness found = judged(name, CORPUS.mutated(name, random));
        assertThat(found.state() == Wholeness.State.WHOLE || !found.why().isBlank()).isTrue();
    }

    private static Wholeness judged(String name, byte[] bytes) {
        Memory memory = new Memory(bytes);
        Wholeness found = Assertions.assertTimeout(Duration.ofSeconds(2),
                () -> Wholeness.check(Kind.of(name), name, memory));
        assertThat(memory.reads()).as("looks into %s", name).isLessThan(20_000);
        return found;
    }
}
