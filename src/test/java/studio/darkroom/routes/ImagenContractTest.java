package studio.darkroom.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import studio.darkroom.testing.TestDarkroom;

/** The rows are those of contract imagen, section 6; others name the section. */
class ImagenContractTest extends VendorContract {

    @Override
    String vendor() {
        return "imagen";
    }

    @Override
    Wire wire() {
        return new Wire("imagen", "x-api-key", "create", "edit", "put", "get", true, null);
    }

    @Override
    void keys(Map<String, String> keys) {
        // The studio's own ticket names the profile.
    }

    @Override
    int projects(TestDarkroom studio) {
        return studio.sim.projects().size();
    }

    @Override
    List<Way> ways() {
        List<Way> ways = new ArrayList<>(both());
        Stream.of("lenient", "json").forEach(type -> ways.add(Way.of("6.2", "edit-content-type", type)));
        ways.add(Way.of("6.3", "json-content-type", "lenient"));
        Stream.of("1", "2", "20").forEach(size -> ways.add(Way.of("6.4", "links-page", size)));
        ways.add(Way.of("6.5", "profiles-shape", "list"));
        Stream.of("project_uuid", "uuid").forEach(shape ->
                ways.add(Way.of("2.2", "lookup-shape", shape, "create:drop-after")));
        Stream.of("400", "409", "billed").forEach(second -> {
            ways.add(Way.of("6.11", "second-edit", second, "edit:drop-after"));
            ways.add(Way.of("6.11", "second-export", second, "export:drop-after"));
        });
        Stream.of("400", "409", "422").forEach(status ->
                ways.add(Way.of("6.12", "name-conflict", status, "create:drop-after", "lookup:1:status:404")));
        ways.add(Way.of("6.20", "early-export-status", "Pending"));
        ways.add(Way.of("6.21", "md5", "ignored"));
        return ways;
    }

    @Override
    List<Held> held() {
        return List.of(
                new Held(Way.of("6.17", "edit-outcome", "failed"), "problem", "edit-failed", "edit failed", 1),
                new Held(Way.of("6.17", "export-outcome", "failed"), "problem", "export-failed", "export failed", 1),
                new Held(Way.of("6.18", "status-before-edit", "Pending", "edit:drop-before"), "decision", "edit-undecided",
                        "failed to respond", 0),
                new Held(Way.of("6.18", "status-before-edit", "400", "edit:drop-before"), "decision", "edit-undecided",
                        "failed to respond", 0),
                new Held(Way.of("6.16", "drop-results", "3"), "problem", "results-none", "offers no result", 1),
                new Held(Way.of("6.27", "put-content-type", "signed:image/jpeg"), "problem", "upload-refused",
                        "SignatureDoesNotMatch", 0));
    }

    /** The rows that are about both families. */
    static List<Way> both() {
        List<Way> ways = new ArrayList<>();
        ways.add(Way.of("6.1", "envelope", "bare"));
        ways.add(Way.of("6.9", "slash", "redirect"));
        Stream.of("action", "empty", "202", "204").forEach(answer -> ways.add(Way.of("6.10", "edit-answer", answer)));
        ways.add(Way.of("6.13", "name-space", "shared"));
        ways.add(Way.of("6.15", "late-upload", "allow"));
        ways.add(Way.of("6.16", "drop-results", "1").missing(1));
        ways.add(Way.of("6.19", "early-links", "empty"));
        ways.add(Way.of("6.23", "case", "upper"));
        ways.add(Way.of("3", "working-word", "Processing"));
        ways.add(Way.of("3", "pending-word", "Queued"));
        ways.add(Way.of("2.5", "progress", "number"));
        ways.add(Way.of("6.27", "put-content-type", "any"));
        Stream.of("text", "detail", "message", "plain", "html", "empty").forEach(shape ->
                ways.add(Way.of("1", "error-shape", shape)));
        return ways;
    }
}
