package studio.darkroom.config;

import java.util.Locale;
import java.util.Optional;
import studio.darkroom.config.SettingParser.InvalidValue;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

/**
 * One key with its value and the source of the value.
 *
 * @param key             as in {@code darkroom.properties}
 * @param secret          whether the value is never shown
 * @param rawValue        the text in its source, before lookups; empty if nothing is set
 * @param value           the text after lookups; empty if nothing is set
 * @param missingVariable the environment variable that {@code rawValue} refers to and that is not set
 * @param source          where the text comes from
 * @param writtenName     the environment variable or old key that set it; the key itself otherwise
 */
public record Setting(String key, boolean secret, Optional<String> rawValue, Optional<String> value,
                      Optional<String> missingVariable, Source source, String writtenName) {

    /** Where a value comes from; a later source overrides an earlier one. */
    public enum Source {
        DEFAULT, FILE, ENVIRONMENT, SYSTEM;

        /** {@code default}, {@code file}, {@code environment} or {@code system}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Setting withValue(Optional<String> resolved, Optional<String> variable) {
        return new Setting(key, secret, rawValue, resolved, variable, source, writtenName);
    }

    /** The value for people: {@code ***} for a secret, the lookup for a value read from a file, empty if nothing is set. */
    public String displayValue() {
        return value.map(text -> secret ? "***" : rawValue.filter(raw -> raw.contains("{{file:")).orElse(text)).orElse("");
    }

    /** A fault whose sentence names key, value, reason and fix. */
    Fault createFault(Code code, String reason, String fix) {
        String origin = writtenName.equals(key) ? "" : " (set by " + writtenName + ")";
        String shown = secret ? " (value not shown)" : " = '" + displayValue() + "'";
        return createFault(code, origin + shown + ": " + reason + "; " + fix);
    }

    /** A fault whose sentence does not show the value. */
    Fault createFault(Code code, String text) {
        return new Fault(key, code, key + text + (text.endsWith("?") ? "" : "."));
    }

    Fault createFault(InvalidValue invalid) {
        return invalid.fix == null ? createFault(invalid.code, " " + invalid.reason) : createFault(invalid.code, invalid.reason, invalid.fix);
    }

    @Override
    public String toString() {
        return key + "=" + displayValue() + " (" + source + ")";
    }
}
