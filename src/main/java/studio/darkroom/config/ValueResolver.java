package studio.darkroom.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

/** Resolves relative paths, {@code ~}, and the lookups {@code {{env:NAME}}} and {@code {{file:/path}}}. */
final class ValueResolver {

    private static final Pattern LOOKUP = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern ENVIRONMENT_LOOKUP = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern FILE_LOOKUP = Pattern.compile("file:(.+)");

    private final Map<String, String> environment;
    private final Path workingFolder;
    private final Path homeFolder;

    /** @param system {@code user.dir} and {@code user.home}; those of this process where they are missing */
    ValueResolver(Map<String, String> environment, Map<String, String> system) {
        this.environment = environment;
        workingFolder = Path.of(system.getOrDefault("user.dir", System.getProperty("user.dir"))).toAbsolutePath();
        homeFolder = Path.of(system.getOrDefault("user.home", System.getProperty("user.home")));
    }

    /** The absolute path. @throws InvalidPathException if the text is not a path */
    Path resolvePath(String text) {
        Path path = text.equals("~") ? homeFolder : text.startsWith("~/") ? homeFolder.resolve(text.substring(2)) : workingFolder.resolve(text);
        return path.normalize();
    }

    /**
     * The setting with its lookups resolved, once: text that a lookup returns is not searched again. If an environment variable
     * is not set, a secret counts as not set. For any other key that is a fault: its default could watch the wrong inbox or drop
     * a spending limit.
     */
    Setting resolveLookups(Setting setting, Collection<Fault> faults) {
        StringBuilder value = new StringBuilder();
        Matcher lookup = LOOKUP.matcher(setting.rawValue().orElseThrow());
        while (lookup.find()) {
            Matcher variable = ENVIRONMENT_LOOKUP.matcher(lookup.group(1));
            Matcher path = FILE_LOOKUP.matcher(lookup.group(1));
            String text = lookup.group();
            if (variable.matches()) {
                text = environment.getOrDefault(variable.group(1), "").strip();
                if (text.isEmpty()) {
                    if (!setting.secret()) {
                        faults.add(setting.createFault(Code.MISSING_VARIABLE, "the environment variable " + variable.group(1) + " is not set",
                                "set it, or write the value itself"));
                    }
                    return setting.withValue(null, variable.group(1));
                }
            } else if (path.matches()) {
                text = readFile(path.group(1).strip(), setting, faults);
            } else if (!setting.key().equals("darkroom.notify")) { // an endpoint URI may contain property placeholders of Camel
                faults.add(setting.createFault(Code.UNKNOWN_LOOKUP, "unknown lookup", "use {{env:NAME}} or {{file:/path}}"));
                text = null;
            }
            if (text == null) {
                return setting.withValue(null, null);
            }
            lookup.appendReplacement(value, Matcher.quoteReplacement(text));
        }
        return setting.withValue(lookup.appendTail(value).toString(), null);
    }

    private String readFile(String path, Setting setting, Collection<Fault> faults) {
        try {
            Path file = resolvePath(path);
            if (!Files.isRegularFile(file)) {
                faults.add(setting.createFault(Code.MISSING_FILE, "the file " + file + " does not exist", "create it, or correct the path"));
                return null;
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                faults.add(setting.createFault(Code.EMPTY_VALUE, "the file " + file + " is empty", "write the value into it"));
                return null;
            }
            return text;
        } catch (InvalidPathException e) {
            faults.add(setting.createFault(Code.INVALID_PATH, "'" + path + "' is not a path", "correct it"));
        } catch (IOException e) {
            faults.add(setting.createFault(Code.UNREADABLE_FILE, "cannot read the file " + path + " (" + e.getClass().getSimpleName() + ")",
                    "make it readable for the user that runs Darkroom, as UTF-8 text"));
        }
        return null;
    }
}
