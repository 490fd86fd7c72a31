package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.retouch.VersionHistory;

/**
 * What a vendor answered, read tolerantly: {@code data} wrapper or not, unknown fields, fields under several names, any
 * case of status words (contract imagen 1, 3).
 *
 * @param status HTTP status
 * @param json the unwrapped body; a missing node when it was empty or not JSON
 * @param excerpt the beginning of the raw body, for messages
 * @param retryAfter what {@code Retry-After} asked for; null without
 */
public record VendorResponse(String vendor, int status, JsonNode json, String excerpt, Duration retryAfter) {

    private static final Logger LOG = LoggerFactory.getLogger(VendorResponse.class);
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Set<String> WORKING_WORDS = Set.of("in progress", "processing", "queued", "working");
    private static final Set<String> WARNED_WORDS = ConcurrentHashMap.newKeySet();

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** A definite refusal of what was asked, as against one of the key, of the account or of the moment. */
    public boolean isRefused() {
        return status >= 400 && status < 500 && status != 401 && status != 402 && status != 403 && status != 408
                && status != 429;
    }

    /** A body that was not understood for its Content-Type (contract imagen 6, row 2): refused, so not accepted. */
    public boolean isContentTypeRejected() {
        return (status == 400 || status == 415 || status == 422)
                && errorReason().matches("(?is).*(content.?type|media.?type|json|pars|body|payload).*");
    }

    /**
     * Whether what was to be closed is closed now: {@code done}, or {@code gone} when it is not known (any more).
     *
     * @param notFoundText what an error says of a thing that is not known, beside 404
     * @throws Trouble when it is neither
     */
    public String requireClosed(String notFoundText) {
        if (status == 404 || isRefused() && errorReason().contains(notFoundText)) {
            return "gone";
        }
        requireSuccess();
        return "done";
    }

    /** Refused, or answered without any of these fields: the thing that was asked for is not there. */
    public boolean isAbsent(String names) {
        return isRefused() || (isSuccess() && findValue(names) == null);
    }

    /** Refused, or answered {@code false} under any of these names; a success that says nothing is no denial. */
    public boolean isDenied(String names) {
        return isRefused() || "false".equalsIgnoreCase(requireSuccess().findValue(names));
    }

    /** The same answer if it is a success. @throws Trouble otherwise */
    public VendorResponse requireSuccess() {
        if (isSuccess()) {
            return this;
        }
        throw toTrouble();
    }

    /** What this status means to Darkroom (contracts: imagen 1, fotolabs 1). */
    public Trouble toTrouble() {
        String scope = "vendor:" + vendor;
        String reason = errorReason();
        return switch (status) {
            case 403 -> new Outage(scope, "key-refused", vendor + " refuses the key or the account (403: " + reason + ").",
                    "See to the account's plan at " + vendor + ", or put a valid key into darkroom.vendor." + vendor
                    + ".key and restart; Darkroom goes on by itself.");
            case 401 -> new Outage(scope, "key-refused", vendor + " refuses the key (" + status + ": " + reason
                    + ").", "Put a valid key into darkroom.vendor." + vendor + ".key and restart.");
            case 402 -> new Outage(scope, "billing-refused", vendor + " wants a payment method (" + reason + ").",
                    "Settle it with " + vendor + "; Darkroom goes on by itself.");
            case 429 -> new Outage(scope, "vendor-busy", vendor + " asks to be called less often (429).",
                    "Nothing to do: Darkroom waits as long as asked and goes on by itself.", retryAfter);
            default -> {
                if (isRefused()) {
                    yield new Problem("vendor-refused", vendor + " refuses (" + status + "): " + reason,
                            "Mend what it names, then retry the shoot.");
                }
                if (retryAfter != null) {
                    yield new Outage(scope, "vendor-down", vendor + " is out of order (" + status + ").",
                            "Nothing to do: Darkroom waits as long as asked and goes on by itself.", retryAfter);
                }
                yield new TransientFailure(scope, "vendor-down", vendor + " answers " + status + " (" + reason + ")");
            }
        };
    }

    /** The reason that an error body gives, in the contract's reading order. */
    public String errorReason() {
        for (String path : List.of("error.message", "error", "detail", "message")) {
            JsonNode node = findNode(path);
            if (node.isTextual() && !node.asText().isBlank()) {
                return Redactor.redact(node.asText());
            }
            if (node.isArray() && !node.isEmpty()) {
                return Redactor.redact(node.toString());
            }
        }
        String plain = Redactor.redact(excerpt);
        return plain.isEmpty() ? "no reason given" : plain;
    }

