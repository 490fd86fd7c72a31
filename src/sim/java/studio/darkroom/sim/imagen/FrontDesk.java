package studio.darkroom.sim.imagen;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Answer;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.Refusal;

/** What both families of Imagen do alike: create, list, one project, upload links (contract 2.2, 2.3). */
final class FrontDesk {

    private final Switches switches;
    private final Words words;
    private final Projects projects;
    private final Projects others;
    private final Desk desk;
    private final Links links;

    /** @param others projects of the other family */
    FrontDesk(Switches switches, Words words, Desk desk, Projects others, Links links) {
        this.switches = switches;
        this.words = words;
        this.projects = desk.projects();
        this.others = others;
        this.desk = desk;
        this.links = links;
    }

    Answer create(Call call) {
        JsonNode body = body(call);
        JsonNode name = body.path("name");
        if (!body.isMissingNode() && !body.isObject() || !name.isMissingNode() && !name.isNull() && !name.isTextual()
                || name.isTextual() && name.asText().isBlank()) {
            throw new Refusal(400, "name is text that is not empty.");
        }
        String wanted = name.isTextual() ? name.asText() : null;
        Project project = isFree(wanted) ? projects.create(wanted).orElse(null) : null;
        if (project == null) {
            throw new Refusal(Integer.parseInt(switches.get("name-conflict")), "Project with name '" + wanted + "' already exists");
        }
        return words.ok(Words.object().put("project_uuid", project.uuid()));
    }

    /** Whether a project of this family can take the name; null is free. */
    boolean isFree(String name) {
        return name == null || projects.named(name).isEmpty()
                && (switches.is("name-space", "separate") || others.named(name).isEmpty());
    }

    Answer list(Call call) {
        int size = Words.number(call.query(), "size", 20, 1, 100);
        int page = Words.number(call.query(), "page", 0, 0, Integer.MAX_VALUE);
        List<Project> all = "true".equals(call.query().get("is_archived")) ? List.of() : projects.all();
        ObjectNode out = Words.object();
        ArrayNode items = out.putArray("projects");
        Words.page(all, size, page).forEach(p -> items.add(item(p, call)));
        out.set("pagination", Words.pagination(all.size(), size, page));
        return words.ok(out);
    }

    Answer project(Call call) {
        return words.ok(item(find(call), call));
    }

    private ObjectNode item(Project project, Call call) {
        boolean thumbnail = !"false".equals(call.query().get("get_thumbnail"));
        List<Result> jpegs = project.jpegs();
        return words.item(project, desk.registered(project).size(),
                thumbnail && !jpegs.isEmpty() ? links.download(jpegs.get(0).key(), false) : null);
    }

    Answer uploadLinks(Call call) {
        JsonNode body = body(call);
        JsonNode files = body.path("files_list");
        JsonNode client = body.path("client_type");
        Project project = find(call);
        refuseLate(project);
        FilesList.check(files);
        if (!client.isMissingNode() && !client.isNull() && !client.isTextual()) {
            throw new Refusal(400, "client_type is text.");
        }
        ObjectNode out = Words.object();
        ArrayNode list = out.putArray("files_list");
        for (JsonNode file : files) {
            Upload upload = project.issue(file.path("file_name").asText());
            String md5 = file.path("md5").isTextual() ? file.path("md5").asText() : null;
            list.addObject().put("file_name", upload.name())
                    .put("upload_link", links.upload(upload.key(), md5, call.wantsExpiredLinks()));
        }
        return words.ok(out);
    }

    void refuseLate(Project project) {
        if (project.edit() != null && switches.is("late-upload", "400")) {
            throw new Refusal(400, "The project has been sent to editing already.");
        }
    }

    Project find(Call call) {
        return projects.find(call.var("u")).orElseThrow(() -> new Refusal(404, "Project not found"));
    }

    /** The JSON body of an ordinary call, which says application/json. */
    JsonNode body(Call call) {
        String type = call.header("Content-Type");
        if (call.body().length > 0 && switches.is("json-content-type", "strict")
                && (type == null || !type.startsWith("application/json"))) {
            throw new Refusal(415, "The Content-Type of this call is application/json.");
        }
        return call.json();
    }

    /** Whether the form without a slash at its end is sent to the one with it. */
    boolean redirects(Call call) {
        return switches.is("slash", "redirect") && !call.path().endsWith("/");
    }
}
