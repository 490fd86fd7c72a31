package studio.darkroom.sim.fotolabs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Answer;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.ApiServer;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.Refusal;
import studio.darkroom.sim.http.Route;
import studio.darkroom.sim.picture.Exposure;

/** The API of Fotolabs: calls 1, 2, 4, 5 and 6 of the contract's section 2. */
final class FotolabsApi implements Api {

    private static final int NAME_MOST = 200;
    private static final Set<String> UPLOAD_FIELDS = Set.of("filename", "projectId");

    private final List<String> keys;
    private final Switches switches;
    private final Listings listings;
    private final Paper paper;
    private final Cashier cashier;
    private final Finishing finishing;
    private final Brackets brackets;
    private final Workshop workshop;
    private final Deque<Long> reads = new ArrayDeque<>();

    FotolabsApi(List<String> keys, Switches switches, Listings listings, Paper paper, Cashier cashier, Finishing finishing,
                Workshop workshop) {
        this.keys = keys;
        this.switches = switches;
        this.listings = listings;
        this.paper = paper;
        this.cashier = cashier;
        this.finishing = finishing;
        this.brackets = new Brackets(switches);
        this.workshop = workshop;
    }

    @Override
    public String prefix() {
        return switches.get("fotolabs-base-path") + "/v1/";
    }

    @Override
    public List<Route> routes() {
        String v1 = switches.get("fotolabs-base-path") + "/v1";
        return List.of(
                new Route("POST", v1 + "/projects", "fotolabs-create", this::create),
                new Route("POST", v1 + "/images/upload-url", "fotolabs-upload-url", this::uploadUrl),
                new Route("POST", v1 + "/projects/{p}/process", "fotolabs-process", this::process),
                new Route("GET", v1 + "/projects/{p}", "fotolabs-project", this::project),
                new Route("GET", v1 + "/images/{i}", "fotolabs-image", this::image));
    }

    @Override
    public Answer refused(Refusal refusal) {
        Answer answer = Answer.json(refusal.status(), JsonNodeFactory.instance.objectNode().put("error", refusal.getMessage()));
        return refusal.retryAfter().isEmpty() ? answer : answer.with("Retry-After", refusal.retryAfter());
    }

    @Override
    public void admit(Call call) {
        String given = call.header("Authorization");
        if (given == null || !given.startsWith("Bearer ") || !keys.contains(given.substring(7))) {
            throw new Refusal(401, "Invalid or missing API key");
        }
        cashier.admit();
        if (call.method().equals("GET")) {
            limit();
        }
    }

    private synchronized void limit() {
        long most = switches.number("fotolabs-rate-limit");
        long now = System.nanoTime();
        while (!reads.isEmpty() && now - reads.peek() > 1_000_000_000L) {
            reads.poll();
        }
        if (most > 0 && reads.size() >= most) {
            throw new Refusal(429, "Too many requests", switches.get("fotolabs-retry-after"));
        }
        reads.add(now);
    }

    /** The key, which is the workspace. */
    private static String workspace(Call call) {
        return call.header("Authorization").substring(7);
    }

    private Answer create(Call call) {
        JsonNode body = body(call);
        String field = switches.get("fotolabs-create-name-field");
        JsonNode name = body.path(field);
        JsonNode style = body.path("templateId");
        known(body, Set.of(field, "templateId"));
        valid(name.isTextual() || name.isMissingNode() && switches.is("fotolabs-create-name-required", "no"), field + " is required");
        valid(name.isMissingNode() || !name.asText().isBlank() && name.asText().length() <= NAME_MOST,
                field + " must have 1 to " + NAME_MOST + " characters");
        valid(style.isMissingNode() || style.isTextual() && ProcessOrder.STYLES.contains(style.asText()), "templateId is unknown");
        return Answer.json(status("create"), paper.created(listings.create(workspace(call), name.asText(""))));
    }

