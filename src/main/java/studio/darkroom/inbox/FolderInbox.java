package studio.darkroom.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import studio.darkroom.delivery.Sha256;
import studio.darkroom.ledger.Photo;
import studio.darkroom.transfer.Original;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Problem;

/** A folder of this machine or of a share. */
final class FolderInbox implements Inbox {

    private final String lane;
    private final Path folder;

    FolderInbox(String lane, Path folder) {
        this.lane = lane;
        this.folder = folder;
    }

    /** An empty folder that had photos in it is taken for a share that is not mounted. */
    @Override
    public void present() {
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw outage("is gone");
        }
        throw outage("is empty though photos of open shoots should lie in it");
    }

    private Outage outage(String what) {
        return new Outage("inbox:" + lane, "inbox-gone", "The inbox " + folder + " of lane " + lane + " " + what + ".",
                "Mount the share; Darkroom goes on by itself. If the photos were taken away on purpose, cancel the"
                + " shoots that wait.");
    }

    private Path file(String path) {
        return folder.resolve(path);
    }

    @Override
    public Glance glance(String shoot) {
        return new Glance() {

            @Override
            public Standing standing(String path) throws IOException {
                BasicFileAttributes there = Files.readAttributes(file(path), BasicFileAttributes.class);
                return new Standing(there.size(), there.lastModifiedTime().toMillis(), null);
            }

            @Override
            public Set<String> paths() throws IOException {
                try (Stream<Path> files = Files.walk(file(shoot), shoot.isEmpty() ? 1 : Integer.MAX_VALUE)) {
                    return files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                            .collect(Collectors.toSet());
                } catch (NoSuchFileException e) {
                    return Set.of();
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        };
    }

    @Override
    public Bytes bytes(String path, Standing standing) throws IOException {
        return Bytes.of(file(path));
    }

    @Override
    public String odd(String path) {
        Path file = file(path);
        if (!Inside.of(folder, file)) {
            return "a link that leads out of the inbox";
        }
        return Files.exists(file) && !Files.isRegularFile(file) ? "neither a file nor a folder" : null;
    }

    @Override
    public Original original(Photo photo) {
        Path file = file(photo.path());
        String odd = odd(photo.path());
        if (odd != null) {
            throw new Problem("photo-changed", photo.path() + " was a photo when it was gathered and is " + odd + " now.",
                    "Put the photo back as it was and retry, or cancel the shoot.");
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
            present();
            throw new Problem("photo-gone", photo.path() + " was gathered and cannot be read any more ("
                    + e.getClass().getSimpleName() + ").", "Put the photo back and retry, or cancel the shoot.");
        }
    }

    @Override
    public Optional<byte[]> text(String path) throws IOException {
        Path file = file(path);
        return Inside.text(file.getParent(), file);
    }

    @Override
    public boolean holds(String path) {
        return Files.exists(file(path));
    }

    @Override
    public boolean archivable(Photo photo) {
        return Files.exists(file(photo.path())) || Files.exists(aside(photo));
    }

    @Override
    public boolean leaving(Photo photo) {
        return Files.exists(aside(photo));
    }

    private Path aside(Photo photo) {
        return file(photo.path()).resolveSibling(".darkroom-" + photo.id() + ".original");
    }

    @Override
    public void discard(Photo photo) throws IOException {
        Path file = file(photo.path());
        Path aside = aside(photo);
        // Set aside first, so that a file put in its place meanwhile is not the one that is deleted.
        if (!Files.exists(aside)) {
            Files.move(file, aside);
        }
        if (!Sha256.of(Files.newInputStream(aside)).equals(photo.sha256())) {
            if (!Files.exists(file)) {
                Files.move(aside, file);
            }
            throw new Problem("photo-changed", photo.path() + " is not the photo that was sent, so it is left where it is.",
                    "Take it away yourself if it is of no use, then retry.");
        }
        Files.delete(aside);
    }

    /** The bytes of a file that looked like this; whoever opens it finds out whether it still does. */
    static Original original(Path file, long size, long modified) {
        return new FileOriginal(file, size, modified);
    }

    private record FileOriginal(Path file, long size, long modified) implements Original {

        @Override
        public InputStream open() throws IOException {
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
