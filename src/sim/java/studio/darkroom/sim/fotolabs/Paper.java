package studio.darkroom.sim.fotolabs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.store.Presigner;

/** The shapes of Fotolabs' answers (contract section 2). */
final class Paper {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Switches switches;
    private final UploadDoor uploads;
    private final Presigner presigner;
    private final Cdn cdn;
    private final String cdnUrl;

    /**
     * @param presigner signs for the port uploads go to
     * @param cdnUrl    address of the CDN, without a slash at its end
     */
    Paper(Switches switches, UploadDoor uploads, Presigner presigner, Cdn cdn, String cdnUrl) {
        this.switches = switches;
        this.uploads = uploads;
        this.presigner = presigner;
        this.cdn = cdn;
        this.cdnUrl = cdnUrl;
    }

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** A new object, with a field nobody knows where that is switched on. */
    ObjectNode open() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (switches.is("fotolabs-extra-fields", "on")) {
            out.putObject("_internal").put("shard", 3);
        }
        return out;
    }

    ObjectNode created(Listing listing) {
        String shape = switches.get("fotolabs-create-shape");
        ObjectNode project = open().put(shape.endsWith("id") ? "id" : "projectId", listing.id())
                .put("status", listing.state().word()).put("name", listing.name()).put("createdAt", stamp(listing.created()));
        return shape.startsWith("nested") ? open().set("project", project) : project;
    }

    ObjectNode link(Frame frame, boolean expired) {
        UploadDoor.Link link = uploads.link(presigner, frame, expired);
        return open().put("imageId", frame.id()).put("uploadUrl", link.url()).put("originalImageUrl", cdnUrl + cdn.original(frame))
                .put("expiresAt", stamp(link.expires()));
    }

    ObjectNode jobs(Listing listing) {
        ObjectNode out = open();
        ArrayNode jobs = out.putArray("jobs");
        for (Listing.Task task : listing.tasks()) {
            ArrayNode ids = jobs.addObject().put("jobId", task.id()).put("type", task.hdr() ? "hdr" : "single").putArray("imageIds");
            task.frames().forEach(f -> ids.add(f.id()));
        }
        return out;
    }

    ObjectNode image(Frame frame) {
        boolean shown = frame.showsLink(switches.number("fotolabs-late-links"));
        ObjectNode out = open().put("imageId", frame.id()).put("status", word(frame.state()));
        nullable(out, "resultImageUrl", shown ? cdnUrl + cdn.result(frame) : null);
        out.put("originalImageUrl", cdnUrl + cdn.original(frame));
        nullable(out, "errorMessage", frame.error());
        return out.put("createdAt", stamp(frame.created())).put("updatedAt", stamp(frame.updated()));
    }

    private void nullable(ObjectNode out, String name, String value) {
        if (value != null || switches.is("fotolabs-nulls", "null")) {
            out.put(name, value);
        }
    }

    String word(Listing.State state) {
        String other = switches.get("fotolabs-project-word");
        return state == Listing.State.PROCESSING && !other.isEmpty() ? other : state.word();
    }

    private String word(Frame.State state) {
        String other = switches.get("fotolabs-image-word");
        return state == Frame.State.PROCESSING && !other.isEmpty() ? other : state.word();
    }

    private static String stamp(Instant time) {
        return STAMP.format(time);
    }
}
