package studio.darkroom.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One key with what it is set to and by whom.
 *
 * @param key     the key as in {@code darkroom.properties}
 * @param secret  whether the value is never shown
 * @param rawValue the text as it stands in its source, look-ups unresolved; empty where nothing is set
 * @param value   the text with {@code {{env:..}}} and {@code {{file:..}}} resolved; empty where nothing is set
 * @param missingVariable   the environment variable that {@code written} refers to and that is not set
 * @param source  where the text stands
 */
public record Setting(String key, boolean secret, Optional<String> rawValue, Optional<String> value,
                      Optional<String> missingVariable, Source source) {

    /** Where a value comes from; a later one wins. */
    public enum Source {
        DEFAULT, FILE, ENVIRONMENT, SYSTEM;

        /** The word for people: {@code default}, {@code file}, {@code environment}, {@code system}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The value for eyes: {@code ***} for a secret, the look-up itself for a value read from a file (which is where
     * secrets are kept), an empty text for none.
     */
    public String displayValue() {
        if (value.isEmpty()) {
            return "";
        }
        if (secret) {
            return "***";
        }
        return rawValue.filter(text -> text.contains("{{file:")).orElse(value.get());
    }

    /** The fault sentence about this setting: key, value, reason and fix. */
    String describeFault(String reason, String fix) {
        String origin = source == Source.ENVIRONMENT ? " (set by " + SettingKeys.environmentName(key) + ")" : "";
        String valueText = secret ? " (value not shown)" : " = '" + displayValue() + "'";
        return key + origin + valueText + ": " + reason + "; " + fix + (fix.endsWith("?") ? "" : ".");
    }

    @Override
    public String toString() {
        return key + "=" + displayValue() + " (" + source + ")";
    }
}
