package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.stream.Stream;
import studio.darkroom.Settings;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.transfer.Original;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Problem;

/** Where the lanes' photos lie and their results go. */
public final class Places {

    private final Map<String, Settings.Lane> lanes;

    public Places(Map<String, Settings.Lane> lanes) {
        this.lanes = Map.copyOf(lanes);
    }

    /** @throws Problem when the lane is no longer configured */
    public Settings.Lane lane(String name) {
        Settings.Lane lane = lanes.get(name);
        if (lane == null) {
            throw new Problem("lane-unknown", "Lane " + name + " is no longer configured.",
                    "Put it back into darkroom.lanes and restart, or cancel its shoots.");
        }
        return lane;
    }

    /** {@code folder} or {@code bucket}: which delivery route a shoot takes. */
    public String delivery(Shoot shoot) {
        return lane(shoot.lane()).delivery().kind().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The folder that a lane delivers into. */
    public Path deliveryFolder(String lane) {
        return lane(lane).delivery().folder();
    }

    /** The folder of a lane's inbox. */
    public Path inbox(String lane) {
        return lane(lane).inbox().folder();
    }

    /** The file of a photo. */
    public Path file(Photo photo) {
        return inbox(photo.lane()).resolve(photo.path());
    }

    /** Why a file of a lane's inbox is none to be read: it lies elsewhere, or is a pipe or a device; null: it may be. */
    public String odd(String lane, String path) {
        Path inbox = inbox(lane);
        Path file = inbox.resolve(path);
        if (!Inside.of(inbox, file)) {
            return "a link that leads out of the inbox";
        }
        return Files.exists(file) && !Files.isRegularFile(file) ? "neither a file nor a folder" : null;
    }

    /**
     * The bytes of a photo as they were gathered.
     *
     * @throws Problem when the photo is gone or was changed
     * @throws Outage when its inbox is gone
     */
    public Original original(Photo photo) {
        Path file = file(photo);
        String odd = odd(photo.lane(), photo.path());
        if (odd != null) {
            throw new Problem("photo-changed", photo.path() + " was a photo when it was gathered and is " + odd + " now.", "Put the photo back as it was and retry, or cancel the shoot.");
        }
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            boolean same = now.size() == photo.size() && (now.lastModifiedTime().toMillis() == photo.modified()
                    || Fingerprint.of(file).hash().equals(photo.fingerprint()));
            if (!same) {
                throw new Problem("photo-changed", photo.path() + " was changed after it was gathered.",
                        "Put the photo back as it was and retry, or cancel the shoot and drop it into a folder of another name.");
            }
            return new FileOriginal(file, photo.size(), now.lastModifiedTime().toMillis());
        } catch (IOException e) {
            throw gone(photo, e);
        }
    }

    /** The bytes of a file that looked like this; whoever opens it finds out whether it still does. */
    static Original original(Path file, long size, long modified) {
        return new FileOriginal(file, size, modified);
    }

    private RuntimeException gone(Photo photo, IOException cause) {
        present(photo.lane());
        return new Problem("photo-gone", photo.path() + " was gathered and cannot be read any more ("
                + cause.getClass().getSimpleName() + ").", "Put the photo back and retry, or cancel the shoot.");
    }

    /**
     * Sees that an inbox is there. An empty folder that had photos in it is taken for a share that is not mounted.
     *
     * @throws Outage when it is not
     */
    public void present(String lane) {
        Path inbox = inbox(lane);
        try (Stream<Path> entries = Files.list(inbox)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw outage(lane, inbox, "is gone");
        }
        throw outage(lane, inbox, "is empty though photos of open shoots should lie in it");
    }

    private static Outage outage(String lane, Path inbox, String what) {
        return new Outage("inbox:" + lane, "inbox-gone", "The inbox " + inbox + " of lane " + lane + " " + what + ".",
                "Mount the share; Darkroom goes on by itself. If the photos were taken away on purpose, cancel the"
                + " shoots that wait.");
    }

    private record FileOriginal(Path file, long size, long modified) implements Original {

        @Override
        public java.io.InputStream open() throws IOException {
            unchanged();
            return Files.newInputStream(file);
        }

        @Override
        public void unchanged() throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.size() != size || now.lastModifiedTime().toMillis() != modified) {
                throw new OriginalChanged("its size or time changed while it was sent");
            }
        }
    }
}
