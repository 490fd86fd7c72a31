package studio.darkroom.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Redactor;

/** Requests to the object store of a vendor through presigned links, and the responses of the store. */
public final class StoreRequests {

    /** The error code of a store that was sent other headers than the signed ones. */
    static final String SIGNATURE_MISMATCH = "SignatureDoesNotMatch";

    private static final String REFUSAL_ADVICE = "Retry the shoot; Darkroom requests new links. If it fails again, report this error to the vendor.";

    /** Codes of problems that a new link often solves. */
    private static final Set<String> REFUSAL_CODES = Set.of("link-expired", "upload-refused", "download-refused");

    /** How often a store may refuse one file, each time through a new link, until that is a problem. */
    private static final int MAX_REFUSALS = 3;

    private static final int MAX_ETAG_LENGTH = 200;
    private static final int EXCERPT_BYTES = 2048;

    /** Turns the exchange into a request to a presigned link, with the signed headers and no others. */
    public void prepareRequest(Exchange exchange, String method, Link link) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, link.url());
        link.headers().forEach(message::setHeader);
    }

    /**
     * Checks the response to a PUT and releases the connection.
     *
     * @param name of the uploaded file, for messages
     * @return the ETag without quotes; null if there is none
     * @throws Trouble unless the store confirmed the bytes that were sent
     */
    public static String requireStored(Exchange exchange, Shoot shoot, String name, Link link, PhotoEntity entity) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String excerpt = readExcerpt(exchange);
        if (status < 200 || status > 299) {
            if (status == 403 && "".equals(link.alternativeType()) && excerpt.contains(SIGNATURE_MISMATCH)) {
                throw new Problem("upload-type", describeResponse(shoot, name, link, status, excerpt), "Report this error to "
                        + shoot.vendor() + ": the store rejects every known Content-Type of this file type.");
            }
            throw toTrouble(shoot, name, link, status, excerpt, "upload-refused");
        }
        String etag = exchange.getMessage().getHeader("ETag", "", String.class).replace("\"", "");
        if (entity.md5() != null && etag.matches("[0-9a-fA-F]{32}") && !etag.equalsIgnoreCase(entity.md5())) {
            throw new TransientFailure("store:" + shoot.vendor(), "upload-differs", "The store of " + shoot.vendor()
                    + " received bytes that differ from those sent for " + name + " (different MD5)");
        }
        return etag.isEmpty() || etag.length() > MAX_ETAG_LENGTH ? null : Redactor.redact(etag);
    }

    /**
     * Opens the response to a GET.
     *
     * @param name of the downloaded file, for messages
     * @return the bytes; null if the response has no body
     * @throws Trouble unless the status is 200
     */
    public static InputStream openBody(Exchange exchange, Shoot shoot, String name, Link link) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status != 200) {
            throw toTrouble(shoot, name, link, status, readExcerpt(exchange), "download-refused");
        }
        return exchange.getMessage().getBody(InputStream.class);
    }

    private static Trouble toTrouble(Shoot shoot, String name, Link link, int status, String excerpt, String refusalCode) {
        String text = describeResponse(shoot, name, link, status, excerpt);
        if (status >= 500 || status == 408 || status == 429) {
            return new TransientFailure("store:" + shoot.vendor(), "store-down", text);
        }
        boolean expired = status == 403 && !excerpt.contains(SIGNATURE_MISMATCH);
        return new Problem(expired ? "link-expired" : refusalCode, text, REFUSAL_ADVICE);
    }

    private static String describeResponse(Shoot shoot, String name, Link link, int status, String excerpt) {
        return "The store of " + shoot.vendor() + " (" + link.host() + ") responds " + status + " for " + name
                + (excerpt.isEmpty() ? "" : ": " + excerpt);
    }

    /** A response with status 200 whose body is not the file. */
    public static Problem newDownloadRefusal(Shoot shoot, String name, Link link, String body) {
        return new Problem("download-refused", "The store of " + shoot.vendor() + " (" + link.host() + ") returned " + body + " for " + name + ".",
                REFUSAL_ADVICE);
    }

    /** The first 2 KB of a response as text, without secrets; the rest is discarded and the connection released. */
    static String readExcerpt(Exchange exchange) {
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            return in == null ? "" : Redactor.redact(new String(in.readNBytes(EXCERPT_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "";
        } finally {
            // The caller's stream cache would read the closed stream again, fail, and hide the refusal.
            exchange.getMessage().setBody(null);
        }
    }

    /** Whether this was not the last attempt at a file that a store has refused {@code earlierTries} times. */
    public static boolean isRetryLeft(int earlierTries) {
        return earlierTries + 1 < MAX_REFUSALS;
    }

    /**
     * Classifies a failure of one upload or download. A refusal is retried with a new link before it is a problem.
     *
     * @param name of the file, for messages
     * @param earlierTries how often this file failed before
     * @return empty if the type of the failure is unknown
     */
    public static Optional<Trouble> classifyFailure(Shoot shoot, String name, int earlierTries, Throwable failure) {
        if (failure instanceof Problem problem && isRefusal(problem) && isRetryLeft(earlierTries)) {
            return Optional.of(toTransient(shoot, problem));
        }
        if (failure instanceof Trouble trouble) {
            return Optional.of(trouble);
        }
        if (failure instanceof LinkGuard.InternalHostException internalHost) {
            return Optional.of(internalHost.toProblem("the link of " + shoot.vendor() + " for " + name));
        }
        return failure instanceof IOException ? Optional.of(new TransientFailure("store:" + shoot.vendor(), "store-unreachable",
                "The connection to the store of " + shoot.vendor() + " failed during the transfer of " + name + " ("
                + Redactor.redact(failure.getClass().getSimpleName() + " " + failure.getMessage()) + ")")) : Optional.empty();
    }

    /** Whether a store refused a request, so that a new link may help. */
    public static boolean isRefusal(Trouble trouble) {
        return REFUSAL_CODES.contains(trouble.code());
    }

    /** The same trouble, to be retried automatically. */
    public static TransientFailure toTransient(Shoot shoot, Problem problem) {
        return new TransientFailure("store:" + shoot.vendor(), problem.code(), problem.text());
    }
}
