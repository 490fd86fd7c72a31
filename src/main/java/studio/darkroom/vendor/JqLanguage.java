package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.apache.camel.support.LanguageSupport;

/**
 * The language {@code vendor-jq} of vendor files: a jq expression over the {@link VendorResponse} in the body. Its result is
 * that of {@link VendorResponse#select}. The name differs from Camel's own {@code jq}, which a host may use.
 */
public final class JqLanguage extends LanguageSupport {

    public static final String NAME = "vendor-jq";

    private static final Scope SYNTAX_ONLY = Scope.newEmptyScope();
    private static final Map<String, JsonQuery> COMPILED = new ConcurrentHashMap<>();
    private static final Set<String> WITH_FUNCTIONS = ConcurrentHashMap.newKeySet();

    /** The function library of jq takes a second to load, so it is loaded for the first expression that calls a function. */
    private static final class FunctionLibrary {

        private static final Scope SCOPE = load();

        private static Scope load() {
            Scope scope = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
            return scope;
        }
    }

    @Override
    public Expression createExpression(String expression) {
        compile(expression);
        return new ExpressionAdapter() {

            @Override
            public Object evaluate(Exchange exchange) {
                if (exchange.getMessage().getBody() instanceof VendorResponse response) {
                    return response.select(expression);
                }
                throw new IllegalStateException(NAME + " needs a vendor's response in the body; use it after the ask or call route");
            }

            @Override
            public String toString() {
                return NAME + ": " + expression;
            }
        };
    }

    @Override
    public Predicate createPredicate(String expression) {
        return ExpressionToPredicateAdapter.toPredicate(createExpression(expression));
    }

    private static JsonQuery compile(String expression) {
        return COMPILED.computeIfAbsent(expression, text -> {
            try {
                return JsonQuery.compile(text, Versions.JQ_1_6);
            } catch (JsonQueryException e) {
                throw new IllegalArgumentException("\"" + text + "\" is not a jq expression", e);
            }
        });
    }

    /**
     * Every output of a jq expression, which is compiled once.
     *
     * @param body a missing node counts as null
     * @throws JsonQueryException if {@code body} does not have the structure that the expression expects
     * @throws IllegalArgumentException if it is not a jq expression
     */
    static List<JsonNode> run(String expression, JsonNode body) throws JsonQueryException {
        JsonQuery query = compile(expression);
        JsonNode input = body.isMissingNode() ? NullNode.getInstance() : body;
        if (!WITH_FUNCTIONS.contains(expression)) {
            try {
                return run(query, SYNTAX_ONLY, input);
            } catch (JsonQueryException e) {
                if (!String.valueOf(e.getMessage()).endsWith("does not exist")) {
                    throw e;
                }
                WITH_FUNCTIONS.add(expression);
            }
        }
        return run(query, FunctionLibrary.SCOPE, input);
    }

    private static List<JsonNode> run(JsonQuery query, Scope scope, JsonNode input) throws JsonQueryException {
        List<JsonNode> outputs = new ArrayList<>();
        query.apply(scope, input, outputs::add);
        return outputs;
    }
}
