package studio.darkroom.sim.imagen;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import studio.darkroom.sim.Profile;
import studio.darkroom.sim.SkyTemplate;
import studio.darkroom.sim.http.HttpStatusException;

/**
 * A validated edit request (docs/vendors/imagen.md 2.4).
 *
 * @param profile         the profile, or null for families without profiles
 * @param options         options that were sent, without null values, as text
 * @param callbackUrl     callback address, or null
 * @param exportAfterEdit whether the export starts automatically after the edit
 */
public record EditRequest(Profile profile, Map<String, String> options, String callbackUrl, boolean exportAfterEdit) {

    private static final Set<String> BOOLEAN_OPTIONS = Set.of("crop", "portrait_crop", "headshot_crop", "straighten",
            "perspective_correction", "hdr_merge", "smooth_skin", "subject_mask", "window_pull", "sky_replacement", "export");
    private static final Map<String, Set<String>> CHOICE_OPTIONS = Map.of(
            "photography_type", Set.of("NO_TYPE", "OTHER", "PORTRAITS", "WEDDING", "REAL_ESTATE", "LANDSCAPE_NATURE", "EVENTS",
                    "FAMILY_NEWBORN", "BOUDOIR", "SPORTS", "SCHOOL"),
            "crop_aspect_ratio", Set.of("2X3", "4X5", "5X7"),
            "hdr_output_compression", Set.of("LOSSY", "LOSSLESS"));
    private static final Set<String> OTHER_OPTIONS = Set.of("profile_key", "sky_replacement_template_id", "callback_url");
    private static final Set<String> ALL_OPTIONS = Stream.of(BOOLEAN_OPTIONS, CHOICE_OPTIONS.keySet(), OTHER_OPTIONS).flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> SMART_OPTIONS = Set.of("hdr_merge", "perspective_correction", "sky_replacement",
            "sky_replacement_template_id", "callback_url");

    /** Parses the edit body of a regular project; 400 if docs/vendors/imagen.md 2.4 does not allow it. */
    static EditRequest parseRegular(JsonNode body, List<Profile> profiles, List<SkyTemplate> templates, boolean ignoreUnknown) {
        if (!body.isObject()) {
            throw new HttpStatusException(400, "The body of an edit must be a JSON object.");
        }
        Map<String, String> options = parseOptions(body, ALL_OPTIONS, ignoreUnknown);
        if (!body.path("profile_key").isIntegralNumber()) {
            throw new HttpStatusException(400, "profile_key is required and must be an integer.");
        }
        int key = body.path("profile_key").asInt();
        Profile profile = profiles.stream().filter(p -> p.key() == key).findFirst()
                .orElseThrow(() -> new HttpStatusException(400, "Profile " + key + " does not exist."));
        checkAtMostOne(options, "crop", "portrait_crop", "headshot_crop");
        checkAtMostOne(options, "straighten", "perspective_correction");
        checkSkyTemplate(body, options, templates);
        String callback = options.get("callback_url");
        checkCallback(callback);
        return new EditRequest(profile, options, callback, "true".equals(options.get("export")));
    }

    /** Parses the edit body of an I2I project, where all fields are optional (docs/vendors/imagen.md 2.7). */
    static EditRequest parseSmart(JsonNode body, List<SkyTemplate> templates, boolean ignoreUnknown) {
        if (!body.isObject()) {
            throw new HttpStatusException(400, "The body of an edit must be a JSON object.");
        }
        Map<String, String> options = parseOptions(body, SMART_OPTIONS, ignoreUnknown);
        checkSkyTemplate(body, options, templates);
        String callback = options.get("callback_url");
        checkCallback(callback);
        return new EditRequest(null, options, callback, false);
    }

    private static Map<String, String> parseOptions(JsonNode body, Set<String> known, boolean ignoreUnknown) {
        Map<String, String> options = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (!known.contains(name)) {
                if (!ignoreUnknown) {
                    throw new HttpStatusException(400, "The field '" + name + "' is unknown.");
                }
            } else if (!value.isNull()) {
                if (BOOLEAN_OPTIONS.contains(name) && !value.isBoolean()) {
                    throw new HttpStatusException(400, name + " must be true or false.");
                }
                if (CHOICE_OPTIONS.containsKey(name) && !CHOICE_OPTIONS.get(name).contains(value.asText())) {
                    throw new HttpStatusException(400, name + " must be one of " + CHOICE_OPTIONS.get(name) + ".");
                }
                if (name.equals("callback_url") && !value.isTextual()) {
                    throw new HttpStatusException(400, "callback_url must be a string.");
                }
                options.put(name, value.asText());
            }
        });
        return options;
    }

    private static void checkAtMostOne(Map<String, String> options, String... names) {
        List<String> on = new ArrayList<>();
        for (String name : names) {
            if ("true".equals(options.get(name))) {
                on.add(name);
            }
        }
        if (on.size() > 1) {
            throw new HttpStatusException(400, "Only one of " + on + " can be true.");
        }
    }

    private static void checkSkyTemplate(JsonNode body, Map<String, String> options, List<SkyTemplate> templates) {
        if (!options.containsKey("sky_replacement_template_id")) {
            return;
        }
        if (!body.path("sky_replacement_template_id").isIntegralNumber()) {
            throw new HttpStatusException(400, "sky_replacement_template_id must be an integer.");
        }
        if (!"true".equals(options.get("sky_replacement"))) {
            throw new HttpStatusException(400, "sky_replacement_template_id needs sky_replacement.");
        }
        int id = body.path("sky_replacement_template_id").asInt();
        if (templates.stream().noneMatch(t -> t.id() == id)) {
            throw new HttpStatusException(400, "Sky template " + id + " does not exist.");
        }
    }

    private static void checkCallback(String url) {
        if (url == null) {
            return;
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(400, "callback_url is not a URL.");
        }
        boolean loopback = uri.getHost() != null && Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && loopback)) {
            throw new HttpStatusException(400, "callback_url must be HTTPS.");
        }
    }

    boolean isOn(String option) {
        return "true".equals(options.get(option));
    }

    /** Names of the enabled options, as a project lists them. */
    List<String> enabledTools() {
        return options.keySet().stream().filter(n -> BOOLEAN_OPTIONS.contains(n) && !n.equals("export") && isOn(n)).toList();
    }
}
