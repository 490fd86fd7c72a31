package studio.darkroom.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Killed once at every kind of effect; and the mistakes that this proof is to catch are caught. */
class CrashIT {

    private static final String TICKET = "profile: BRIGHT LISTING\n";

    @TempDir
    Path folder;

    @Test
    void killedOnceAtEveryKindOfEffectAShootIsDeliveredAndPaidForOnce() {
        CrashProof proof = new CrashProof(folder, "imagen", "imagen", TICKET, "");
        CrashProof.Outcome outcome = proof.at(proof.kinds());
        System.out.println(outcome);
        assertThat(outcome.violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeIsCaught(PlantedBug mistake) {
        CrashProof proof = new CrashProof(folder, "imagen-" + mistake, "imagen", TICKET, mistake.name());
        List<CrashProof.Kill> kills = proof.all().stream().filter(mistake::shows).toList();
        assertThat(kills).isNotEmpty();
        CrashProof.Outcome outcome = proof.at(kills);
        System.out.println(mistake + " is caught: " + outcome.violations());
        assertThat(outcome.violations()).isNotEmpty();
    }
}
