package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import studio.darkroom.Nearest;

/**
 * What is wrong at one place of a ticket, in one sentence with the fix.
 *
 * @param key      the dotted key it is about, as {@link Layers#sources()} has it
 * @param sentence for the person who wrote the ticket
 */
record Complaint(String key, String sentence) {

    private static final Set<String> MEANT_TRUE = Set.of("yes", "y", "on", "true", "1");
    private static final Set<String> MEANT_FALSE = Set.of("no", "n", "off", "false", "0");

    /**
     * @param violation one thing the validator found
     * @param schema    the schema it was found with
     * @param under     the key of the ticket the schema is for; empty for the whole
     * @param outside   the keys that are known on the other level: beside {@code edit} for {@code edit}, and the reverse
     */
    static Complaint of(ValidationMessage violation, JsonNode schema, String under, List<String> outside) {
        JsonNodePath keyword = violation.getSchemaLocation().getFragment();
        List<Object> place = new ArrayList<>();
        if (!under.isEmpty()) {
            place.add(under);
        }
        JsonNodePath instance = violation.getInstanceLocation();
        for (int i = 0; i < instance.getNameCount(); i++) {
            place.add(instance.getElement(i));
        }
        Optional<Rule> rule = Rule.around(schema, keyword);
        if (rule.isPresent()) {
            List<Object> subject = place.subList(0, Math.max(0, place.size() - rule.get().inner()));
            return new Complaint(key(subject), named(subject) + ": " + rule.get().sentence());
        }
        JsonNode holder = Rule.holder(schema, keyword);
        JsonNode found = violation.getInstanceNode() == null ? MissingNode.getInstance() : violation.getInstanceNode();
        String name = named(place);
        return switch (violation.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> {
                List<Object> unknown = new ArrayList<>(place);
                unknown.add(violation.getProperty());
                yield new Complaint(key(unknown),
                        unknown(violation.getProperty(), place, names(holder.path("properties")), outside));
            }
            case "required" -> {
                String about = about(holder.path("properties").path(violation.getProperty()));
                yield new Complaint(key(place), name + " lacks the key " + Shown.quoted(violation.getProperty())
                        + "; add it" + (about.isEmpty() ? "" : " (" + about + ")"));
            }
            case "enum" -> new Complaint(key(place), oneOf(name, found, texts(holder.path("enum"))));
            case "type" -> new Complaint(key(place), type(name, found, holder));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> new Complaint(key(place),
                    name + " must be " + range(holder, "minimum", "maximum") + ", found " + Shown.value(found)
                            + "; change it");
            case "minLength", "maxLength" -> new Complaint(key(place), length(name, "characters",
                    range(holder, "minLength", "maxLength"), found.asText().codePoints().count(), violation));
            case "minItems", "maxItems" -> new Complaint(key(place), length(name, "entries",
                    range(holder, "minItems", "maxItems"), found.size(), violation));
            case "uniqueItems" -> new Complaint(key(place), name + " names the same thing twice; keep it once");
            default -> {
                String about = about(holder);
                String why = about.isEmpty() ? String.valueOf(violation.getError()) : about;
                yield new Complaint(key(place), name + " does not fit, found " + Shown.value(found)
                        + "; wanted is: " + Shown.clipped(why));
            }
        };
    }

    private static String unknown(String word, List<Object> place, List<String> known, List<String> outside) {
        boolean inEdit = place.equals(List.of("edit"));
        List<String> elsewhere = inEdit || place.isEmpty() ? outside : List.of();
        String start = "unknown key " + Shown.quoted(word) + " in " + named(place) + ": ";
        Optional<String> near = Nearest.to(word, known);
        if (near.isPresent() && !elsewhere.contains(word)) {
            return start + "did you mean " + Shown.quoted(near.get()) + "?";
        }
        if (elsewhere.contains(word)) {
            return start + (inEdit ? "move it beside edit" : "move it into edit");
        }
        Optional<String> moved = Nearest.to(word, elsewhere);
        if (moved.isPresent()) {
            return start + "did you mean " + Shown.quoted(moved.get())
                    + (inEdit ? ", which stands beside edit?" : ", which stands in edit?");
        }
        return start + (known.isEmpty() ? "take it out" : "known are " + String.join(", ", known));
    }

