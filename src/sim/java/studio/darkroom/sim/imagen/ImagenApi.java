package studio.darkroom.sim.imagen;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.darkroom.sim.Profile;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Answer;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.Refusal;
import studio.darkroom.sim.http.Route;

/** The profile-based family of Imagen: endpoints 1 to 16 of the contract. */
public final class ImagenApi implements Api {

    private final SimOptions options;
    private final Switches switches;
    private final Words words;
    private final Desk desk;
    private final Links links;
    private final FrontDesk front;
    private final List<Route> routes;

    /** @param others projects of the other family */
    public ImagenApi(SimOptions options, Switches switches, Words words, Desk desk, Projects others, Links links) {
        this.options = options;
        this.switches = switches;
        this.words = words;
        this.desk = desk;
        this.links = links;
        front = new FrontDesk(switches, words, desk, others, links);
        String p = "/v1/projects/{u}";
        routes = List.of(
                new Route("GET", "/v1/profiles", "profiles", this::profiles),
                new Route("POST", "/v1/projects", "create", this::create),
                new Route("GET", "/v1/projects", "list", front::list),
                new Route("GET", "/v1/projects/sky_replacement/templates", "templates", this::templates),
                new Route("GET", "/v1/projects/{name}/uuid", "lookup", this::lookup),
                new Route("GET", p, "project", front::project),
                new Route("POST", p + "/get_temporary_upload_links", "links", front::uploadLinks),
                new Route("POST", p + "/edit", "edit", this::edit),
                new Route("GET", p + "/edit/status", "status", this::editStatus),
                new Route("GET", p + "/edit/get_temporary_download_links", "edit-links", this::editLinks),
                new Route("POST", p + "/export", "export", this::export),
                new Route("GET", p + "/export/status", "export-status", this::exportStatus),
                new Route("GET", p + "/export/get_temporary_download_links", "export-links", this::exportLinks),
                new Route("GET", p + "/export/get_download_link", "link", this::link),
                new Route("GET", p + "/export/get_upload_link", "replace", this::replace));
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
    public Answer refused(Refusal refusal) {
        return words.refused(refusal);
    }

    @Override
    public void admit(Call call) {
        words.admit(call, options.key());
    }

    private Answer profiles(Call call) {
        if (front.redirects(call)) {
            return moved(call);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Profile p : options.profiles()) {
            list.addObject().put("profile_key", p.key()).put("profile_name", p.name()).put("profile_type", p.type())
                    .put("image_type", p.imageType());
        }
        return words.ok(switches.is("profiles-shape", "list") ? list : Words.object().set("profiles", list));
    }

    private Answer create(Call call) {
        return front.redirects(call) ? moved(call) : front.create(call);
    }

    private Answer lookup(Call call) {
        Project project = desk.projects().named(call.var("name"))
                .orElseThrow(() -> new Refusal(404, "Project '" + call.var("name") + "' not found"));
        String shape = switches.get("lookup-shape");
        return shape.equals("string") ? words.text(project.uuid()) : words.ok(Words.object().put(shape, project.uuid()));
    }

    private Answer templates(Call call) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        options.templates().forEach(t -> list.addObject().put("id", t.id()).put("is_default", t.isDefault()));
        return words.ok(switches.is("templates-shape", "list") ? list : Words.object().set("templates", list));
    }

    private Answer edit(Call call) {
        String type = call.header("Content-Type");
        boolean none = type == null || type.isBlank();
        boolean json = type != null && type.startsWith("application/json");
        if (switches.is("edit-content-type", "strict") && !none || switches.is("edit-content-type", "json") && !json) {
            throw new Refusal(400, none ? "Could not parse request body into json: the Content-Type is missing."
                    : "Could not parse request body: the Content-Type of this call must be empty.");
        }
        Project project = front.find(call);
        EditOrder order = EditOrder.regular(call.json(), options.profiles(), options.templates(),
                switches.is("unknown-fields", "ignore"));
        desk.edit(project, order);
        return words.accepted(project, "edit", words.status(project.edit()));
    }

    private Answer editStatus(Call call) {
        Project project = front.find(call);
        if (project.edit() == null && switches.is("status-before-edit", "400")) {
            throw new Refusal(400, "Project has not been edited yet.");
        }
        return words.statusAnswer(project.edit());
    }

    private Answer editLinks(Call call) {
        return resultLinks(call, front.find(call).edit(), "edited");
    }

    private Answer export(Call call) {
        String type = call.header("Content-Type");
        if (type != null && !type.isBlank() && !type.startsWith("application/json")) {
            throw new Refusal(400, "The Content-Type of this call must be empty.");
        }
        Project project = front.find(call);
        desk.export(project);
        return words.accepted(project, "export", words.status(project.export()));
    }

    private Answer exportStatus(Call call) {
        Project project = front.find(call);
        if (project.export() == null && switches.is("early-export-status", "400")) {
            throw new Refusal(400, "Project has not been exported yet.");
        }
        return words.statusAnswer(project.export());
    }

    private Answer exportLinks(Call call) {
        return resultLinks(call, front.find(call).export(), "exported");
    }

    private Answer resultLinks(Call call, Job job, String done) {
        if ((job == null || !job.isCompleted()) && switches.is("early-links", "400")) {
            throw new Refusal(400, "Project has not been " + done + " yet.");
        }
        List<Result> all = job == null ? List.of() : job.results();
        ObjectNode out = Words.object();
        ArrayNode list = out.putArray("files_list");
        List<Result> shown = all;
        if (!switches.is("links-page", "one")) {
            int size = Words.number(call.query(), "size", (int) switches.number("links-page"), 1, 100);
            int page = Words.number(call.query(), "page", 0, 0, Integer.MAX_VALUE);
            shown = Words.page(all, size, page);
            out.set("pagination", Words.pagination(all.size(), size, page));
        }
        shown.forEach(r -> list.addObject().put("file_name", r.name())
                .put("download_link", links.download(r.key(), call.wantsExpiredLinks())));
        return words.ok(out);
    }

    private Answer link(Call call) {
        Result result = exported(call);
        return single("download_link", result, links.download(result.key(), call.wantsExpiredLinks()));
    }

    private Answer replace(Call call) {
        Result result = exported(call);
        return single("upload_link", result, links.upload(result.key(), null, call.wantsExpiredLinks()));
    }

    private Answer single(String field, Result result, String link) {
        return switches.is("single-link", "string") ? words.text(link)
                : words.ok(Words.object().put("file_name", result.name()).put(field, link));
    }

    private Result exported(Call call) {
        Project project = front.find(call);
        String name = call.query().get("file_name");
        if (name == null || name.isEmpty()) {
            throw new Refusal(400, "file_name is required.");
        }
        if (project.export() == null || !project.export().isCompleted()) {
            throw new Refusal(400, "Project has not been exported yet.");
        }
        return project.export().results().stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> new Refusal(404, "File '" + name + "' not found"));
    }

    private static Answer moved(Call call) {
        return new Answer(307, "", new byte[0], Map.of("Location", call.path() + "/"));
    }
}
