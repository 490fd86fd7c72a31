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
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Quotes;

/**
 * What is wrong at one place of a ticket, in one sentence with the fix.
 *
 * @param key      the dotted key it is about, as {@link TicketLayers#sources()} has it
 * @param sentence for the person who wrote the ticket
 */
record SchemaMessage(String key, String sentence) {

    private static final Set<String> TRUE_WORDS = Set.of("yes", "y", "on", "true", "1");
    private static final Set<String> FALSE_WORDS = Set.of("no", "n", "off", "false", "0");

    /**
     * @param violation one thing the validator found
     * @param schema    the schema it was found with
     * @param parentKey     the key of the ticket the schema is for; empty for the whole
     * @param otherLevelKeys   the keys that are known on the other level: beside {@code edit} for {@code edit}, and the reverse
     */
    static SchemaMessage of(ValidationMessage violation, JsonNode schema, String parentKey, List<String> otherLevelKeys) {
        JsonNodePath keyword = violation.getSchemaLocation().getFragment();
        List<Object> path = new ArrayList<>();
        if (!parentKey.isEmpty()) {
            path.add(parentKey);
        }
        JsonNodePath instance = violation.getInstanceLocation();
        for (int i = 0; i < instance.getNameCount(); i++) {
            path.add(instance.getElement(i));
        }
        Optional<SchemaRule> rule = SchemaRule.findInnermost(schema, keyword);
        if (rule.isPresent()) {
            List<Object> subject = path.subList(0, Math.max(0, path.size() - rule.get().depth()));
            return new SchemaMessage(toDottedKey(subject), describePath(subject) + ": " + rule.get().sentence());
        }
        JsonNode parentSchema = SchemaRule.findParentSchema(schema, keyword);
        JsonNode actual = violation.getInstanceNode() == null ? MissingNode.getInstance() : violation.getInstanceNode();
        String name = describePath(path);
        return switch (violation.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> {
                List<Object> unknown = new ArrayList<>(path);
                unknown.add(violation.getProperty());
                yield new SchemaMessage(toDottedKey(unknown),
                        describeUnknownKey(violation.getProperty(), path, listPropertyNames(parentSchema.path("properties")), otherLevelKeys));
            }
            case "required" -> {
                String description = getDescription(parentSchema.path("properties").path(violation.getProperty()));
                yield new SchemaMessage(toDottedKey(path), name + " lacks the key " + Quotes.quote(violation.getProperty())
                        + "; add it" + (description.isEmpty() ? "" : " (" + description + ")"));
            }
            case "enum" -> new SchemaMessage(toDottedKey(path), describeEnumMismatch(name, actual, toStrings(parentSchema.path("enum"))));
            case "type" -> new SchemaMessage(toDottedKey(path), describeTypeMismatch(name, actual, parentSchema));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> new SchemaMessage(toDottedKey(path),
                    name + " must be " + describeRange(parentSchema, "minimum", "maximum") + ", found " + Quotes.describeValue(actual)
                            + "; change it");
            case "minLength", "maxLength" -> new SchemaMessage(toDottedKey(path), describeLengthMismatch(name, "characters",
                    describeRange(parentSchema, "minLength", "maxLength"), actual.asText().codePoints().count(), violation));
            case "minItems", "maxItems" -> new SchemaMessage(toDottedKey(path), describeLengthMismatch(name, "entries",
                    describeRange(parentSchema, "minItems", "maxItems"), actual.size(), violation));
            case "uniqueItems" -> new SchemaMessage(toDottedKey(path), name + " names the same thing twice; keep it once");
            default -> {
                String description = getDescription(parentSchema);
                String expectation = description.isEmpty() ? String.valueOf(violation.getError()) : description;
                yield new SchemaMessage(toDottedKey(path), name + " does not fit, found " + Quotes.describeValue(actual)
                        + "; wanted is: " + Quotes.shortenExplanation(expectation));
            }
        };
    }

    private static String describeUnknownKey(String key, List<Object> path, List<String> known, List<String> otherLevelKeys) {
        boolean inEdit = path.equals(List.of("edit"));
        List<String> otherKeys = inEdit || path.isEmpty() ? otherLevelKeys : List.of();
        String start = "unknown key " + Quotes.quote(key) + " in " + describePath(path) + ": ";
        Optional<String> suggestion = Nearest.suggest(key, known);
        if (suggestion.isPresent() && !otherKeys.contains(key)) {
            return start + "did you mean " + Quotes.quote(suggestion.get()) + "?";
        }
        if (otherKeys.contains(key)) {
            return start + (inEdit ? "move it beside edit" : "move it into edit");
        }
        Optional<String> otherSuggestion = Nearest.suggest(key, otherKeys);
        if (otherSuggestion.isPresent()) {
            return start + "did you mean " + Quotes.quote(otherSuggestion.get())
                    + (inEdit ? ", which stands beside edit?" : ", which stands in edit?");
        }
        return start + (known.isEmpty() ? "take it out" : "known are " + String.join(", ", known));
    }

