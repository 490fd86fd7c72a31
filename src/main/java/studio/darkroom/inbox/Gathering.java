package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;
import studio.darkroom.trouble.Decision;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;

/** Looks at a gathering shoot: what is still coming, what stands still and is whole; and closes it. */
public final class Gathering {

    private final Ledger ledger;
    private final Sightings sightings;
    private final Photos photos;
    private final Places places;
    private final Closing closing;
    private final Gate gate;
    private final Duration quiet;
    private final Duration every;
    private final Duration maxWait;
    private final Consumer<String> appoint;
    private final Consumer<Photo> forget;

    /**
     * @param quiet so long a photo has to stand still
     * @param every the shortest time between two looks
     * @param maxWait so long after its last change a photo that is not whole is a problem
     * @param appoint makes the appointment of a further shoot
     * @param forget makes the sensor tell of a photo anew if it comes back
     */
    public Gathering(Ledger ledger, Sightings sightings, Photos photos, Places places, Closing closing,
            Duration quiet, Duration every, Duration maxWait, Consumer<String> appoint,
            Consumer<Photo> forget) {
        this.ledger = ledger;
        this.sightings = sightings;
        this.photos = photos;
        this.places = places;
        this.closing = closing;
        this.gate = new Gate(quiet, every);
        this.quiet = quiet;
        this.every = every;
        this.maxWait = maxWait;
        this.appoint = appoint;
        this.forget = forget;
    }

    /**
     * What a look at a shoot says.
     *
     * @param ready whether it may be closed with these photos; with none, when all were taken away
     * @param next when to look again if it may not
     */
    public record Look(boolean ready, List<Photo> photos, Instant next) {
    }

    /** @throws Problem when photos that are not whole have not changed for the longest wait */
    public Look look(Shoot shoot) {
        boolean marked = sightings.marked(shoot);
        Instant now = ledger.now();
        Instant next = now.plus(every);
        List<Photo> settled = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<Photos.Looked> looks = new ArrayList<>();
        boolean all = true;
        Inbox.Glance glance = glance(shoot);
        for (Photo photo : sightings.gathering(shoot)) {
            Optional<Judged> judged = judged(shoot, photo, glance, marked, now, looks);
            if (judged.isEmpty()) {
                continue;
            }
            Verdict verdict = judged.get().verdict();
            if (verdict.settled()) {
                settled.add(photo);
                continue;
            }
            all = false;
            next = verdict.again().isAfter(next) ? verdict.again() : next;
            if (now.isAfter(judged.get().since().plus(maxWait))) {
                broken.add(photo.path() + " (" + verdict.why() + ")");
            }
        }
        if (!looks.isEmpty()) {
            photos.looked(shoot, looks);
        }
        if (!broken.isEmpty()) {
            throw notWhole(broken, "did not change for " + maxWait.toMinutes() + " minutes");
        }
        boolean ready = all && !more(shoot, glance);
        return new Look(ready, settled, next);
    }

    private Inbox.Glance glance(Shoot shoot) {
        try {
            return places.inbox(shoot.lane()).glance(shoot.folder());
        } catch (IOException e) {
            throw failed(shoot, shoot.folder(), e);
        }
    }

    /** @param photos the path of each, with the reason; {@code and} what else is to be said of them */
    static Problem notWhole(List<String> photos, String and) {
        return new Problem("photo-not-whole", photos.size() + (photos.size() == 1 ? " photo is" : " photos are")
                + " not whole and " + and + ": " + some(photos) + ".",
                "Copy it into the folder again, or take it away: Darkroom notices either, or retry.");
    }

    /** Whether photos lie in the folder that the sensor has not told of yet, as when it is busy with a large inbox. */
    private boolean more(Shoot shoot, Inbox.Glance glance) {
        Set<String> known = sightings.paths(shoot);
        try {
            return glance.paths().stream()
                    .anyMatch(path -> !known.contains(path) && Sorting.of(path).what() == FileClass.PHOTO);
        } catch (NoSuchFileException e) {
            // Something went while it was looked at.
            return true;
        } catch (IOException e) {
            throw failed(shoot, shoot.folder(), e);
        }
    }

    /** @throws Outage of the lane, when not even the inbox can be looked into */
    private Outage failed(Shoot shoot, String what, IOException cause) {
        places.inbox(shoot.lane()).present();
        return unreadable(shoot, what, cause);
    }

    static Outage unreadable(Shoot shoot, String what, IOException cause) {
        return new Outage(Outages.folder(shoot), "inbox-unreadable", what + " cannot be read: "
                + Plain.text(cause.getMessage()) + ".",
                "Look after its rights, or the disk or share of the inbox; Darkroom goes on by itself.");
    }

    /** @param since when the photo began to look as it looks now */
    private record Judged(Verdict verdict, Instant since) {
    }

