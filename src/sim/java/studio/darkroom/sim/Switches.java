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
     * @param normal  its default
     * @param allowed pattern of allowed values
     * @param meaning one line for people
     */
    public record Switch(String name, String normal, String allowed, String meaning) {
    }

    private static final String NUMBER = "\\d+";
    private static final Map<String, Switch> KNOWN = new LinkedHashMap<>();

    static {
        know("envelope", "data", "data|bare", "answers wrapped in data, or bare everywhere (6.1)");
        know("edit-content-type", "strict", "strict|lenient|json",
                "edit: empty or none only; anything; application/json only (6.2)");
        know("json-content-type", "strict", "strict|lenient", "other calls with a body: application/json only, or anything");
        know("links-page", "one", "one|" + NUMBER, "result links: one page, or pages of this size with pagination (6.4)");
        know("profiles-shape", "profiles", "profiles|list", "{profiles:[...]} or a list (6.5)");
        know("templates-shape", "templates", "templates|list", "{templates:[...]} or a list (2.2)");
        know("single-link", "object", "object|string", "single link calls of regular projects (6.8)");
        know("lookup-shape", "string", "string|project_uuid|uuid", "answer of name to id (2.2)");
        know("slash", "both", "both|redirect", "create and profiles without the slash: accepted, or 307 (6.9)");
        know("edit-answer", "message", "message|action|empty|202|204", "what edit and export answer (6.10)");
        know("second-edit", "noop", "noop|400|409|billed", "a second edit of a project (6.11)");
        know("second-export", "noop", "noop|400|409|billed", "a second export of a project");
        know("name-conflict", "400", "400|409|422", "create with a name that is taken (6.12)");
        know("name-space", "separate", "separate|shared", "names of the two families: apart, or one space (6.13)");
        know("late-upload", "400", "400|allow", "upload links after edit (6.15)");
        know("drop-results", "0", NUMBER, "this many results are missing from edit and export (6.16)");
        know("status-before-edit", "Pending", "Pending|400", "edit status before edit (6.18)");
        know("early-links", "400", "400|empty", "result links before Completed (6.19)");
        know("early-export-status", "400", "400|Pending", "export status before export (6.20)");
        know("md5", "signed", "signed|ignored", "whether md5 in a links call is signed as Content-MD5 (6.21)");
        know("case", "capital", "capital|upper", "status words and result extensions (6.23)");
        know("working-word", "", ".*", "replaces the word In Progress");
        know("pending-word", "", ".*", "replaces the word Pending");
        know("bad-key", "401", "401|403", "missing or wrong key (6.24)");
        know("put-content-type", "empty", "empty|any|signed:.+",
                "upload links: any real Content-Type is 403; not looked at; must be the signed one (6.27)");
        know("error-shape", "object", "object|text|detail|message|plain|html|empty", "body of an error answer (1)");
        know("unknown-fields", "refuse", "refuse|ignore", "unknown fields of an edit");
        know("mixed-kinds", "refuse", "refuse|accept", "edit of a project that mixes RAW and JPEG, or does not fit the profile");
        know("progress", "none", "none|number", "whether a status tells a progress of 0 to 100");
        know("link-life", "3600", NUMBER, "seconds a presigned link lives, in real time");
        know("registered-lag", "0", NUMBER, "simulated ms until an upload is registered");
        know("pending-ms", "0", NUMBER, "simulated ms a job stays Pending");
        know("working-ms", "200", NUMBER, "simulated ms a job stays In Progress");
        know("edit-outcome", "completed", "completed|failed|stuck", "how an edit ends");
        know("export-outcome", "completed", "completed|failed|stuck", "how an export ends");
        know("export-gap-ms", "0", NUMBER, "simulated ms between an edit and the export it ordered itself");
        know("i2i-name-shape", "is_valid", "is_valid|valid|boolean|empty",
                "is_valid_name: {is_valid}, {valid}, a bare true or false, or nothing with 409 for taken (2.7)");
        know("i2i-single-link", "string", "string|object|url", "single link calls of I2I projects (6.8)");
        know("i2i-empty-edit", "500", "500|400", "I2I edit while nothing is registered (1)");
        know("i2i-minimum", "0", NUMBER, "I2I edit with fewer images is 400 (6.22)");
        know("second-complete", "404", "404|200", "complete of a multipart upload sent twice (6.26)");
        know("part-least", "5242880", NUMBER, "bytes each part but the last must have (2.3)");
        know("hdr-frames", "3", "[1-9]\\d*", "photos of a bracket");
        know("hdr-name", "first", "first|middle|last", "which frame names the merged file (4)");
        know("result-bytes", "0", NUMBER, "0: pictures are really edited; else results of this size, made on the fly");
        know("callback", "once", "once|none|duplicate|late|early|wrong-uuid", "how callbacks are sent (2.9)");
        know("callback-late-ms", "2000", NUMBER, "simulated delay of a late callback");
        know("latency-ms", "0", NUMBER, "real ms before every API and storage call");
        know("bandwidth", "0", NUMBER, "bytes per second of each storage connection; 0 is unlimited");
    }

    static {
        String range = "\\d+(-\\d+)?";
        know("fotolabs-base-path", "", "(/[\\w.-]+)*", "Fotolabs: path before /v1 (A1)");
        know("fotolabs-validation-status", "400", "400|422", "invalid body (A2)");
        know("fotolabs-plan", "essential", "free|essential|ultimate|essential_monthly|ultimate_monthly", "plan of the workspace (5)");
        know("fotolabs-quota", "10", NUMBER, "listings a monthly plan pays for (5)");
        know("fotolabs-payment", "ok", "ok|missing|declined", "payment method: there, missing, or its charge fails (A4)");
        know("fotolabs-billing-status", "402", "402|400|403", "process without money (A4)");
        know("fotolabs-free-status", "403", "401|402|403", "every call on the free plan (A5)");
        know("fotolabs-locked-upload-status", "409", "400|403|409|422", "upload-url on a locked project (A6)");
        know("fotolabs-rate-limit", "0", NUMBER, "reads in one real second before 429, 0 for none; the contract's guess is 10 (A7)");
        know("fotolabs-retry-after", "1", "|" + NUMBER, "Retry-After of that 429; empty sends none (A7)");
        know("fotolabs-create-status", "201", "200|201", "success of create (A8)");
        know("fotolabs-upload-status", "200", "200|201", "success of upload-url (A8)");
        know("fotolabs-process-status", "200", "200|201|202", "success of process (A8)");
        know("fotolabs-create-name-field", "name", "name|title|address", "field that names a project (A9)");
        know("fotolabs-create-name-required", "yes", "yes|no", "whether a project must be named (A9)");
        know("fotolabs-create-shape", "flat", "flat|flat-id|nested|nested-id", "projectId or id, at the root or in project (A10)");
        know("fotolabs-sign-content-type", "on", "on|off", "whether upload links sign a Content-Type (A12)");
        know("fotolabs-mime-table", "first", "first|fallback", "camera types, or application/octet-stream for RAW (A12)");
        know("fotolabs-missing-bytes", "fail", "fail|refuse|ignore", "process with records without bytes: their jobs fail, 400, or left out (A13)");
        know("fotolabs-signed-results", "off", "on|off", "whether CDN links carry a signature (A15)");
        know("fotolabs-link-ttl", "0", NUMBER, "simulated seconds a CDN link lives; 0: as long as its file (A15)");
        know("fotolabs-window-mode", "gap", "gap|span", "bracket window from the previous or the first frame (A16)");
        know("fotolabs-primary", "first", "first|middle|brightest", "which frame is primary (A18)");
        know("fotolabs-hdr-failure", "all", "all|primary", "a failed merge fails all members, or the primary only (A19)");
        know("fotolabs-workers", "10", "[1-9]\\d*", "jobs at once (A22)");
        know("fotolabs-retention", "604800", NUMBER, "simulated seconds originals and results are kept (A23)");
        know("fotolabs-process-race", "safe", "safe|double", "two process calls at once: one is 409, or both run and cost (A24)");
        know("fotolabs-empty-process-status", "400", "400|409|422", "process without an image (A25)");
        know("fotolabs-link-life", "3600", NUMBER, "simulated seconds an upload link lives (2.2)");
        know("fotolabs-process-ms", "0", NUMBER, "real ms process takes between its checks and its effect");
        know("fotolabs-start-ms", "5000-25000", range, "simulated ms until a job starts, or from-to (10.5)");
        know("fotolabs-work-ms", "60000-120000", range, "simulated ms of a single job, or from-to (10.5)");
        know("fotolabs-hdr-ms", "90000-180000", range, "simulated ms of an HDR job, or from-to (10.5)");
        know("fotolabs-fail", "", ".*", "pattern of file names whose jobs fail");
        know("fotolabs-fail-after-ms", "", "|" + NUMBER, "simulated ms of a job that fails; empty: as long as others");
        know("fotolabs-fail-text", "model quota exhausted", ".+", "errorMessage of jobs that fail");
        know("fotolabs-stuck", "", ".*", "pattern of file names whose jobs never end");
        know("fotolabs-late-links", "0", NUMBER, "reads of a completed primary that show no link yet");
        know("fotolabs-early-completed", "off", "on|off", "project completed while its last job still runs");
        know("fotolabs-project-word", "", ".*", "replaces the project status processing");
        know("fotolabs-image-word", "", ".*", "replaces the image status processing");
        know("fotolabs-extra-fields", "off", "on|off", "unknown fields in answers");
        know("fotolabs-nulls", "null", "null|missing", "null fields: null, or left out");
    }

    private final Map<String, String> set = new ConcurrentHashMap<>();
    private final Map<String, String> normal = new ConcurrentHashMap<>();

    /** @param normal defaults of this simulator that differ from the general ones */
    public Switches(Map<String, String> normal) {
        normal.forEach(Switches::check);
        this.normal.putAll(normal);
    }

    private static void know(String name, String normal, String allowed, String meaning) {
        KNOWN.put(name, new Switch(name, normal, allowed, meaning));
    }

    /** Every switch there is. */
    public static Map<String, Switch> known() {
        return Map.copyOf(KNOWN);
    }

    private static void check(String name, String value) {
        Switch known = KNOWN.get(name);
        if (known == null) {
            throw new IllegalArgumentException("There is no switch '" + name + "': use one of " + KNOWN.keySet() + ".");
        }
        if (!Pattern.matches(known.allowed(), value)) {
            throw new IllegalArgumentException("The switch '" + name + "' does not take '" + value + "': " + known.meaning()
                    + "; allowed is " + known.allowed().replace(NUMBER, "a number") + ".");
        }
    }

    public Switches set(String name, String value) {
        check(name, value);
        set.put(name, value);
        return this;
    }

    public Switches set(String name, long value) {
        return set(name, Long.toString(value));
    }

    public String get(String name) {
        Switch known = KNOWN.get(name);
        if (known == null) {
            throw new IllegalArgumentException("There is no switch '" + name + "'.");
        }
        return set.getOrDefault(name, normal.getOrDefault(name, known.normal()));
    }

    public boolean is(String name, String value) {
        return get(name).equals(value);
    }

    public long number(String name) {
        return Long.parseLong(get(name));
    }

    /** Every switch with its present value. */
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        KNOWN.keySet().forEach(name -> all.put(name, get(name)));
        return all;
    }

    public void reset() {
        set.clear();
    }
}