    private Answer uploadUrl(Call call) {
        JsonNode body = body(call);
        JsonNode name = body.path("filename");
        JsonNode project = body.path("projectId");
        known(body, UPLOAD_FIELDS);
        valid(name.isTextual() && !name.asText().isBlank(), "filename is required");
        valid(project.isTextual() && Paper.isUuid(project.asText()), "projectId must be a uuid");
        valid(FileTypes.isTaken(name.asText()), "Unsupported file extension");
        Listing listing = find(call, project.asText());
        if (!listing.isOpen()) {
            throw new Refusal(number("fotolabs-locked-upload-status"), "Project is not pending");
        }
        return Answer.json(status("upload"), paper.link(listings.add(listing, name.asText()), call.wantsExpiredLinks()));
    }

    private Answer process(Call call) throws IOException {
        Listing listing = find(call, call.var("p"));
        if (!listing.claim(switches.is("fotolabs-process-race", "safe"))) {
            throw new Refusal(409, "Project is already processing or completed");
        }
        try {
            ProcessOrder order = order(call);
            List<Frame> frames = toProcess(listing);
            cashier.check();
            ApiServer.pause(switches.number("fotolabs-process-ms"));
            Map<Frame, Exposure> exposures = new HashMap<>();
            for (Frame frame : frames) {
                Exposure exposure = frame.storedAt() == null ? null : finishing.exposure(frame);
                if (exposure != null) {
                    exposures.put(frame, exposure);
                }
            }
            cashier.charge(listing, frames.size());
            listing.processing(order, brackets.tasks(frames, exposures, order.window()));
            ObjectNode answer = paper.jobs(listing);
            workshop.start(listing);
            return Answer.json(status("process"), answer);
        } finally {
            listing.release();
        }
    }

    private ProcessOrder order(Call call) {
        try {
            return ProcessOrder.read(body(call), switches.is("unknown-fields", "ignore"));
        } catch (IllegalArgumentException e) {
            throw new Refusal(number("fotolabs-validation-status"), e.getMessage());
        }
    }

    private List<Frame> toProcess(Listing listing) {
        List<Frame> all = listing.frames();
        List<Frame> there = all.stream().filter(f -> f.storedAt() != null).toList();
        if (there.size() < all.size() && switches.is("fotolabs-missing-bytes", "refuse")) {
            throw new Refusal(400, "Not every image has been uploaded");
        }
        List<Frame> taken = switches.is("fotolabs-missing-bytes", "ignore") ? there : all;
        if (taken.isEmpty()) {
            throw new Refusal(number("fotolabs-empty-process-status"), "Project has no images");
        }
        return taken;
    }

    private Answer project(Call call) {
        Listing listing = find(call, call.var("p"));
        ObjectNode out;
        synchronized (listing) {
            out = paper.open().put("projectId", listing.id()).put("status", paper.word(listing.state()));
            ArrayNode images = out.putArray("images");
            // no order is promised: sorting by id keeps clients from leaning on one
            listing.frames().stream().sorted(Comparator.comparing(Frame::id)).forEach(f -> images.add(paper.image(f)));
        }
        return Answer.json(200, out);
    }

    private Answer image(Call call) {
        Frame frame = listings.frame(workspace(call), call.var("i")).orElseThrow(() -> new Refusal(404, "Image not found"));
        return Answer.json(200, paper.image(frame));
    }

    private Listing find(Call call, String id) {
        return listings.find(workspace(call), id).orElseThrow(() -> new Refusal(404, "Project not found"));
    }

    private JsonNode body(Call call) {
        String type = call.header("Content-Type");
        valid(type != null && type.startsWith("application/json") || switches.is("json-content-type", "lenient"),
                "Content-Type must be application/json");
        JsonNode body;
        try {
            body = call.json();
        } catch (Refusal e) {
            throw new Refusal(number("fotolabs-validation-status"), "The body is not valid JSON");
        }
        valid(body.isObject(), "The body must be a JSON object");
        return body;
    }

    private void known(JsonNode body, Set<String> fields) {
        body.fieldNames().forEachRemaining(n -> valid(fields.contains(n) || switches.is("unknown-fields", "ignore"),
                "Unknown field '" + n + "'"));
    }

    private void valid(boolean good, String otherwise) {
        if (!good) {
            throw new Refusal(number("fotolabs-validation-status"), otherwise);
        }
    }

    private int status(String call) {
        return number("fotolabs-" + call + "-status");
    }

    private int number(String name) {
        return Integer.parseInt(switches.get(name));
    }
}
