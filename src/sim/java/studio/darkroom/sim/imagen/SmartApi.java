package studio.darkroom.sim.imagen;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Answer;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.Refusal;
import studio.darkroom.sim.http.Route;

/** The Smart Editing family of Imagen (I2I): endpoints 17 to 28 of the contract. */
public final class SmartApi implements Api {

    private final SimOptions options;
    private final Switches switches;
    private final Words words;
    private final Desk desk;
    private final Links links;
    private final Multiparts multiparts;
    private final FrontDesk front;
    private final List<Route> routes;

    /** @param others projects of the other family */
    public SmartApi(SimOptions options, Switches switches, Words words, Desk desk, Projects others, Links links,
                    Multiparts multiparts) {
        this.options = options;
        this.switches = switches;
        this.words = words;
        this.desk = desk;
        this.links = links;
        this.multiparts = multiparts;
        front = new FrontDesk(switches, words, desk, others, links);
        String p = "/v1/i2i/projects/{u}";
        routes = List.of(
                new Route("POST", "/v1/i2i/projects", "i2i-create", front::create),
                new Route("GET", "/v1/i2i/projects", "i2i-list", front::list),
                new Route("GET", "/v1/i2i/projects/is_valid_name", "i2i-name", this::name),
                new Route("GET", p, "i2i-project", front::project),
                new Route("POST", p + "/get_temporary_upload_links", "i2i-links", front::uploadLinks),
                new Route("POST", p + "/multipart_uploads", "i2i-open", this::open),
                new Route("POST", p + "/multipart_uploads/{id}/complete", "i2i-complete", this::complete),
                new Route("DELETE", p + "/multipart_uploads/{id}", "i2i-abort", this::abort),
                new Route("POST", p + "/edit", "i2i-edit", this::edit),
                new Route("GET", p + "/get_temporary_download_links", "i2i-results", this::results),
                new Route("GET", p + "/get_download_link", "i2i-link", this::link),
                new Route("GET", p + "/get_upload_link", "i2i-replace", this::replace));
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
    public Answer refused(Refusal refusal) {
        return words.refused(refusal);
    }

    @Override
    public void admit(Call call) {
        words.admit(call, options.key());
    }

    private Answer name(Call call) {
        String name = call.query().get("name");
        if (name == null || name.isBlank()) {
            throw new Refusal(400, "name is required.");
        }
        boolean free = front.isFree(name);
        String shape = switches.get("i2i-name-shape");
        return switch (shape) {
            case "boolean" -> words.ok(BooleanNode.valueOf(free));
            case "empty" -> {
                if (!free) {
                    throw new Refusal(409, "Project with name '" + name + "' already exists");
                }
                yield Answer.empty(200);
            }
            default -> words.ok(Words.object().put(shape, free));
        };
    }

    private Answer open(Call call) {
        JsonNode body = front.body(call);
        JsonNode count = body.path("part_count");
        Project project = front.find(call);
        front.refuseLate(project);
        String photo = FilesList.name(body.path("file_name"));
        if (!count.isIntegralNumber() || count.asLong() < 1 || count.asLong() > Multiparts.PARTS_MOST) {
            throw new Refusal(400, "part_count is a number from 1 to " + Multiparts.PARTS_MOST + ".");
        }
        Multiparts.Open it = multiparts.open(project, project.issue(photo), count.asInt());
        ObjectNode out = Words.object().put("upload_id", it.id()).put("key", it.key());
        ArrayNode parts = out.putArray("parts");
        for (int n = 1; n <= it.parts(); n++) {
            parts.addObject().put("part_number", n)
                    .put("upload_url", links.part(it.key(), it.id(), n, call.wantsExpiredLinks()));
        }
        return words.ok(out);
    }

    private Answer complete(Call call) {
        String photo = FilesList.name(front.body(call).path("file_name"));
        multiparts.complete(front.find(call), call.var("id"), photo);
        return words.ok(Words.object());
    }

    private Answer abort(Call call) {
        JsonNode key = front.body(call).path("key");
        if (!key.isTextual() || key.asText().isEmpty()) {
            throw new Refusal(400, "key is required.");
        }
        multiparts.abort(front.find(call), call.var("id"), key.asText());
        return words.ok(Words.object());
    }

    private Answer edit(Call call) {
        JsonNode body = front.body(call);
        Project project = front.find(call);
        EditOrder order = EditOrder.smart(body, options.templates(), switches.is("unknown-fields", "ignore"));
        desk.smartEdit(project, order);
        return words.started();
    }

    private Answer results(Call call) {
        Project project = front.find(call);
        boolean done = project.edit() != null && project.edit().isCompleted();
        if (!done && switches.is("early-links", "400")) {
            throw new Refusal(400, "Project is not completed yet.");
        }
        ObjectNode out = Words.object();
        ArrayNode list = out.putArray("files_list");
        project.jpegs().forEach(r -> list.addObject().put("file_name", r.name())
                .put("download_link", links.download(r.key(), call.wantsExpiredLinks())));
        return words.ok(out);
    }

    private Answer link(Call call) {
        Result result = result(call);
        return single("download_link", result, links.download(result.key(), call.wantsExpiredLinks()));
    }

    private Answer replace(Call call) {
        Result result = result(call);
        return single("upload_link", result, links.upload(result.key(), null, call.wantsExpiredLinks()));
    }

    private Answer single(String field, Result result, String link) {
        return switch (switches.get("i2i-single-link")) {
            case "string" -> words.text(link);
            case "url" -> words.ok(Words.object().put("url", link));
            default -> words.ok(Words.object().put("file_name", result.name()).put(field, link));
        };
    }

    private Result result(Call call) {
        Project project = front.find(call);
        String name = call.query().get("file_name");
        if (name == null || name.isEmpty()) {
            throw new Refusal(400, "file_name is required.");
        }
        if (project.edit() == null || !project.edit().isCompleted()) {
            throw new Refusal(400, "Project is not completed yet.");
        }
        return project.jpegs().stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> new Refusal(404, "File '" + name + "' not found"));
    }
}
