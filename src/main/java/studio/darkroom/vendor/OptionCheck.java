package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.text.Redactor;

/** Checks before the upload that the account offers the value that a ticket chooses for an option. */
public final class OptionCheck {

    /** Whether the ticket sets the option of {@link VendorFacts#getChoices}. */
    public boolean hasChoice(Shoot shoot, VendorFacts facts) {
        return findChoice(shoot.ticket().edit(), facts).isPresent();
    }

    /**
     * @param offered rows of {@code value}, and {@code default}; an empty list disables the check
     * @throws Problem as {@link #checkChoice}
     */
    public void check(Shoot shoot, VendorFacts facts, List<Map<String, String>> offered) {
        checkChoice(shoot.ticket().edit(), facts, offered);
    }

    /** The value of that option in the {@code edit:} block; empty if it is not set. */
    public static Optional<String> findChoice(JsonNode edit, VendorFacts facts) {
        return Optional.ofNullable(facts.getChoices()).map(edit::get).filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull()).map(OptionCheck::toText);
    }

    /** @throws Problem if the ticket's value is not offered */
    public static void checkChoice(JsonNode edit, VendorFacts facts, List<Map<String, String>> offered) {
        Optional<String> choice = findChoice(edit, facts);
        List<Map<String, String>> rows = offered.stream().filter(row -> row.get("value") != null).toList();
        if (choice.isEmpty() || rows.isEmpty() || rows.stream().anyMatch(row -> choice.get().equals(row.get("value")))) {
            return;
        }
        throw new Problem("choice-unknown", "Your account at " + facts.getName() + " has no "
                + facts.getChoices() + " " + Redactor.redact(choice.get()) + ".", "Set one of these in edit: of the ticket, then retry: "
                + rows.stream().limit(30).map(row -> Redactor.redact(row.get("value"))
                + ("true".equals(row.get("default")) ? " (default)" : "")).collect(Collectors.joining(", ")) + ".");
    }

    /** Compares numbers by value: JSON Schema accepts {@code 7.0} as an integer. */
    private static String toText(JsonNode value) {
        return value.isNumber() && value.canConvertToExactIntegral() ? value.decimalValue().toBigInteger().toString()
                : value.asText();
    }
}
