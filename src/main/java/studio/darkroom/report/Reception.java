package studio.darkroom.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import studio.darkroom.clock.Office;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ticket.Retouch;

/** Takes what a person says over HTTP to the {@link Office}, and says what became of it. */
public final class Reception {

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
     *     {@code reset}: <code>{"photos": "*"}</code> or nothing
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
            case "reset" -> office.reset(shoot, read(body).path("photos").asText("*"));
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
        JsonNode order = read(body);
        try {
            return new Retouch(order.path("photos").textValue(), order.path("prompt").textValue(),
                    order.path("preset").textValue());
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(400, "Send {\"photos\": \"*\", \"prompt\": \"...\"}, or preset in the prompt's place.");
        }
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
