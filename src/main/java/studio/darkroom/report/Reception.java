package studio.darkroom.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.Nearest;
import studio.darkroom.clock.Office;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.trouble.Plain;

/** Takes what a person says over HTTP to the {@link Office}, and says what became of it. */
public final class Reception {

    private static final String PHOTOS = "photos";
    private static final Map<String, String> ORDERS = Map.of(
            "retouch", "Send {\"photos\": \"*\", \"prompt\": \"...\"}, or preset in the prompt's place; * is all of them.",
            "reset", "Send {\"photos\": \"*\"}; * is all of them.");

    private final Reports reports;
    private final Office office;
    private final ObjectMapper mapper = new ObjectMapper();

    public Reception(Reports reports, Office office) {
        this.reports = reports;
        this.office = office;
    }

    /**
     * A word to a shoot.
     *
     * @param idOrName as in {@link Reports#shoot}
     * @param word {@code retry}, {@code cancel}, {@code redeliver}, {@code retouch}, {@code reset} or {@code decide}
     * @param body for {@code decide}: <code>{"answer": "resend"}</code> ({@code accept}, {@code cancel}); for
     *     {@code retouch}: <code>{"photos": "*", "prompt": "..."}</code> or {@code preset} in the prompt's place; for
     *     {@code reset}: <code>{"photos": "*"}</code>. {@code photos} has to be there: a word misspelt is never all of them
     * @return the shoot as it stands now
     * @throws ApiRefusal 400 when the body is wrong, 404 when there is no such word or shoot, 409 when it cannot be done
     */
    public Map<String, Object> shoot(String idOrName, String word, String body) {
        Shoot shoot = reports.find(idOrName);
        Optional<String> refusal = switch (word) {
            case "retry" -> office.retry(shoot);
            case "cancel" -> office.cancel(shoot);
            case "redeliver" -> office.redeliver(shoot);
            case "retouch" -> office.retouch(shoot, retouch(body));
            case "reset" -> office.reset(shoot, order("reset", body, Set.of(PHOTOS)).get(PHOTOS));
            case "decide" -> office.decide(shoot, answer(body));
            default -> throw new ApiRefusal(404, "Nobody understands \"" + word
                    + "\"; a shoot takes retry, cancel, redeliver, retouch, reset and decide.");
        };
        refusal.ifPresent(why -> {
            throw new ApiRefusal(409, why);
        });
        return reports.shoot(shoot.id());
    }

    /**
     * A word to a lane.
     *
     * @param word {@code pause} or {@code resume}
     * @return the lane as it stands now
     * @throws ApiRefusal 404 when there is no such word or lane
     */
    public Map<String, Object> lane(String lane, String word) {
        if (!reports.knows(lane)) {
            throw new ApiRefusal(404, "There is no lane \"" + lane + "\".");
        }
        switch (word) {
            case "pause" -> office.pause(lane);
            case "resume" -> office.resume(lane);
            default -> throw new ApiRefusal(404, "Nobody understands \"" + word
                    + "\"; a lane takes pause and resume.");
        }
        return reports.lanes().stream().filter(told -> told.get("name").equals(lane)).findFirst().orElseThrow();
    }

    private String answer(String body) {
        try {
            JsonNode answer = mapper.readTree(body == null ? "" : body).path("answer");
            if (answer.isTextual() && Office.ANSWERS.contains(answer.asText())) {
                return answer.asText();
            }
        } catch (JsonProcessingException e) {
            throw wrong();
        }
        throw wrong();
    }

    private Retouch retouch(String body) {
        Map<String, String> order = order("retouch", body, Set.of(PHOTOS, "prompt", "preset"));
        try {
            return new Retouch(order.get(PHOTOS), order.get("prompt"), order.get("preset"));
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(400, "A retouch takes either prompt or preset, one of the two. "
                    + ORDERS.get("retouch"));
        }
    }

    /** The keys of an order with their texts, {@code photos} among them. */
    private Map<String, String> order(String word, String body, Set<String> keys) {
        Map<String, String> order = new HashMap<>();
        for (Map.Entry<String, JsonNode> said : read(body).properties()) {
            String key = said.getKey();
            if (!keys.contains(key)) {
                throw new ApiRefusal(400, "A " + word + " knows no \"" + Plain.text(key) + "\""
                        + Nearest.to(key, keys).map(near -> "; did you mean \"" + near + "\"? ").orElse(". ")
                        + ORDERS.get(word));
            }
            if (!said.getValue().isTextual()) {
                throw new ApiRefusal(400, "\"" + key + "\" of a " + word + " is a text in quotation marks. "
                        + ORDERS.get(word));
            }
            order.put(key, said.getValue().asText());
        }
        if (order.getOrDefault(PHOTOS, "").isBlank()) {
            throw new ApiRefusal(400, "A " + word + " has to say which photos it is for. " + ORDERS.get(word));
        }
        return order;
    }

    /** A JSON object; a missing one is empty. */
    private JsonNode read(String body) {
        try {
            JsonNode json = mapper.readTree(body == null || body.isBlank() ? "{}" : body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new ApiRefusal(400, "Send a JSON object.");
        }
        throw new ApiRefusal(400, "Send a JSON object.");
    }

    private static ApiRefusal wrong() {
        return new ApiRefusal(400, "Send {\"answer\": \"...\"} with one of " + String.join(", ", Office.ANSWERS) + ".");
    }
}
