package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketException.TicketFault.Code;

/**
 * Turns schema violations into faults with a fix. The sentences are in {@code ticket-messages.properties}; a schema's own
 * {@code errorMessage} replaces them.
 */
final class SchemaMessages {

    private static final ResourceBundle TEXTS = ResourceBundle.getBundle("studio.darkroom.ticket.ticket-messages", Locale.ROOT,
            SchemaMessages.class.getClassLoader());
    private static final Set<String> TRUE_WORDS = Set.of("yes", "y", "on", "true", "1");
    private static final Set<String> FALSE_WORDS = Set.of("no", "n", "off", "false", "0");

    private final TicketLayers layers;
    private final List<Object> parent;
    private final List<String> otherLevelKeys;

    /**
     * @param layers         the ticket that was checked
     * @param parent         the path of the checked part in the ticket: empty, or {@code edit}
     * @param otherLevelKeys the keys known on the other level: beside {@code edit} for {@code edit}, and the reverse
     */
    SchemaMessages(TicketLayers layers, List<Object> parent, List<String> otherLevelKeys) {
        this.layers = layers;
        this.parent = parent;
        this.otherLevelKeys = otherLevelKeys;
    }

    /** The validator's message source; {@code key} is a keyword, or the text of an {@code errorMessage}. */
    static String format(String key, Supplier<String> fallback, Locale locale, Object... arguments) {
        Object[] texts = Arrays.stream(arguments).map(String::valueOf).toArray();
        return new MessageFormat(TEXTS.getString(TEXTS.containsKey(key) ? key : "other"), Locale.ROOT).format(texts);
    }

    TicketFault createFault(ValidationMessage violation, JsonNode schema) {
        List<Object> path = new ArrayList<>(parent);
        JsonNodePath instance = violation.getInstanceLocation();
        for (int i = 0; i < instance.getNameCount(); i++) {
            path.add(instance.getElement(i));
        }
        JsonNode parentSchema = findParentSchema(schema, violation.getSchemaLocation().getFragment());
        JsonNode actual = violation.getInstanceNode() == null ? MissingNode.getInstance() : violation.getInstanceNode();
        boolean hasOwnMessage = parentSchema.path("errorMessage").toString().contains(TextNode.valueOf(violation.getMessageKey()).toString())
                && !violation.getMessageKey().equals(violation.getType());
        String type = hasOwnMessage ? "errorMessage" : violation.getType();
        String found = ", found " + Redactor.describeValue(actual);
        String error = Redactor.shortenExplanation(hasOwnMessage ? violation.getMessageKey() : violation.getMessage());
        return switch (type) {
            case "errorMessage" -> layers.locateFault(Code.BROKEN_RULE, path, describePath(path), describePath(path) + ": " + error);
            case "additionalProperties", "unevaluatedProperties" -> {
                String hint = suggestKey(violation.getProperty(), path, listNames(parentSchema.path("properties")));
                String text = "unknown key " + Redactor.quote(violation.getProperty()) + " in " + describePath(path) + hint;
                path.add(violation.getProperty());
                yield layers.locateFault(Code.UNKNOWN_KEY, path, describePath(path), text);
            }
            case "required" -> {
                String description = parentSchema.path("properties").path(violation.getProperty()).path("description").asText("");
                String text = describePath(path) + ' ' + error + (description.isEmpty() ? "" : " (" + description + ")");
                List<Object> missing = new ArrayList<>(path);
                missing.add(violation.getProperty());
                yield layers.locateFault(Code.MISSING_KEY, path, describePath(missing), text);
            }
            case "enum", "const" -> createFault(Code.WRONG_VALUE, path, "must be one of " + String.join(", ", listAllowed(parentSchema))
                    + found + suggestValue(actual, listAllowed(parentSchema)));
            case "type" -> createFault(Code.WRONG_TYPE, path, describeTypes(parentSchema) + found + "; " + suggestType(actual, parentSchema));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> createFault(Code.OUT_OF_RANGE, path, error + found);
            case "minLength", "maxLength", "minItems", "maxItems" -> {
                long size = actual.isTextual() ? actual.asText().codePoints().count() : actual.size();
                yield createFault(Code.WRONG_LENGTH, path, size == 0 ? TEXTS.getString("empty") : error + ", found " + size);
            }
            case "uniqueItems" -> createFault(Code.DUPLICATE_VALUE, path, error);
            default -> createFault(Code.WRONG_VALUE, path, error + found);
        };
    }

