package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Redactor;

/**
 * A response of a vendor's API: its status, classified, and its body, from which vendor files select with jq expressions.
 * Classification and status words: docs/vendors/imagen.md 1 and 3.
 *
 * @param status HTTP status
 * @param json the body without a {@code data} wrapper; a missing node if it was empty or not JSON
 * @param excerpt the first 2 KB of the raw body, for messages
 * @param retryAfter the wait that {@code Retry-After} asks for; null without one
 */
public record VendorResponse(String vendor, int status, JsonNode json, String excerpt, Duration retryAfter) {

    private static final Logger LOG = LoggerFactory.getLogger(VendorResponse.class);
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final List<String> REASON_POINTERS = List.of("/error/message", "/error", "/detail", "/message");
    private static final Set<String> WORKING_WORDS = Set.of("in progress", "processing", "queued", "working");
    private static final Set<String> WARNED_WORDS = ConcurrentHashMap.newKeySet();

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the vendor refused this request, as opposed to the key, the account or any request at this moment. */
    public boolean isRefused() {
        return status >= 400 && status < 500 && status != 401 && status != 402 && status != 403 && status != 408
                && status != 429;
    }

    /** Whether the vendor rejected the body because of its Content-Type (docs/vendors/imagen.md 6, row 2). */
    public boolean isContentTypeRejected() {
        return (status == 400 || status == 415 || status == 422)
                && errorReason().matches("(?is).*(content.?type|media.?type|json|pars|body|payload).*");
    }

    /** Whether the vendor refused the request, or the query selects nothing: the requested thing does not exist. */
    public boolean isAbsent(String query) {
        return isRefused() || (isSuccess() && findValue(query) == null);
    }

    /** Whether the vendor refused the request, or the query selects {@code false}. A missing value is not a denial. */
    public boolean isDenied(String query) {
        return isRefused() || "false".equalsIgnoreCase(requireSuccess().findValue(query));
    }

    /** This response if it is a success. @throws Trouble otherwise */
    public VendorResponse requireSuccess() {
        if (isSuccess()) {
            return this;
        }
        throw toTrouble();
    }

    /** This response if it is a success, an empty one if the vendor refused the request. @throws Trouble otherwise */
    public VendorResponse requireSuccessOrRefusal() {
        return isRefused() ? new VendorResponse(vendor, status, NullNode.getInstance(), "", null) : requireSuccess();
    }

    /**
     * The result of a request to close something.
     *
     * @param notFoundText text of an error about an unknown thing, beside status 404
     * @return {@code done}, or {@code gone} if the vendor does not know the thing
     * @throws Trouble otherwise
     */
    public String requireClosed(String notFoundText) {
        if (status == 404 || isRefused() && errorReason().contains(notFoundText)) {
            return "gone";
        }
        requireSuccess();
        return "done";
    }

    /** The trouble for this status (docs/vendors/imagen.md 1, docs/vendors/fotolabs.md 1). */
    public Trouble toTrouble() {
        String scope = "vendor:" + vendor;
        String reason = errorReason();
        String keySetting = "darkroom.vendor." + vendor + ".key";
        return switch (status) {
            case 403 -> new Outage(scope, "key-refused", vendor + " refuses the key or the account (403: " + reason + ").",
                    "Check the account's plan at " + vendor + ", or set a valid key in " + keySetting
                    + " and restart Darkroom. Work resumes automatically.");
            case 401 -> new Outage(scope, "key-refused", vendor + " refuses the key (401: " + reason + ").",
                    "Set a valid key in " + keySetting + " and restart Darkroom.");
            case 402 -> new Outage(scope, "billing-refused", vendor + " requires a payment method (" + reason + ").",
                    "Add a payment method to the account at " + vendor + ". Work resumes automatically.");
            case 429 -> new Outage(scope, "vendor-busy", vendor + " limits the number of requests (429).",
                    "No action needed: Darkroom waits and resumes automatically.", retryAfter);
            default -> {
                if (isRefused()) {
                    yield new Problem("vendor-refused", vendor + " refuses the request (" + status + "): " + reason,
                            "Fix the cause that the message gives, then retry the shoot.");
                }
                if (retryAfter != null) {
                    yield new Outage(scope, "vendor-down", vendor + " is unavailable (" + status + ").",
                            "No action needed: Darkroom waits and resumes automatically.", retryAfter);
                }
                yield new TransientFailure(scope, "vendor-down", vendor + " returned status " + status + " (" + reason + ")");
            }
        };
    }

