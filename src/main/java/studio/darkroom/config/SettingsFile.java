package studio.darkroom.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

/** Finds and reads the properties file. */
final class SettingsFile {

    /** System property that names the file. */
    static final String CONFIG_KEY = "darkroom.config";

    private static final List<String> DEFAULT_FILES = List.of("darkroom.properties", "config/darkroom.properties");

    private SettingsFile() {
    }

    /**
     * The file named by {@code darkroom.config} (system property, then environment), else the first of {@code darkroom.properties}
     * and {@code config/darkroom.properties} that exists in the working folder.
     */
    static Optional<Path> find(Map<String, String> environment, Map<String, String> system) {
        ValueResolver resolver = new ValueResolver(environment, system);
        String named = system.getOrDefault(CONFIG_KEY, environment.getOrDefault(SettingKeys.environmentName(CONFIG_KEY), "")).strip();
        try {
            return named.isEmpty() ? DEFAULT_FILES.stream().map(resolver::resolvePath).filter(Files::isRegularFile).findFirst()
                    : Optional.of(resolver.resolvePath(named));
        } catch (InvalidPathException e) {
            throw new SettingsException(CONFIG_KEY, Code.INVALID_PATH, CONFIG_KEY + " = '" + named
                    + "' is not a path; set it to the path of a properties file.");
        }
    }

    /**
     * The keys and values of a properties file in UTF-8.
     *
     * @throws SettingsException if the file does not exist, cannot be read, is malformed, or sets one key to two values
     */
    static Map<String, String> read(Path file) {
        String name = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new SettingsException(name, Code.MISSING_FILE, "The settings file " + file + " does not exist; create it, or correct "
                    + CONFIG_KEY + ".");
        }
        DuplicateTrackingProperties properties = new DuplicateTrackingProperties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new SettingsException(name, Code.UNREADABLE_FILE, "Cannot read the settings file " + file + " ("
                    + e.getClass().getSimpleName() + "); make it readable for the user that runs Darkroom, as UTF-8 text.");
        } catch (IllegalArgumentException e) {
            throw new SettingsException(name, Code.UNREADABLE_FILE, "The settings file " + file
                    + " contains an invalid \\u escape; write \\u with four hexadecimal digits, or double the backslash.");
        }
        if (!properties.duplicates.isEmpty()) {
            throw new SettingsException(properties.duplicates.stream().map(key -> new Fault(key, Code.DUPLICATE_KEY,
                    key + " is set twice in " + file + ", to different values; remove one of the lines.")).toList());
        }
        Map<String, String> read = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
        return read;
    }

    /** Plain properties let the last line win silently. */
    private static final class DuplicateTrackingProperties extends Properties {

        private final transient List<String> duplicates = new ArrayList<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            Object before = super.put(key, value);
            if (before != null && !before.equals(value)) {
                duplicates.add(key.toString());
            }
            return before;
        }
    }
}
