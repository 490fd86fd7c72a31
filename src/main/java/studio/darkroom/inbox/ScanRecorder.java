package studio.darkroom.inbox;

import java.time.Duration;
import java.util.List;
import java.util.function.BinaryOperator;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.storage.StoredObject;

/** What the inbox routes call: tells the ledger what was seen, and the clock which shoot to look at because of it. */
public final class ScanRecorder {

    private final InboxFiles inboxFiles;
    private final Duration checkDelay;
    private final BinaryOperator<String> rejectReason;

    /**
     * @param checkDelay so long after something was seen the shoot is looked at
     * @param rejectReason why a file of a lane, by its path, is none to be read; null: it may be
     */
    public ScanRecorder(InboxFiles inboxFiles, Duration checkDelay, BinaryOperator<String> rejectReason) {
        this.inboxFiles = inboxFiles;
        this.checkDelay = checkDelay;
        this.rejectReason = rejectReason;
    }

    /** A file of a folder. @param path below the inbox @param size bytes @param modified its own time, epoch milliseconds */
    InboxFiles.SeenFile classifyFile(String lane, String path, long size, long modified) {
        return classifyFile(lane, path.replace('\\', '/'), size, modified, null);
    }

    /**
     * Objects of a bucket, all of them or none; what stands in a key up to the first slash is its folder, whatever letters
     * they are.
     */
    public void recordObjects(String lane, List<StoredObject> items) {
        recordFiles(lane, items.stream().map(item -> classifyFile(lane, item.path(), item.size(), BucketInbox.toModifiedMillis(item), item.etag()))
                .toList());
    }

    /** All of them are told, or none. */
    void recordFiles(String lane, List<InboxFiles.SeenFile> files) {
        inboxFiles.recordSeen(lane, files, checkDelay);
    }

    private InboxFiles.SeenFile classifyFile(String lane, String path, long size, long modified, String etag) {
        int slash = path.indexOf('/');
        String folder = slash < 0 ? "" : path.substring(0, slash);
        String reason = rejectReason.apply(lane, path);
        if (reason != null) {
            return new InboxFiles.SeenFile(lane, folder, path, size, modified, "other", reason, etag);
        }
        FileClassification classification = FileClassification.of(path);
        String kind = switch (classification.fileClass()) {
            case PHOTO -> classification.kind().name().toLowerCase(java.util.Locale.ROOT);
            case MARKER -> "marker";
            case TICKET -> "ticket";
            default -> "other";
        };
        return new InboxFiles.SeenFile(lane, folder, path, size, modified, kind,
                classification.reason().isEmpty() ? null : classification.reason(), etag);
    }
}
