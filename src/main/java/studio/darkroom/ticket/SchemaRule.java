package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a schema that joins several keys ({@code allOf}, {@code not}, {@code dependentSchemas} and the like) and says
 * in its {@code description} what it wants. Whatever is violated within it, that description is the sentence to show.
 *
 * @param sentence the description
 * @param depth    how many levels below the thing it speaks of the violation was found
 */
record SchemaRule(String sentence, int depth) {

    private static final Set<String> KEYED_KEYWORDS = Set.of("properties", "patternProperties", "$defs", "dependentSchemas");
    private static final Set<String> INDEXED_KEYWORDS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> COMBINING_KEYWORDS =
            Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas");
    private static final Set<String> DESCENDING_KEYWORDS =
            Set.of("properties", "patternProperties", "prefixItems", "items", "additionalProperties", "contains");

    /**
     * @param schema   the whole schema
     * @param location of the violated keyword in it
     * @return the innermost rule around it, if any
     */
    static Optional<SchemaRule> findInnermost(JsonNode schema, JsonNodePath location) {
        JsonNode node = schema;
        SchemaRule innermost = null;
        int position = 0;
        while (position < location.getNameCount() - 1) {
            String keyword = location.getName(position++);
            node = node.path(keyword);
            if (KEYED_KEYWORDS.contains(keyword) || INDEXED_KEYWORDS.contains(keyword)) {
                Object next = position < location.getNameCount() ? location.getElement(position++) : "";
                node = next instanceof Integer index ? node.path(index) : node.path(next.toString());
            }
            if (innermost != null && DESCENDING_KEYWORDS.contains(keyword)) {
                innermost = new SchemaRule(innermost.sentence(), innermost.depth() + 1);
            }
            if (COMBINING_KEYWORDS.contains(keyword) && node.path("description").isTextual()) {
                innermost = new SchemaRule(node.get("description").textValue(), 0);
            }
        }
        return Optional.ofNullable(innermost);
    }

    /** The schema that holds the keyword at the location; missing if it lies elsewhere. */
    static JsonNode findParentSchema(JsonNode schema, JsonNodePath location) {
        JsonNode node = schema;
        for (int position = 0; position < location.getNameCount() - 1; position++) {
            node = location.getElement(position) instanceof Integer index ? node.path(index)
                    : node.path(location.getName(position));
        }
        return node;
    }
}
