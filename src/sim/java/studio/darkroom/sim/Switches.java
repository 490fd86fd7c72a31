package studio.darkroom.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * How the simulated vendor behaves where sources disagree or are silent (contract section 6), and what tests need to turn.
 * Every switch has a default, which is the strictest or the documented behaviour.
 */
public final class Switches {

    /**
     * @param name    of the switch
     * @param defaultValue  its default
     * @param allowed pattern of allowed values
     * @param meaning one line for people
     */
    public record Switch(String name, String defaultValue, String allowed, String meaning) {
    }

    private static final String NUMBER = "\\d+";
    private static final Map<String, Switch> DEFINITIONS = new LinkedHashMap<>();

    static {
        define("envelope", "data", "data|bare", "answers wrapped in data, or bare everywhere (6.1)");
        define("edit-content-type", "strict", "strict|lenient|json",
                "edit: empty or none only; anything; application/json only (6.2)");
        define("json-content-type", "strict", "strict|lenient", "other calls with a body: application/json only, or anything");
        define("links-page", "one", "one|" + NUMBER, "result links: one page, or pages of this size with pagination (6.4)");
        define("profiles-shape", "profiles", "profiles|list", "{profiles:[...]} or a list (6.5)");
        define("templates-shape", "templates", "templates|list", "{templates:[...]} or a list (2.2)");
        define("single-link", "object", "object|string", "single link calls of regular projects (6.8)");
        define("lookup-shape", "string", "string|project_uuid|uuid", "answer of name to id (2.2)");
        define("slash", "both", "both|redirect", "create and profiles without the slash: accepted, or 307 (6.9)");
        define("edit-answer", "message", "message|action|empty|202|204", "what edit and export answer (6.10)");
        define("second-edit", "noop", "noop|400|409|billed", "a second edit of a project (6.11)");
        define("second-export", "noop", "noop|400|409|billed", "a second export of a project");
        define("name-conflict", "400", "400|409|422", "create with a name that is taken (6.12)");
        define("name-space", "separate", "separate|shared", "names of the two families: apart, or one space (6.13)");
        define("late-upload", "400", "400|allow", "upload links after edit (6.15)");
        define("drop-results", "0", NUMBER, "this many results are missing from edit and export (6.16)");
        define("status-before-edit", "Pending", "Pending|400", "edit status before edit (6.18)");
        define("early-links", "400", "400|empty", "result links before Completed (6.19)");
        define("early-export-status", "400", "400|Pending", "export status before export (6.20)");
        define("md5", "signed", "signed|ignored", "whether md5 in a links call is signed as Content-MD5 (6.21)");
        define("case", "capital", "capital|upper", "status words and result extensions (6.23)");
        define("working-word", "", ".*", "replaces the word In Progress");
        define("pending-word", "", ".*", "replaces the word Pending");
        define("bad-key", "401", "401|403", "missing or wrong key (6.24)");
        define("put-content-type", "empty", "empty|any|signed:.+",
                "upload links: any real Content-Type is 403; not looked at; must be the signed one (6.27)");
        define("error-shape", "object", "object|text|detail|message|plain|html|empty", "body of an error answer (1)");
        define("unknown-fields", "refuse", "refuse|ignore", "unknown fields of an edit");
        define("mixed-kinds", "refuse", "refuse|accept", "edit of a project that mixes RAW and JPEG, or does not fit the profile");
        define("progress", "none", "none|number", "whether a status tells a progress of 0 to 100");
        define("link-life", "3600", NUMBER, "seconds a presigned link lives, in real time");
        define("registered-lag", "0", NUMBER, "simulated ms until an upload is registered");
        define("pending-ms", "0", NUMBER, "simulated ms a job stays Pending");
        define("working-ms", "200", NUMBER, "simulated ms a job stays In Progress");
        define("edit-outcome", "completed", "completed|failed|stuck", "how an edit ends");
        define("export-outcome", "completed", "completed|failed|stuck", "how an export ends");
        define("export-gap-ms", "0", NUMBER, "simulated ms between an edit and the export it ordered itself");
        define("i2i-name-shape", "is_valid", "is_valid|valid|boolean|empty",
                "is_valid_name: {is_valid}, {valid}, a bare true or false, or nothing with 409 for taken (2.7)");
        define("i2i-single-link", "string", "string|object|url", "single link calls of I2I projects (6.8)");
        define("i2i-empty-edit", "500", "500|400", "I2I edit while nothing is registered (1)");
        define("i2i-minimum", "0", NUMBER, "I2I edit with fewer images is 400 (6.22)");
        define("second-complete", "404", "404|200", "complete of a multipart upload sent twice (6.26)");
        define("part-least", "5242880", NUMBER, "bytes each part but the last must have (2.3)");
        define("copilot-precondition", "exported", "exported|completed",
                "retouching a regular project wants its export, or its edit (6.7)");
        define("copilot-envelope", "bare", "bare|data", "answers of copilot and enhance: bare, or wrapped like others (6.1)");
        define("copilot-refuse", "", ".*", "pattern of instructions answered 400: Only realistic editing requests are supported (1)");
        define("copilot-ms", "0", NUMBER, "real ms copilot, enhance and finalize take");
        define("copilot-branch", "drop", "drop|keep", "versions of a branch that is not gone on with (2.8)");
        define("late-copilot", "400", "400|allow", "retouching after finalize (3)");
        define("version-shape", "number", "number|text|null", "version_id: a number, text, or null (2.8)");
        define("ai-tools-shape", "both", "both|prompts|history", "ai-tools: tools, history, or both (6.6)");
        define("finalize-answer", "files", "files|empty", "finalize: the final links, or nothing (2.8)");
        define("final-links", "replaced", "replaced|unchanged", "whether ordinary result links give the final pictures (9)");
        define("hdr-frames", "3", "[1-9]\\d*", "photos of a bracket");
        define("hdr-name", "first", "first|middle|last", "which frame names the merged file (4)");
        define("result-bytes", "0", NUMBER, "0: pictures are really edited; else results of this size, made on the fly");
        define("callback", "once", "once|none|duplicate|late|early|wrong-uuid", "how callbacks are sent (2.9)");
        define("callback-late-ms", "2000", NUMBER, "simulated delay of a late callback");
        define("latency-ms", "0", NUMBER, "real ms before every API and storage call");
        define("bandwidth", "0", NUMBER, "bytes per second of each storage connection; 0 is unlimited");
    }

