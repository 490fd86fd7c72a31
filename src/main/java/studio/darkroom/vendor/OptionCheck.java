package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.text.Redactor;

/** Looks whether what a ticket chooses for an option is among what the account has, before anything is uploaded. */
public final class OptionCheck {

    /** Whether the ticket says something for the option whose values the vendor tells ({@link VendorFacts#getChoices}). */
    public boolean hasChoice(Shoot shoot, VendorFacts facts) {
        return findChoice(shoot.ticket().edit(), facts).isPresent();
    }

    /**
     * @param offered rows of {@code value}, and {@code default} where the vendor tells it; with none nothing is said
     * @throws Problem as {@link #checkChoice} says
     */
    public void check(Shoot shoot, VendorFacts facts, List<Map<String, String>> offered) {
        checkChoice(shoot.ticket().edit(), facts, offered);
    }

    /** What {@code edit:} of a ticket says for that option; empty when it says nothing. */
    public static Optional<String> findChoice(JsonNode edit, VendorFacts facts) {
        return Optional.ofNullable(facts.getChoices()).map(edit::get).filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull()).map(OptionCheck::toText);
    }

    /** @throws Problem when the ticket's choice is not among these */
    public static void checkChoice(JsonNode edit, VendorFacts facts, List<Map<String, String>> offered) {
        Optional<String> choice = findChoice(edit, facts);
        List<Map<String, String>> rows = offered.stream().filter(row -> row.get("value") != null).toList();
        if (choice.isEmpty() || rows.isEmpty() || rows.stream().anyMatch(row -> choice.get().equals(row.get("value")))) {
            return;
        }
        throw new Problem("choice-unknown", "There is no " + facts.getChoices() + " " + Redactor.redact(choice.get())
                + " in your account at " + facts.getName() + ".", "Write one of these into edit: of the ticket, then retry: "
                + rows.stream().limit(30).map(row -> Redactor.redact(row.get("value"))
                + ("true".equals(row.get("default")) ? " (default)" : "")).collect(Collectors.joining(", ")) + ".");
    }

    /** A whole number may come as {@code 7.0}, which for a schema is one. */
    private static String toText(JsonNode value) {
        return value.isNumber() && value.canConvertToExactIntegral() ? value.decimalValue().toBigInteger().toString()
                : value.asText();
    }
}