    /** The reason in an error body, safe to show; {@code no reason given} if the body is empty. */
    public String errorReason() {
        for (String pointer : REASON_POINTERS) {
            JsonNode node = json.at(pointer);
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

    /**
     * What a jq expression selects from the body; the language {@code vendor-jq} calls this.
     *
     * @param query for example {@code [.files[]? | {name: .file_name, url: .link}]}
     * @return for a list: a row of texts per object, without null fields and empty rows, lists within a row as JSON; for a
     *     single value: its text; null if the expression selects nothing
     * @throws TransientFailure {@code answer-strange} if the body does not have the structure that the expression expects
     */
    public Object select(String query) {
        try {
            JsonNode selected = JqLanguage.run(query, json).stream().findFirst().orElse(NullNode.getInstance());
            return selected.isArray() ? toRows(selected) : isScalar(selected) ? toStorableText(selected.asText()) : null;
        } catch (JsonQueryException e) {
            throw newStrangeAnswer("with another structure than " + query + " (" + Redactor.redact(e.getMessage()) + ")");
        }
    }

    /** The rows that a jq expression selects; empty if it does not select a list. @throws TransientFailure as {@link #select} */
    @SuppressWarnings("unchecked")
    public List<Map<String, String>> selectRows(String query) {
        return select(query) instanceof List<?> rows ? (List<Map<String, String>>) rows : List.of();
    }

    private static List<Map<String, String>> toRows(JsonNode list) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode item : list) {
            Map<String, String> row = new LinkedHashMap<>();
            item.properties().stream().filter(field -> !field.getValue().isNull()).forEach(field -> row.put(field.getKey(),
                    toStorableText(isScalar(field.getValue()) ? field.getValue().asText() : field.getValue().toString())));
            if (!row.isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /**
     * The first text, number or boolean that a jq expression selects from the body.
     *
     * @param query for example {@code .project_uuid // .uuid}; not used if the body is itself a single value
     * @return null if the expression selects none, or the body does not have the structure that it expects
     */
    public String findValue(String query) {
        return isScalar(json) ? toStorableText(json.asText())
                : runLeniently(query).filter(VendorResponse::isScalar).findFirst().map(node -> toStorableText(node.asText())).orElse(null);
    }

    private Stream<JsonNode> runLeniently(String query) {
        try {
            return query.isEmpty() ? Stream.empty() : JqLanguage.run(query, json).stream();
        } catch (JsonQueryException e) {
            return Stream.empty();
        }
    }

    private static boolean isScalar(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.isMissingNode();
    }

    /** Escapes NUL and unpaired surrogates, which a database cannot store. */
    private static String toStorableText(String text) {
        if (text.codePoints().noneMatch(VendorResponse::isUnstorable)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isUnstorable(point)) {
                escaped.append(String.format("%%%04X", point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    private static boolean isUnstorable(int point) {
        return point == 0 || point >= 0xd800 && point <= 0xdfff;
    }

    /** {@link #findValue} of a success. @throws Trouble if it is not a success, or has no such value ({@code answer-strange}) */
    public String requireValue(String query) {
        String value = requireSuccess().findValue(query);
        if (value == null || value.isBlank()) {
            throw newStrangeAnswer("without " + query);
        }
        return value;
    }

    /** A value that goes into the path of later calls. @throws Trouble as {@link #requireValue}, or if it is not a UUID */
    public String requireUuid(String query) {
        String value = requireValue(query).strip();
        if (!UUID.matcher(value).matches()) {
            throw newStrangeAnswer("with the id \"" + Redactor.redact(value) + "\", which is not a UUID");
        }
        return value;
    }

    private TransientFailure newStrangeAnswer(String what) {
        return new TransientFailure("vendor:" + vendor, "answer-strange", vendor + " sent a response " + what + " (status "
                + status + ")");
    }

    /**
     * The id of what the vendor has just created, with its JSON type, which varies (docs/vendors/imagen.md 2.8).
     *
     * @return null if the response has none
     * @throws Trouble if the vendor did not create it
     */
    public JsonNode requireCreatedId(String statusQuery, String idQuery) {
        String progress = requireSuccess().readProgress(statusQuery, ".message // .details");
        if (progress.startsWith(Progress.FAILED)) {
            throw new Problem("vendor-refused", vendor + " refuses the request (" + progress + ")",
                    "Fix the cause that the message gives, then retry the shoot.");
        }
        return runLeniently(idQuery).filter(VendorResponse::isScalar).findFirst().orElse(null);
    }

    /** The selected status word in lower case, with single spaces; empty if there is none. */
    public String statusWord(String query) {
        String value = findValue(query);
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT).replaceAll("[_\\-\\s]+", " ");
    }

    /**
     * The progress of a job: {@code idle}, {@code working}, {@code done} or {@code failed: reason}. An unknown status word
     * means {@code working} (docs/vendors/imagen.md 3).
     */
    public String readProgress(String statusQuery, String reasonQuery) {
        String word = statusWord(statusQuery);
        return switch (word) {
            case "", "pending" -> Progress.IDLE;
            case "completed", "complete", "done", "success" -> Progress.DONE;
            case "failed", "error" -> {
                String reason = findValue(reasonQuery);
                yield Progress.FAILED + ": " + (reason == null ? "no reason given" : Redactor.redact(reason));
            }
            default -> {
                if (!WORKING_WORDS.contains(word) && WARNED_WORDS.add(vendor + " " + word)) {
                    LOG.warn("{} returned the unknown status \"{}\"; treating it as not finished", vendor, Redactor.redact(word));
                }
                yield Progress.WORKING;
            }
        };
    }

    /** {@code working} if the first query selects any content or the status is past pending, else {@code idle}. */
    public String inferProgress(String contentQuery, String statusQuery) {
        boolean pastPending = !statusQuery.isEmpty() && !readProgress(statusQuery, "").equals(Progress.IDLE);
        return pastPending || hasContent(contentQuery) ? Progress.WORKING : Progress.IDLE;
    }

    /** Whether a jq expression selects anything that is neither null nor empty. */
    public boolean hasContent(String query) {
        return runLeniently(query).anyMatch(node -> !node.isNull() && !(node.isContainerNode() && node.isEmpty())
                && !(node.isTextual() && node.asText().isBlank()));
    }
}
