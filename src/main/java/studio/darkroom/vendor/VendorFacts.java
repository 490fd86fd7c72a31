package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.text.Nearest;

/**
 * What a vendor declares about itself, as a bean {@code <vendor>-facts} in its route file. The core asks these facts and
 * never the vendor's name. The YAML DSL sets them, which requires setters.
 */
public final class VendorFacts {

    /** A verb is the route {@code <vendor>-<verb>}. Every vendor has these. */
    public static final List<String> REQUIRED_VERBS = List.of("check", "open", "links", "uploaded", "edit", "edit-state", "results");
    /** Required with {@link #isExports()}. */
    public static final List<String> EXPORT_VERBS = List.of("export", "export-state");
    /** Required with {@link #getPartsAbove()}. */
    public static final List<String> PART_VERBS = List.of("parts-open", "parts-complete", "parts-abort");
    /** Required with the verb {@code retouch}. */
    public static final List<String> RETOUCH_VERBS = List.of("versions", "reset", "finalize");
    /** Verbs that a vendor has, or names in {@link #getLacks()}. */
    public static final List<String> OPTIONAL_VERBS = List.of("retouch", "finalize", "replace");

    private String name;
    private Set<String> kinds = Set.of("raw", "jpeg");
    private boolean mixes;
    private int slice = 100;
    private long partsAbove;
    private boolean profiles;
    private boolean exports;
    private String exportsItself;
    private String secondEdit = "unknown";
    private String registers = "tells";
    private String callback;
    private int fewest;
    private Map<String, String> remarks = Map.of();
    private String merges;
    private String choices;
    private String lacks = "";
    private Set<String> presets = Set.of();
    private String charged = "edit, per photo";
    private Duration exportGrace = Duration.ofMinutes(1);

    /** The vendor's name in tickets and configuration. */
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Accepted kinds of photos: {@code raw}, {@code jpeg}, {@code png}. */
    public Set<String> kinds() {
        return kinds;
    }

    /** Comma-separated {@link #kinds()}. */
    public void setTakes(String takes) {
        this.kinds = Arrays.stream(takes.split(",")).map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether one project may hold several kinds. */
    public boolean isMixes() {
        return mixes;
    }

    public void setMixes(boolean mixes) {
        this.mixes = mixes;
    }

    /** Number of upload links per call. */
    public int getSlice() {
        return slice;
    }

    public void setSlice(int slice) {
        this.slice = slice;
    }

    /** Size in bytes above which photos are uploaded in parts of that size; 0: never. */
    public long getPartsAbove() {
        return partsAbove;
    }

    public void setPartsAbove(long partsAbove) {
        this.partsAbove = partsAbove;
    }

    /** Whether an edit needs a profile. */
    public boolean isProfiles() {
        return profiles;
    }

    public void setProfiles(boolean profiles) {
        this.profiles = profiles;
    }

    /** Whether JPEGs need a separate export. */
    public boolean isExports() {
        return exports;
    }

    public void setExports(boolean exports) {
        this.exports = exports;
    }

    /** The edit option that starts the export automatically after the edit; null if there is none. */
    public String getExportsItself() {
        return exportsItself;
    }

    public void setExportsItself(String exportsItself) {
        this.exportsItself = exportsItself;
    }

    /** What a second edit of the same project does: {@code same-answer}, {@code conflict} or {@code unknown}. */
    public String getSecondEdit() {
        return secondEdit;
    }

    public void setSecondEdit(String secondEdit) {
        this.secondEdit = secondEdit;
    }

    /**
     * What it means that the vendor counts no photo after the upload: {@code tells} (the count may be late, the edit works)
     * or {@code must} (the edit would fail).
     */
    public String getRegisters() {
        return registers;
    }

    public void setRegisters(String registers) {
        this.registers = registers;
    }

    /** The field of an edit request for a callback address; null if the vendor does not call. */
    public String getCallback() {
        return callback;
    }

    public void setCallback(String callback) {
        this.callback = callback;
    }

    /** Minimum number of photos; a smaller shoot causes a warning. */
    public int getFewest() {
        return fewest;
    }

    public void setFewest(int fewest) {
        this.fewest = fewest;
    }

    /** Warnings by option of the ticket's {@code edit:} block. */
    public Map<String, String> remarks() {
        return remarks;
    }

    /** {@code option=remark}, separated by semicolons. */
    public void setRemarks(String remarks) {
        this.remarks = Arrays.stream(remarks.split(";")).map(remark -> remark.split("=", 2))
                .collect(Collectors.toUnmodifiableMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
    }

    /** The option of the ticket's {@code edit:} block that merges brackets into one picture. */
    public void setMerges(String merges) {
        this.merges = merges;
    }

    /** Whether these edit options ask the vendor to merge brackets. */
    public boolean isMergeRequested(JsonNode edit) {
        return merges != null && edit.path(merges).asBoolean(false);
    }

    /** The edit option whose values the verb {@code choices} lists; null if there is none. */
    public String getChoices() {
        return choices;
    }

    public void setChoices(String choices) {
        this.choices = choices;
    }

    /** Comma-separated missing verbs; {@code edits} if the vendor returns only JPEGs. */
    public void setLacks(String lacks) {
        this.lacks = lacks;
    }

    public boolean hasVerb(String verb) {
        return Arrays.stream(lacks.split(",")).map(String::strip).noneMatch(verb::equals);
    }

    /** Known presets; the vendor may have others. */
    public Set<String> presets() {
        return presets;
    }

    /** The known preset that is closest to an unknown one. */
    public Optional<String> suggestPreset(String preset) {
        return presets.contains(preset) ? Optional.empty() : Nearest.suggest(preset, presets);
    }

    /** Comma-separated {@link #presets()}. */
    public void setPresets(String presets) {
        this.presets = Arrays.stream(presets.split(",")).map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    /** What the vendor charges for, as shown to users. */
    public String getCharged() {
        return charged;
    }

    public void setCharged(String charged) {
        this.charged = charged;
    }

    /** How long to wait for the export to appear after a lost response before it is requested again, which is safe. */
    public Duration exportGrace() {
        return exportGrace;
    }

    /** Seconds of {@link #exportGrace()}. */
    public void setExportGraceSeconds(int seconds) {
        this.exportGrace = Duration.ofSeconds(seconds);
    }
}
