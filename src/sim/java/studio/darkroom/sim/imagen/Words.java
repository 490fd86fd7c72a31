package studio.darkroom.sim.imagen;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Answer;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.Refusal;

/** The shapes of Imagen's answers: envelope, errors, status words, lists (contract sections 1 and 6). */
public final class Words {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Switches switches;

    public Words(Switches switches) {
        this.switches = switches;
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    /** 200 in the envelope that is switched on. */
    public Answer ok(JsonNode payload) {
        return Answer.json(200, switches.is("envelope", "data") ? object().set("data", payload) : payload);
    }

    public Answer text(String value) {
        return ok(NODES.textNode(value));
    }

    /** Refuses a call whose {@code x-api-key} is missing or another one. */
    void admit(Call call, String key) {
        if (!key.equals(call.header("x-api-key"))) {
            throw new Refusal(Integer.parseInt(switches.get("bad-key")), "Unauthorized");
        }
    }

    /** What the edit of an I2I project answers, the first time and every further one. */
    Answer started() {
        return ok(object().put("message", "The edit of the project has been started."));
    }

    /** What edit and export answer. */
    Answer accepted(Project project, String action, String status) {
        return switch (switches.get("edit-answer")) {
            case "action" -> ok(object().put("project_uuid", project.uuid()).put("status", status).put("action", action));
            case "empty" -> Answer.empty(200);
            case "202" -> Answer.json(202, object());
            case "204" -> Answer.empty(204);
            default -> ok(object().put("project_uuid", project.uuid())
                    .put("message", "The " + action + " of the project has been accepted."));
        };
    }

    /** The error body in the shape that is switched on. */
    public Answer refused(Refusal refusal) {
        int status = refusal.status();
        String text = refusal.getMessage();
        return switch (switches.get("error-shape")) {
            case "text" -> Answer.json(status, object().put("error", text));
            case "detail" -> Answer.json(status, object().put("detail", text));
            case "message" -> Answer.json(status, object().put("message", text));
            case "plain" -> Answer.text(status, "text/plain", text);
            case "html" -> Answer.text(status, "text/html", "<html><body><h1>" + status + "</h1></body></html>");
            case "empty" -> Answer.empty(status);
            default -> Answer.json(status, object().set("error", object().put("message", text)));
        };
    }

    /** The status word of a run; a run that was never asked for is Pending. */
    String status(Job job) {
        Job.Phase phase = job == null ? Job.Phase.PENDING : job.phase();
        String word = switch (phase) {
            case PENDING -> switches.get("pending-word").isEmpty() ? "Pending" : switches.get("pending-word");
            case WORKING -> switches.get("working-word").isEmpty() ? "In Progress" : switches.get("working-word");
            case COMPLETED -> "Completed";
            case FAILED -> "Failed";
        };
        return switches.is("case", "upper") ? word.toUpperCase(Locale.ROOT) : word;
    }

    Answer statusAnswer(Job job) {
        ObjectNode out = object().put("status", status(job));
        if (switches.is("progress", "number")) {
            out.put("progress", job == null ? 0 : job.progress());
        }
        return ok(out);
    }

    ObjectNode item(Project project, int registered, String thumbnail) {
        EditOrder order = project.order();
        ObjectNode out = object().put("project_id", project.number()).put("project_uuid", project.uuid())
                .put("name", project.name()).put("status", status(project.edit()))
                .put("created_at", project.created().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("number_of_images", registered)
                .put("profile", order == null || order.profile() == null ? null : order.profile().name())
                .put("customer_reference_id", 77)
                .put("thumbnail_src", thumbnail)
                .put("export_status", project.export() == null ? null : status(project.export()));
        if (order == null) {
            out.putNull("ai_tools");
        } else {
            ArrayNode tools = out.putArray("ai_tools");
            order.tools().forEach(tools::add);
        }
        return out;
    }

    static ObjectNode pagination(int total, int size, int page) {
        return object().put("total", total).put("size", size).put("page", page);
    }

    /** One page of a list; 400 for a size or page that is not allowed. */
    static <T> List<T> page(List<T> all, int size, int page) {
        long from = Math.min(all.size(), (long) size * page);
        return all.subList((int) from, (int) Math.min(all.size(), from + size));
    }

    static int number(Map<String, String> query, String name, int otherwise, int least, int most) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Refusal(400, name + " is a number from " + least + " to " + most + ".");
    }
}
