package studio.darkroom.inbox.settle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.inbox.FileClassification;
import studio.darkroom.inbox.FileClassification.FileClass;
import studio.darkroom.inbox.FolderInbox;
import studio.darkroom.inbox.settle.SettleRule.StableSince;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.ReplacementRepository;
import studio.darkroom.ledger.ReplacementRepository.Replacement;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.SafeName;
import studio.darkroom.vendor.Vendors;

/**
 * Scans the folder of a lane for results that were retouched by hand: {@code <touched-up>/<shoot>/<name of the result>}. It only
 * reads them. A picture that has settled by the {@link SettleRule} replaces its result; one that replaces nothing is reported
 * once. The scan is also the idempotent repository of its route, so that only unfinished files are checked again.
 */
public final class ReplacementScan extends MemoryIdempotentRepository {

    private static final Logger LOG = LoggerFactory.getLogger(ReplacementScan.class);

    private final String lane;
    private final Path folder;
    private final Ledger ledger;
    private final ReplacementRepository replacements;
    private final ResultRepository results;
    private final Vendors vendors;
    private final SettleRule settleRule;
    private final BiConsumer<Shoot, String> startReplacing;
    private final Map<String, StableSince> stabilityByPath = new ConcurrentHashMap<>();

    /**
     * @param folder the folder of the lane
     * @param startReplacing takes a finished shoot and the path of a picture that replaces one of its results
     */
    public ReplacementScan(String lane, Path folder, Ledger ledger, ReplacementRepository replacements,
            ResultRepository results, Vendors vendors, SettleRule settleRule, BiConsumer<Shoot, String> startReplacing) {
        super(new ConcurrentHashMap<>());
        this.lane = lane;
        this.folder = folder;
        this.ledger = ledger;
        this.replacements = replacements;
        this.results = results;
        this.vendors = vendors;
        this.settleRule = settleRule;
        this.startReplacing = startReplacing;
    }

    /**
     * Checks one file.
     *
     * @param name path below the folder
     * @param size bytes
     * @param modified epoch milliseconds
     * @throws IOException if it cannot be read
     */
    public void checkFile(String name, long size, long modified) throws IOException {
        String path = name.replace('\\', '/');
        Optional<Replacement> known = replacements.findByFile(lane, path, size, modified);
        boolean systemFile = FileClassification.of(path).fileClass() == FileClass.SYSTEM_FILE;
        if (systemFile || known.filter(replacement -> !replacement.state().equals(Replacement.WAITING)).isPresent()) {
            super.add(toKey(name, size, modified));
            return;
        }
        String[] parts = path.split("/");
        Replacement replacement = new Replacement(null, lane, path, size, modified, null, null, Replacement.IGNORED, null);
        if (parts.length != 2) {
            recordIgnored(name, replacement, null, "it is not in a folder of a shoot; move it into a folder with the name of the shoot");
            return;
        }
        List<Shoot> shoots = replacements.listShoots(lane).stream()
                .filter(shoot -> SafeName.of(shoot.name()).equals(parts[0])).toList();
        if (shoots.isEmpty()) {
            recordIgnored(name, replacement, null, "lane " + lane + " has no shoot of that name");
            return;
        }
        Shoot shoot = shoots.get(shoots.size() - 1);
        boolean finished = shoot.step() == Step.DONE || shoot.step() == Step.REPLACE;
        if (!finished) {
            return;
        }
        Optional<Result> result = results.listByShoot(shoot.id()).stream().filter(each -> each.kind().equals("jpeg")
                && each.deliveredAt() != null && each.name().equalsIgnoreCase(parts[1])).findFirst();
        if (result.isEmpty()) {
            recordIgnored(name, replacement, shoot, "the shoot has no delivered JPEG of that name");
        } else if (!vendors.requireFacts(shoot.vendor()).hasVerb("replace")) {
            recordIgnored(name, replacement, shoot, shoot.vendor() + " does not accept replaced results");
        } else if (known.isPresent() || isSettled(shoot, replacement)) {
            recordReplacement(name, shoot, replacement, result.get(), known.isPresent());
        }
    }

    private void recordIgnored(String name, Replacement replacement, Shoot shoot, String reason) {
        LOG.warn("Lane {}: ignoring touched-up picture {}: {}", lane, Redactor.redact(replacement.path()), reason);
        replacements.saveIgnored(new Replacement(null, lane, replacement.path(), replacement.size(), replacement.modified(),
                shoot == null ? null : shoot.id(), null, Replacement.IGNORED, reason));
        super.add(toKey(name, replacement.size(), replacement.modified()));
    }

    private boolean isSettled(Shoot shoot, Replacement replacement) throws IOException {
        Path file = folder.resolve(replacement.path());
        Instant now = ledger.now();
        StableSince stability = settleRule.updateStability(stabilityByPath.get(replacement.path()), Fingerprint.of(file), now);
        stabilityByPath.put(replacement.path(), stability);
        boolean unchanged = stability.fingerprint().size() == replacement.size()
                && stability.fingerprint().modifiedMillis() == replacement.modified();
        if (!unchanged || settleRule.findEarlyVerdict(stability.since(), now, false).isPresent()) {
            return false;
        }
        Completeness completeness = Completeness.of(file, replacement.path());
        boolean settled = settleRule.evaluatePhoto(stability, completeness, now, false).isSettled();
        if (!settled && settleRule.isOverdue(stability.since(), now)
                && !ledger.hasEvent(shoot, "touched-up-not-whole", completeness.reason())) {
            LOG.warn("Lane {}: touched-up picture is incomplete: {}", lane, completeness.reason());
            ledger.recordEvent(shoot, "touched-up-not-whole", completeness.reason());
        }
        return settled;
    }

    private void recordReplacement(String name, Shoot shoot, Replacement replacement, Result result, boolean known) throws IOException {
        stabilityByPath.remove(replacement.path());
        Optional<Replacement> duplicate = replacements.listWaiting(shoot).stream().filter(other -> result.id().equals(other.resultId())
                && !other.path().equals(replacement.path())).findFirst();
        if (!known && duplicate.isPresent()) {
            recordIgnored(name, replacement, shoot, Redactor.redact(duplicate.get().path()) + " already replaces " + result.name()
                    + " (names differ only in case); to use this picture instead, remove the other and save this one again");
            return;
        }
        if (!known) {
            replacements.saveAccepted(new Replacement(null, lane, replacement.path(), replacement.size(), replacement.modified(), shoot.id(),
                    result.id(), Replacement.WAITING, null));
        }
        if (shoot.step() == Step.DONE) {
            startReplacing.accept(shoot, replacement.path());
        }
    }

    /** The content of an accepted picture; empty if its file was removed or changed. */
    public Optional<ByteSource> findOriginal(Replacement replacement) {
        ByteSource original = FolderInbox.createOriginal(folder.resolve(replacement.path()), replacement.size(), replacement.modified());
        try {
            original.checkUnchanged();
            return Optional.of(original);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String toKey(String name, long size, long modified) {
        return name + "-" + size + "-" + modified;
    }

    /** Does nothing: only {@link #checkFile} knows whether a file is finished. */
    @Override
    public boolean add(String key) {
        return true;
    }
}
