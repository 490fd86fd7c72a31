package studio.darkroom.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.api.ApiResponses.ApiRefusal;
import studio.darkroom.api.Reports.LaneReport;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.runner.ShootActions;
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.Ticket.Retouch;

/** Runs the actions of the HTTP API on {@link ShootActions}. */
public final class ActionEndpoint {

    private static final String PHOTOS = "photos";
    private static final Map<String, String> USAGE = Map.of(
            "retouch", "Send {\"photos\": \"*\", \"prompt\": \"...\"}, or \"preset\" instead of \"prompt\"; * selects all.",
            "reset", "Send {\"photos\": \"*\"}; * selects all.");

    private final Reports reports;
    private final ShootActions actions;
    private final ObjectMapper mapper = new ObjectMapper();

    public ActionEndpoint(Reports reports, ShootActions actions) {
        this.reports = reports;
        this.actions = actions;
    }

    /**
     * Runs an action on a shoot.
     *
     * @param idOrName as in {@link Reports#describeShoot}
     * @param action {@code retry}, {@code cancel}, {@code redeliver}, {@code retouch}, {@code reset} or {@code decide}
     * @param body for {@code decide}: <code>{"answer": "resend"}</code> ({@code accept}, {@code cancel}); for
     *     {@code retouch}: <code>{"photos": "*", "prompt": "..."}</code> or {@code preset} instead of {@code prompt}; for
     *     {@code reset}: <code>{"photos": "*"}</code>. {@code photos} is required, so that a misspelt key never selects all
     * @return the shoot as it is now
     * @throws ApiRefusal 400 for an invalid body, 404 for an unknown action or shoot, 409 if the action is not possible now
     */
    public ShootReport.Details runShootAction(String idOrName, String action, String body) {
        Shoot shoot = reports.findShoot(idOrName);
        Optional<ShootActions.Refusal> refusal = switch (action) {
            case "retry" -> actions.retryShoot(shoot);
            case "cancel" -> actions.cancelShoot(shoot);
            case "redeliver" -> actions.redeliverShoot(shoot);
            case "retouch" -> actions.retouchResults(shoot, parseRetouch(body));
            case "reset" -> actions.resetResults(shoot, parseTexts("reset", body, Set.of(PHOTOS)).get(PHOTOS));
            case "decide" -> actions.answerDecision(shoot, parseAnswer(body));
            default -> throw unknownAction(action, "retry, cancel, redeliver, retouch, reset, decide");
        };
        refusal.ifPresent(reason -> {
            throw new ApiRefusal(409, "action-refused", reason.text());
        });
        return reports.describeShoot(shoot.id());
    }

    /**
     * Pauses or resumes a lane.
     *
     * @param action {@code pause} or {@code resume}
     * @return the lane as it is now
     * @throws ApiRefusal 404 for an unknown action or lane
     */
    public LaneReport runLaneAction(String lane, String action) {
        reports.findLane(lane);
        switch (action) {
            case "pause" -> actions.pauseLane(lane);
            case "resume" -> actions.resumeLane(lane);
            default -> throw unknownAction(action, "pause, resume");
        }
        return reports.findLane(lane);
    }

    private static ApiRefusal unknownAction(String action, String supported) {
        return new ApiRefusal(404, "action-unknown", "Unknown action \"" + Redactor.shorten(action)
                + "\". Supported actions: " + supported + ".");
    }

    private String parseAnswer(String body) {
        String answer = parseObject(body).path("answer").asText();
        if (!ShootActions.DECISION_ANSWERS.contains(answer)) {
            throw new ApiRefusal(400, "answer-invalid", "Send {\"answer\": \"...\"} with one of "
                    + String.join(", ", ShootActions.DECISION_ANSWERS) + ".");
        }
        return answer;
    }

    private Retouch parseRetouch(String body) {
        Map<String, String> texts = parseTexts("retouch", body, Set.of(PHOTOS, "prompt", "preset"));
        try {
            return new Retouch(texts.get(PHOTOS), texts.get("prompt"), texts.get("preset"));
        } catch (IllegalArgumentException e) {
            throw invalidBody("Send either \"prompt\" or \"preset\", not both. " + USAGE.get("retouch"));
        }
    }

    /** The fields of the body, all of them texts, {@code photos} among them. */
    private Map<String, String> parseTexts(String action, String body, Set<String> keys) {
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : parseObject(body).properties()) {
            String key = entry.getKey();
            if (!keys.contains(key)) {
                throw invalidBody("Unknown field \"" + Redactor.redact(key) + "\""
                        + Nearest.suggest(key, keys).map(near -> "; did you mean \"" + near + "\"? ").orElse(". ")
                        + USAGE.get(action));
            }
            if (!entry.getValue().isTextual()) {
                throw invalidBody("\"" + key + "\" must be a string. " + USAGE.get(action));
            }
            texts.put(key, entry.getValue().asText());
        }
        if (texts.getOrDefault(PHOTOS, "").isBlank()) {
            throw invalidBody("\"photos\" is missing. " + USAGE.get(action));
        }
        return texts;
    }

    /** @return the JSON object in the body; empty if there is no body */
    private JsonNode parseObject(String body) {
        try {
            JsonNode json = mapper.readTree(body == null || body.isBlank() ? "{}" : body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw invalidBody("The body is not valid JSON. Send a JSON object.");
        }
        throw invalidBody("The body is not a JSON object. Send a JSON object.");
    }

    private static ApiRefusal invalidBody(String sentence) {
        return new ApiRefusal(400, "body-invalid", sentence);
    }
}
