package studio.darkroom.sim.imagen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.ApiServer;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.http.Response;
import studio.darkroom.sim.http.Route;

/** Retouching by prompt and preset for both families: calls 29 to 33 of docs/vendors/imagen.md 2. */
public final class CopilotEndpoints {

    private static final int MAX_INSTRUCTION_LENGTH = 255;
    private static final Map<String, String> TOOLS = Map.of("virtual_staging", "Virtual staging",
            "remove_cameraman", "Remove cameraman", "green_grass", "Green grass", "denoise", "Denoise");

    private final Switches switches;
    private final ImagenResponses responses;
    private final ProjectRepository regular;
    private final ProjectRepository smart;
    private final PresignedLinks links;
    private final Retoucher retoucher;

    public CopilotEndpoints(Switches switches, ImagenResponses responses, ProjectRepository regular, ProjectRepository smart, PresignedLinks links, Retoucher retoucher) {
        this.switches = switches;
        this.responses = responses;
        this.regular = regular;
        this.smart = smart;
        this.links = links;
        this.retoucher = retoucher;
    }

    /** Calls 29 to 33. */
    List<Route> routes() {
        String p = "/v1/projects/{u}";
        return List.of(
                new Route("POST", p + "/images/{f}/copilot", "copilot", this::retouchByPrompt),
                new Route("POST", p + "/images/{f}/enhance", "enhance", this::retouchByPreset),
                new Route("GET", p + "/ai-tools", "ai-tools", this::listTools),
                new Route("DELETE", p + "/images/{f}/copilot", "copilot-reset", this::resetResult),
                new Route("POST", p + "/finalize", "finalize", this::finalizeProject));
    }

    private Response retouchByPrompt(Call call) throws IOException {
        JsonNode body = readJsonBody(call, Set.of("instruction", "parent_version_id", "project_source"), true);
        String instruction = body.path("instruction").asText();
        int length = instruction.codePointCount(0, instruction.length());
        if (!body.path("instruction").isTextual() || length < 1 || length > MAX_INSTRUCTION_LENGTH) {
            throw new HttpStatusException(400, "instruction must have 1 to " + MAX_INSTRUCTION_LENGTH + " characters.");
        }
        return retouch(call, body, false, instruction);
    }

    private Response retouchByPreset(Call call) throws IOException {
        JsonNode body = readJsonBody(call, Set.of("tool_id", "parent_version_id", "project_source"), true);
        String tool = body.path("tool_id").asText();
        if (!body.path("tool_id").isTextual() || !TOOLS.containsKey(tool)) {
            throw new HttpStatusException(400, "tool_id '" + tool + "' is not one of the tools.");
        }
        return retouch(call, body, true, tool);
    }

    private Response retouch(Call call, JsonNode body, boolean preset, String text) throws IOException {
        Project project = findReadyProject(call, body.path("project_source"));
        Result result = findResult(call, project);
        rejectFinalized(project);
        Long parent = parseParentId(body.path("parent_version_id"));
        String refusedPattern = switches.get("copilot-refuse");
        if (!refusedPattern.isEmpty() && Pattern.compile(refusedPattern, Pattern.CASE_INSENSITIVE).matcher(text).find()) {
            throw new HttpStatusException(400, "Only realistic editing requests are supported.");
        }
        ApiServer.pause(switches.getLong("copilot-ms"));
        RetouchVersion made = retoucher.retouch(project, result, parent, preset, text);
        ObjectNode out = ImagenResponses.newObject().put("status", "SUCCESS");
        putVersionId(out, "version_id", made.id());
        out.put("enhanced_image_url", links.createDownloadLink(made.key(), call.wantsExpiredLinks()));
        return switches.is("copilot-envelope", "data") ? responses.okResponse(out) : Response.json(200, out);
    }

    private void putVersionId(ObjectNode out, String field, Long id) {
        if (id == null || switches.is("version-shape", "null")) {
            out.putNull(field);
        } else if (switches.is("version-shape", "text")) {
            out.put(field, "v-" + id);
        } else {
            out.put(field, id);
        }
    }

    private static Long parseParentId(JsonNode id) {
        if (id.isMissingNode() || id.isNull()) {
            return null;
        }
        if (id.isIntegralNumber()) {
            return id.asLong();
        }
        if (id.asText().matches("v-\\d{1,18}")) {
            return Long.parseLong(id.asText().substring(2));
        }
        throw new HttpStatusException(400, "parent_version_id must be the id of a version, or null.");
    }

