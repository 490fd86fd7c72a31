package studio.darkroom;

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
final class SettingLookup {

    private static final Pattern ANY = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern ENVIRONMENT = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern FILE = Pattern.compile("file:(.+)");

    private final Map<String, String> environment;
    private final SettingFolders folders;

    SettingLookup(Map<String, String> environment, SettingFolders folders) {
        this.environment = environment;
        this.folders = folders;
    }

    /**
     * The setting with its value resolved. Where an environment variable is not set, a secret counts as not set; any
     * other key is a fault, because going on with its default could watch the wrong inbox or drop a spending cap.
     */
    Setting resolve(Setting setting, Collection<String> faults) {
        StringBuilder value = new StringBuilder();
        String written = setting.written().orElseThrow();
        Matcher found = ANY.matcher(written);
        while (found.find()) {
            Matcher variable = ENVIRONMENT.matcher(found.group(1));
            Matcher path = FILE.matcher(found.group(1));
            String text;
            if (variable.matches()) {
                text = environment.getOrDefault(variable.group(1), "").strip();
                if (text.isEmpty()) {
                    return unset(setting, variable.group(1), faults);
                }
            } else if (path.matches()) {
                text = read(path.group(1).strip(), setting, faults);
                if (text == null) {
                    return with(setting, null, null);
                }
            } else {
                // an alert endpoint may carry look-ups that are Camel's own
                if (!setting.key().equals("darkroom.notify")) {
                    faults.add(setting.fault("it has a look-up that is not known", "known are {{env:NAME}} and {{file:/path}}"));
                    return with(setting, null, null);
                }
                text = found.group();
            }
            found.appendReplacement(value, Matcher.quoteReplacement(text));
        }
        found.appendTail(value);
        return with(setting, value.toString(), null);
    }

    private Setting unset(Setting setting, String variable, Collection<String> faults) {
        if (!setting.secret()) {
            faults.add(setting.fault("the environment variable " + variable + " is not set",
                    "set it, or write the value itself"));
        }
        return with(setting, null, variable);
    }

    private String read(String path, Setting setting, Collection<String> faults) {
        try {
            Path file = folders.resolve(path);
            if (!Files.isRegularFile(file)) {
                faults.add(setting.fault("there is no file " + file, "create it, or correct the path"));
                return null;
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                faults.add(setting.fault("the file " + file + " is empty", "put the value into it"));
                return null;
            }
            return text;
        } catch (InvalidPathException e) {
            faults.add(setting.fault("'" + path + "' is not a path", "correct it"));
        } catch (IOException e) {
            faults.add(setting.fault("the file " + path + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "let the user that runs Darkroom read it, as UTF-8 text"));
        }
        return null;
    }

    private static Setting with(Setting setting, String value, String unset) {
        return new Setting(setting.key(), setting.secret(), setting.written(), Optional.ofNullable(value),
                Optional.ofNullable(unset), setting.source());
    }
}
