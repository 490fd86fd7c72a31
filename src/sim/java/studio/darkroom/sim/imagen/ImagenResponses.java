package studio.darkroom.sim.imagen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.http.Response;

/** Builds Imagen's responses: envelope, errors, status words, lists (docs/vendors/imagen.md 1, 6). */
public final class ImagenResponses {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Switches switches;

    public ImagenResponses(Switches switches) {
        this.switches = switches;
    }

    static ObjectNode newObject() {
        return NODES.objectNode();
    }

    /** Builds a 200 in the envelope that the switch selects. */
    public Response okResponse(JsonNode payload) {
        return Response.json(200, switches.is("envelope", "data") ? newObject().set("data", payload) : payload);
    }

    public Response textResponse(String value) {
        return okResponse(NODES.textNode(value));
    }

    /** Rejects a call whose {@code x-api-key} is missing or wrong. */
    void checkApiKey(Call call, String key) {
        if (!key.equals(call.header("x-api-key"))) {
            throw new HttpStatusException(Integer.parseInt(switches.get("bad-key")), "Unauthorized");
        }
    }

    /** The response to the edit of an I2I project, first or repeated. */
    Response smartEditResponse() {
        return okResponse(newObject().put("message", "The edit of the project has been started."));
    }

    /** The response to edit and export. */
    Response acceptedResponse(Project project, String action, String status) {
        return switch (switches.get("edit-answer")) {
            case "action" -> okResponse(newObject().put("project_uuid", project.uuid()).put("status", status).put("action", action));
            case "empty" -> Response.empty(200);
            case "202" -> Response.json(202, newObject());
            case "204" -> Response.empty(204);
            default -> okResponse(newObject().put("project_uuid", project.uuid())
                    .put("message", "The " + action + " of the project has been accepted."));
        };
    }

    /** The error response in the format that the switch selects. */
    public Response errorResponse(HttpStatusException refusal) {
        int status = refusal.status();
        String text = refusal.getMessage();
        return switch (switches.get("error-shape")) {
            case "text" -> Response.json(status, newObject().put("error", text));
            case "detail" -> Response.json(status, newObject().put("detail", text));
            case "message" -> Response.json(status, newObject().put("message", text));
            case "plain" -> Response.text(status, "text/plain", text);
            case "html" -> Response.text(status, "text/html", "<html><body><h1>" + status + "</h1></body></html>");
            case "empty" -> Response.empty(status);
            default -> Response.json(status, newObject().set("error", newObject().put("message", text)));
        };
    }

    /** The status word of a job; Pending if there is none. */
    String statusWord(Job job) {
        Job.Phase phase = job == null ? Job.Phase.PENDING : job.phase();
        String word = switch (phase) {
            case PENDING -> switches.get("pending-word").isEmpty() ? "Pending" : switches.get("pending-word");
            case WORKING -> switches.get("working-word").isEmpty() ? "In Progress" : switches.get("working-word");
            case COMPLETED -> "Completed";
            case FAILED -> "Failed";
        };
        return switches.is("case", "upper") ? word.toUpperCase(Locale.ROOT) : word;
    }

    Response statusResponse(Job job) {
        ObjectNode out = newObject().put("status", statusWord(job));
        if (switches.is("progress", "number")) {
            out.put("progress", job == null ? 0 : job.progress());
        }
        return okResponse(out);
    }

    ObjectNode projectJson(Project project, int registered, String thumbnail) {
        EditRequest order = project.editRequest();
        ObjectNode out = newObject().put("project_id", project.number()).put("project_uuid", project.uuid())
                .put("name", project.name()).put("status", statusWord(project.editJob()))
                .put("created_at", project.created().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("number_of_images", registered)
                .put("profile", order == null || order.profile() == null ? null : order.profile().name())
                .put("customer_reference_id", 77)
                .put("thumbnail_src", thumbnail)
                .put("export_status", project.exportJob() == null ? null : statusWord(project.exportJob()));
        if (order == null) {
            out.putNull("ai_tools");
        } else {
            ArrayNode tools = out.putArray("ai_tools");
            order.enabledTools().forEach(tools::add);
        }
        return out;
    }

    static ObjectNode paginationJson(int total, int size, int page) {
        return newObject().put("total", total).put("size", size).put("page", page);
    }

    /** Returns one page of a list; 400 for an invalid size or page. */
    static <T> List<T> pageOf(List<T> all, int size, int page) {
        long from = Math.min(all.size(), (long) size * page);
        return all.subList((int) from, (int) Math.min(all.size(), from + size));
    }

    static int parseInteger(Map<String, String> query, String name, int defaultValue, int min, int max) {
        String text = query.get(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // handled below
        }
        throw new HttpStatusException(400, name + " must be a number from " + min + " to " + max + ".");
    }
}
