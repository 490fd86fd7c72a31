package studio.darkroom.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Behaviour of the simulated vendors where sources disagree or are silent, and parameters for tests. The default of each
 * switch is the strictest or the documented behaviour. Numbers in parentheses refer to docs/vendors/imagen.md, or to
 * docs/vendors/fotolabs.md for the switches of Fotolabs.
 */
public final class Switches {

    /**
     * @param name         name of the switch
     * @param defaultValue default value
     * @param allowed      pattern of allowed values
     * @param meaning      one-line description
     */
    public record Switch(String name, String defaultValue, String allowed, String meaning) {
    }

    private static final String NUMBER = "\\d+";
    private static final Map<String, Switch> DEFINITIONS = new LinkedHashMap<>();

    static {
        define("envelope", "data", "data|bare", "responses wrapped in data, or bare everywhere (6.1)");
        define("edit-content-type", "strict", "strict|lenient|json",
                "Content-Type of edit: empty or none only; any; application/json only (6.2)");
        define("json-content-type", "strict", "strict|lenient", "Content-Type of other calls with a body: application/json only, or any");
        define("links-page", "one", "one|" + NUMBER, "result links: one page, or pages of this size with pagination (6.4)");
        define("profiles-shape", "profiles", "profiles|list", "profiles: {profiles:[...]}, or a list (6.5)");
        define("templates-shape", "templates", "templates|list", "templates: {templates:[...]}, or a list (2.2)");
        define("single-link", "object", "object|string", "response of single link calls of regular projects (6.8)");
        define("lookup-shape", "string", "string|project_uuid|uuid", "response of the call from name to id (2.2)");
        define("slash", "both", "both|redirect", "create and profiles without the trailing slash: accepted, or 307 (6.9)");
        define("edit-answer", "message", "message|action|empty|202|204", "response of edit and export (6.10)");
        define("second-edit", "noop", "noop|400|409|billed", "effect of a second edit of a project (6.11)");
        define("second-export", "noop", "noop|400|409|billed", "effect of a second export of a project");
        define("name-conflict", "400", "400|409|422", "status of create with a name that is taken (6.12)");
        define("name-space", "separate", "separate|shared", "names of the two families: separate, or shared (6.13)");
        define("late-upload", "400", "400|allow", "upload links after the edit (6.15)");
        define("drop-results", "0", NUMBER, "number of results missing from edit and export (6.16)");
        define("status-before-edit", "Pending", "Pending|400", "edit status before the edit (6.18)");
        define("early-links", "400", "400|empty", "result links before Completed (6.19)");
        define("early-export-status", "400", "400|Pending", "export status before the export (6.20)");
        define("md5", "signed", "signed|ignored", "whether md5 in a links call is signed as Content-MD5 (6.21)");
        define("case", "capital", "capital|upper", "status words and result extensions (6.23)");
        define("working-word", "", ".*", "replaces the word In Progress");
        define("pending-word", "", ".*", "replaces the word Pending");
        define("bad-key", "401", "401|403", "status for a missing or wrong key (6.24)");
        define("put-content-type", "empty", "empty|any|signed:.+",
                "Content-Type of uploads: must be empty, else 403; not checked; must be the signed one (6.27)");
        define("error-shape", "object", "object|text|detail|message|plain|html|empty", "body of an error response (1)");
        define("unknown-fields", "refuse", "refuse|ignore", "unknown fields of an edit");
        define("mixed-kinds", "refuse", "refuse|accept", "edit of a project that mixes RAW and JPEG, or does not fit the profile");
        define("progress", "none", "none|number", "whether a status contains a progress of 0 to 100");
        define("link-life", "3600", NUMBER, "real seconds until a presigned link expires");
        define("registered-lag", "0", NUMBER, "simulated ms until an upload is registered");
        define("pending-ms", "0", NUMBER, "simulated ms that a job stays Pending");
        define("working-ms", "200", NUMBER, "simulated ms that a job stays In Progress");
        define("edit-outcome", "completed", "completed|failed|stuck", "outcome of an edit");
        define("export-outcome", "completed", "completed|failed|stuck", "outcome of an export");
        define("export-gap-ms", "0", NUMBER, "simulated ms between an edit and the export that it starts automatically");
        define("i2i-name-shape", "is_valid", "is_valid|valid|boolean|empty",
                "response of is_valid_name: {is_valid}, {valid}, a bare boolean, or empty with 409 if taken (2.7)");
        define("i2i-single-link", "string", "string|object|url", "response of single link calls of I2I projects (6.8)");
        define("i2i-empty-edit", "500", "500|400", "status of an I2I edit while no image is registered (1)");
        define("i2i-minimum", "0", NUMBER, "minimum number of images of an I2I edit; fewer are a 400 (6.22)");
        define("second-complete", "404", "404|200", "status of a second complete of a multipart upload (6.26)");
        define("part-least", "5242880", NUMBER, "minimum bytes of each part except the last (2.3)");
        define("copilot-precondition", "exported", "exported|completed",
                "retouching a regular project requires its export, or its edit (6.7)");
        define("copilot-envelope", "bare", "bare|data", "responses of copilot and enhance: bare, or wrapped in data (6.1)");
        define("copilot-refuse", "", ".*", "pattern of instructions rejected with 400: Only realistic editing requests are supported (1)");
        define("copilot-ms", "0", NUMBER, "real ms of copilot, enhance and finalize");
        define("copilot-branch", "drop", "drop|keep", "versions of a branch that is not continued (2.8)");
        define("late-copilot", "400", "400|allow", "retouching after finalize (3)");
        define("version-shape", "number", "number|text|null", "type of version_id: a number, text, or null (2.8)");
        define("ai-tools-shape", "both", "both|prompts|history", "response of ai-tools: tools, history, or both (6.6)");
        define("finalize-answer", "files", "files|empty", "response of finalize: the final links, or empty (2.8)");
        define("final-links", "replaced", "replaced|unchanged", "whether ordinary result links lead to the final pictures (9)");
        define("hdr-frames", "3", "[1-9]\\d*", "number of photos in a bracket");
        define("hdr-name", "first", "first|middle|last", "which frame names the merged file (4)");
        define("result-bytes", "0", NUMBER, "0: pictures are really edited; else generated results of this size");
        define("callback", "once", "once|none|duplicate|late|early|wrong-uuid", "delivery of callbacks (2.9)");
        define("callback-late-ms", "2000", NUMBER, "simulated delay of a late callback");
        define("latency-ms", "0", NUMBER, "real ms before every API and storage call");
        define("bandwidth", "0", NUMBER, "bytes per second of each storage connection; 0 is unlimited");
    }

