package studio.darkroom.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.text.Redactor;

/** Writes the responses of the API: JSON, without any header of the request. */
public final class ApiResponses {

    private static final Logger LOG = LoggerFactory.getLogger(ApiResponses.class);

    private final ObjectMapper mapper = new ObjectMapper();

    /** The JSON of an error. */
    public record ErrorBody(String error, String code) {
    }

    /** 200 with the body as JSON. */
    public void writeJson(Exchange exchange) throws JsonProcessingException {
        writeJson(exchange, 200, exchange.getMessage().getBody());
    }

    /** 202 with the body as JSON. */
    public void writeAccepted(Exchange exchange) throws JsonProcessingException {
        writeJson(exchange, 202, exchange.getMessage().getBody());
    }

    /** The result of a health probe, 200 or 503. */
    public void writeHealth(Exchange exchange) throws JsonProcessingException {
        HealthEndpoint.ProbeResult result = exchange.getMessage().getBody(HealthEndpoint.ProbeResult.class);
        writeJson(exchange, result.status(), result.body());
    }

    /** Maps what a route threw to a status and an {@link ErrorBody}. */
    public void writeError(Exchange exchange, Throwable failure) throws JsonProcessingException {
        int status = 500;
        ErrorBody body = new ErrorBody("Unexpected error. See the log for details.", "internal-error");
        if (failure instanceof ApiRefusal refusal) {
            status = refusal.status();
            body = new ErrorBody(refusal.getMessage(), refusal.code());
        } else if (failure instanceof LedgerUnavailable down) {
            status = 503;
            body = new ErrorBody(Redactor.redact(down.getMessage()), "ledger-unavailable");
        } else {
            LOG.error("An API call failed", failure);
        }
        writeJson(exchange, status, body);
        if (status == 401) {
            exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
        }
    }

    /** @throws ApiRefusal always: 404 */
    public void rejectUnknownPath(Exchange exchange) {
        Message message = exchange.getMessage();
        throw new ApiRefusal(404, "path-unknown", "The API has no " + message.getHeader(Exchange.HTTP_METHOD, String.class) + " "
                + Redactor.redact(message.getHeader(Exchange.HTTP_PATH, String.class)) + ".");
    }

    /** 200 with the body as it is. @param type Content-Type */
    public void writeText(Exchange exchange, String type) {
        resetHeaders(exchange.getMessage(), 200, type);
    }

    private void writeJson(Exchange exchange, int status, Object value) throws JsonProcessingException {
        Message message = exchange.getMessage();
        byte[] bytes = mapper.writeValueAsBytes(value);
        resetHeaders(message, status, "application/json");
        message.setBody(bytes);
    }

    /** 204 without a body. */
    public void writeNoContent(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
    }

    /** Camel would otherwise send the headers of the request back. */
    private static void resetHeaders(Message message, int status, String type) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader("X-Content-Type-Options", "nosniff");
    }

    /** A call that is refused: an HTTP status, a stable code and a sentence for a person. */
    public static final class ApiRefusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        /** @param code one of {@code ErrorCode} in {@code docs/openapi.yaml} */
        public ApiRefusal(int status, String code, String sentence) {
            super(sentence, null, false, false);
            this.status = status;
            this.code = code;
        }

        /** HTTP status: 400, 401, 403, 404, 409 or 413. */
        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }
}