    /** One photo at one look; empty when it takes no part any more. */
    private Optional<Judged> judged(Shoot shoot, Photo photo, Inbox.Glance glance, boolean marked, Instant now,
            List<Photos.Looked> looks) {
        try {
            Inbox.Standing there = glance.standing(photo.path());
            boolean still = there.size() == photo.size() && there.modified() == photo.modified()
                    && Objects.equals(there.etag(), photo.etag());
            // A file may change without a sign, an object under its ETag cannot: it need not be read to be watched.
            boolean object = still && there.etag() != null;
            boolean same = object || still && photo.fingerprint() != null;
            Stood before = photo.fingerprint() == null ? null : new Stood(
                    new Fingerprint(photo.size(), photo.modified(), photo.fingerprint()), photo.stoodSince());
            Instant earliest = photo.stoodSince().plus(marked && every.compareTo(quiet) < 0 ? every : quiet);
            if (same && now.isBefore(earliest) && !now.isBefore(photo.stoodSince())) {
                return Optional.of(new Judged(
                        new Verdict(Verdict.State.WAITING, "It is watched for changes.", earliest), now));
            }
            Fingerprint print;
            Wholeness whole;
            try (Bytes bytes = places.inbox(shoot.lane()).bytes(photo.path(), there)) {
                print = Fingerprint.of(bytes, there.modified());
                whole = Wholeness.check(Kind.of(photo.path()), photo.path(), bytes);
            }
            Stood stood = object ? new Stood(print, photo.stoodSince()) : gate.look(before, print, now);
            Verdict verdict = gate.verdict(stood, whole, now, marked);
            looks.add(new Photos.Looked(photo, print.size(), print.modifiedMillis(), print.hash(), stood.since(),
                    verdict.settled() ? null : verdict.why(), there.etag()));
            return Optional.of(new Judged(verdict, stood.since()));
        } catch (OriginalChanged e) {
            return Optional.of(new Judged(
                    new Verdict(Verdict.State.WAITING, "It was replaced while it was looked at.", now.plus(every)), now));
        } catch (NoSuchFileException e) {
            places.inbox(shoot.lane()).present();
            photos.takenAway(shoot, photo);
            forget.accept(photo);
            return Optional.empty();
        } catch (IOException e) {
            throw failed(shoot, photo.path(), e);
        }
    }

    /** Closes the shoot with the photos of this look; it needs {@code open} next. */
    public void close(Shoot shoot, Look look) {
        List<Photo> fresh = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Map<Photo, String> leftOut = new LinkedHashMap<>();
        for (Photo photo : look.photos()) {
            Photo before = photo.replaces() == null ? null : sightings.before(photo).orElse(null);
            Photo now = photos.find(photo.id());
            if (before != null && now.fingerprint().equals(before.fingerprint())) {
                leftOut.put(now, "the very same photo was taken before");
                continue;
            }
            fresh.add(now);
            if (before != null) {
                changed.add(photo.path());
            }
        }
        if (!changed.isEmpty()) {
            throw new Decision("originals-changed", changed.size() + " photos were overwritten with other content after"
                    + " they had been taken: " + some(changed) + ". Editing them again costs again.",
                    "resend (edit them as a new shoot), or cancel.");
        }
        List<Photo> known = moved(shoot, fresh);
        if (!known.isEmpty()) {
            throw new Decision("photos-known", known.size() + " of " + fresh.size() + " photos were taken before, in"
                    + " another folder or under another name: " + some(known.stream().map(Photo::path).toList())
                    + ". Editing them again costs again.",
                    "resend (edit them again), accept (leave them out), or cancel.");
        }
        if (fresh.isEmpty()) {
            sightings.emptied(shoot, leftOut);
            return;
        }
        closing.close(shoot, fresh, leftOut).forEach(appoint);
    }

    /** Photos that were taken before and lie elsewhere now, as after renaming a folder; a copy is somebody's wish. */
    private List<Photo> moved(Shoot shoot, List<Photo> fresh) {
        if (ledger.told(shoot, "decided", "photos-known resend")) {
            return List.of();
        }
        Map<String, List<Photo>> before = sightings.known(shoot);
        return fresh.stream().filter(photo -> before.getOrDefault(photo.fingerprint(), List.of()).stream()
                .anyMatch(old -> movedTo(old, photo))).toList();
    }

    private boolean movedTo(Photo old, Photo photo) {
        try {
            return old.modified() == photo.modified() && Kind.base(old.path()).equals(Kind.base(photo.path()))
                    && !places.inbox(old.lane()).holds(old.path());
        } catch (IOException e) {
            throw new Outage("inbox:" + old.lane(), "inbox-unreadable", old.path() + " cannot be looked for: "
                    + Plain.text(e.getMessage()) + ".", "Look after the inbox; Darkroom goes on by itself.");
        }
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(5, names.size())));
        return names.size() > 5 ? first + " and " + (names.size() - 5) + " more" : first;
    }
}
