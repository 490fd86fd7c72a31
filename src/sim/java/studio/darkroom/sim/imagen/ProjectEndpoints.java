package studio.darkroom.sim.imagen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.http.Response;

/** The calls that both families of Imagen share: create, list, get, upload links (docs/vendors/imagen.md 2.2, 2.3). */
final class ProjectEndpoints {

    private final Switches switches;
    private final ImagenResponses responses;
    private final ProjectRepository projects;
    private final ProjectRepository otherProjects;
    private final EditService editService;
    private final PresignedLinks links;

    /** @param otherProjects projects of the other family */
    ProjectEndpoints(Switches switches, ImagenResponses responses, EditService editService, ProjectRepository otherProjects, PresignedLinks links) {
        this.switches = switches;
        this.responses = responses;
        this.projects = editService.projects();
        this.otherProjects = otherProjects;
        this.editService = editService;
        this.links = links;
    }

    Response createProject(Call call) {
        JsonNode body = readJsonBody(call);
        JsonNode name = body.path("name");
        if (!body.isMissingNode() && !body.isObject() || !name.isMissingNode() && !name.isNull() && !name.isTextual()
                || name.isTextual() && name.asText().isBlank()) {
            throw new HttpStatusException(400, "name must be a non-empty string.");
        }
        String requestedName = name.isTextual() ? name.asText() : null;
        Project project = isNameFree(requestedName) ? projects.create(requestedName).orElse(null) : null;
        if (project == null) {
            throw new HttpStatusException(Integer.parseInt(switches.get("name-conflict")), "Project with name '" + requestedName + "' already exists");
        }
        return responses.okResponse(ImagenResponses.newObject().put("project_uuid", project.uuid()));
    }

    /** Whether the name is free for a project of this family; null is free. */
    boolean isNameFree(String name) {
        return name == null || projects.findByName(name).isEmpty()
                && (switches.is("name-space", "separate") || otherProjects.findByName(name).isEmpty());
    }

    Response listProjects(Call call) {
        int size = ImagenResponses.parseInteger(call.query(), "size", 20, 1, 100);
        int page = ImagenResponses.parseInteger(call.query(), "page", 0, 0, Integer.MAX_VALUE);
        List<Project> all = "true".equals(call.query().get("is_archived")) ? List.of() : projects.all();
        ObjectNode out = ImagenResponses.newObject();
        ArrayNode items = out.putArray("projects");
        ImagenResponses.pageOf(all, size, page).forEach(p -> items.add(projectJson(p, call)));
        out.set("pagination", ImagenResponses.paginationJson(all.size(), size, page));
        return responses.okResponse(out);
    }

    Response getProject(Call call) {
        return responses.okResponse(projectJson(findProject(call), call));
    }

    private ObjectNode projectJson(Project project, Call call) {
        boolean thumbnail = !"false".equals(call.query().get("get_thumbnail"));
        List<Result> jpegs = project.jpegResults();
        return responses.projectJson(project, editService.registeredUploads(project).size(),
                thumbnail && !jpegs.isEmpty() ? links.createDownloadLink(jpegs.get(0).key(), false) : null);
    }

    Response createUploadLinks(Call call) {
        JsonNode body = readJsonBody(call);
        JsonNode files = body.path("files_list");
        JsonNode client = body.path("client_type");
        Project project = findProject(call);
        rejectLateUpload(project);
        FilesListCheck.checkFiles(files);
        if (!client.isMissingNode() && !client.isNull() && !client.isTextual()) {
            throw new HttpStatusException(400, "client_type must be a string.");
        }
        ObjectNode out = ImagenResponses.newObject();
        ArrayNode list = out.putArray("files_list");
        for (JsonNode file : files) {
            Upload upload = project.issueUploadLink(file.path("file_name").asText());
            String md5 = file.path("md5").isTextual() ? file.path("md5").asText() : null;
            list.addObject().put("file_name", upload.name())
                    .put("upload_link", links.createUploadLink(upload.key(), md5, call.wantsExpiredLinks()));
        }
        return responses.okResponse(out);
    }

    void rejectLateUpload(Project project) {
        if (project.editJob() != null && switches.is("late-upload", "400")) {
            throw new HttpStatusException(400, "The project has been sent to editing already.");
        }
    }

    Project findProject(Call call) {
        return projects.findByUuid(call.pathVariable("u")).orElseThrow(() -> new HttpStatusException(404, "Project not found"));
    }

    /** Reads the JSON body of a call that must send application/json. */
    JsonNode readJsonBody(Call call) {
        String type = call.header("Content-Type");
        if (call.body().length > 0 && switches.is("json-content-type", "strict")
                && (type == null || !type.startsWith("application/json"))) {
            throw new HttpStatusException(415, "The Content-Type of this call must be application/json.");
        }
        return call.parseJson();
    }

    /** Whether to redirect the form without a trailing slash to the form with it. */
    boolean isSlashRedirect(Call call) {
        return switches.is("slash", "redirect") && !call.path().endsWith("/");
    }
}
