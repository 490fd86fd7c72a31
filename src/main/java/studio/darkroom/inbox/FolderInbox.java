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
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.photo.Fingerprint;
import studio.darkroom.photo.PhotoBytes;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Hashes;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;

/** A folder of this machine or of a share. */
public final class FolderInbox implements Inbox {

    private final String lane;
    private final Path folder;

    FolderInbox(String lane, Path folder) {
        this.lane = lane;
        this.folder = folder;
    }

    /** An empty folder that had photos in it is taken for a share that is not mounted. */
    @Override
    public void requireAvailable() {
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw createOutage("is gone");
        }
        throw createOutage("is empty though photos of open shoots should lie in it");
    }

    private Outage createOutage(String state) {
        return new Outage("inbox:" + lane, "inbox-gone", "The inbox " + folder + " of lane " + lane + " " + state + ".",
                "Mount the share; Darkroom goes on by itself. If the photos were taken away on purpose, cancel the"
                + " shoots that wait.");
    }

    private Path resolveFile(String path) {
        return folder.resolve(path);
    }

    @Override
    public ShootListing listShoot(String shoot) {
        return new ShootListing() {

            @Override
            public FileAttributes readAttributes(String path) throws IOException {
                BasicFileAttributes there = Files.readAttributes(resolveFile(path), BasicFileAttributes.class);
                return new FileAttributes(there.size(), there.lastModifiedTime().toMillis(), null);
            }

            @Override
            public Set<String> listPaths() throws IOException {
                try (Stream<Path> files = Files.walk(resolveFile(shoot), shoot.isEmpty() ? 1 : Integer.MAX_VALUE)) {
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
    public PhotoBytes openBytes(String path, FileAttributes attributes) throws IOException {
        return PhotoBytes.of(resolveFile(path));
    }

    @Override
    public String findRejectReason(String path) {
        Path file = resolveFile(path);
        if (!LinkFilter.isInside(folder, file)) {
            return "a link that leads out of the inbox";
        }
        return Files.exists(file) && !Files.isRegularFile(file) ? "neither a file nor a folder" : null;
    }

    @Override
    public ByteSource resolveOriginal(Photo photo) {
        Path file = resolveFile(photo.path());
        String rejectReason = findRejectReason(photo.path());
        if (rejectReason != null) {
            throw new Problem("photo-changed", photo.path() + " was a photo when it was gathered and is " + rejectReason + " now.",
                    "Put the photo back as it was and retry, or cancel the shoot.");
        }
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            boolean unchanged = now.size() == photo.size() && (now.lastModifiedTime().toMillis() == photo.modified()
                    || Fingerprint.of(file).hash().equals(photo.fingerprint()));
            if (!unchanged) {
                throw new Problem("photo-changed", photo.path() + " was changed after it was gathered.",
                        "Put the photo back as it was and retry, or cancel the shoot and drop it into a folder of another name.");
            }
            return new FileOriginal(file, photo.size(), now.lastModifiedTime().toMillis());
        } catch (IOException e) {
            requireAvailable();
            throw new Problem("photo-gone", photo.path() + " was gathered and cannot be read any more ("
                    + e.getClass().getSimpleName() + ").", "Put the photo back and retry, or cancel the shoot.");
        }
    }

    @Override
    public Optional<byte[]> readText(String path) throws IOException {
        Path file = resolveFile(path);
        return LinkFilter.readText(file.getParent(), file);
    }

    @Override
    public boolean hasFile(String path) {
        return Files.exists(resolveFile(path));
    }

    @Override
    public boolean isArchivable(Photo photo) {
        return Files.exists(resolveFile(photo.path())) || Files.exists(resolveAsideFile(photo));
    }

    @Override
    public boolean isDiscardPending(Photo photo) {
        return Files.exists(resolveAsideFile(photo));
    }

    private Path resolveAsideFile(Photo photo) {
        return resolveFile(photo.path()).resolveSibling(".darkroom-" + photo.id() + ".original");
    }

    @Override
    public void discardOriginal(Photo photo) throws IOException {
        Path file = resolveFile(photo.path());
        Path asideFile = resolveAsideFile(photo);
        // Set aside first, so that a file put in its place meanwhile is not the one that is deleted.
        if (!Files.exists(asideFile)) {
            Files.move(file, asideFile);
        }
        if (!Hashes.sha256Hex(Files.newInputStream(asideFile)).equals(photo.sha256())) {
            if (!Files.exists(file)) {
                Files.move(asideFile, file);
            }
            throw new Problem("photo-changed", photo.path() + " is not the photo that was sent, so it is left where it is.",
                    "Take it away yourself if it is of no use, then retry.");
        }
        Files.delete(asideFile);
    }

    /** The bytes of a file that looked like this; whoever opens it finds out whether it still does. */
    public static ByteSource createOriginal(Path file, long size, long modified) {
        return new FileOriginal(file, size, modified);
    }

    private record FileOriginal(Path file, long size, long modified) implements ByteSource {

        @Override
        public InputStream open() throws IOException {
            checkUnchanged();
            return Files.newInputStream(file);
        }

        @Override
        public void checkUnchanged() throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.size() != size || now.lastModifiedTime().toMillis() != modified) {
                throw new OriginalChanged("its size or time changed while it was sent");
            }
        }
    }
}
