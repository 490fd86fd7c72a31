package studio.darkroom.sim.fotolabs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Presigner;

/** Builds Fotolabs' responses (docs/vendors/fotolabs.md 2). */
final class FotolabsResponses {

    private static final DateTimeFormatter TIME_FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Switches switches;
    private final FotolabsUploadFilter uploadFilter;
    private final Presigner presigner;
    private final CdnFilter cdn;
    private final String cdnUrl;

    /**
     * @param presigner signs for the upload port
     * @param cdnUrl    address of the CDN, without a trailing slash
     */
    FotolabsResponses(Switches switches, FotolabsUploadFilter uploadFilter, Presigner presigner, CdnFilter cdn, String cdnUrl) {
        this.switches = switches;
        this.uploadFilter = uploadFilter;
        this.presigner = presigner;
        this.cdn = cdn;
        this.cdnUrl = cdnUrl;
    }

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** Creates an object, with an unknown field if the switch is on. */
    ObjectNode newObject() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (switches.is("fotolabs-extra-fields", "on")) {
            out.putObject("_internal").put("shard", 3);
        }
        return out;
    }

    ObjectNode createdResponse(Listing listing) {
        String shape = switches.get("fotolabs-create-shape");
        ObjectNode project = newObject().put(shape.endsWith("id") ? "id" : "projectId", listing.id())
                .put("status", listing.state().statusWord()).put("name", listing.name()).put("createdAt", formatTime(listing.created()));
        return shape.startsWith("nested") ? newObject().set("project", project) : project;
    }

    ObjectNode uploadLinkResponse(ListingImage frame, boolean expired) {
        FotolabsUploadFilter.Link link = uploadFilter.createLink(presigner, frame, expired);
        return newObject().put("imageId", frame.id()).put("uploadUrl", link.url()).put("originalImageUrl", cdnUrl + cdn.originalPath(frame))
                .put("expiresAt", formatTime(link.expires()));
    }

    ObjectNode jobsResponse(Listing listing) {
        ObjectNode out = newObject();
        ArrayNode jobs = out.putArray("jobs");
        for (Listing.Task task : listing.tasks()) {
            ArrayNode ids = jobs.addObject().put("jobId", task.id()).put("type", task.hdr() ? "hdr" : "single").putArray("imageIds");
            task.images().forEach(f -> ids.add(f.id()));
        }
        return out;
    }

    ObjectNode imageJson(ListingImage frame) {
        boolean shown = frame.countReadAndCheckLink(switches.getLong("fotolabs-late-links"));
        ObjectNode out = newObject().put("imageId", frame.id()).put("status", statusWord(frame.state()));
        putNullable(out, "resultImageUrl", shown ? cdnUrl + cdn.resultPath(frame) : null);
        out.put("originalImageUrl", cdnUrl + cdn.originalPath(frame));
        putNullable(out, "errorMessage", frame.error());
        return out.put("createdAt", formatTime(frame.created())).put("updatedAt", formatTime(frame.updated()));
    }

    private void putNullable(ObjectNode out, String name, String value) {
        if (value != null || switches.is("fotolabs-nulls", "null")) {
            out.put(name, value);
        }
    }

    String statusWord(Listing.State state) {
        String other = switches.get("fotolabs-project-word");
        return state == Listing.State.PROCESSING && !other.isEmpty() ? other : state.statusWord();
    }

    private String statusWord(ListingImage.State state) {
        String other = switches.get("fotolabs-image-word");
        return state == ListingImage.State.PROCESSING && !other.isEmpty() ? other : state.statusWord();
    }

    private static String formatTime(Instant time) {
        return TIME_FORMAT.format(time);
    }
}
