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
    void aSecondNodeOnTheSameHomeIsRefused() {
        try (TestDarkroom studio = new TestDarkroom(folder)) {
            assertThatThrownBy(() -> HomeLock.acquireLock(folder.resolve("home"))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder.resolve("home").toString());
            studio.stop();
            assertThatCode(() -> HomeLock.acquireLock(folder.resolve("home")).close()).doesNotThrowAnyException();
            studio.start();
        }
    }
}
