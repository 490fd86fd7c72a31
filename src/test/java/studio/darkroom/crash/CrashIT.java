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
 * A shoot that is killed at any effect is delivered and paid for once; planted bugs are detected.
 * {@code -Dcrash.points=every} kills at each effect of every {@link ShootVariant}, {@code every/3} at every third,
 * {@code ways} once at each kind of effect of every variant; the default is once at each kind of effect of one variant.
 * {@code -Dcrash.lives=fotolabs,buckets} selects variants.
 */
class CrashIT {

    private static final String POINTS = System.getProperty("crash.points", "kinds");

    /** Names of the selected variants; empty for all. */
    private static final Set<String> VARIANTS = Set.copyOf(List.of(System.getProperty("crash.lives", "").split("[ ,]+")));

    @TempDir
    static Path folder;

    @ParameterizedTest
    @EnumSource
    void shoot_killedAnywhere_isDeliveredAndPaidOnce(ShootVariant variant) {
        assumeTrue(!POINTS.equals("kinds") || variant == ShootVariant.IMAGEN, "other variants: mvn verify -Pcrash");
        assumeTrue(VARIANTS.equals(Set.of("")) || VARIANTS.contains(variant.toString()), "variants: " + VARIANTS);
        CrashTestRunner proof = new CrashTestRunner(folder, variant, "");
        Collection<CrashTestRunner.Kill> kills = selectKills(proof);
        CrashReport.Outcome outcome = proof.runKills(kills);
        System.out.println(outcome);
        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.missed()).isLessThanOrEqualTo(kills.size() / 20);
    }

    private static Collection<CrashTestRunner.Kill> selectKills(CrashTestRunner proof) {
        if (!POINTS.startsWith("every")) {
            return proof.onePerKind();
        }
        int step = POINTS.equals("every") ? 1 : Integer.parseInt(POINTS.substring("every/".length()));
        List<CrashTestRunner.Kill> all = proof.allKills();
        return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();
    }

    @ParameterizedTest
    @EnumSource
    void plantedBug_kill_isDetected(PlantedBug mistake) {
        CrashTestRunner proof = new CrashTestRunner(folder, ShootVariant.IMAGEN, mistake.name());
        List<CrashTestRunner.Kill> kills = proof.allKills().stream().filter(mistake::isShownBy).toList();
        assertThat(kills).isNotEmpty();
        assertThat(proof.runKills(kills).violations()).isNotEmpty();
    }
}
