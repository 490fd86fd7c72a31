package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.spi.IdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.delivery.SafeName;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.TouchUps;
import studio.darkroom.ledger.TouchedUp;
import studio.darkroom.transfer.Original;
import studio.darkroom.trouble.Plain;
import studio.darkroom.vendor.Vendors;

/**
 * Looks at the pictures that a person touched up and put into {@code <touched-up>/<shoot>/} of a lane, under the names that
 * their results have in the delivery. They are only ever read. A picture is taken by the rules of the {@link Gate}; what it
 * cannot replace is said once. It is also what the sensor asks whether a file is dealt with, so that only the others are
 * looked at again.
 */
public final class TouchUpLook implements IdempotentRepository {

    private static final Logger LOG = LoggerFactory.getLogger(TouchUpLook.class);

    private final String lane;
    private final Path folder;
    private final Ledger ledger;
    private final TouchUps touchUps;
    private final Results results;
    private final Vendors vendors;
    private final Gate gate;
    private final Duration maxWait;
    private final Consumer<String> appoint;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Map<String, Stood> stood = new ConcurrentHashMap<>();

    /**
     * @param folder the lane's folder of such pictures
     * @param maxWait after so long one that is not whole is said to be so
     * @param appoint makes the appointment of a shoot anew
     */
    public TouchUpLook(String lane, Path folder, Ledger ledger, TouchUps touchUps, Results results, Vendors vendors,
            Gate gate, Duration maxWait, Consumer<String> appoint) {
        this.lane = lane;
        this.folder = folder;
        this.ledger = ledger;
        this.touchUps = touchUps;
        this.results = results;
        this.vendors = vendors;
        this.gate = gate;
        this.maxWait = maxWait;
        this.appoint = appoint;
    }

    /**
     * One look at one file.
     *
     * @param name path below the folder
     * @param size bytes
     * @param modified the file's own time, epoch milliseconds
     * @throws IOException when it cannot be read
     */
    public void look(String name, long size, long modified) throws IOException {
        String path = name.replace('\\', '/');
        Optional<TouchedUp> known = touchUps.find(lane, path, size, modified);
        boolean ghost = Sorting.of(path).what() == FileClass.GHOST;
        if (ghost || known.filter(picture -> !picture.state().equals(TouchedUp.WAITING)).isPresent()) {
            done.add(key(name, size, modified));
            return;
        }
        String[] parts = path.split("/");
        TouchedUp picture = new TouchedUp(null, lane, path, size, modified, null, null, TouchedUp.IGNORED, null);
        if (parts.length != 2) {
            ignored(name, picture, null, "it lies in no shoot's folder; put it into a folder of the shoot's name");
            return;
        }
        List<Shoot> shoots = touchUps.shoots(lane).stream()
                .filter(shoot -> SafeName.of(shoot.name()).equals(parts[0])).toList();
        if (shoots.isEmpty()) {
            ignored(name, picture, null, "lane " + lane + " has no shoot of that name");
            return;
        }
        Shoot shoot = shoots.get(shoots.size() - 1);
        boolean finished = shoot.step().equals(Step.DONE) || shoot.step().equals(Step.REPLACE);
        if (!finished) {
            return;
        }
        Optional<Result> result = results.of(shoot.id()).stream().filter(each -> each.kind().equals("jpeg")
                && each.delivered() != null && each.name().equalsIgnoreCase(parts[1])).findFirst();
        if (result.isEmpty()) {
            ignored(name, picture, shoot, "the shoot has no delivered JPEG of that name");
        } else if (!vendors.facts(shoot.vendor()).has("replace")) {
            ignored(name, picture, shoot, shoot.vendor() + " takes no result back");
        } else if (known.isPresent() || settled(shoot, picture)) {
            take(name, shoot, picture, result.get(), known.isPresent());
        }
    }

    private void ignored(String name, TouchedUp picture, Shoot shoot, String why) {
        LOG.warn("Lane {}: {} among the touched-up pictures replaces nothing: {}", lane, Plain.text(picture.path()), why);
        touchUps.ignored(new TouchedUp(null, lane, picture.path(), picture.size(), picture.modified(),
                shoot == null ? null : shoot.id(), null, TouchedUp.IGNORED, why));
        done.add(key(name, picture.size(), picture.modified()));
    }

    /** Whether it stood still long enough and is whole. */
    private boolean settled(Shoot shoot, TouchedUp picture) throws IOException {
        Path file = folder.resolve(picture.path());
        Stood now = gate.look(stood.get(picture.path()), Fingerprint.of(file), ledger.now());
        stood.put(picture.path(), now);
        boolean same = now.last().size() == picture.size() && now.last().modifiedMillis() == picture.modified();
        if (!same || !gate.stands(now, ledger.now(), false)) {
            return false;
        }
        Wholeness whole;
        try (Bytes bytes = Bytes.of(file)) {
            whole = Wholeness.check(Kind.JPEG, picture.path(), bytes);
        }
        Verdict verdict = gate.verdict(now, whole, ledger.now(), false);
        if (!verdict.settled() && ledger.now().isAfter(now.since().plus(maxWait))
                && !ledger.told(shoot, "touched-up-not-whole", verdict.why())) {
            LOG.warn("Lane {}: {}", lane, verdict.why());
            ledger.tell(shoot, "touched-up-not-whole", verdict.why());
        }
        return verdict.settled();
    }

    private void take(String name, Shoot shoot, TouchedUp picture, Result result, boolean known) throws IOException {
        stood.remove(picture.path());
        Optional<TouchedUp> twin = touchUps.waiting(shoot).stream().filter(other -> result.id().equals(other.result())
                && !other.path().equals(picture.path())).findFirst();
        if (!known && twin.isPresent()) {
            ignored(name, picture, shoot, "it stands for " + result.name() + " as " + Plain.text(twin.get().path())
                    + " does, whose turn it is (upper and lower case are one); to have this one instead, take the other"
                    + " away and save this one again");
            return;
        }
        if (!known) {
            touchUps.taken(new TouchedUp(null, lane, picture.path(), picture.size(), picture.modified(), shoot.id(),
                    result.id(), TouchedUp.WAITING, null));
        }
        if (shoot.step().equals(Step.DONE) && ledger.freed(shoot, Step.REPLACE, "touched-up", picture.path())) {
            appoint.accept(shoot.id());
        }
    }

    /** The bytes of one; empty when its file is gone or no longer what was taken. */
    public Optional<Original> original(TouchedUp picture) {
        Original original = FolderInbox.original(folder.resolve(picture.path()), picture.size(), picture.modified());
        try {
            original.unchanged();
            return Optional.of(original);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String key(String name, long size, long modified) {
        return name + "-" + size + "-" + modified;
    }

    @Override
    public boolean contains(String key) {
        return done.contains(key);
    }

    /** What is done is said by {@link #look} alone. */
    @Override
    public boolean add(String key) {
        return true;
    }

    @Override
    public boolean remove(String key) {
        return done.remove(key);
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        done.clear();
    }

    @Override
    public void start() {
        // Nothing to open.
    }

    @Override
    public void stop() {
        // Nothing to close.
    }
}
