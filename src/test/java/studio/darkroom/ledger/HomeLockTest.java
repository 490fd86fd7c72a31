package studio.darkroom.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.testing.Studio;

class HomeLockTest {

    @TempDir
    Path folder;

    @Test
    void aSecondNodeOnTheSameHomeIsToldWhatToDo() {
        try (Studio studio = new Studio(folder)) {
            assertThatThrownBy(() -> HomeLock.take(folder.resolve("home"))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stop it, or give this one a darkroom.home of its own");
            studio.stop();
            assertThatCode(() -> HomeLock.take(folder.resolve("home")).close()).doesNotThrowAnyException();
            studio.start();
        }
    }
}
