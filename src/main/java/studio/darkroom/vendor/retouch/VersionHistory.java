package studio.darkroom.vendor.retouch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a vendor tells of the versions of its results, and of the presets it has. Sources disagree on what is told and no
 * source shows the fields of a version (contract imagen 2.8 and 6, row 6), so any JSON is searched for what looks like it: a
 * version is an object with a version's id, and belongs to the file that it, or anything around it, names.
 */
public final class VersionHistory {

    private static final List<String> ID_FIELDS = List.of("version_id", "versionId");
    private static final List<String> FILE_FIELDS = List.of("file_name", "fileName", "filename", "image_name", "name");
    private static final List<String> PARENT_FIELDS = List.of("parent_version_id", "parentVersionId", "parent_id");
    private static final List<String> INSTRUCTION_FIELDS = List.of("instruction", "prompt", "enhancement_type", "tool_id");
    private static final Set<String> PRESET_LIST_FIELDS = Set.of("prompts", "tools");
    private static final List<String> PRESET_NAME_FIELDS = List.of("enhancement_type", "tool_id");

    private final List<VersionEntry> versions = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Set<String> unreadableFiles = new HashSet<>();
    private final Set<String> presets = new LinkedHashSet<>();

    /**
     * One version as the vendor tells of it.
     *
     * @param file in small letters; null when no file is named
     * @param id as JSON; {@code null} as text when the vendor has none to tell
     * @param parentId as JSON; null for the original edit
     * @param instruction prompt or preset; null when it is not told
     */
    public record VersionEntry(String file, String id, String parentId, String instruction) {
    }

    private VersionHistory() {
    }

    /** @param json the unwrapped answer to {@code ai-tools}; may be missing */
    public static VersionHistory of(JsonNode json) {
        VersionHistory history = new VersionHistory();
        history.collectVersions(json, null);
        return history;
    }

    /**
     * Whether it can be said which versions a result has: the vendor names it, every version of it has an id, and it does not
     * tell something of it that cannot be read. Silence that is only misread would be paid for.
     */
    public boolean hasAllVersionsOf(String result) {
        String file = foldFileName(result);
        return files.contains(file) && !unreadableFiles.contains(file) && versions(result).stream().noneMatch(entry -> entry.id().equals("null"));
    }

    /** The versions of a result, in the vendor's order. */
    public List<VersionEntry> versions(String result) {
        String file = foldFileName(result);
        return versions.stream().filter(entry -> file.equals(entry.file())).toList();
    }

    /** Every version that is told, in the vendor's order. */
    public List<VersionEntry> allVersions() {
        return List.copyOf(versions);
    }

    /** The presets it has, by their names; none when it does not tell. */
    public Set<String> presets() {
        return Set.copyOf(presets);
    }

    private void collectVersions(JsonNode node, String enclosingFile) {
        if (node.isArray()) {
            node.forEach(each -> collectVersions(each, enclosingFile));
            return;
        }
        if (!node.isObject()) {
            return;
        }
        int countBefore = versions.size();
        String ownName = findText(node, FILE_FIELDS);
        String file = ownName == null ? enclosingFile : foldFileName(ownName);
        if (ownName != null) {
            files.add(file);
        }
        JsonNode id = ID_FIELDS.stream().map(node::get).filter(Objects::nonNull).findFirst().orElse(null);
        if (id != null) {
            JsonNode parent = PARENT_FIELDS.stream().map(node::get).filter(Objects::nonNull).findFirst().orElse(null);
            versions.add(new VersionEntry(file, id.toString(), parent == null || parent.isNull() ? null : parent.toString(),
                    findText(node, INSTRUCTION_FIELDS)));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (PRESET_LIST_FIELDS.contains(field.getKey())) {
                value.forEach(this::collectPreset);
            }
            boolean keyIsFileName = file == null && field.getKey().lastIndexOf('.') > 0 && value.isContainerNode();
            if (keyIsFileName) {
                int countBeforeField = versions.size();
                files.add(foldFileName(field.getKey()));
                collectVersions(value, foldFileName(field.getKey()));
                markUnreadable(foldFileName(field.getKey()), !value.isEmpty() && versions.size() == countBeforeField);
            } else {
                collectVersions(value, file);
            }
        }
        boolean hasContent = findText(node, INSTRUCTION_FIELDS) != null || node.properties().stream().anyMatch(field -> !field.getValue().isEmpty());
        markUnreadable(ownName == null ? null : file, hasContent && versions.size() == countBefore);
    }

    private void markUnreadable(String file, boolean unreadable) {
        if (file != null && unreadable) {
            unreadableFiles.add(file);
        }
    }

    private void collectPreset(JsonNode row) {
        String name = findText(row, PRESET_NAME_FIELDS);
        if (name != null && ID_FIELDS.stream().noneMatch(row::has)) {
            presets.add(name);
        }
    }

    private static String findText(JsonNode node, List<String> names) {
        return names.stream().map(name -> node.path(name).textValue()).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static String foldFileName(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
