package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A compiled jq expression. Thread-safe; compiled once per text. */
final class JqQuery {

    private static final Map<String, JqQuery> COMPILED = new ConcurrentHashMap<>();
    private static final Scope SYNTAX_ONLY = Scope.newEmptyScope();

    private final JsonQuery query;
    private volatile boolean usesFunctions;

    private JqQuery(JsonQuery query) {
        this.query = query;
    }

    /** The function library of jq takes a second to load, so it is loaded for the first query that calls a function. */
    private static final class FunctionLibrary {

        private static final Scope SCOPE = load();

        private static Scope load() {
            Scope scope = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
            return scope;
        }
    }

    /** @throws IllegalArgumentException if {@code text} is not a jq expression */
    static JqQuery compile(String text) {
        return COMPILED.computeIfAbsent(text, key -> {
            try {
                return new JqQuery(JsonQuery.compile(key, Versions.JQ_1_6));
            } catch (JsonQueryException e) {
                throw new IllegalArgumentException("\"" + key + "\" is not a jq expression", e);
            }
        });
    }

    /**
     * Every output of the query.
     *
     * @param body a missing node counts as null
     * @throws JsonQueryException if {@code body} does not have the structure that the query expects
     */
    List<JsonNode> run(JsonNode body) throws JsonQueryException {
        JsonNode input = body.isMissingNode() ? NullNode.getInstance() : body;
        if (!usesFunctions) {
            try {
                return run(SYNTAX_ONLY, input);
            } catch (JsonQueryException e) {
                if (!String.valueOf(e.getMessage()).endsWith("does not exist")) {
                    throw e;
                }
                usesFunctions = true;
            }
        }
        return run(FunctionLibrary.SCOPE, input);
    }

    private List<JsonNode> run(Scope scope, JsonNode input) throws JsonQueryException {
        List<JsonNode> outputs = new ArrayList<>();
        query.apply(scope, input, outputs::add);
        return outputs;
    }
}