    private Response listTools(Call call) {
        Project project = findReadyProject(call, ImagenResponses.newObject().textNode(call.query().getOrDefault("project_source", "REGULAR")));
        String shape = switches.get("ai-tools-shape");
        ObjectNode out = ImagenResponses.newObject();
        if (!shape.equals("history")) {
            ArrayNode prompts = out.putArray("prompts");
            TOOLS.keySet().stream().sorted().forEach(tool -> prompts.addObject().put("enhancement_type", tool)
                    .put("label", TOOLS.get(tool)).put("enabled_for_batch", !tool.equals("virtual_staging")));
        }
        if (!shape.equals("prompts")) {
            ArrayNode images = out.putArray("adjustments");
            project.jpegResults().forEach(r -> addVersionHistory(images.addObject().put("file_name", r.name()), project.versions(r.name())));
        }
        return responses.okResponse(out);
    }

    private void addVersionHistory(ObjectNode image, List<RetouchVersion> versions) {
        ArrayNode list = image.putArray("versions");
        for (RetouchVersion v : versions) {
            ObjectNode node = list.addObject();
            putVersionId(node, "version_id", v.id());
            putVersionId(node, "parent_version_id", v.parent());
            node.put(v.preset() ? "enhancement_type" : "instruction", v.text())
                    .put("enhanced_image_url", links.createDownloadLink(v.key(), false)).put("created_at", v.createdAt().toString());
        }
    }

    private Response resetResult(Call call) throws IOException {
        JsonNode body = readJsonBody(call, Set.of("project_source"), false);
        Project project = findProject(call, body.path("project_source"));
        Result result = findResult(call, project);
        rejectFinalized(project);
        retoucher.resetResult(project, result);
        return responses.okResponse(ImagenResponses.newObject());
    }

    private Response finalizeProject(Call call) throws IOException {
        JsonNode body = readJsonBody(call, Set.of("project_source"), false);
        Project project = findReadyProject(call, body.path("project_source"));
        ApiServer.pause(switches.getLong("copilot-ms"));
        retoucher.finalizeProject(project);
        if (switches.is("finalize-answer", "empty")) {
            return Response.empty(200);
        }
        ObjectNode out = ImagenResponses.newObject();
        ArrayNode list = out.putArray("files_list");
        for (Result r : project.jpegResults()) {
            list.addObject().put("file_name", r.name())
                    .put("download_link", links.createDownloadLink(retoucher.finalKey(project, r), call.wantsExpiredLinks()));
        }
        return responses.okResponse(out);
    }

    private void rejectFinalized(Project project) {
        if (project.isFinal() && switches.is("late-copilot", "400")) {
            throw new HttpStatusException(400, "Project has been finalized.");
        }
    }

    private static Result findResult(Call call, Project project) {
        String name = call.pathVariable("f");
        return project.jpegResults().stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> new HttpStatusException(404, "File '" + name + "' not found"));
    }

    /** Returns the project if it has JPEGs to retouch: it must be exported or, in the I2I family, completed. */
    private Project findReadyProject(Call call, JsonNode source) {
        Project project = findProject(call, source);
        boolean i2i = project.family().equals("i2i");
        Job job = i2i || switches.is("copilot-precondition", "completed") ? project.editJob() : project.exportJob();
        if (job == null || !job.isCompleted()) {
            throw new HttpStatusException(400, i2i ? "Project is not completed yet." : "Project has not been exported yet.");
        }
        return project;
    }

    private Project findProject(Call call, JsonNode source) {
        String family = source.isMissingNode() || source.isNull() ? "REGULAR" : source.asText();
        if (!family.equals("REGULAR") && !family.equals("I2I")) {
            throw new HttpStatusException(400, "project_source must be REGULAR or I2I.");
        }
        return (family.equals("I2I") ? smart : regular).findByUuid(call.pathVariable("u")).orElseThrow(() -> new HttpStatusException(404, "Project not found"));
    }

    private JsonNode readJsonBody(Call call, Set<String> fields, boolean required) {
        String type = call.header("Content-Type");
        if (call.body().length > 0 && switches.is("json-content-type", "strict")
                && (type == null || !type.startsWith("application/json"))) {
            throw new HttpStatusException(415, "The Content-Type of this call must be application/json.");
        }
        JsonNode body = call.parseJson();
        if (required && !body.isObject() || !body.isMissingNode() && !body.isObject()) {
            throw new HttpStatusException(400, "The body must be a JSON object.");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name) && switches.is("unknown-fields", "refuse")) {
                throw new HttpStatusException(400, "The field '" + name + "' is unknown.");
            }
        });
        return body;
    }
}
