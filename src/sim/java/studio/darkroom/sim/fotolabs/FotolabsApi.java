package studio.darkroom.sim.fotolabs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.ApiServer;
import studio.darkroom.sim.http.Call;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.http.Response;
import studio.darkroom.sim.http.Route;
import studio.darkroom.sim.picture.Exposure;

/** The API of Fotolabs: calls 1, 2, 4, 5 and 6 of docs/vendors/fotolabs.md 2. */
final class FotolabsApi implements Api {

    private static final int MAX_NAME_LENGTH = 200;
    private static final Set<String> UPLOAD_FIELDS = Set.of("filename", "projectId");

    private final List<String> keys;
    private final Switches switches;
    private final ListingRepository listings;
    private final FotolabsResponses responses;
    private final PlanBilling planBilling;
    private final FotolabsRenderer renderer;
    private final BracketFinder bracketFinder;
    private final JobRunner jobRunner;
    private final Deque<Long> readTimes = new ArrayDeque<>();

    FotolabsApi(List<String> keys, Switches switches, ListingRepository listings, FotolabsResponses responses, PlanBilling planBilling, FotolabsRenderer renderer,
                JobRunner jobRunner) {
        this.keys = keys;
        this.switches = switches;
        this.listings = listings;
        this.responses = responses;
        this.planBilling = planBilling;
        this.renderer = renderer;
        this.bracketFinder = new BracketFinder(switches);
        this.jobRunner = jobRunner;
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
                new Route("POST", v1 + "/images/upload-url", "fotolabs-upload-url", this::createUploadUrl),
                new Route("POST", v1 + "/projects/{p}/process", "fotolabs-process", this::process),
                new Route("GET", v1 + "/projects/{p}", "fotolabs-project", this::getProject),
                new Route("GET", v1 + "/images/{i}", "fotolabs-image", this::getImage));
    }

    @Override
    public Response toErrorResponse(HttpStatusException refusal) {
        Response answer = Response.json(refusal.status(), JsonNodeFactory.instance.objectNode().put("error", refusal.getMessage()));
        return refusal.retryAfter().isEmpty() ? answer : answer.withHeader("Retry-After", refusal.retryAfter());
    }

    @Override
    public void authorize(Call call) {
        String authorization = call.header("Authorization");
        if (authorization == null || !authorization.startsWith("Bearer ") || !keys.contains(authorization.substring(7))) {
            throw new HttpStatusException(401, "Invalid or missing API key");
        }
        planBilling.checkApiAccess();
        if (call.method().equals("GET")) {
            checkRateLimit();
        }
    }

    private synchronized void checkRateLimit() {
        long maxReads = switches.getLong("fotolabs-rate-limit");
        long now = System.nanoTime();
        while (!readTimes.isEmpty() && now - readTimes.peek() > 1_000_000_000L) {
            readTimes.poll();
        }
        if (maxReads > 0 && readTimes.size() >= maxReads) {
            throw new HttpStatusException(429, "Too many requests", switches.get("fotolabs-retry-after"));
        }
        readTimes.add(now);
    }

    synchronized void clearReadTimes() {
        readTimes.clear();
    }

    /** Returns the key, which identifies the workspace. */
    private static String workspace(Call call) {
        return call.header("Authorization").substring(7);
    }

    private Response create(Call call) {
        JsonNode body = readJsonBody(call);
        String field = switches.get("fotolabs-create-name-field");
        JsonNode name = body.path(field);
        JsonNode style = body.path("templateId");
        checkFields(body, Set.of(field, "templateId"));
        require(name.isTextual() || name.isMissingNode() && switches.is("fotolabs-create-name-required", "no"), field + " is required");
        require(name.isMissingNode() || !name.asText().isBlank() && name.asText().length() <= MAX_NAME_LENGTH,
                field + " must have 1 to " + MAX_NAME_LENGTH + " characters");
        require(style.isMissingNode() || style.isTextual() && ProcessRequest.STYLES.contains(style.asText()), "templateId is unknown");
        return Response.json(successStatus("create"), responses.createdResponse(listings.create(workspace(call), name.asText(""))));
    }

    private Response createUploadUrl(Call call) {
        JsonNode body = readJsonBody(call);
        JsonNode name = body.path("filename");
        JsonNode project = body.path("projectId");
        checkFields(body, UPLOAD_FIELDS);
        require(name.isTextual() && !name.asText().isBlank(), "filename is required");
        require(project.isTextual() && FotolabsResponses.isUuid(project.asText()), "projectId must be a uuid");
        require(FileTypes.isSupported(name.asText()), "Unsupported file extension");
        Listing listing = findListing(call, project.asText());
        if (!listing.isOpen()) {
            throw new HttpStatusException(switchNumber("fotolabs-locked-upload-status"), "Project is not pending");
        }
        return Response.json(successStatus("upload"), responses.uploadLinkResponse(listings.addImage(listing, name.asText()), call.wantsExpiredLinks()));
    }

    private Response process(Call call) throws IOException {
        Listing listing = findListing(call, call.pathVariable("p"));
        if (!listing.claimProcessing(switches.is("fotolabs-process-race", "safe"))) {
            throw new HttpStatusException(409, "Project is already processing or completed");
        }
        try {
            ProcessRequest order = parseProcessRequest(call);
            List<ListingImage> frames = imagesToProcess(listing);
            planBilling.checkPayment();
            ApiServer.pause(switches.getLong("fotolabs-process-ms"));
            Map<ListingImage, Exposure> exposures = new HashMap<>();
            for (ListingImage frame : frames) {
                Exposure exposure = frame.storedAt() == null ? null : renderer.readExposure(frame);
                if (exposure != null) {
                    exposures.put(frame, exposure);
                }
            }
            planBilling.chargeListing(listing, frames.size());
            listing.markProcessing(order, bracketFinder.findTasks(frames, exposures, order.window()));
            ObjectNode answer = responses.jobsResponse(listing);
            jobRunner.queueJobs(listing);
            return Response.json(successStatus("process"), answer);
        } finally {
            listing.releaseClaim();
        }
    }

    private ProcessRequest parseProcessRequest(Call call) {
        try {
            return ProcessRequest.parse(readJsonBody(call), switches.is("unknown-fields", "ignore"));
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(switchNumber("fotolabs-validation-status"), e.getMessage());
        }
    }

    private List<ListingImage> imagesToProcess(Listing listing) {
        List<ListingImage> all = listing.images();
        List<ListingImage> uploaded = all.stream().filter(f -> f.storedAt() != null).toList();
        if (uploaded.size() < all.size() && switches.is("fotolabs-missing-bytes", "refuse")) {
            throw new HttpStatusException(400, "Not every image has been uploaded");
        }
        List<ListingImage> selected = switches.is("fotolabs-missing-bytes", "ignore") ? uploaded : all;
        if (selected.isEmpty()) {
            throw new HttpStatusException(switchNumber("fotolabs-empty-process-status"), "Project has no images");
        }
        return selected;
    }

    private Response getProject(Call call) {
        Listing listing = findListing(call, call.pathVariable("p"));
        ObjectNode out;
        synchronized (listing) {
            out = responses.newObject().put("projectId", listing.id()).put("status", responses.statusWord(listing.state()));
            ArrayNode images = out.putArray("images");
            // The vendor promises no order; sorting by id keeps clients from relying on one
            listing.images().stream().sorted(Comparator.comparing(ListingImage::id)).forEach(f -> images.add(responses.imageJson(f)));
        }
        return Response.json(200, out);
    }

    private Response getImage(Call call) {
        ListingImage frame = listings.findImage(workspace(call), call.pathVariable("i")).orElseThrow(() -> new HttpStatusException(404, "Image not found"));
        return Response.json(200, responses.imageJson(frame));
    }

    private Listing findListing(Call call, String id) {
        return listings.find(workspace(call), id).orElseThrow(() -> new HttpStatusException(404, "Project not found"));
    }

    private JsonNode readJsonBody(Call call) {
        String type = call.header("Content-Type");
        require(type != null && type.startsWith("application/json") || switches.is("json-content-type", "lenient"),
                "Content-Type must be application/json");
        JsonNode body;
        try {
            body = call.parseJson();
        } catch (HttpStatusException e) {
            throw new HttpStatusException(switchNumber("fotolabs-validation-status"), "The body is not valid JSON");
        }
        require(body.isObject(), "The body must be a JSON object");
        return body;
    }

    private void checkFields(JsonNode body, Set<String> fields) {
        body.fieldNames().forEachRemaining(n -> require(fields.contains(n) || switches.is("unknown-fields", "ignore"),
                "Unknown field '" + n + "'"));
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new HttpStatusException(switchNumber("fotolabs-validation-status"), message);
        }
    }

    private int successStatus(String call) {
        return switchNumber("fotolabs-" + call + "-status");
    }

    private int switchNumber(String name) {
        return Integer.parseInt(switches.get(name));
    }
}
