package studio.darkroom.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests that load settings: a working folder, an environment with an API key, and system properties. */
abstract class SettingsLoading {

    @TempDir
    Path working;

    final Map<String, String> environment = new HashMap<>(Map.of("IMAGEN_API_KEY", "imagen-secret"));
    final Map<String, String> system = new HashMap<>();

    Settings load(Map<String, String> file) {
        system.put("user.dir", working.toString());
        system.put("user.home", working.resolve("me").toString());
        return Settings.load(file, environment, system);
    }
}
