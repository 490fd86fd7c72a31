package studio.darkroom.vendor;

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

    @Override
    public Expression createExpression(String expression) {
        JqQuery.compile(expression);
        return new ExpressionAdapter() {

            @Override
            public Object evaluate(Exchange exchange) {
                if (exchange.getMessage().getBody() instanceof VendorResponse response) {
                    return response.select(expression);
                }
                throw new IllegalStateException(NAME + " needs a vendor's response in the body; call it after the ask or call route");
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
}
