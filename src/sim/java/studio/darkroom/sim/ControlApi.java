package studio.darkroom.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import studio.darkroom.sim.fotolabs.Listing;
import studio.darkroom.sim.fotolabs.ListingImage;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.http.Response;
import studio.darkroom.sim.http.Route;
import studio.darkroom.sim.imagen.Project;
import studio.darkroom.sim.imagen.RetouchVersion;

/** Control and evidence under {@code /_sim/}: plain JSON, without a key, never logged, never subject to faults. */
final class ControlApi implements Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Simulator sim;
    private final List<Route> routes;

    ControlApi(Simulator sim) {
        this.sim = sim;
        routes = List.of(
                new Route("GET", "/_sim/state", "state", c -> Response.json(200, state())),
                new Route("GET", "/_sim/requests", "requests", this::requests),
                new Route("GET", "/_sim/billed", "billed", c -> Response.json(200, billed())),
                new Route("GET", "/_sim/projects", "projects", c -> Response.json(200, projects())),
                new Route("GET", "/_sim/callbacks", "callbacks", c -> Response.json(200, callbacks())),
                new Route("GET", "/_sim/switches", "switches", c -> Response.json(200, switches())),
                new Route("POST", "/_sim/switches", "switches", this::setSwitches),
                new Route("GET", "/_sim/faults", "faults", c -> Response.json(200, faults())),
                new Route("POST", "/_sim/faults", "faults", this::addFaults),
                new Route("DELETE", "/_sim/faults", "faults", c -> {
                    sim.faults().clear();
                    return Response.empty(204);
                }),
                new Route("POST", "/_sim/reset", "reset", c -> {
                    sim.reset();
                    return Response.empty(204);
                }),
                new Route("POST", "/_sim/projects/{u}/complete", "complete", c -> endProject(c, true)),
                new Route("POST", "/_sim/projects/{u}/fail", "fail", c -> endProject(c, false)),
                new Route("GET", "/_sim/listings", "listings", c -> Response.json(200, listings())),
                new Route("POST", "/_sim/jobs/{j}/complete", "complete-job", c -> endJob(c, null)),
                new Route("POST", "/_sim/jobs/{j}/fail", "fail-job", c -> endJob(c, "failed on request")),
                new Route("POST", "/_sim/clock/advance", "advance", this::advanceClock));
    }

    @Override
    public String prefix() {
        return "/_sim/";
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public boolean isSimulated() {
        return false;
    }

    @Override
    public Response toErrorResponse(HttpStatusException refusal) {
        return Response.json(refusal.status(), JsonNodeFactory.instance.objectNode().put("error", refusal.getMessage()));
    }

    private JsonNode state() {
        ObjectNode out = JSON.createObjectNode();
        out.put("imagen", sim.imagenUrl()).put("store", sim.storeUrl()).put("bucket", sim.bucket())
                .put("fotolabs", sim.fotolabsUrl()).put("fotolabsStore", sim.fotolabs().storeUrl())
                .put("fotolabsCdn", sim.fotolabs().cdnUrl()).put("listings", sim.fotolabs().listings().size())
                .put("now", sim.clock().now().toString()).put("projects", allProjects().size())
                .put("requests", sim.requests().size()).put("billed", sim.billItems().size());
        out.set("switches", JSON.valueToTree(sim.switches().all()));
        out.set("faults", faults());
        return out;
    }

    private Response requests(Call call) {
        ArrayNode out = JSON.createArrayNode();
        long since = Long.parseLong(call.query().getOrDefault("since", "0"));
        String wanted = call.query().get("call");
        for (LoggedRequest r : sim.requests()) {
            if (r.number() > since && (wanted == null || wanted.equals(r.call()))) {
                ObjectNode node = out.addObject().put("number", r.number()).put("at", r.at().toString()).put("server", r.server())
                        .put("call", r.call()).put("method", r.method()).put("path", r.path());
                node.set("query", JSON.valueToTree(r.query()));
                node.set("headers", JSON.valueToTree(r.headers()));
                node.put("body", r.body()).put("status", r.status()).put("fault", r.fault()).put("bytesIn", r.bytesIn())
                        .put("bytesOut", r.bytesOut()).put("millis", r.millis()).put("leaked", r.leaked());
            }
        }
        return Response.json(200, out);
    }

    private JsonNode billed() {
        ArrayNode out = JSON.createArrayNode();
        sim.billItems().forEach(b -> out.addObject().put("action", b.action()).put("project", b.project()).put("name", b.name())
                .put("at", b.at().toString()).put("images", b.images()).put("kind", b.kind()));
        return out;
    }

    private JsonNode projects() {
        ArrayNode out = JSON.createArrayNode();
        for (Project p : allProjects()) {
            ObjectNode node = out.addObject().put("family", p.family()).put("uuid", p.uuid()).put("name", p.name())
                    .put("linksIssued", p.linksIssued())
                    .put("editsAccepted", p.editsAccepted()).put("exportsAccepted", p.exportsAccepted())
                    .put("edit", p.editJob() == null ? null : p.editJob().phase().name())
                    .put("export", p.exportJob() == null ? null : p.exportJob().phase().name());
            ArrayNode uploads = node.putArray("uploads");
            p.uploads().forEach(u -> uploads.addObject().put("name", u.name()).put("size", u.size()).put("puts", u.puts())
                    .put("storedAt", u.storedAt() == null ? null : u.storedAt().toString()));
            ObjectNode versions = node.put("final", p.isFinal()).putObject("versions");
            p.jpegResults().stream().filter(r -> !p.versions(r.name()).isEmpty())
                    .forEach(r -> versions.set(r.name(), JSON.valueToTree(p.versions(r.name()).stream().map(RetouchVersion::text).toList())));
            node.set("order", p.editRequest() == null ? JSON.nullNode() : JSON.valueToTree(p.editRequest().options()));
        }
        return out;
    }

    private JsonNode listings() {
        ArrayNode out = JSON.createArrayNode();
        for (Listing listing : sim.fotolabs().listings()) {
            ObjectNode node = out.addObject().put("id", listing.id()).put("name", listing.name())
                    .put("state", listing.state().name());
            ArrayNode images = node.putArray("images");
            listing.images().forEach(f -> images.addObject().put("id", f.id()).put("filename", f.filename())
                    .put("state", f.state().name()).put("size", f.size()).put("puts", f.puts()).put("error", f.error()));
            ArrayNode jobs = node.putArray("jobs");
            listing.tasks().forEach(t -> jobs.addObject().put("id", t.id()).put("hdr", t.hdr())
                    .set("imageIds", JSON.valueToTree(t.images().stream().map(ListingImage::id).toList())));
            node.set("order", listing.processRequest() == null ? JSON.nullNode() : JSON.valueToTree(listing.processRequest()));
        }
        return out;
    }

    private Response endJob(Call call, String errorMessage) {
        try {
            if (errorMessage == null) {
                sim.fotolabs().completeJob(call.pathVariable("j"));
            } else {
                sim.fotolabs().failJob(call.pathVariable("j"), errorMessage);
            }
        } catch (IllegalStateException e) {
            throw new HttpStatusException(409, e.getMessage());
        }
        return Response.empty(204);
    }

    private List<Project> allProjects() {
        return Stream.concat(sim.projects().stream(), sim.smartProjects().stream()).toList();
    }

    private JsonNode callbacks() {
        ArrayNode out = JSON.createArrayNode();
        sim.sentCallbacks().forEach(s -> out.addObject().put("at", s.at().toString()).put("url", s.url()).put("body", s.body())
                .put("status", s.status()));
        return out;
    }

    private JsonNode switches() {
        ObjectNode out = JSON.createObjectNode();
        Map<String, Switches.Switch> known = Switches.definitions();
        sim.switches().all().forEach((name, value) -> out.putObject(name).put("value", value)
                .put("allowed", known.get(name).allowed()).put("meaning", known.get(name).meaning()));
        return out;
    }

    private Response setSwitches(Call call) {
        JsonNode body = call.parseJson();
        if (!body.isObject()) {
            throw new HttpStatusException(400, "Send a JSON object of switch names and values.");
        }
        try {
            body.properties().forEach(e -> sim.switches().set(e.getKey(), e.getValue().asText()));
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(400, e.getMessage());
        }
        return Response.json(200, JSON.valueToTree(sim.switches().all()));
    }

    private JsonNode faults() {
        ArrayNode out = JSON.createArrayNode();
        sim.faults().all().forEach(s -> out.addObject().put("call", s.fault().call()).put("kind", s.fault().kind().name())
                .put("status", s.fault().status()).put("amount", s.fault().amount()).put("matching", s.fault().matching())
                .put("left", s.remaining()).put("happened", s.occurrences()));
        return out;
    }

    private Response addFaults(Call call) {
        JsonNode body = call.parseJson();
        try {
            if (body.isArray()) {
                body.forEach(one -> sim.faults().add(parseFault(one)));
            } else {
                sim.faults().add(parseFault(body));
            }
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(400, e.getMessage());
        }
        return Response.json(200, faults());
    }

    private static Fault parseFault(JsonNode node) {
        if (!node.path("call").isTextual() || !node.path("kind").isTextual()) {
            throw new HttpStatusException(400, "A fault needs call and kind, for example {\"call\":\"edit\",\"kind\":\"status:503\",\"count\":3}.");
        }
        Fault fault = Fault.parse(node.path("call").asText(), node.path("kind").asText());
        if (node.has("probability")) {
            fault = fault.withProbability(node.path("probability").asDouble());
        }
        if (node.has("count")) {
            fault = fault.times(node.path("count").asInt());
        }
        return fault.skip(node.path("skip").asInt(0)).matching(node.path("matching").asText(""));
    }

    private Response endProject(Call call, boolean succeeds) {
        Project project = allProjects().stream().filter(p -> p.uuid().equals(call.pathVariable("u"))).findFirst()
                .orElseThrow(() -> new HttpStatusException(404, "Unknown project."));
        try {
            if (succeeds) {
                sim.completeJob(project);
            } else {
                sim.failJob(project);
            }
        } catch (IllegalStateException e) {
            throw new HttpStatusException(409, e.getMessage());
        }
        return Response.empty(204);
    }

    private Response advanceClock(Call call) {
        JsonNode body = call.parseJson();
        if (!body.path("seconds").isNumber()) {
            throw new HttpStatusException(400, "Send the number of seconds: {\"seconds\": 60}.");
        }
        sim.clock().advance(Duration.ofMillis(Math.round(body.path("seconds").asDouble() * 1000)));
        return Response.json(200, JSON.createObjectNode().put("now", sim.clock().now().toString()));
    }
}