    private JsonNode findNode(String path) {
        JsonNode node = json;
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    /**
     * A text or number from the body.
     *
     * @param names field names, alternatives parted by commas; a body that is a bare text is that text
     * @return the first one present, or null
     */
    public String findValue(String names) {
        if (json.isValueNode() && !json.isNull() && !json.isMissingNode()) {
            return toStorableText(json.asText());
        }
        for (String name : names.split(",")) {
            JsonNode node = findNode(name.strip());
            if (node.isValueNode() && !node.isNull() && !node.isMissingNode()) {
                return toStorableText(node.asText());
            }
        }
        return null;
    }

    /** No ledger keeps NUL or half of a character; what comes back from it must still be what the vendor said. */
    private static String toStorableText(String text) {
        if (text.codePoints().noneMatch(point -> point == 0 || point >= 0xd800 && point <= 0xdfff)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point == 0 || point >= 0xd800 && point <= 0xdfff) {
                escaped.append(String.format("%%%04X", point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    /** The same from a success, and its absence is trouble. @throws Trouble if there is none */
    public String requireValue(String names) {
        requireSuccess();
        String value = findValue(names);
        if (value == null || value.isBlank()) {
            throw new TransientFailure("vendor:" + vendor, "answer-strange",
                    vendor + " answers without " + names.replace(",", " or ") + " (" + status + ")");
        }
        return value;
    }

    /** The same, and it must be a UUID: it goes into the paths of later calls. @throws Trouble if it is none */
    public String requireUuid(String names) {
        String value = requireValue(names).strip();
        if (!UUID.matcher(value).matches()) {
            throw new TransientFailure("vendor:" + vendor, "answer-strange", vendor + " answers with the id \"" + Redactor.redact(value)
                    + "\", which is no UUID");
        }
        return value;
    }

    /**
     * The id of what was just made, as it came: sources leave its type open (contract imagen 2.8).
     *
     * @return null when there is none
     * @throws Trouble unless it was made
     */
    public JsonNode requireCreatedId(String statusFields, String idFields) {
        String progress = requireSuccess().readProgress(statusFields, "message,details");
        if (progress.startsWith(Progress.FAILED)) {
            throw new Problem("vendor-refused", vendor + " refuses (" + progress + ")",
                    "Mend what it names, then retry the shoot.");
        }
        for (String name : idFields.split(",")) {
            JsonNode id = findNode(name.strip());
            if (id.isValueNode() && !id.isNull()) {
                return id;
            }
        }
        return null;
    }

    /** What it tells of the versions of results, and of presets; a refusal tells nothing. */
    public VersionHistory toVersionHistory() {
        return VersionHistory.of(isRefused() ? MissingNode.getInstance() : requireSuccess().json());
    }

    /** A status word, lower case, with single blanks; empty when there is none. */
    public String statusWord(String names) {
        String value = findValue(names);
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT).replaceAll("[_\\-\\s]+", " ");
    }

    /**
     * How far a job is: {@code idle}, {@code working}, {@code done} or {@code failed: why}. Any unknown word means that
     * it is not finished (contract imagen 3).
     */
    public String readProgress(String statusFields, String reasonFields) {
        String word = statusWord(statusFields);
        return switch (word) {
            case "", "pending" -> Progress.IDLE;
            case "completed", "complete", "done", "success" -> Progress.DONE;
            case "failed", "error" -> {
                String reason = findValue(reasonFields);
                yield Progress.FAILED + ": " + (reason == null ? "no reason given" : Redactor.redact(reason));
            }
            default -> {
                if (!WORKING_WORDS.contains(word) && WARNED_WORDS.add(vendor + " " + word)) {
                    LOG.warn("{} answers with the unknown status \"{}\"; read as not finished", vendor, Redactor.redact(word));
                }
                yield Progress.WORKING;
            }
        };
    }

    /** {@code working} when any of {@code fields} is there or the status word has moved on from pending, else {@code idle}. */
    public String inferProgress(String fields, String statusFields) {
        boolean pastPending = !statusFields.isEmpty() && !readProgress(statusFields, "").equals(Progress.IDLE);
        return pastPending || hasAnyField(fields) ? Progress.WORKING : Progress.IDLE;
    }

    /** Whether any of these fields is there, not null and not empty. */
    public boolean hasAnyField(String names) {
        for (String name : names.split(",")) {
            JsonNode node = findNode(name.strip());
            boolean empty = node.isMissingNode() || node.isNull() || (node.isContainerNode() && node.isEmpty())
                    || (node.isTextual() && node.asText().isBlank());
            if (!empty) {
                return true;
            }
        }
        return false;
    }

    /**
     * A list from the body as one map per row.
     *
     * @param list names of the list, alternatives parted by commas; a body that is itself a list is taken as it is
     * @param fields {@code ours=theirs|theirs} parted by commas, for example {@code name=file_name,url=download_link}
     */
    public List<Map<String, String>> toRows(String list, String fields) {
        JsonNode rows = json;
        for (String name : list.split(",")) {
            if (findNode(name.strip()).isArray()) {
                rows = findNode(name.strip());
                break;
            }
        }
        List<Map<String, String>> maps = new ArrayList<>();
        if (rows.isArray()) {
            rows.forEach(row -> maps.add(toRow(row, fields)));
        }
        return maps;
    }

    /** The same; a refusal offers nothing. @throws Trouble when it is neither a success nor a refusal */
    public List<Map<String, String>> toRowsUnlessRefused(String list, String fields) {
        return isRefused() ? List.of() : requireSuccess().toRows(list, fields);
    }

    private Map<String, String> toRow(JsonNode row, String fields) {
        Map<String, String> map = new LinkedHashMap<>();
        VendorResponse inner = new VendorResponse(vendor, status, row, "", null);
        for (String field : fields.split(",")) {
            String[] pair = field.strip().split("=", 2);
            String value = inner.findValue(pair[1].replace('|', ','));
            if (value != null) {
                map.put(pair[0], value);
            }
        }
        return map;
    }
}
