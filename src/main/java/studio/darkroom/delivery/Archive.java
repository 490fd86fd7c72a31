package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import studio.darkroom.Settings;
import studio.darkroom.inbox.Places;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;

/** What happens to the originals of a delivered shoot: nothing, unless the lane says otherwise. */
public final class Archive {

    private final Ledger ledger;
    private final Photos photos;
    private final Results results;
    private final Places places;
    private final FolderDelivery folders;

    public Archive(Ledger ledger, Photos photos, Results results, Places places, FolderDelivery folders) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.places = places;
        this.folders = folders;
    }

    /**
     * Moves or deletes the delivered originals if the lane says so; one whose result is missing stays where it is.
     *
     * @throws Problem when a delivered file is no longer what was delivered; no original is touched then
     * @throws Outage when a folder cannot be read or written
     */
    public void originals(Shoot shoot) {
        Settings.Archive archive = places.lane(shoot.lane()).archive();
        if (archive.kind() == Settings.Archive.Kind.LEAVE) {
            return;
        }
        try {
            verify(shoot);
            for (Photo photo : photos.of(shoot.id())) {
                Path file = places.file(photo);
                Path aside = file.resolveSibling(".darkroom-" + photo.id() + ".original");
                if (photo.state().equals(Photo.DELIVERED) && (Files.exists(file) || Files.exists(aside))) {
                    if (archive.kind() == Settings.Archive.Kind.MOVE) {
                        copy(photo, file, archive.to().orElseThrow().folder().resolve(photo.path()));
                    }
                    // Set aside first, so that a file put in its place meanwhile is not the one that is deleted.
                    if (!Files.exists(aside)) {
                        Files.move(file, aside);
                    }
                    unchanged(photo, aside, file);
                    Files.delete(aside);
                    ledger.tell(shoot, "archived", photo.path());
                }
            }
        } catch (IOException e) {
            throw new Outage("inbox:" + shoot.lane(), "archive-stuck", "The originals of shoot " + shoot.name()
                    + " cannot be archived: " + Plain.text(e.toString()) + ".",
                    "Look after rights and space; every original is still there. Darkroom goes on by itself.");
        }
    }

    private void verify(Shoot shoot) throws IOException {
        Path folder = folders.folder(shoot);
        for (Result result : results.of(shoot.id())) {
            Path file = folder.resolve(result.name());
            // One that was delivered before and is not now was to be renewed; without it nothing speaks for the original.
            boolean promised = result.delivered() != null || result.sha256() != null;
            if (promised && (!Files.exists(file) || !sha256(file).equals(result.sha256()))) {
                throw new Problem("delivery-changed", result.name() + " in the delivery is no longer what was delivered,"
                        + " so no original is touched.", "Redeliver the shoot, or set the lane's archive to leave and"
                        + " retry.");
            }
        }
    }

    private static void unchanged(Photo photo, Path aside, Path file) throws IOException {
        if (!sha256(aside).equals(photo.sha256())) {
            if (!Files.exists(file)) {
                Files.move(aside, file);
            }
            throw new Problem("photo-changed", photo.path() + " is not the photo that was sent, so it is left where it is.",
                    "Take it away yourself if it is of no use, then retry.");
        }
    }

    /** A verified copy under its final name; a crash leaves at worst a copy too many. */
    private static void copy(Photo photo, Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        if (!Files.exists(to)) {
            Path part = to.resolveSibling(".darkroom-" + photo.id() + ".part");
            Files.copy(from, part, java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            try (var channel = java.nio.channels.FileChannel.open(part, java.nio.file.StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, to);
            FolderDelivery.sync(to.getParent());
        }
        if (!sha256(to).equals(photo.sha256())) {
            throw new Problem("archive-taken", "Another file stands where " + photo.path() + " is to be archived.",
                    "Take that file away, then retry.");
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
