package studio.darkroom.config;

import java.util.List;

/** The settings cannot be used. Carries every fault found, one sentence each; no sentence holds a secret. */
public final class SettingsException extends RuntimeException {

    private final List<String> faults;

    /** @param faults one sentence each, naming key, value, reason and fix; not empty */
    public SettingsException(List<String> faults) {
        super(formatMessage(faults));
        this.faults = List.copyOf(faults);
    }

    /** All faults: unknown keys and look-ups first, then subject by subject. */
    public List<String> faults() {
        return faults;
    }

    private static String formatMessage(List<String> faults) {
        return faults.size() == 1
                ? "The settings have a fault: " + faults.get(0)
                : "The settings have " + faults.size() + " faults:\n- " + String.join("\n- ", faults);
    }
}
