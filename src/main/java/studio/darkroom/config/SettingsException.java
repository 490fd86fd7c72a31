package studio.darkroom.config;

import java.util.List;

/** The settings cannot be used. Carries every fault that was found. */
public final class SettingsException extends RuntimeException {

    /** The kind of fault, for programs. */
    public enum Code {
        UNKNOWN_KEY, UNKNOWN_LANE, DUPLICATE_KEY, CONFLICTING_KEYS, INCOMPLETE_PAIR, MISSING_VALUE, EMPTY_VALUE, MISSING_VARIABLE,
        UNKNOWN_LOOKUP, MISSING_FILE, MISSING_FOLDER, UNREADABLE_FILE, INVALID_NAME, DUPLICATE_NAME, UNKNOWN_VENDOR, INVALID_VENDOR_FILE,
        INVALID_DURATION, INVALID_NUMBER, INVALID_CHOICE, INVALID_URL, CREDENTIALS_IN_URL, INSECURE_URL, INVALID_HOST, INVALID_PATH,
        INVALID_PLACE, OVERLAPPING_PLACES, SHARED_QUEUE, USELESS_KEY, OUT_OF_ORDER, INVALID_SECRET, TOKEN_REQUIRED
    }

    /**
     * One fault.
     *
     * @param key      the setting, or the file that is wrong
     * @param sentence names the setting, the reason and the fix; holds no secret
     */
    public record Fault(String key, Code code, String sentence) {

        @Override
        public String toString() {
            return sentence;
        }
    }

    private final transient List<Fault> faults;

    /** @param faults not empty */
    public SettingsException(List<Fault> faults) {
        super(faults.size() == 1 ? "Invalid setting: " + faults.get(0)
                : faults.size() + " invalid settings:\n- " + String.join("\n- ", faults.stream().map(Fault::sentence).toList()));
        this.faults = List.copyOf(faults);
    }

    SettingsException(String key, Code code, String sentence) {
        this(List.of(new Fault(key, code, sentence)));
    }

    /** All faults: unknown keys and lookups first, then subject by subject. */
    public List<Fault> faults() {
        return faults;
    }
}
