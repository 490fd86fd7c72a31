package studio.darkroom.sim.imagen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.http.Response;
import studio.darkroom.sim.http.Route;

/** The Smart Editing family of Imagen (I2I): calls 17 to 28 of docs/vendors/imagen.md 2. */
public final class SmartApi implements Api {

    private final SimOptions options;
    private final Switches switches;
    private final ImagenResponses responses;
    private final EditService editService;
    private final PresignedLinks links;
    private final MultipartRegistry multiparts;
    private final ProjectEndpoints projectEndpoints;
    private final List<Route> routes;

    /** @param otherProjects projects of the other family */
    public SmartApi(SimOptions options, Switches switches, ImagenResponses responses, EditService editService, ProjectRepository otherProjects, PresignedLinks links,
                    MultipartRegistry multiparts) {
        this.options = options;
        this.switches = switches;
        this.responses = responses;
        this.editService = editService;
        this.links = links;
        this.multiparts = multiparts;
        projectEndpoints = new ProjectEndpoints(switches, responses, editService, otherProjects, links);
        String p = "/v1/i2i/projects/{u}";
        routes = List.of(
                new Route("POST", "/v1/i2i/projects", "i2i-create", projectEndpoints::createProject),
                new Route("GET", "/v1/i2i/projects", "i2i-list", projectEndpoints::listProjects),
                new Route("GET", "/v1/i2i/projects/is_valid_name", "i2i-name", this::checkName),
                new Route("GET", p, "i2i-project", projectEndpoints::getProject),
                new Route("POST", p + "/get_temporary_upload_links", "i2i-links", projectEndpoints::createUploadLinks),
                new Route("POST", p + "/multipart_uploads", "i2i-open", this::openMultipart),
                new Route("POST", p + "/multipart_uploads/{id}/complete", "i2i-complete", this::completeMultipart),
                new Route("DELETE", p + "/multipart_uploads/{id}", "i2i-abort", this::abortMultipart),
                new Route("POST", p + "/edit", "i2i-edit", this::edit),
                new Route("GET", p + "/get_temporary_download_links", "i2i-results", this::listResults),
                new Route("GET", p + "/get_download_link", "i2i-link", this::downloadLink),
                new Route("GET", p + "/get_upload_link", "i2i-replace", this::replacementLink));
    }

    @Override
    public String prefix() {
        return "/v1/i2i/";
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Response toErrorResponse(HttpStatusException refusal) {
        return responses.errorResponse(refusal);
    }

    @Override
    public void authorize(Call call) {
        responses.checkApiKey(call, options.key());
    }

    private Response checkName(Call call) {
        String name = call.query().get("name");
        if (name == null || name.isBlank()) {
            throw new HttpStatusException(400, "name is required.");
        }
        boolean free = projectEndpoints.isNameFree(name);
        String shape = switches.get("i2i-name-shape");
        return switch (shape) {
            case "boolean" -> responses.okResponse(BooleanNode.valueOf(free));
            case "empty" -> {
                if (!free) {
                    throw new HttpStatusException(409, "Project with name '" + name + "' already exists");
                }
                yield Response.empty(200);
            }
            default -> responses.okResponse(ImagenResponses.newObject().put(shape, free));
        };
    }

    private Response openMultipart(Call call) {
        JsonNode body = projectEndpoints.readJsonBody(call);
        JsonNode count = body.path("part_count");
        Project project = projectEndpoints.findProject(call);
        projectEndpoints.rejectLateUpload(project);
        String photo = FilesListCheck.parseFileName(body.path("file_name"));
        if (!count.isIntegralNumber() || count.asLong() < 1 || count.asLong() > MultipartRegistry.MAX_PARTS) {
            throw new HttpStatusException(400, "part_count must be a number from 1 to " + MultipartRegistry.MAX_PARTS + ".");
        }
        MultipartRegistry.OpenUpload upload = multiparts.openUpload(project, project.issueUploadLink(photo), count.asInt());
        ObjectNode out = ImagenResponses.newObject().put("upload_id", upload.id()).put("key", upload.key());
        ArrayNode parts = out.putArray("parts");
        for (int n = 1; n <= upload.partCount(); n++) {
            parts.addObject().put("part_number", n)
                    .put("upload_url", links.createPartLink(upload.key(), upload.id(), n, call.wantsExpiredLinks()));
        }
        return responses.okResponse(out);
    }

    private Response completeMultipart(Call call) {
        String photo = FilesListCheck.parseFileName(projectEndpoints.readJsonBody(call).path("file_name"));
        multiparts.completeUpload(projectEndpoints.findProject(call), call.pathVariable("id"), photo);
        return responses.okResponse(ImagenResponses.newObject());
    }

    private Response abortMultipart(Call call) {
        JsonNode key = projectEndpoints.readJsonBody(call).path("key");
        if (!key.isTextual() || key.asText().isEmpty()) {
            throw new HttpStatusException(400, "key is required.");
        }
        multiparts.abortUpload(projectEndpoints.findProject(call), call.pathVariable("id"), key.asText());
        return responses.okResponse(ImagenResponses.newObject());
    }

    private Response edit(Call call) {
        JsonNode body = projectEndpoints.readJsonBody(call);
        Project project = projectEndpoints.findProject(call);
        EditRequest order = EditRequest.parseSmart(body, options.templates(), switches.is("unknown-fields", "ignore"));
        editService.requestSmartEdit(project, order);
        return responses.smartEditResponse();
    }

    private Response listResults(Call call) {
        Project project = projectEndpoints.findProject(call);
        boolean done = project.editJob() != null && project.editJob().isCompleted();
        if (!done && switches.is("early-links", "400")) {
            throw new HttpStatusException(400, "Project is not completed yet.");
        }
        ObjectNode out = ImagenResponses.newObject();
        ArrayNode list = out.putArray("files_list");
        project.jpegResults().forEach(r -> list.addObject().put("file_name", r.name())
                .put("download_link", links.createDownloadLink(r.key(), call.wantsExpiredLinks())));
        return responses.okResponse(out);
    }

    private Response downloadLink(Call call) {
        Result result = findResult(call);
        return singleLinkResponse("download_link", result, links.createDownloadLink(result.key(), call.wantsExpiredLinks()));
    }

    private Response replacementLink(Call call) {
        Result result = findResult(call);
        return singleLinkResponse("upload_link", result, links.createUploadLink(result.key(), null, call.wantsExpiredLinks()));
    }

    private Response singleLinkResponse(String field, Result result, String link) {
        return switch (switches.get("i2i-single-link")) {
            case "string" -> responses.textResponse(link);
            case "url" -> responses.okResponse(ImagenResponses.newObject().put("url", link));
            default -> responses.okResponse(ImagenResponses.newObject().put("file_name", result.name()).put(field, link));
        };
    }

    private Result findResult(Call call) {
        Project project = projectEndpoints.findProject(call);
        String name = call.query().get("file_name");
        if (name == null || name.isEmpty()) {
            throw new HttpStatusException(400, "file_name is required.");
        }
        if (project.editJob() == null || !project.editJob().isCompleted()) {
            throw new HttpStatusException(400, "Project is not completed yet.");
        }
        return project.jpegResults().stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> new HttpStatusException(404, "File '" + name + "' not found"));
    }
}