    private TicketFault createFault(Code code, List<Object> path, String predicate) {
        String key = describePath(path);
        return layers.locateFault(code, path, path.isEmpty() ? "" : key, key + ' ' + predicate);
    }

    private String suggestKey(String key, List<Object> path, List<String> known) {
        boolean inEdit = path.equals(List.of("edit"));
        List<String> otherKeys = inEdit || path.isEmpty() ? otherLevelKeys : List.of();
        Optional<String> suggestion = Nearest.suggest(key, known);
        Optional<String> otherSuggestion = Nearest.suggest(key, otherKeys);
        if (otherKeys.contains(key)) {
            return inEdit ? "; move it out of edit to the top level" : "; move it into edit";
        } else if (suggestion.isPresent()) {
            return "; did you mean " + Redactor.quote(suggestion.get()) + "?";
        } else if (otherSuggestion.isPresent()) {
            return "; did you mean " + Redactor.quote(otherSuggestion.get()) + (inEdit ? " at the top level?" : " in edit?");
        }
        return known.isEmpty() ? "; remove it" : "; known keys: " + String.join(", ", known);
    }

    private static String suggestValue(JsonNode actual, List<String> allowed) {
        return Optional.ofNullable(actual.textValue()).flatMap(text -> Nearest.suggest(text, allowed))
                .map(word -> "; did you mean " + Redactor.quote(word) + "?").orElse("");
    }

    private static String suggestType(JsonNode actual, JsonNode parentSchema) {
        List<String> types = listTypes(parentSchema);
        String written = actual.asText().strip();
        String word = written.toLowerCase(Locale.ROOT);
        boolean isValue = actual.isValueNode() && !actual.isNull();
        if (types.contains("boolean") && isValue && (TRUE_WORDS.contains(word) || FALSE_WORDS.contains(word))) {
            return "write " + TRUE_WORDS.contains(word) + (actual.isTextual() ? " without quotes" : "");
        } else if ((types.contains("integer") || types.contains("number")) && actual.isTextual()
                && word.matches("-?[0-9]{1,9}([.][0-9]{1,9})?")) {
            return "remove the quotes";
        } else if (types.contains("string") && isValue) {
            return "put it in quotes";
        } else if (types.contains("array") && parentSchema.at("/items/enum").isArray() && isValue) {
            return "write [" + Redactor.shorten(written) + "]";
        }
        return actual.isNull() ? "write a value or remove the key" : "change it";
    }

    private static String describeTypes(JsonNode parentSchema) {
        return "must be " + listTypes(parentSchema).stream().map(type -> TEXTS.containsKey("type." + type)
                ? TEXTS.getString("type." + type) : type).collect(Collectors.joining(" or "));
    }

    /** {@code edit.hdr_merge}, {@code retouch 2: prompt}, {@code deliver 1}; list entries count from one. */
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
                name.append(previous == null ? "" : previous instanceof Integer ? ": " : ".").append(Redactor.shorten(element.toString()));
            }
            previous = element;
        }
        return name.toString();
    }

    /** The schema that contains the keyword at the location; missing if it is elsewhere. */
    private static JsonNode findParentSchema(JsonNode schema, JsonNodePath location) {
        JsonNode node = schema;
        for (int i = 0; i < location.getNameCount() - 1; i++) {
            node = location.getElement(i) instanceof Integer index ? node.path(index) : node.path(location.getName(i));
        }
        return node;
    }

    private static List<String> listTypes(JsonNode parentSchema) {
        JsonNode type = parentSchema.path("type");
        return type.isArray() ? listTexts(type) : List.of(type.asText());
    }

    private static List<String> listAllowed(JsonNode parentSchema) {
        return parentSchema.has("const") ? List.of(parentSchema.get("const").asText()) : listTexts(parentSchema.path("enum"));
    }

    private static List<String> listNames(JsonNode properties) {
        return properties.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> listTexts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
