package studio.darkroom.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of one shoot, from the product's API.
 *
 * @param name      name of the shoot
 * @param step      next step
 * @param state     {@code active}, {@code problem}, {@code outage}, {@code decision}, {@code done}, {@code cancelled}
 * @param photos    number of photos
 * @param uploaded  number of uploaded photos
 * @param results   number of known results
 * @param delivered number of delivered results
 * @param trouble   reason why the shoot is held, and the fix; empty if it proceeds
 */
record ShootState(String name, String step, String state, int photos, int uploaded, int results, int delivered, String trouble) {

    private static final List<String> STEPS = List.of("gather", "open", "upload", "edit", "await-edit", "export", "await-export",
            "retouch", "deliver", "archive", "done");

    /** Parses the response of {@code GET /api/shoots}; missing fields are treated as empty. */
    static List<ShootState> parseList(JsonNode list) {
        List<ShootState> out = new ArrayList<>();
        for (JsonNode n : list) {
            JsonNode trouble = n.path("trouble");
            String text = trouble.isObject() ? (trouble.path("text").asText("") + " " + trouble.path("fix").asText("")).trim() : "";
            out.add(new ShootState(n.path("name").asText("?"), n.path("step").asText("gather"), n.path("state").asText("active"),
                    n.path("photos").asInt(), n.path("uploaded").asInt(), n.path("results").asInt(), n.path("delivered").asInt(),
                    text));
        }
        return out;
    }

    boolean isDone() {
        return state.equals("done");
    }

    /** Whether the shoot needs a person to continue. */
    boolean needsPerson() {
        return state.equals("problem") || state.equals("decision") || state.equals("cancelled");
    }

    /** Progress from 0 to 1: uploading and delivering count photos, other steps have fixed values. */
    double progress() {
        if (isDone()) {
            return 1;
        }
        return switch (STEPS.indexOf(step)) {
            case 0 -> .02;
            case 1 -> .05;
            case 2 -> .05 + .40 * fraction(uploaded, photos);
            case 3 -> .47;
            case 4 -> .52;
            case 5 -> .62;
            case 6 -> .66;
            case 7 -> .74;
            case 8 -> .78 + .20 * fraction(delivered, results);
            case 9 -> .98;
            case 10 -> 1;
            default -> 0;
        };
    }

    private static double fraction(int of, int all) {
        return all == 0 ? 0 : Math.min(1, of / (double) all);
    }

    /** Describes the state in words. */
    String describe() {
        if (isDone()) {
            return "done, " + delivered + " delivered";
        }
        if (!state.equals("active")) {
            return state + (trouble.isEmpty() ? "" : ": " + trouble);
        }
        return switch (step) {
            case "gather" -> "receiving";
            case "open" -> "uploading";
            case "upload" -> "uploading " + uploaded + " of " + photos;
            case "edit", "await-edit" -> "at the vendor";
            case "export", "await-export" -> "exporting";
            case "retouch" -> "retouching";
            case "deliver" -> "delivering " + delivered + " of " + results;
            case "replace", "archive" -> "delivering";
            default -> step;
        };
    }
}