    private static String oneOf(String name, JsonNode found, List<String> allowed) {
        String near = found.isTextual() ? Nearest.to(found.textValue(), allowed)
                .map(word -> "; did you mean " + Shown.quoted(word) + "?").orElse("; take one of these") : "; take one of these";
        return name + " must be one of " + String.join(", ", allowed) + ", found " + Shown.value(found) + near;
    }

    private static String type(String name, JsonNode found, JsonNode holder) {
        JsonNode wanted = holder.path("type");
        List<String> types = wanted.isArray() ? texts(wanted) : List.of(wanted.asText());
        String written = found.asText().strip();
        String word = written.toLowerCase(Locale.ROOT);
        String unquoted = found.isTextual() ? ", without quotes" : "";
        String fix = "change it";
        if (types.contains("boolean") && MEANT_TRUE.contains(word)) {
            fix = "write true" + unquoted;
        } else if (types.contains("boolean") && MEANT_FALSE.contains(word)) {
            fix = "write false" + unquoted;
        } else if ((types.contains("integer") || types.contains("number")) && word.matches("-?[0-9]{1,9}([.][0-9]{1,9})?")
                && found.isTextual()) {
            fix = "take the quotes away";
        } else if (types.contains("string") && found.isValueNode() && !found.isNull()) {
            fix = "put it in quotes";
        } else if (types.contains("array") && holder.at("/items/enum").isArray() && found.isValueNode() && !found.isNull()) {
            fix = "write [" + Shown.plain(written) + "]";
        } else if (found.isNull()) {
            fix = "write a value, or take the key out";
        }
        String must = types.stream().map(Complaint::kind).collect(Collectors.joining(" or "));
        return name + " must be " + must + ", found " + Shown.value(found) + "; " + fix;
    }

    private static String kind(String type) {
        return switch (type) {
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "string" -> "a text";
            case "array" -> "a list";
            case "object" -> "a group of keys";
            default -> "nothing";
        };
    }

    private static String range(JsonNode holder, String least, String most) {
        String low = bound(holder, least, "exclusiveMinimum", "more than ");
        String high = bound(holder, most, "exclusiveMaximum", "less than ");
        if (low.isEmpty() || high.isEmpty()) {
            return low.isEmpty() ? "at most " + high : "at least " + low;
        }
        return low + " to " + high;
    }

    private static String bound(JsonNode holder, String inclusive, String exclusive, String before) {
        if (holder.has(inclusive)) {
            return holder.get(inclusive).asText();
        }
        return holder.has(exclusive) ? before + holder.get(exclusive).asText() : "";
    }

    private static String length(String name, String of, String range, long found, ValidationMessage violation) {
        if (found == 0) {
            return name + " is empty; write what you want, or leave the key out";
        }
        return name + " must have " + range + ' ' + of + ", found " + found
                + (violation.getType().startsWith("min") ? "; write more" : "; shorten it");
    }

    /** What a schema says of itself, without the place where we read it. */
    private static String about(JsonNode schema) {
        return schema.path("description").asText("").replaceFirst(" \\(contract [^)]*\\)$", "");
    }

    /** {@code edit.hdr_merge}, {@code retouch 2: prompt}, {@code deliver 1}; people count from one. */
    private static String named(List<Object> place) {
        if (place.isEmpty()) {
            return "the ticket";
        }
        StringBuilder name = new StringBuilder();
        Object before = null;
        for (Object element : place) {
            if (element instanceof Integer index) {
                name.append(' ').append(index + 1);
            } else {
                name.append(before == null ? "" : before instanceof Integer ? ": " : ".").append(Shown.plain(element.toString()));
            }
            before = element;
        }
        return name.toString();
    }

    private static String key(List<Object> place) {
        return place.stream().limit(place.isEmpty() || !place.get(0).equals("edit") ? 1 : 2).map(Object::toString)
                .collect(Collectors.joining("."));
    }

    private static List<String> names(JsonNode properties) {
        return properties.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
