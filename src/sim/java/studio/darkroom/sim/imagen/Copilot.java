package studio.darkroom.sim.imagen;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Answer;
import studio.darkroom.sim.http.ApiServer;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.Refusal;
import studio.darkroom.sim.http.Route;

/** Retouching by prompt and preset, of both families: endpoints 29 to 33 of the contract. */
public final class Copilot {

    private static final int INSTRUCTION_MOST = 255;
    private static final Map<String, String> TOOLS = Map.of("virtual_staging", "Virtual staging",
            "remove_cameraman", "Remove cameraman", "green_grass", "Green grass", "denoise", "Denoise");

    private final Switches switches;
    private final Words words;
    private final Projects regular;
    private final Projects smart;
    private final Links links;
    private final Retoucher retoucher;

    public Copilot(Switches switches, Words words, Projects regular, Projects smart, Links links, Retoucher retoucher) {
        this.switches = switches;
        this.words = words;
        this.regular = regular;
        this.smart = smart;
        this.links = links;
        this.retoucher = retoucher;
    }

    /** Endpoints 29 to 33. */
    List<Route> routes() {
        String p = "/v1/projects/{u}";
        return List.of(
                new Route("POST", p + "/images/{f}/copilot", "copilot", this::prompt),
                new Route("POST", p + "/images/{f}/enhance", "enhance", this::enhance),
                new Route("GET", p + "/ai-tools", "ai-tools", this::tools),
                new Route("DELETE", p + "/images/{f}/copilot", "copilot-reset", this::reset),
                new Route("POST", p + "/finalize", "finalize", this::finish));
    }

    private Answer prompt(Call call) throws IOException {
        JsonNode body = body(call, Set.of("instruction", "parent_version_id", "project_source"), true);
        String instruction = body.path("instruction").asText();
        int length = instruction.codePointCount(0, instruction.length());
        if (!body.path("instruction").isTextual() || length < 1 || length > INSTRUCTION_MOST) {
            throw new Refusal(400, "instruction has 1 to " + INSTRUCTION_MOST + " characters.");
        }
        return retouch(call, body, false, instruction);
    }

    private Answer enhance(Call call) throws IOException {
        JsonNode body = body(call, Set.of("tool_id", "parent_version_id", "project_source"), true);
        String tool = body.path("tool_id").asText();
        if (!body.path("tool_id").isTextual() || !TOOLS.containsKey(tool)) {
            throw new Refusal(400, "tool_id '" + tool + "' is not one of the tools.");
        }
        return retouch(call, body, true, tool);
    }

    private Answer retouch(Call call, JsonNode body, boolean preset, String text) throws IOException {
        Project project = ready(call, body.path("project_source"));
        Result result = result(call, project);
        refuseLate(project);
        Long parent = parent(body.path("parent_version_id"));
        String refused = switches.get("copilot-refuse");
        if (!refused.isEmpty() && Pattern.compile(refused, Pattern.CASE_INSENSITIVE).matcher(text).find()) {
            throw new Refusal(400, "Only realistic editing requests are supported.");
        }
        ApiServer.pause(switches.number("copilot-ms"));
        Version made = retoucher.retouch(project, result, parent, preset, text);
        ObjectNode out = Words.object().put("status", "SUCCESS");
        id(out, "version_id", made.id());
        out.put("enhanced_image_url", links.download(made.key(), call.wantsExpiredLinks()));
        return switches.is("copilot-envelope", "data") ? words.ok(out) : Answer.json(200, out);
    }

    private void id(ObjectNode out, String field, Long id) {
        if (id == null || switches.is("version-shape", "null")) {
            out.putNull(field);
        } else if (switches.is("version-shape", "text")) {
            out.put(field, "v-" + id);
        } else {
            out.put(field, id);
        }
    }

    private static Long parent(JsonNode id) {
        if (id.isMissingNode() || id.isNull()) {
            return null;
        }
        if (id.isIntegralNumber()) {
            return id.asLong();
        }
        if (id.asText().matches("v-\\d{1,18}")) {
            return Long.parseLong(id.asText().substring(2));
        }
        throw new Refusal(400, "parent_version_id is the id of a version, or null.");
    }

