package studio.darkroom.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.testing.TestDarkroom;

class HomeLockTest {

    @TempDir
    Path folder;

    @Test
    void aSecondNodeOnTheSameHomeIsToldWhatToDo() {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            assertThatThrownBy(() -> HomeLock.acquireLock(folder.resolve("home"))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stop it, or give this one a darkroom.home of its own");
            studio.stop();
            assertThatCode(() -> HomeLock.acquireLock(folder.resolve("home")).close()).doesNotThrowAnyException();
            studio.start();
        }
    }
}
