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

/** One studio for all tests of a class, which then use shoots of different names; tidied up and audited after each. */
public final class SharedStudio implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final SimOptions options;
    private final Consumer<Map<String, String>> further;
    private Path folder;
    private Studio studio;

    public SharedStudio() {
        this(keys -> { });
    }

    /** @param further changes to the keys that the studio starts with */
    public SharedStudio(Consumer<Map<String, String>> further) {
        this(SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO), further);
    }

    public SharedStudio(SimOptions options, Consumer<Map<String, String>> further) {
        this.options = options;
        this.further = further;
    }

    public Studio get() {
        return studio;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("darkroom-studio");
        studio = new Studio(folder, options, further);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        studio.calm();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        studio.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