    static {
        String range = "\\d+(-\\d+)?";
        define("fotolabs-base-path", "", "(/[\\w.-]+)*", "Fotolabs: path before /v1 (A1)");
        define("fotolabs-validation-status", "400", "400|422", "invalid body (A2)");
        define("fotolabs-plan", "essential", "free|essential|ultimate|essential_monthly|ultimate_monthly", "plan of the workspace (5)");
        define("fotolabs-quota", "10", NUMBER, "listings a monthly plan pays for (5)");
        define("fotolabs-payment", "ok", "ok|missing|declined", "payment method: there, missing, or its charge fails (A4)");
        define("fotolabs-billing-status", "402", "402|400|403", "process without money (A4)");
        define("fotolabs-free-status", "403", "401|402|403", "every call on the free plan (A5)");
        define("fotolabs-locked-upload-status", "409", "400|403|409|422", "upload-url on a locked project (A6)");
        define("fotolabs-rate-limit", "0", NUMBER, "reads in one real second before 429, 0 for none; the contract's guess is 10 (A7)");
        define("fotolabs-retry-after", "1", "|" + NUMBER, "Retry-After of that 429; empty sends none (A7)");
        define("fotolabs-create-status", "201", "200|201", "success of create (A8)");
        define("fotolabs-upload-status", "200", "200|201", "success of upload-url (A8)");
        define("fotolabs-process-status", "200", "200|201|202", "success of process (A8)");
        define("fotolabs-create-name-field", "name", "name|title|address", "field that names a project (A9)");
        define("fotolabs-create-name-required", "yes", "yes|no", "whether a project must be named (A9)");
        define("fotolabs-create-shape", "flat", "flat|flat-id|nested|nested-id", "projectId or id, at the root or in project (A10)");
        define("fotolabs-sign-content-type", "on", "on|off", "whether upload links sign a Content-Type (A12)");
        define("fotolabs-mime-table", "first", "first|fallback", "camera types, or application/octet-stream for RAW (A12)");
        define("fotolabs-missing-bytes", "fail", "fail|refuse|ignore",
                "process with records without bytes: their jobs fail, 400, or left out (A13)");
        define("fotolabs-signed-results", "off", "on|off", "whether CDN links carry a signature (A15)");
        define("fotolabs-link-ttl", "0", NUMBER, "simulated seconds a CDN link lives; 0: as long as its file (A15)");
        define("fotolabs-window-mode", "gap", "gap|span", "bracket window from the previous or the first frame (A16)");
        define("fotolabs-primary", "first", "first|middle|brightest", "which frame is primary (A18)");
        define("fotolabs-hdr-failure", "all", "all|primary", "a failed merge fails all members, or the primary only (A19)");
        define("fotolabs-workers", "10", "[1-9]\\d*", "jobs at once (A22)");
        define("fotolabs-retention", "604800", NUMBER, "simulated seconds originals and results are kept (A23)");
        define("fotolabs-process-race", "safe", "safe|double", "two process calls at once: one is 409, or both run and cost (A24)");
        define("fotolabs-empty-process-status", "400", "400|409|422", "process without an image (A25)");
        define("fotolabs-link-life", "3600", NUMBER, "simulated seconds an upload link lives (2.2)");
        define("fotolabs-process-ms", "0", NUMBER, "real ms process takes between its checks and its effect");
        define("fotolabs-start-ms", "5000-25000", range, "simulated ms until a job starts, or from-to (10.5)");
        define("fotolabs-work-ms", "60000-120000", range, "simulated ms of a single job, or from-to (10.5)");
        define("fotolabs-hdr-ms", "90000-180000", range, "simulated ms of an HDR job, or from-to (10.5)");
        define("fotolabs-fail", "", ".*", "pattern of file names whose jobs fail");
        define("fotolabs-fail-after-ms", "", "|" + NUMBER, "simulated ms of a job that fails; empty: as long as others");
        define("fotolabs-fail-text", "model quota exhausted", ".+", "errorMessage of jobs that fail");
        define("fotolabs-stuck", "", ".*", "pattern of file names whose jobs never end");
        define("fotolabs-late-links", "0", NUMBER, "reads of a completed primary that show no link yet");
        define("fotolabs-early-completed", "off", "on|off", "project completed while its last job still runs");
        define("fotolabs-project-word", "", ".*", "replaces the project status processing");
        define("fotolabs-image-word", "", ".*", "replaces the image status processing");
        define("fotolabs-extra-fields", "off", "on|off", "unknown fields in answers");
        define("fotolabs-nulls", "null", "null|missing", "null fields: null, or left out");
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

    /** Every switch there is. */
    public static Map<String, Switch> definitions() {
        return Map.copyOf(DEFINITIONS);
    }

    private static void checkValue(String name, String value) {
        Switch known = DEFINITIONS.get(name);
        if (known == null) {
            throw new IllegalArgumentException("There is no switch '" + name + "': use one of " + DEFINITIONS.keySet() + ".");
        }
        if (!Pattern.matches(known.allowed(), value)) {
            throw new IllegalArgumentException("The switch '" + name + "' does not take '" + value + "': " + known.meaning()
                    + "; allowed is " + known.allowed().replace(NUMBER, "a number") + ".");
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
            throw new IllegalArgumentException("There is no switch '" + name + "'.");
        }
        return overrides.getOrDefault(name, defaults.getOrDefault(name, known.defaultValue()));
    }

    public boolean is(String name, String value) {
        return get(name).equals(value);
    }

    public long getLong(String name) {
        return Long.parseLong(get(name));
    }

    /** Every switch with its present value. */
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        DEFINITIONS.keySet().forEach(name -> all.put(name, get(name)));
        return all;
    }

    public void reset() {
        overrides.clear();
    }
}
