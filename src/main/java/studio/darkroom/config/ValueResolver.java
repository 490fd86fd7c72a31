package studio.darkroom.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves {@code {{env:NAME}}} and {@code {{file:/path}}} inside values; once, not in what they bring. */
final class ValueResolver {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern ENVIRONMENT_REFERENCE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern FILE_REFERENCE = Pattern.compile("file:(.+)");

    private final Map<String, String> environment;
    private final BaseFolders folders;

    ValueResolver(Map<String, String> environment, BaseFolders folders) {
        this.environment = environment;
        this.folders = folders;
    }

    /**
     * The setting with its value resolved. Where an environment variable is not set, a secret counts as not set; any
     * other key is a fault, because going on with its default could watch the wrong inbox or drop a spending cap.
     */
    Setting resolve(Setting setting, Collection<String> faults) {
        StringBuilder value = new StringBuilder();
        String rawValue = setting.rawValue().orElseThrow();
        Matcher placeholder = PLACEHOLDER.matcher(rawValue);
        while (placeholder.find()) {
            Matcher variable = ENVIRONMENT_REFERENCE.matcher(placeholder.group(1));
            Matcher path = FILE_REFERENCE.matcher(placeholder.group(1));
            String text;
            if (variable.matches()) {
                text = environment.getOrDefault(variable.group(1), "").strip();
                if (text.isEmpty()) {
                    return reportMissingVariable(setting, variable.group(1), faults);
                }
            } else if (path.matches()) {
                text = readFile(path.group(1).strip(), setting, faults);
                if (text == null) {
                    return withValue(setting, null, null);
                }
            } else {
                // an alert endpoint may carry look-ups that are Camel's own
                if (!setting.key().equals("darkroom.notify")) {
                    faults.add(setting.describeFault("it has a look-up that is not known", "known are {{env:NAME}} and {{file:/path}}"));
                    return withValue(setting, null, null);
                }
                text = placeholder.group();
            }
            placeholder.appendReplacement(value, Matcher.quoteReplacement(text));
        }
        placeholder.appendTail(value);
        return withValue(setting, value.toString(), null);
    }

    private Setting reportMissingVariable(Setting setting, String variable, Collection<String> faults) {
        if (!setting.secret()) {
            faults.add(setting.describeFault("the environment variable " + variable + " is not set",
                    "set it, or write the value itself"));
        }
        return withValue(setting, null, variable);
    }

    private String readFile(String path, Setting setting, Collection<String> faults) {
        try {
            Path file = folders.resolve(path);
            if (!Files.isRegularFile(file)) {
                faults.add(setting.describeFault("there is no file " + file, "create it, or correct the path"));
                return null;
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                faults.add(setting.describeFault("the file " + file + " is empty", "put the value into it"));
                return null;
            }
            return text;
        } catch (InvalidPathException e) {
            faults.add(setting.describeFault("'" + path + "' is not a path", "correct it"));
        } catch (IOException e) {
            faults.add(setting.describeFault("the file " + path + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "let the user that runs Darkroom read it, as UTF-8 text"));
        }
        return null;
    }

    private static Setting withValue(Setting setting, String value, String missingVariable) {
        return new Setting(setting.key(), setting.secret(), setting.rawValue(), Optional.ofNullable(value),
                Optional.ofNullable(missingVariable), setting.source());
    }
}
