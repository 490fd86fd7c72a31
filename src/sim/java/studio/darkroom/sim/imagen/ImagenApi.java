package studio.darkroom.sim.imagen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import studio.darkroom.sim.Profile;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.http.Response;
import studio.darkroom.sim.http.Route;

/** The profile-based family of Imagen: calls 1 to 16 of docs/vendors/imagen.md 2, and those of {@link CopilotEndpoints}. */
public final class ImagenApi implements Api {

    private final SimOptions options;
    private final Switches switches;
    private final ImagenResponses responses;
    private final EditService editService;
    private final PresignedLinks links;
    private final ProjectEndpoints projectEndpoints;
    private final List<Route> routes;

    /** @param otherProjects projects of the other family */
    public ImagenApi(SimOptions options, Switches switches, ImagenResponses responses, EditService editService, ProjectRepository otherProjects, PresignedLinks links,
                     CopilotEndpoints copilot) {
        this.options = options;
        this.switches = switches;
        this.responses = responses;
        this.editService = editService;
        this.links = links;
        projectEndpoints = new ProjectEndpoints(switches, responses, editService, otherProjects, links);
        String p = "/v1/projects/{u}";
        routes = Stream.concat(Stream.of(
                new Route("GET", "/v1/profiles", "profiles", this::profiles),
                new Route("POST", "/v1/projects", "create", this::create),
                new Route("GET", "/v1/projects", "list", projectEndpoints::listProjects),
                new Route("GET", "/v1/projects/sky_replacement/templates", "templates", this::templates),
                new Route("GET", "/v1/projects/{name}/uuid", "lookup", this::lookup),
                new Route("GET", p, "project", projectEndpoints::getProject),
                new Route("POST", p + "/get_temporary_upload_links", "links", projectEndpoints::createUploadLinks),
                new Route("POST", p + "/edit", "edit", this::edit),
                new Route("GET", p + "/edit/status", "status", this::editStatus),
                new Route("GET", p + "/edit/get_temporary_download_links", "edit-links", this::editLinks),
                new Route("POST", p + "/export", "export", this::export),
                new Route("GET", p + "/export/status", "export-status", this::exportStatus),
                new Route("GET", p + "/export/get_temporary_download_links", "export-links", this::exportLinks),
                new Route("GET", p + "/export/get_download_link", "link", this::downloadLink),
                new Route("GET", p + "/export/get_upload_link", "replace", this::replacementLink)), copilot.routes().stream()).toList();
    }

    @Override
    public String prefix() {
        return "/v1/";
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

    private Response profiles(Call call) {
        if (projectEndpoints.isSlashRedirect(call)) {
            return redirectToSlash(call);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Profile p : options.profiles()) {
            list.addObject().put("profile_key", p.key()).put("profile_name", p.name()).put("profile_type", p.type())
                    .put("image_type", p.imageType());
        }
        return responses.okResponse(switches.is("profiles-shape", "list") ? list : ImagenResponses.newObject().set("profiles", list));
    }

    private Response create(Call call) {
        return projectEndpoints.isSlashRedirect(call) ? redirectToSlash(call) : projectEndpoints.createProject(call);
    }

    private Response lookup(Call call) {
        Project project = editService.projects().findByName(call.pathVariable("name"))
                .orElseThrow(() -> new HttpStatusException(404, "Project '" + call.pathVariable("name") + "' not found"));
        String shape = switches.get("lookup-shape");
        return shape.equals("string") ? responses.textResponse(project.uuid()) : responses.okResponse(ImagenResponses.newObject().put(shape, project.uuid()));
    }

    private Response templates(Call call) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        options.templates().forEach(t -> list.addObject().put("id", t.id()).put("is_default", t.isDefault()));
        return responses.okResponse(switches.is("templates-shape", "list") ? list : ImagenResponses.newObject().set("templates", list));
    }

