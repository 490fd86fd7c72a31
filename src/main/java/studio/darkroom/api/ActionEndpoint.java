package studio.darkroom.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.Retouch;

/** Takes what a person says over HTTP to the {@link ShootActions}, and says what became of it. */
public final class ActionEndpoint {

    private static final String PHOTOS = "photos";
    private static final Map<String, String> USAGE = Map.of(
            "retouch", "Send {\"photos\": \"*\", \"prompt\": \"...\"}, or preset in the prompt's place; * is all of them.",
            "reset", "Send {\"photos\": \"*\"}; * is all of them.");

    private final Reports reports;
    private final ShootActions actions;
    private final ObjectMapper mapper = new ObjectMapper();

    public ActionEndpoint(Reports reports, ShootActions actions) {
        this.reports = reports;
        this.actions = actions;
    }

    /**
     * A word to a shoot.
     *
     * @param idOrName as in {@link Reports#describeShoot}
     * @param action {@code retry}, {@code cancel}, {@code redeliver}, {@code retouch}, {@code reset} or {@code decide}
     * @param body for {@code decide}: <code>{"answer": "resend"}</code> ({@code accept}, {@code cancel}); for
     *     {@code retouch}: <code>{"photos": "*", "prompt": "..."}</code> or {@code preset} in the prompt's place; for
     *     {@code reset}: <code>{"photos": "*"}</code>. {@code photos} has to be there: a word misspelt is never all of them
     * @return the shoot as it stands now
     * @throws ApiRefusal 400 when the body is wrong, 404 when there is no such word or shoot, 409 when it cannot be done
     */
    public Map<String, Object> runShootAction(String idOrName, String action, String body) {
        Shoot shoot = reports.findShoot(idOrName);
        Optional<ShootActions.Refusal> refusal = switch (action) {
            case "retry" -> actions.retryShoot(shoot);
            case "cancel" -> actions.cancelShoot(shoot);
            case "redeliver" -> actions.redeliverShoot(shoot);
            case "retouch" -> actions.retouchResults(shoot, parseRetouch(body));
            case "reset" -> actions.resetResults(shoot, parseTexts("reset", body, Set.of(PHOTOS)).get(PHOTOS));
            case "decide" -> actions.answerDecision(shoot, parseAnswer(body));
            default -> throw new ApiRefusal(404, "Nobody understands \"" + action
                    + "\"; a shoot takes retry, cancel, redeliver, retouch, reset and decide.");
        };
        refusal.ifPresent(reason -> {
            throw new ApiRefusal(409, reason.text());
        });
        return reports.describeShoot(shoot.id());
    }

    /**
     * A word to a lane.
     *
     * @param action {@code pause} or {@code resume}
     * @return the lane as it stands now
     * @throws ApiRefusal 404 when there is no such word or lane
     */
    public Map<String, Object> runLaneAction(String lane, String action) {
        if (!reports.hasLane(lane)) {
            throw new ApiRefusal(404, "There is no lane \"" + lane + "\".");
        }
        switch (action) {
            case "pause" -> actions.pauseLane(lane);
            case "resume" -> actions.resumeLane(lane);
            default -> throw new ApiRefusal(404, "Nobody understands \"" + action
                    + "\"; a lane takes pause and resume.");
        }
        return reports.listLanes().stream().filter(json -> json.get("name").equals(lane)).findFirst().orElseThrow();
    }

    private String parseAnswer(String body) {
        try {
            JsonNode answer = mapper.readTree(body == null ? "" : body).path("answer");
            if (answer.isTextual() && ShootActions.DECISION_ANSWERS.contains(answer.asText())) {
                return answer.asText();
            }
        } catch (JsonProcessingException e) {
            throw invalidAnswer();
        }
        throw invalidAnswer();
    }

    private Retouch parseRetouch(String body) {
        Map<String, String> texts = parseTexts("retouch", body, Set.of(PHOTOS, "prompt", "preset"));
        try {
            return new Retouch(texts.get(PHOTOS), texts.get("prompt"), texts.get("preset"));
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(400, "A retouch takes either prompt or preset, one of the two. "
                    + USAGE.get("retouch"));
        }
    }

    /** The keys of an order with their texts, {@code photos} among them. */
    private Map<String, String> parseTexts(String action, String body, Set<String> keys) {
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : parseObject(body).properties()) {
            String key = entry.getKey();
            if (!keys.contains(key)) {
                throw new ApiRefusal(400, "A " + action + " knows no \"" + Redactor.redact(key) + "\""
                        + Nearest.suggest(key, keys).map(near -> "; did you mean \"" + near + "\"? ").orElse(". ")
                        + USAGE.get(action));
            }
            if (!entry.getValue().isTextual()) {
                throw new ApiRefusal(400, "\"" + key + "\" of a " + action + " is a text in quotation marks. "
                        + USAGE.get(action));
            }
            texts.put(key, entry.getValue().asText());
        }
        if (texts.getOrDefault(PHOTOS, "").isBlank()) {
            throw new ApiRefusal(400, "A " + action + " has to say which photos it is for. " + USAGE.get(action));
        }
        return texts;
    }

    /** A JSON object; a missing one is empty. */
    private JsonNode parseObject(String body) {
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

    private static ApiRefusal invalidAnswer() {
        return new ApiRefusal(400, "Send {\"answer\": \"...\"} with one of " + String.join(", ", ShootActions.DECISION_ANSWERS) + ".");
    }
}
