package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.text.Nearest;

/**
 * What a vendor declares about itself, as a bean {@code <vendor>-facts} in its route file. The core asks these facts and
 * never the vendor's name. Set by the YAML DSL, therefore with setters.
 */
public final class VendorFacts {

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

    /** Kinds of photos taken: {@code raw}, {@code jpeg}, {@code png}. */
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

    /** How many upload links are asked for at once. */
    public int getSlice() {
        return slice;
    }

    public void setSlice(int slice) {
        this.slice = slice;
    }

    /** Photos of more bytes than this go up in parts of that size; 0: there are no parts. */
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

    /** Whether JPEGs come from an export of their own. */
    public boolean isExports() {
        return exports;
    }

    public void setExports(boolean exports) {
        this.exports = exports;
    }

    /** The ticket's edit option that makes the vendor export by itself after the edit; null where there is none. */
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
     * What it means that the vendor counts no photo at all, though its store took some: {@code tells} (its count may be
     * late, the edit works), or {@code must} (an edit of nothing fails).
     */
    public String getRegisters() {
        return registers;
    }

    public void setRegisters(String registers) {
        this.registers = registers;
    }

    /** The field of an edit request that takes an address to call when edit or export are over; null: it never calls. */
    public String getCallback() {
        return callback;
    }

    public void setCallback(String callback) {
        this.callback = callback;
    }

    /** So many photos a shoot should have at least; fewer are warned of and not stopped. */
    public int getFewest() {
        return fewest;
    }

    public void setFewest(int fewest) {
        this.fewest = fewest;
    }

    /** What a person may not expect of an option of the ticket's {@code edit:} block, by option. */
    public Map<String, String> remarks() {
        return remarks;
    }

    /** {@code option=remark}, parted by semicolons. */
    public void setRemarks(String remarks) {
        this.remarks = Arrays.stream(remarks.split(";")).map(remark -> remark.split("=", 2))
                .collect(Collectors.toUnmodifiableMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
    }

    /** The option of the ticket's {@code edit:} block that merges brackets into one picture; null if there is none. */
    public String getMerges() {
        return merges;
    }

    public void setMerges(String merges) {
        this.merges = merges;
    }

    /** Whether these edit options ask the vendor to merge brackets. */
    public boolean isMergeRequested(JsonNode edit) {
        return merges != null && edit.path(merges).asBoolean(false);
    }

    /** The ticket's edit option whose values the verb {@code choices} tells; null: there is none. */
    public String getChoices() {
        return choices;
    }

    public void setChoices(String choices) {
        this.choices = choices;
    }

    /** Comma-separated verbs that the vendor does not have; {@code edits}: it gives nothing but JPEGs. */
    public String getLacks() {
        return lacks;
    }

    public void setLacks(String lacks) {
        this.lacks = lacks;
    }

    public boolean hasVerb(String verb) {
        return Arrays.stream(lacks.split(",")).map(String::strip).noneMatch(verb::equals);
    }

    /** Presets that it is known to have; it may have others. */
    public Set<String> presets() {
        return presets;
    }

    /** The preset that was probably meant by one that it is not known to have. */
    public Optional<String> suggestPreset(String preset) {
        return presets.contains(preset) ? Optional.empty() : Nearest.suggest(preset, presets);
    }

    /** Comma-separated {@link #presets()}. */
    public void setPresets(String presets) {
        this.presets = Arrays.stream(presets.split(",")).map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    /** What is charged and when, for people. */
    public String getCharged() {
        return charged;
    }

    public void setCharged(String charged) {
        this.charged = charged;
    }

    /** So long the export state may stay silent after a lost answer before export is asked for again; it repeats safely. */
    public Duration exportGrace() {
        return exportGrace;
    }

    /** Seconds of {@link #exportGrace()}. */
    public void setExportGraceSeconds(int seconds) {
        this.exportGrace = Duration.ofSeconds(seconds);
    }
}
