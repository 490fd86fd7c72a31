package studio.darkroom.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.trouble.Plain;

/** What the API sends back: JSON always, and nothing of what the caller sent. */
public final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final ObjectMapper mapper = new ObjectMapper();

    /** The body as JSON. */
    public void json(Exchange exchange) throws JsonProcessingException {
        json(exchange, 200, exchange.getMessage().getBody());
    }

    /** The body as JSON, for what was taken on and is done soon. */
    public void accepted(Exchange exchange) throws JsonProcessingException {
        json(exchange, 202, exchange.getMessage().getBody());
    }

    /** What a health probe found. */
    public void probed(Exchange exchange) throws JsonProcessingException {
        Health.Finding finding = exchange.getMessage().getBody(Health.Finding.class);
        json(exchange, finding.status(), finding.told());
    }

    /** {@code {"error": "..."}} with the status that fits what the route threw. */
    public void refused(Exchange exchange, Throwable failure) throws JsonProcessingException {
        int status = 500;
        String sentence = "Darkroom failed in a way nobody foresaw; its log tells more.";
        if (failure instanceof ApiRefusal refusal) {
            status = refusal.status();
            sentence = refusal.getMessage();
        } else if (failure instanceof LedgerDown down) {
            status = 503;
            sentence = Plain.text(down.getMessage());
        } else {
            LOG.error("A call of the API failed", failure);
        }
        json(exchange, status, Map.of("error", sentence));
        if (status == 401) {
            exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
        }
    }

    /** Nothing answers at this address. @throws ApiRefusal always */
    public void nowhere(Exchange exchange) {
        Message message = exchange.getMessage();
        throw new ApiRefusal(404, "There is no " + message.getHeader(Exchange.HTTP_METHOD, String.class) + " "
                + Plain.text(message.getHeader(Exchange.HTTP_PATH, String.class)) + " here.");
    }

    /** @param type Content-Type of the text that is the body */
    public void text(Exchange exchange, String type) {
        bare(exchange.getMessage(), 200, type);
    }

    private void json(Exchange exchange, int status, Object value) throws JsonProcessingException {
        Message message = exchange.getMessage();
        byte[] bytes = mapper.writeValueAsBytes(value);
        bare(message, status, "application/json");
        message.setBody(bytes);
    }

    /** 204, whatever came in. */
    public void nothing(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
    }

    /** The call's own headers would otherwise be sent back as the answer's. */
    private static void bare(Message message, int status, String type) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader("X-Content-Type-Options", "nosniff");
    }
}
