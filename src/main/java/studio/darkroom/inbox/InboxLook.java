package studio.darkroom.inbox;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Outages;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Triage;

/**
 * Notices that a lane's inbox is gone, which is an outage and not an empty inbox, and that it is back. It is also where
 * failures of the sensor end: the outage is told once, so its log says one line and not a story at every look.
 */
public final class InboxLook implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(InboxLook.class);

    private final String lane;
    private final String place;
    private final Triage triage;
    private final Outages outages;
    private final java.util.function.Consumer<String> appoint;
    private volatile boolean gone;

    /** @param place the inbox as a person knows it */
    public InboxLook(String lane, String place, Triage triage, Outages outages,
            java.util.function.Consumer<String> appoint) {
        this.lane = lane;
        this.place = place;
        this.triage = triage;
        this.outages = outages;
        this.appoint = appoint;
        this.gone = outages.standing("inbox:" + lane).isPresent();
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (gone) {
            gone = false;
            outages.over("inbox:" + lane).forEach(appoint);
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        gone = true;
        triage.found(new Outage("inbox:" + lane, "inbox-gone", "The inbox " + place + " of lane " + lane
                + " cannot be looked into: " + Plain.text(cause.getMessage()) + ".",
                "Mount the share or create the folder; Darkroom goes on by itself."));
        return false;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    /** @param exchange the file that could not be told of; null when the folder could not be looked into */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        if (exchange == null) {
            LOG.debug("Lane {} could not be looked into", lane, exception);
        } else {
            LOG.warn("Lane {}: {} could not be told to the ledger and is told at the next look: {}", lane,
                    exchange.getMessage().getHeader(Exchange.FILE_NAME), Plain.text(exception.getMessage()));
        }
    }
}
