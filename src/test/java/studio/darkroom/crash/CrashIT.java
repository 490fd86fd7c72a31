package studio.darkroom.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Killed at every effect a shoot is delivered and paid for once, and the mistakes that this proof is to catch are caught.
 * {@code -Dcrash.points=every} kills at each effect of every {@link Life}, {@code every/3} at each third, {@code ways} once
 * at each kind of effect of every one, and otherwise it is once at each kind of effect of one.
 * {@code -Dcrash.lives=fotolabs,buckets} leaves the other lives out.
 */
class CrashIT {

    private static final String POINTS = System.getProperty("crash.points", "kinds");

    /** Names of those lives that are lived; empty for all. */
    private static final Set<String> LIVES = Set.copyOf(List.of(System.getProperty("crash.lives", "").split("[ ,]+")));

    @TempDir
    static Path folder;

    @ParameterizedTest
    @EnumSource
    void aShootIsDeliveredAndPaidForOnceWhereverItIsKilled(Life life) {
        assumeTrue(!POINTS.equals("kinds") || life == Life.IMAGEN, "the other lives: mvn verify -Pcrash");
        assumeTrue(LIVES.equals(Set.of("")) || LIVES.contains(life.toString()), "lives: " + LIVES);
        CrashProof proof = new CrashProof(folder, life, "");
        Collection<CrashProof.Kill> kills = kills(proof);
        Tally.Outcome outcome = proof.at(kills);
        System.out.println(outcome);
        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.missed()).isLessThanOrEqualTo(kills.size() / 20);
    }

    private static Collection<CrashProof.Kill> kills(CrashProof proof) {
        if (!POINTS.startsWith("every")) {
            return proof.kinds();
        }
        int step = POINTS.equals("every") ? 1 : Integer.parseInt(POINTS.substring("every/".length()));
        List<CrashProof.Kill> all = proof.all();
        return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeIsCaught(PlantedBug mistake) {
        CrashProof proof = new CrashProof(folder, Life.IMAGEN, mistake.name());
        List<CrashProof.Kill> kills = proof.all().stream().filter(mistake::shows).toList();
        assertThat(kills).isNotEmpty();
        assertThat(proof.at(kills).violations()).isNotEmpty();
    }
}