    static {
        String range = "\\d+(-\\d+)?";
        define("fotolabs-base-path", "", "(/[\\w.-]+)*", "Fotolabs: path before /v1 (A1)");
        define("fotolabs-validation-status", "400", "400|422", "status for an invalid body (A2)");
        define("fotolabs-plan", "essential", "free|essential|ultimate|essential_monthly|ultimate_monthly", "plan of the workspace (5)");
        define("fotolabs-quota", "10", NUMBER, "number of listings in a monthly plan (5)");
        define("fotolabs-payment", "ok", "ok|missing|declined", "payment method: present, missing, or declined (A4)");
        define("fotolabs-billing-status", "402", "402|400|403", "status of process without a valid payment (A4)");
        define("fotolabs-free-status", "403", "401|402|403", "status of every call on the free plan (A5)");
        define("fotolabs-locked-upload-status", "409", "400|403|409|422", "status of upload-url on a locked project (A6)");
        define("fotolabs-rate-limit", "0", NUMBER, "reads per real second before 429, 0 for unlimited; the assumed value is 10 (A7)");
        define("fotolabs-retry-after", "1", "|" + NUMBER, "Retry-After of that 429; empty for no header (A7)");
        define("fotolabs-create-status", "201", "200|201", "success status of create (A8)");
        define("fotolabs-upload-status", "200", "200|201", "success status of upload-url (A8)");
        define("fotolabs-process-status", "200", "200|201|202", "success status of process (A8)");
        define("fotolabs-create-name-field", "name", "name|title|address", "field for the name of a project (A9)");
        define("fotolabs-create-name-required", "yes", "yes|no", "whether the name of a project is required (A9)");
        define("fotolabs-create-shape", "flat", "flat|flat-id|nested|nested-id", "response of create: projectId or id, at the root or in project (A10)");
        define("fotolabs-sign-content-type", "on", "on|off", "whether upload links sign a Content-Type (A12)");
        define("fotolabs-mime-table", "first", "first|fallback", "signed Content-Type of RAW: camera types, or application/octet-stream (A12)");
        define("fotolabs-missing-bytes", "fail", "fail|refuse|ignore",
                "process with records without bytes: their jobs fail, 400, or they are ignored (A13)");
        define("fotolabs-signed-results", "off", "on|off", "whether CDN links carry a signature (A15)");
        define("fotolabs-link-ttl", "0", NUMBER, "simulated seconds until a CDN link expires; 0: as long as its file exists (A15)");
        define("fotolabs-window-mode", "gap", "gap|span", "bracket window measured from the previous or the first frame (A16)");
        define("fotolabs-primary", "first", "first|middle|brightest", "which frame is primary (A18)");
        define("fotolabs-hdr-failure", "all", "all|primary", "a failed merge fails all members, or the primary only (A19)");
        define("fotolabs-workers", "10", "[1-9]\\d*", "number of concurrent jobs (A22)");
        define("fotolabs-retention", "604800", NUMBER, "simulated seconds that originals and results are kept (A23)");
        define("fotolabs-process-race", "safe", "safe|double", "two concurrent process calls: one gets 409, or both run and are charged (A24)");
        define("fotolabs-empty-process-status", "400", "400|409|422", "status of process without an image (A25)");
        define("fotolabs-link-life", "3600", NUMBER, "simulated seconds until an upload link expires (2.2)");
        define("fotolabs-process-ms", "0", NUMBER, "real ms of process between its checks and its effect");
        define("fotolabs-start-ms", "5000-25000", range, "simulated ms until a job starts, or a range (10.5)");
        define("fotolabs-work-ms", "60000-120000", range, "simulated ms of a single job, or a range (10.5)");
        define("fotolabs-hdr-ms", "90000-180000", range, "simulated ms of an HDR job, or a range (10.5)");
        define("fotolabs-fail", "", ".*", "pattern of file names whose jobs fail");
        define("fotolabs-fail-after-ms", "", "|" + NUMBER, "simulated ms of a failing job; empty: the same as other jobs");
        define("fotolabs-fail-text", "model quota exhausted", ".+", "errorMessage of jobs that fail");
        define("fotolabs-stuck", "", ".*", "pattern of file names whose jobs never end");
        define("fotolabs-late-links", "0", NUMBER, "number of reads of a completed primary without its link");
        define("fotolabs-early-completed", "off", "on|off", "whether the project is completed while its last job still runs");
        define("fotolabs-project-word", "", ".*", "replaces the project status processing");
        define("fotolabs-image-word", "", ".*", "replaces the image status processing");
        define("fotolabs-extra-fields", "off", "on|off", "whether responses contain unknown fields");
        define("fotolabs-nulls", "null", "null|missing", "null fields: sent as null, or omitted");
    }

