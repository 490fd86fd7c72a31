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
import studio.darkroom.config.SettingParser.InvalidValue;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

/** Finds and reads the properties file. */
final class SettingsFile {

    /** System property that names the file. */
    static final String CONFIG_KEY = "darkroom.config";

    private static final List<String> DEFAULT_FILES = List.of("darkroom.properties", "config/darkroom.properties");

    private SettingsFile() {
    }

    /** What relative paths and {@code ~} in settings refer to. */
    record Folders(Path working, Path home) {

        /** @param system {@code user.dir} and {@code user.home}; those of this process where they are missing */
        static Folders of(Map<String, String> system) {
            return new Folders(Path.of(system.getOrDefault("user.dir", System.getProperty("user.dir"))).toAbsolutePath(),
                    Path.of(system.getOrDefault("user.home", System.getProperty("user.home"))));
        }

        /** The absolute path of a folder or file, written with or without {@code folder:}. @throws InvalidValue if it is not a path */
        Path resolve(String text) {
            String path = text.startsWith("folder:") ? text.substring("folder:".length()).strip() : text;
            try {
                return (path.matches("~(/.*)?") ? home.resolve(path.replaceFirst("~/?", "")) : working.resolve(path)).normalize();
            } catch (InvalidPathException e) {
                throw new InvalidValue(Code.INVALID_PATH, "it is not a path", "correct it");
            }
        }
    }

    /**
     * The file named by {@code darkroom.config} (system property, then environment), else the first of {@code darkroom.properties}
     * and {@code config/darkroom.properties} that exists in the working folder.
     */
    static Optional<Path> find(Map<String, String> environment, Map<String, String> system) {
        Folders folders = Folders.of(system);
        String named = system.getOrDefault(CONFIG_KEY, environment.getOrDefault(SettingKeys.environmentName(CONFIG_KEY), "")).strip();
        try {
            return named.isEmpty() ? DEFAULT_FILES.stream().map(folders::resolve).filter(Files::isRegularFile).findFirst()
                    : Optional.of(folders.resolve(named));
        } catch (InvalidValue e) {
            throw new SettingsException(CONFIG_KEY, e.code, CONFIG_KEY + " = '" + named + "' is not a path; set it to the path of a properties file.");
        }
    }

    /**
     * The keys and values of a properties file in UTF-8.
     *
     * @throws SettingsException if the file does not exist, cannot be read, is malformed, or sets one key to two values
     */
    static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SettingsException(file.toString(), Code.MISSING_FILE, "The settings file " + file + " does not exist; create it, or correct "
                    + CONFIG_KEY + ".");
        }
        List<Fault> duplicates = new ArrayList<>();
        Map<String, String> values = new TreeMap<>();
        // plain properties let the last line win silently
        Properties properties = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                String before = values.put(key.toString(), value.toString());
                if (before != null && !before.equals(value)) {
                    duplicates.add(new Fault(key.toString(), Code.DUPLICATE_KEY, key + " is set twice in " + file
                            + ", to different values; remove one of the lines."));
                }
                return before;
            }
        };
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new SettingsException(file.toString(), Code.UNREADABLE_FILE, "Cannot read the settings file " + file + " ("
                    + e.getClass().getSimpleName() + "); make it readable for the user that runs Darkroom, as UTF-8 text.");
        } catch (IllegalArgumentException e) {
            throw new SettingsException(file.toString(), Code.UNREADABLE_FILE, "The settings file " + file
                    + " contains an invalid \\u escape; write \\u with four hexadecimal digits, or double the backslash.");
        }
        if (!duplicates.isEmpty()) {
            throw new SettingsException(duplicates);
        }
        return values;
    }
}
