package studio.darkroom.inbox;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
 * failures of the sensor end: the outage is told once, so its log says one line and not a story at every look. And it
 * spares a large inbox: after a costly look that found nothing new, the next ones are left out for a while.
 */
public final class InboxLook implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(InboxLook.class);

    /** A look that finds nothing new for so little of the processor is not worth sparing. */
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(200);

    /** Looks that find nothing new take at most one part in so many of a processor. */
    private static final int SHARE = 25;
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(60);

    private final String lane;
    private final String place;
    private final Triage triage;
    private final Outages outages;
    private final java.util.function.Consumer<String> appoint;
    private final LongSupplier nanos;
    private final LongSupplier cpu;
    private volatile boolean gone;
    private volatile long spent;
    private volatile long ended;
    private volatile long rest;

    /**
     * @param place the inbox as a person knows it
     * @param nanos as {@link System#nanoTime}
     * @param cpu what this thread took of the processor so far, in nanoseconds
     */
    public InboxLook(String lane, String place, Triage triage, Outages outages,
            java.util.function.Consumer<String> appoint, LongSupplier nanos, LongSupplier cpu) {
        this.lane = lane;
        this.place = place;
        this.triage = triage;
        this.outages = outages;
        this.appoint = appoint;
        this.nanos = nanos;
        this.cpu = cpu;
        this.gone = outages.standing("inbox:" + lane).isPresent();
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        spent = cpu.getAsLong();
        return nanos.getAsLong() - ended >= rest;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        ended = nanos.getAsLong();
        long took = cpu.getAsLong() - spent;
        rest = polledMessages > 0 || took < SHORT ? 0 : Math.min(LONGEST_REST, took * SHARE);
        if (gone) {
            gone = false;
            outages.over("inbox:" + lane).forEach(appoint);
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        gone = true;
        rest = 0;
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