    private static String describeEnumMismatch(String name, JsonNode actual, List<String> allowed) {
        String suggestion = actual.isTextual() ? Nearest.suggest(actual.textValue(), allowed)
                .map(word -> "; did you mean " + Quotes.quote(word) + "?").orElse("; take one of these") : "; take one of these";
        return name + " must be one of " + String.join(", ", allowed) + ", found " + Quotes.describeValue(actual) + suggestion;
    }

    private static String describeTypeMismatch(String name, JsonNode actual, JsonNode parentSchema) {
        JsonNode expected = parentSchema.path("type");
        List<String> types = expected.isArray() ? toStrings(expected) : List.of(expected.asText());
        String written = actual.asText().strip();
        String word = written.toLowerCase(Locale.ROOT);
        String unquoted = actual.isTextual() ? ", without quotes" : "";
        String fix = "change it";
        if (types.contains("boolean") && TRUE_WORDS.contains(word)) {
            fix = "write true" + unquoted;
        } else if (types.contains("boolean") && FALSE_WORDS.contains(word)) {
            fix = "write false" + unquoted;
        } else if ((types.contains("integer") || types.contains("number")) && word.matches("-?[0-9]{1,9}([.][0-9]{1,9})?")
                && actual.isTextual()) {
            fix = "take the quotes away";
        } else if (types.contains("string") && actual.isValueNode() && !actual.isNull()) {
            fix = "put it in quotes";
        } else if (types.contains("array") && parentSchema.at("/items/enum").isArray() && actual.isValueNode() && !actual.isNull()) {
            fix = "write [" + Quotes.shorten(written) + "]";
        } else if (actual.isNull()) {
            fix = "write a value, or take the key out";
        }
        String expectation = types.stream().map(SchemaMessage::describeType).collect(Collectors.joining(" or "));
        return name + " must be " + expectation + ", found " + Quotes.describeValue(actual) + "; " + fix;
    }

    private static String describeType(String type) {
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

    private static String describeRange(JsonNode parentSchema, String minKeyword, String maxKeyword) {
        String low = describeBound(parentSchema, minKeyword, "exclusiveMinimum", "more than ");
        String high = describeBound(parentSchema, maxKeyword, "exclusiveMaximum", "less than ");
        if (low.isEmpty() || high.isEmpty()) {
            return low.isEmpty() ? "at most " + high : "at least " + low;
        }
        return low + " to " + high;
    }

    private static String describeBound(JsonNode parentSchema, String inclusive, String exclusive, String exclusivePrefix) {
        if (parentSchema.has(inclusive)) {
            return parentSchema.get(inclusive).asText();
        }
        return parentSchema.has(exclusive) ? exclusivePrefix + parentSchema.get(exclusive).asText() : "";
    }

    private static String describeLengthMismatch(String name, String unit, String range, long actual, ValidationMessage violation) {
        if (actual == 0) {
            return name + " is empty; write what you want, or leave the key out";
        }
        return name + " must have " + range + ' ' + unit + ", found " + actual
                + (violation.getType().startsWith("min") ? "; write more" : "; shorten it");
    }

    /** What a schema says of itself, without the place where we read it. */
    private static String getDescription(JsonNode schema) {
        return schema.path("description").asText("").replaceFirst(" \\(contract [^)]*\\)$", "");
    }

    /** {@code edit.hdr_merge}, {@code retouch 2: prompt}, {@code deliver 1}; people count from one. */
    private static String describePath(List<Object> path) {
        if (path.isEmpty()) {
            return "the ticket";
        }
        StringBuilder name = new StringBuilder();
        Object previous = null;
        for (Object element : path) {
            if (element instanceof Integer index) {
                name.append(' ').append(index + 1);
            } else {
                name.append(previous == null ? "" : previous instanceof Integer ? ": " : ".").append(Quotes.shorten(element.toString()));
            }
            previous = element;
        }
        return name.toString();
    }

    private static String toDottedKey(List<Object> path) {
        return path.stream().limit(path.isEmpty() || !path.get(0).equals("edit") ? 1 : 2).map(Object::toString)
                .collect(Collectors.joining("."));
    }

    private static List<String> listPropertyNames(JsonNode properties) {
        return properties.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> toStrings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