    private final Map<String, String> overrides = new ConcurrentHashMap<>();
    private final Map<String, String> defaults = new ConcurrentHashMap<>();

    /** @param defaults defaults of this simulator that differ from the general ones */
    public Switches(Map<String, String> defaults) {
        defaults.forEach(Switches::checkValue);
        this.defaults.putAll(defaults);
    }

    private static void define(String name, String defaultValue, String allowed, String meaning) {
        DEFINITIONS.put(name, new Switch(name, defaultValue, allowed, meaning));
    }

    /** All switches. */
    public static Map<String, Switch> definitions() {
        return Map.copyOf(DEFINITIONS);
    }

    private static void checkValue(String name, String value) {
        Switch known = DEFINITIONS.get(name);
        if (known == null) {
            throw new IllegalArgumentException("Unknown switch '" + name + "'. Use one of " + DEFINITIONS.keySet() + ".");
        }
        if (!Pattern.matches(known.allowed(), value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "' of switch '" + name + "': " + known.meaning()
                    + "; allowed: " + known.allowed().replace(NUMBER, "a number") + ".");
        }
    }

    public Switches set(String name, String value) {
        checkValue(name, value);
        overrides.put(name, value);
        return this;
    }

    public Switches set(String name, long value) {
        return set(name, Long.toString(value));
    }

    public String get(String name) {
        Switch known = DEFINITIONS.get(name);
        if (known == null) {
            throw new IllegalArgumentException("Unknown switch '" + name + "'.");
        }
        return overrides.getOrDefault(name, defaults.getOrDefault(name, known.defaultValue()));
    }

    public boolean is(String name, String value) {
        return get(name).equals(value);
    }

    public long getLong(String name) {
        return Long.parseLong(get(name));
    }

    /** All switches with their current values. */
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        DEFINITIONS.keySet().forEach(name -> all.put(name, get(name)));
        return all;
    }

    public void reset() {
        overrides.clear();
    }
}
