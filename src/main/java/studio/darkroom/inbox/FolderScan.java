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
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.runner.ErrorHandler;
import studio.darkroom.text.Redactor;

/**
 * Notices that a lane's inbox is gone, which is an outage and not an empty inbox, and that it is back. What
 * one look sees is told to the ledger in large bites, because each is a write to its disk. Failures of the sensor end
 * here, too: the outage is told once, so its log says one line and not a story at every look.
 */
public final class FolderScan implements PollingConsumerPollStrategy, ExceptionHandler, WatchedInbox {

    private static final Logger LOG = LoggerFactory.getLogger(FolderScan.class);

    /** So many files are told to the ledger in one. */
    private static final int BATCH_SIZE = 200;

    /** After so long without a sign of life an inbox is said to stall. */
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(5);

    private final String lane;
    private final String place;
    private final ErrorHandler errorHandler;
    private final OutageRepository outages;
    private final ScanRecorder recorder;
    private final ScanIndex scanIndex;
    private final ScanThrottle throttle;

    /** What this look saw and did not tell yet; a lane has one look at a time. */
    private final List<InboxFiles.SeenFile> pending = new ArrayList<>();
    private int batchSize = BATCH_SIZE;
    private boolean writeFailed;
    private volatile boolean unavailable;

    /** @param place the inbox as a person knows it */
    public FolderScan(String lane, String place, ScanRecorder recorder, ScanIndex scanIndex, ErrorHandler errorHandler, OutageRepository outages, ScanThrottle throttle) {
        this.lane = lane;
        this.place = place;
        this.errorHandler = errorHandler;
        this.outages = outages;
        this.recorder = recorder;
        this.scanIndex = scanIndex;
        this.throttle = throttle;
        this.unavailable = outages.findActive(scope()).isPresent();
    }

    @Override
    public String scope() {
        return "inbox:" + lane;
    }

    @Override
    public boolean isUnavailable() {
        return unavailable;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return throttle.tryStartScan();
    }

    /**
     * One file that the ledger does not know, or not like this.
     *
     * @param path below the inbox
     * @param size bytes
     * @param modified the file's own time, epoch milliseconds
     */
    public void recordFile(String path, long size, long modified) {
        pending.add(recorder.classifyFile(lane, path, size, modified));
        if (pending.size() >= batchSize) {
            writePending();
        }
    }

    /** What could not be told is seen again at the next look. */
    private void writePending() {
        List<InboxFiles.SeenFile> files = List.copyOf(pending);
        pending.clear();
        try {
            recorder.recordFiles(lane, files);
        } catch (RuntimeException e) {
            files.forEach(scanIndex::forgetFile);
            writeFailed = true;
            throw e;
        }
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        throttle.finishScan(polledMessages);
        flushPending();
        if (consumer instanceof ScheduledPollConsumer poll && endpoint instanceof GenericFileEndpoint<?> folder) {
            // What came in bites, so that it fits into memory, is fetched without a pause.
            poll.setGreedy(!writeFailed && polledMessages >= folder.getMaxMessagesPerPoll());
        }
        // One file that the ledger refuses is not to keep others from being told.
        batchSize = writeFailed ? 1 : BATCH_SIZE;
        writeFailed = false;
        endOutage();
    }

    private synchronized void endOutage() {
        if (unavailable) {
            unavailable = false;
            outages.endOutage(scope());
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        throttle.failScan();
        flushPending();
        startOutage(new Outage(scope(), "inbox-gone", "The inbox " + place + " of lane " + lane
                + " cannot be looked into: " + Redactor.redact(cause.getMessage()) + ".",
                "Mount the share or create the folder; Darkroom goes on by itself."));
        return false;
    }

    /** A share may stall without an error: whoever looks into it then hangs, and this is called from elsewhere. */
    public synchronized void checkStall() {
        Duration silence = throttle.measureSilence();
        if (!unavailable && silence.compareTo(STALL_TIMEOUT) > 0) {
            startOutage(new Outage(scope(), "inbox-stalled", "The inbox " + place + " of lane " + lane
                    + " has not answered for " + silence.toMinutes() + " minutes.",
                    "Look after its disk or share; Darkroom goes on by itself when it answers. If it stays so, start"
                    + " Darkroom anew."));
        }
    }

    private synchronized void startOutage(Outage outage) {
        unavailable = true;
        errorHandler.recordOutage(outage);
    }

    private void flushPending() {
        if (pending.isEmpty()) {
            return;
        }
        int files = pending.size();
        try {
            writePending();
        } catch (RuntimeException e) {
            LOG.warn("Lane {}: {} files could not be told to the ledger and are told at the next look: {}", lane, files,
                    Redactor.redact(e.getMessage()));
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
                    exchange.getMessage().getHeader(Exchange.FILE_NAME), Redactor.redact(exception.getMessage()));
        }
    }
}
