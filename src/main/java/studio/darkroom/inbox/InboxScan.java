package studio.darkroom.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.lifecycle.Trouble.Outage;

/** The repeated scan of one lane's inbox: it records new files in the ledger, and the inbox as an outage while it is unavailable. */
public abstract class InboxScan {

    private final Services services;
    private final Inbox inbox;
    private final String lane;
    private final String place;
    private final ScanIndex scanIndex;
    private volatile boolean unavailable;

    /**
     * What every scan uses.
     *
     * @param checkDelay how long after a new file its shoot is checked
     * @param recordOutage records an outage and alerts
     */
    public record Services(InboxFiles inboxFiles, OutageRepository outages, Duration checkDelay, Consumer<Outage> recordOutage) {
    }

    /** @param place the inbox as it is written in the settings */
    InboxScan(String lane, String place, Inbox inbox, ScanIndex scanIndex, Services services) {
        this.lane = lane;
        this.place = place;
        this.inbox = inbox;
        this.scanIndex = scanIndex;
        this.services = services;
        this.unavailable = services.outages().findActive(scope()).isPresent();
    }

    final String lane() {
        return lane;
    }

    /** The inbox in a sentence. */
    final String describeInbox() {
        return "inbox " + place + " of lane " + lane;
    }

    final ScanIndex scanIndex() {
        return scanIndex;
    }

    /** As in {@link OutageRepository.ActiveOutage#scope()}. */
    public final String scope() {
        return "inbox:" + lane;
    }

    /** Whether the last scan failed. */
    public final boolean isUnavailable() {
        return unavailable;
    }

    /**
     * Classifies one file.
     *
     * @param path below the inbox, parts separated by {@code /}; the part before the first one is the shoot's folder
     * @param size bytes
     * @param modified epoch milliseconds
     * @param etag of an object; null for a file
     */
    final InboxFiles.SeenFile classifyFile(String path, long size, long modified, String etag) {
        int slash = path.indexOf('/');
        String folder = slash < 0 ? "" : path.substring(0, slash);
        String rejectReason = inbox.findRejectReason(path);
        if (rejectReason != null) {
            return new InboxFiles.SeenFile(lane, folder, path, size, modified, "other", rejectReason, etag);
        }
        FileClassification classification = FileClassification.of(path);
        String kind = switch (classification.fileClass()) {
            case PHOTO -> classification.kind().name().toLowerCase(Locale.ROOT);
            case MARKER -> "marker";
            case TICKET -> "ticket";
            default -> "other";
        };
        return new InboxFiles.SeenFile(lane, folder, path, size, modified, kind,
                classification.reason().isEmpty() ? null : classification.reason(), etag);
    }

    /** Records all of the files or none. */
    final void recordFiles(List<InboxFiles.SeenFile> files) {
        services.inboxFiles().recordSeen(lane, files, services.checkDelay());
    }

    final synchronized void startOutage(Outage outage) {
        unavailable = true;
        services.recordOutage().accept(outage);
    }

    final synchronized void endOutage() {
        if (unavailable) {
            unavailable = false;
            services.outages().endOutage(scope());
        }
    }
}
