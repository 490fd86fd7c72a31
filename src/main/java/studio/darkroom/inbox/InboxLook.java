package studio.darkroom.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Triage;

/**
 * Notices that a lane's inbox is gone, which is an outage and not an empty inbox, and that it is back. What
 * one look sees is told to the ledger in large bites, because each is a write to its disk. Failures of the sensor end
 * here, too: the outage is told once, so its log says one line and not a story at every look.
 */
public final class InboxLook implements PollingConsumerPollStrategy, ExceptionHandler, Watched {

    private static final Logger LOG = LoggerFactory.getLogger(InboxLook.class);

    /** So many files are told to the ledger in one. */
    private static final int TOLD = 200;

    /** After so long without a sign of life an inbox is said to stall. */
    private static final Duration STALLED = Duration.ofMinutes(5);

    private final String lane;
    private final String place;
    private final Triage triage;
    private final Outages outages;
    private final java.util.function.Consumer<String> appoint;
    private final Sensor sensor;
    private final SeenFiles seen;
    private final Pace pace;

    /** What this look saw and did not tell yet; a lane has one look at a time. */
    private final List<Sightings.Sighting> saw = new ArrayList<>();
    private int bite = TOLD;
    private boolean missed;
    private volatile boolean gone;

    /** @param place the inbox as a person knows it */
    public InboxLook(String lane, String place, Sensor sensor, SeenFiles seen, Triage triage, Outages outages,
            java.util.function.Consumer<String> appoint, Pace pace) {
        this.lane = lane;
        this.place = place;
        this.triage = triage;
        this.outages = outages;
        this.appoint = appoint;
        this.sensor = sensor;
        this.seen = seen;
        this.pace = pace;
        this.gone = outages.standing(scope()).isPresent();
    }

    @Override
    public String scope() {
        return "inbox:" + lane;
    }

    @Override
    public boolean gone() {
        return gone;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return pace.begins();
    }

    /**
     * One file that the ledger does not know, or not like this.
     *
     * @param path below the inbox
     * @param size bytes
     * @param modified the file's own time, epoch milliseconds
     */
    public void saw(String path, long size, long modified) {
        saw.add(sensor.sighting(lane, path, size, modified));
        if (saw.size() >= bite) {
            tell();
        }
    }

    /** What could not be told is seen again at the next look. */
    private void tell() {
        List<Sightings.Sighting> files = List.copyOf(saw);
        saw.clear();
        try {
            sensor.told(lane, files);
        } catch (RuntimeException e) {
            files.forEach(seen::forget);
            missed = true;
            throw e;
        }
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        pace.ended(polledMessages);
        told();
        if (consumer instanceof ScheduledPollConsumer poll && endpoint instanceof GenericFileEndpoint<?> folder) {
            // What came in bites, so that it fits into memory, is fetched without a pause.
            poll.setGreedy(!missed && polledMessages >= folder.getMaxMessagesPerPoll());
        }
        // One file that the ledger refuses is not to keep others from being told.
        bite = missed ? 1 : TOLD;
        missed = false;
        back();
    }

    private synchronized void back() {
        if (gone) {
            gone = false;
            outages.over(scope()).forEach(appoint);
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        pace.failed();
        told();
        out(new Outage(scope(), "inbox-gone", "The inbox " + place + " of lane " + lane
                + " cannot be looked into: " + Plain.text(cause.getMessage()) + ".",
                "Mount the share or create the folder; Darkroom goes on by itself."));
        return false;
    }

    /** A share may stall without an error: whoever looks into it then hangs, and this is called from elsewhere. */
    public synchronized void watch() {
        Duration silent = pace.silent();
        if (!gone && silent.compareTo(STALLED) > 0) {
            out(new Outage(scope(), "inbox-stalled", "The inbox " + place + " of lane " + lane
                    + " has not answered for " + silent.toMinutes() + " minutes.",
                    "Look after its disk or share; Darkroom goes on by itself when it answers. If it stays so, start"
                    + " Darkroom anew."));
        }
    }

    private synchronized void out(Outage outage) {
        gone = true;
        triage.found(outage);
    }

    private void told() {
        if (saw.isEmpty()) {
            return;
        }
        int files = saw.size();
        try {
            tell();
        } catch (RuntimeException e) {
            LOG.warn("Lane {}: {} files could not be told to the ledger and are told at the next look: {}", lane, files,
                    Plain.text(e.getMessage()));
        }
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
