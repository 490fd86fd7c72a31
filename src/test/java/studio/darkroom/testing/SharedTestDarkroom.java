package studio.darkroom.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import studio.darkroom.sim.SimOptions;

/** One Darkroom for all tests of a class, which use shoots with different names; reset and audited after each test. */
public final class SharedTestDarkroom implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final SimOptions options;
    private final Consumer<Map<String, String>> customizer;
    private Path folder;
    private TestDarkroom testDarkroom;

    public SharedTestDarkroom() {
        this(keys -> { });
    }

    /** @param customizer changes to the initial settings */
    public SharedTestDarkroom(Consumer<Map<String, String>> customizer) {
        this(SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO), customizer);
    }

    public SharedTestDarkroom(SimOptions options, Consumer<Map<String, String>> customizer) {
        this.options = options;
        this.customizer = customizer;
    }

    public TestDarkroom get() {
        return testDarkroom;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("darkroom-studio");
        testDarkroom = new TestDarkroom(folder, options, customizer);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        testDarkroom.assertAndReset();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        testDarkroom.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
