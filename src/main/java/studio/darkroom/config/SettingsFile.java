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

/** The properties file: which one it is, and what stands in it. */
final class SettingsFile {

    /** System property that names the file. */
    static final String CONFIG_KEY = "darkroom.config";

    private static final String CONFIG_VARIABLE = SettingKeys.environmentName(CONFIG_KEY);
    private static final List<String> DEFAULT_FILES = List.of("darkroom.properties", "config/darkroom.properties");

    private SettingsFile() {
    }

    /**
     * The file to read: the one named by {@code darkroom.config} (system property, then environment), else the first
     * of {@code darkroom.properties} and {@code config/darkroom.properties} there is in the working folder.
     */
    static Optional<Path> find(Map<String, String> environment, Map<String, String> system) {
        BaseFolders folders = BaseFolders.of(system);
        String named = system.getOrDefault(CONFIG_KEY, environment.getOrDefault(CONFIG_VARIABLE, "")).strip();
        if (!named.isEmpty()) {
            try {
                return Optional.of(folders.resolve(named));
            } catch (InvalidPathException e) {
                throw new SettingsException(List.of(CONFIG_KEY + " = '" + named + "': it is not a path; name a properties file."));
            }
        }
        return DEFAULT_FILES.stream().map(folders::resolve).filter(Files::isRegularFile).findFirst();
    }

    /**
     * What stands in a properties file (UTF-8).
     *
     * @throws SettingsException if it is not there, cannot be read, is malformed, or says one key twice
     */
    static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SettingsException(List.of("There is no settings file " + file + ": create it, or correct " + CONFIG_KEY + "."));
        }
        DuplicateTrackingProperties properties = new DuplicateTrackingProperties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new SettingsException(List.of("The settings file " + file + " cannot be read (" + e.getClass().getSimpleName()
                    + "): let the user that runs Darkroom read it, as UTF-8 text."));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of("The settings file " + file
                    + " has a broken \\u character: write \\u with four hexadecimal digits, or double the backslash."));
        }
        if (!properties.duplicates.isEmpty()) {
            throw new SettingsException(properties.duplicates.stream()
                    .map(key -> key + " stands twice in " + file + ": only one of the two can hold; take the other out.").toList());
        }
        Map<String, String> read = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
        return read;
    }

    /** Java's properties let the last line win without a word. */
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
