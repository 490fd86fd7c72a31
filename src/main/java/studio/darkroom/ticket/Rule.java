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
 * @param inner    how many levels below the thing it speaks of the violation was found
 */
record Rule(String sentence, int inner) {

    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "$defs", "dependentSchemas");
    private static final Set<String> NUMBERED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> JOINING =
            Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas");
    private static final Set<String> DESCENDING =
            Set.of("properties", "patternProperties", "prefixItems", "items", "additionalProperties", "contains");

    /**
     * @param schema   the whole schema
     * @param location of the violated keyword in it
     * @return the innermost rule around it, if any
     */
    static Optional<Rule> around(JsonNode schema, JsonNodePath location) {
        JsonNode node = schema;
        Rule innermost = null;
        int at = 0;
        while (at < location.getNameCount() - 1) {
            String keyword = location.getName(at++);
            node = node.path(keyword);
            if (NAMED.contains(keyword) || NUMBERED.contains(keyword)) {
                Object next = at < location.getNameCount() ? location.getElement(at++) : "";
                node = next instanceof Integer index ? node.path(index) : node.path(next.toString());
            }
            if (innermost != null && DESCENDING.contains(keyword)) {
                innermost = new Rule(innermost.sentence(), innermost.inner() + 1);
            }
            if (JOINING.contains(keyword) && node.path("description").isTextual()) {
                innermost = new Rule(node.get("description").textValue(), 0);
            }
        }
        return Optional.ofNullable(innermost);
    }

    /** The schema that holds the keyword at the location; missing if it lies elsewhere. */
    static JsonNode holder(JsonNode schema, JsonNodePath location) {
        JsonNode node = schema;
        for (int at = 0; at < location.getNameCount() - 1; at++) {
            node = location.getElement(at) instanceof Integer index ? node.path(index)
                    : node.path(location.getName(at));
        }
        return node;
    }
}