    private Answer tools(Call call) {
        Project project = ready(call, Words.object().textNode(call.query().getOrDefault("project_source", "REGULAR")));
        String shape = switches.get("ai-tools-shape");
        ObjectNode out = Words.object();
        if (!shape.equals("history")) {
            ArrayNode prompts = out.putArray("prompts");
            TOOLS.keySet().stream().sorted().forEach(tool -> prompts.addObject().put("enhancement_type", tool)
                    .put("label", TOOLS.get(tool)).put("enabled_for_batch", !tool.equals("virtual_staging")));
        }
        if (!shape.equals("prompts")) {
            ArrayNode images = out.putArray("adjustments");
            project.jpegs().forEach(r -> history(images.addObject().put("file_name", r.name()), project.versions(r.name())));
        }
        return words.ok(out);
    }

    private void history(ObjectNode image, List<Version> versions) {
        ArrayNode list = image.putArray("versions");
        for (Version v : versions) {
            ObjectNode node = list.addObject();
            id(node, "version_id", v.id());
            id(node, "parent_version_id", v.parent());
            node.put(v.preset() ? "enhancement_type" : "instruction", v.text())
                    .put("enhanced_image_url", links.download(v.key(), false)).put("created_at", v.made().toString());
        }
    }

    private Answer reset(Call call) throws IOException {
        JsonNode body = body(call, Set.of("project_source"), false);
        Project project = find(call, body.path("project_source"));
        Result result = result(call, project);
        refuseLate(project);
        retoucher.reset(project, result);
        return words.ok(Words.object());
    }

    private Answer finish(Call call) throws IOException {
        JsonNode body = body(call, Set.of("project_source"), false);
        Project project = ready(call, body.path("project_source"));
        ApiServer.pause(switches.number("copilot-ms"));
        retoucher.finish(project);
        if (switches.is("finalize-answer", "empty")) {
            return Answer.empty(200);
        }
        ObjectNode out = Words.object();
        ArrayNode list = out.putArray("files_list");
        for (Result r : project.jpegs()) {
            list.addObject().put("file_name", r.name())
                    .put("download_link", links.download(retoucher.finalKey(project, r), call.wantsExpiredLinks()));
        }
        return words.ok(out);
    }

    private void refuseLate(Project project) {
        if (project.isFinal() && switches.is("late-copilot", "400")) {
            throw new Refusal(400, "Project has been finalized.");
        }
    }

    private static Result result(Call call, Project project) {
        String name = call.var("f");
        return project.jpegs().stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> new Refusal(404, "File '" + name + "' not found"));
    }

    /** The project, once it has JPEGs to work on: exported, or of the I2I family completed. */
    private Project ready(Call call, JsonNode source) {
        Project project = find(call, source);
        boolean i2i = project.family().equals("i2i");
        Job job = i2i || switches.is("copilot-precondition", "completed") ? project.edit() : project.export();
        if (job == null || !job.isCompleted()) {
            throw new Refusal(400, i2i ? "Project is not completed yet." : "Project has not been exported yet.");
        }
        return project;
    }

    private Project find(Call call, JsonNode source) {
        String family = source.isMissingNode() || source.isNull() ? "REGULAR" : source.asText();
        if (!family.equals("REGULAR") && !family.equals("I2I")) {
            throw new Refusal(400, "project_source is REGULAR or I2I.");
        }
        return (family.equals("I2I") ? smart : regular).find(call.var("u")).orElseThrow(() -> new Refusal(404, "Project not found"));
    }

    private JsonNode body(Call call, Set<String> fields, boolean needed) {
        String type = call.header("Content-Type");
        if (call.body().length > 0 && switches.is("json-content-type", "strict")
                && (type == null || !type.startsWith("application/json"))) {
            throw new Refusal(415, "The Content-Type of this call is application/json.");
        }
        JsonNode body = call.json();
        if (needed && !body.isObject() || !body.isMissingNode() && !body.isObject()) {
            throw new Refusal(400, "The body is a JSON object.");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name) && switches.is("unknown-fields", "refuse")) {
                throw new Refusal(400, "The field '" + name + "' is unknown.");
            }
        });
        return body;
    }
}
