package studio.darkroom.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.text.Redactor;

/** What the API sends back: JSON always, and nothing of what the caller sent. */
public final class ApiResponses {

    private static final Logger LOG = LoggerFactory.getLogger(ApiResponses.class);

    private final ObjectMapper mapper = new ObjectMapper();

    /** The body as JSON. */
    public void writeJson(Exchange exchange) throws JsonProcessingException {
        writeJson(exchange, 200, exchange.getMessage().getBody());
    }

    /** The body as JSON, for what was taken on and is done soon. */
    public void writeAccepted(Exchange exchange) throws JsonProcessingException {
        writeJson(exchange, 202, exchange.getMessage().getBody());
    }

    /** What a health probe found. */
    public void writeHealth(Exchange exchange) throws JsonProcessingException {
        HealthEndpoint.ProbeResult result = exchange.getMessage().getBody(HealthEndpoint.ProbeResult.class);
        writeJson(exchange, result.status(), result.body());
    }

    /** {@code {"error": "..."}} with the status that fits what the route threw. */
    public void writeError(Exchange exchange, Throwable failure) throws JsonProcessingException {
        int status = 500;
        String sentence = "Darkroom failed in a way nobody foresaw; its log tells more.";
        if (failure instanceof ApiRefusal refusal) {
            status = refusal.status();
            sentence = refusal.getMessage();
        } else if (failure instanceof LedgerUnavailable down) {
            status = 503;
            sentence = Redactor.redact(down.getMessage());
        } else {
            LOG.error("A call of the API failed", failure);
        }
        writeJson(exchange, status, Map.of("error", sentence));
        if (status == 401) {
            exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
        }
    }

    /** Nothing answers at this address. @throws ApiRefusal always */
    public void rejectUnknownPath(Exchange exchange) {
        Message message = exchange.getMessage();
        throw new ApiRefusal(404, "There is no " + message.getHeader(Exchange.HTTP_METHOD, String.class) + " "
                + Redactor.redact(message.getHeader(Exchange.HTTP_PATH, String.class)) + " here.");
    }

    /** @param type Content-Type of the text that is the body */
    public void writeText(Exchange exchange, String type) {
        resetHeaders(exchange.getMessage(), 200, type);
    }

    private void writeJson(Exchange exchange, int status, Object value) throws JsonProcessingException {
        Message message = exchange.getMessage();
        byte[] bytes = mapper.writeValueAsBytes(value);
        resetHeaders(message, status, "application/json");
        message.setBody(bytes);
    }

    /** 204, whatever came in. */
    public void writeNoContent(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
    }

    /** The call's own headers would otherwise be sent back as the answer's. */
    private static void resetHeaders(Message message, int status, String type) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader("X-Content-Type-Options", "nosniff");
    }
}
