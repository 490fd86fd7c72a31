package studio.darkroom.vendor;

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
public final class History {

    private static final List<String> IDS = List.of("version_id", "versionId");
    private static final List<String> FILES = List.of("file_name", "fileName", "filename", "image_name", "name");
    private static final List<String> PARENTS = List.of("parent_version_id", "parentVersionId", "parent_id");
    private static final List<String> WORDS = List.of("instruction", "prompt", "enhancement_type", "tool_id");
    private static final Set<String> PRESETS = Set.of("prompts", "tools");
    private static final List<String> PRESET = List.of("enhancement_type", "tool_id");

    private final List<Told> versions = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Set<String> unread = new HashSet<>();
    private final Set<String> presets = new LinkedHashSet<>();

    /**
     * One version as the vendor tells of it.
     *
     * @param file in small letters; null when no file is named
     * @param id as JSON; {@code null} as text when the vendor has none to tell
     * @param parent as JSON; null for the original edit
     * @param words prompt or preset; null when it is not told
     */
    public record Told(String file, String id, String parent, String words) {
    }

    private History() {
    }

    /** @param json the unwrapped answer to {@code ai-tools}; may be missing */
    public static History of(JsonNode json) {
        History history = new History();
        history.walk(json, null);
        return history;
    }

    /**
     * Whether it can be said which versions a result has: the vendor names it, every version of it has an id, and it does not
     * tell something of it that cannot be read. Silence that is only misread would be paid for.
     */
    public boolean tells(String result) {
        String file = file(result);
        return files.contains(file) && !unread.contains(file) && versions(result).stream().noneMatch(told -> told.id().equals("null"));
    }

    /** The versions of a result, in the vendor's order. */
    public List<Told> versions(String result) {
        String file = file(result);
        return versions.stream().filter(told -> file.equals(told.file())).toList();
    }

    /** Every version that is told, in the vendor's order. */
    public List<Told> all() {
        return List.copyOf(versions);
    }

    /** The presets it has, by their names; none when it does not tell. */
    public Set<String> presets() {
        return Set.copyOf(presets);
    }

    private void walk(JsonNode node, String around) {
        if (node.isArray()) {
            node.forEach(each -> walk(each, around));
            return;
        }
        if (!node.isObject()) {
            return;
        }
        int before = versions.size();
        String own = text(node, FILES);
        String file = own == null ? around : file(own);
        if (own != null) {
            files.add(file);
        }
        JsonNode id = IDS.stream().map(node::get).filter(Objects::nonNull).findFirst().orElse(null);
        if (id != null) {
            JsonNode parent = PARENTS.stream().map(node::get).filter(Objects::nonNull).findFirst().orElse(null);
            versions.add(new Told(file, id.toString(), parent == null || parent.isNull() ? null : parent.toString(),
                    text(node, WORDS)));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (PRESETS.contains(field.getKey())) {
                value.forEach(this::preset);
            }
            boolean named = file == null && field.getKey().lastIndexOf('.') > 0 && value.isContainerNode();
            if (named) {
                int sofar = versions.size();
                files.add(file(field.getKey()));
                walk(value, file(field.getKey()));
                doubt(file(field.getKey()), !value.isEmpty() && versions.size() == sofar);
            } else {
                walk(value, file);
            }
        }
        boolean tells = text(node, WORDS) != null || node.properties().stream().anyMatch(field -> !field.getValue().isEmpty());
        doubt(own == null ? null : file, tells && versions.size() == before);
    }

    private void doubt(String file, boolean doubtful) {
        if (file != null && doubtful) {
            unread.add(file);
        }
    }

    private void preset(JsonNode row) {
        String name = text(row, PRESET);
        if (name != null && IDS.stream().noneMatch(row::has)) {
            presets.add(name);
        }
    }

    private static String text(JsonNode node, List<String> names) {
        return names.stream().map(name -> node.path(name).textValue()).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static String file(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