    private Response edit(Call call) {
        String type = call.header("Content-Type");
        boolean none = type == null || type.isBlank();
        boolean json = type != null && type.startsWith("application/json");
        if (switches.is("edit-content-type", "strict") && !none || switches.is("edit-content-type", "json") && !json) {
            throw new HttpStatusException(400, none ? "Could not parse request body into json: the Content-Type is missing."
                    : "Could not parse request body: the Content-Type of this call must be empty.");
        }
        Project project = projectEndpoints.findProject(call);
        EditRequest order = EditRequest.parseRegular(call.parseJson(), options.profiles(), options.templates(),
                switches.is("unknown-fields", "ignore"));
        editService.requestEdit(project, order);
        return responses.acceptedResponse(project, "edit", responses.statusWord(project.editJob()));
    }

    private Response editStatus(Call call) {
        Project project = projectEndpoints.findProject(call);
        if (project.editJob() == null && switches.is("status-before-edit", "400")) {
            throw new HttpStatusException(400, "Project has not been edited yet.");
        }
        return responses.statusResponse(project.editJob());
    }

    private Response editLinks(Call call) {
        return resultLinks(call, projectEndpoints.findProject(call).editJob(), "edited");
    }

    private Response export(Call call) {
        String type = call.header("Content-Type");
        if (type != null && !type.isBlank() && !type.startsWith("application/json")) {
            throw new HttpStatusException(400, "The Content-Type of this call must be empty.");
        }
        Project project = projectEndpoints.findProject(call);
        editService.requestExport(project);
        return responses.acceptedResponse(project, "export", responses.statusWord(project.exportJob()));
    }

    private Response exportStatus(Call call) {
        Project project = projectEndpoints.findProject(call);
        if (project.exportJob() == null && switches.is("early-export-status", "400")) {
            throw new HttpStatusException(400, "Project has not been exported yet.");
        }
        return responses.statusResponse(project.exportJob());
    }

    private Response exportLinks(Call call) {
        return resultLinks(call, projectEndpoints.findProject(call).exportJob(), "exported");
    }

    private Response resultLinks(Call call, Job job, String done) {
        if ((job == null || !job.isCompleted()) && switches.is("early-links", "400")) {
            throw new HttpStatusException(400, "Project has not been " + done + " yet.");
        }
        List<Result> all = job == null ? List.of() : job.results();
        ObjectNode out = ImagenResponses.newObject();
        ArrayNode list = out.putArray("files_list");
        List<Result> shown = all;
        if (!switches.is("links-page", "one")) {
            int size = ImagenResponses.parseInteger(call.query(), "size", (int) switches.getLong("links-page"), 1, 100);
            int page = ImagenResponses.parseInteger(call.query(), "page", 0, 0, Integer.MAX_VALUE);
            shown = ImagenResponses.pageOf(all, size, page);
            out.set("pagination", ImagenResponses.paginationJson(all.size(), size, page));
        }
        shown.forEach(r -> list.addObject().put("file_name", r.name())
                .put("download_link", links.createDownloadLink(r.key(), call.wantsExpiredLinks())));
        return responses.okResponse(out);
    }

    private Response downloadLink(Call call) {
        Result result = findExportedResult(call);
        return singleLinkResponse("download_link", result, links.createDownloadLink(result.key(), call.wantsExpiredLinks()));
    }

    private Response replacementLink(Call call) {
        Result result = findExportedResult(call);
        return singleLinkResponse("upload_link", result, links.createUploadLink(result.key(), null, call.wantsExpiredLinks()));
    }

    private Response singleLinkResponse(String field, Result result, String link) {
        return switches.is("single-link", "string") ? responses.textResponse(link)
                : responses.okResponse(ImagenResponses.newObject().put("file_name", result.name()).put(field, link));
    }

    private Result findExportedResult(Call call) {
        Project project = projectEndpoints.findProject(call);
        String name = call.query().get("file_name");
        if (name == null || name.isEmpty()) {
            throw new HttpStatusException(400, "file_name is required.");
        }
        if (project.exportJob() == null || !project.exportJob().isCompleted()) {
            throw new HttpStatusException(400, "Project has not been exported yet.");
        }
        return project.exportJob().results().stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> new HttpStatusException(404, "File '" + name + "' not found"));
    }

    private static Response redirectToSlash(Call call) {
        return new Response(307, "", new byte[0], Map.of("Location", call.path() + "/"));
    }
}
