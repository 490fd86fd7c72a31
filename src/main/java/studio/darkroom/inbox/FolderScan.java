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
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.text.Redactor;

/**
 * Scans a folder inbox: decides when the file consumer polls, records its files in batches, and turns its failures into an outage.
 * One poll runs at a time; {@link #checkStall} is called from another thread.
 */
public final class FolderScan extends InboxScan implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FolderScan.class);

    /** Files per transaction: each costs a disk sync. */
    private static final int BATCH_SIZE = 200;

    /** A scan without progress for this long is an outage. */
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(5);

    private final ScanThrottle throttle;
    private final List<InboxFiles.SeenFile> pending = new ArrayList<>();
    private int batchSize = BATCH_SIZE;
    private boolean writeFailed;

    /** @param place the inbox as it is written in the settings */
    public FolderScan(String lane, String place, Inbox inbox, ScanIndex scanIndex, ScanThrottle throttle, Services services) {
        super(lane, place, inbox, scanIndex, services);
        this.throttle = throttle;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return throttle.tryStartScan();
    }

    /**
     * Adds one file that is new or changed to the batch.
     *
     * @param path below the inbox
     * @param size bytes
     * @param modified epoch milliseconds
     */
    public void recordFile(String path, long size, long modified) {
        pending.add(classifyFile(path.replace('\\', '/'), size, modified, null));
        if (pending.size() >= batchSize) {
            writePending();
        }
    }

    /** Writes the batch; on failure the next scan reports its files again. */
    private void writePending() {
        List<InboxFiles.SeenFile> files = List.copyOf(pending);
        pending.clear();
        try {
            recordFiles(files);
        } catch (RuntimeException e) {
            files.forEach(scanIndex()::forgetFile);
            writeFailed = true;
            throw e;
        }
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        throttle.finishScan(polledMessages);
        flushPending();
        if (consumer instanceof ScheduledPollConsumer poll && endpoint instanceof GenericFileEndpoint<?> folder) {
            // A poll that was cut off by maxMessagesPerPoll continues without delay.
            poll.setGreedy(!writeFailed && polledMessages >= folder.getMaxMessagesPerPoll());
        }
        // One file that the ledger rejects must not block the others.
        batchSize = writeFailed ? 1 : BATCH_SIZE;
        writeFailed = false;
        endOutage();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        throttle.failScan();
        flushPending();
        startOutage(new Outage(scope(), "inbox-gone", "Cannot read the " + describeInbox() + ": "
                + Redactor.redact(cause.getMessage()) + ".",
                "Mount the share or create the folder; Darkroom resumes automatically."));
        return false;
    }

    /** Starts an outage if a scan makes no progress: a network share can block without an error. */
    public void checkStall() {
        Duration silence = throttle.measureSilence();
        if (!isUnavailable() && silence.compareTo(STALL_TIMEOUT) > 0) {
            startOutage(new Outage(scope(), "inbox-stalled", "The " + describeInbox() + " has not responded for "
                    + silence.toMinutes() + " minutes.",
                    "Check the disk or network share. Darkroom resumes automatically once it responds; if not, restart Darkroom."));
        }
    }

    private void flushPending() {
        if (pending.isEmpty()) {
            return;
        }
        int files = pending.size();
        try {
            writePending();
        } catch (RuntimeException e) {
            LOG.warn("Lane {}: could not record {} files; the next scan retries: {}", lane(), files, Redactor.redact(e.getMessage()));
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

    /** @param exchange the file that could not be recorded; null if the folder could not be read, which the outage reports */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        if (exchange == null) {
            LOG.debug("Cannot read the {}", describeInbox(), exception);
        } else {
            LOG.warn("Lane {}: could not record {}; the next scan retries: {}", lane(),
                    exchange.getMessage().getHeader(Exchange.FILE_NAME), Redactor.redact(exception.getMessage()));
        }
    }
}
