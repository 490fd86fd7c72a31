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
import org.apache.camel.component.file.GenericFileFilter;
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.photo.Fingerprint;
import studio.darkroom.photo.PhotoBytes;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Hashes;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.TicketReader;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;

/** A folder of this machine or of a network share. */
public final class FolderInbox implements Inbox {

    private final String lane;
    private final Path folder;

    FolderInbox(String lane, Path folder) {
        this.lane = lane;
        this.folder = folder;
    }

    /** An empty folder counts as unavailable: it may be the mount point of a share that is not mounted. */
    @Override
    public void requireAvailable() {
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw createOutage("cannot be read");
        }
        throw createOutage("is empty, but should contain photos of open shoots");
    }

    private Outage createOutage(String state) {
        return new Outage("inbox:" + lane, "inbox-gone", "The inbox " + folder + " of lane " + lane + " " + state + ".",
                "Mount the share; Darkroom resumes automatically. If you removed the photos, cancel the waiting shoots.");
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
        if (!isInside(folder, file)) {
            return "a link to a place outside the inbox";
        }
        return Files.exists(file) && !Files.isRegularFile(file) ? "not a regular file" : null;
    }

    @Override
    public ByteSource resolveOriginal(Photo photo) {
        Path file = resolveFile(photo.path());
        String rejectReason = findRejectReason(photo.path());
        if (rejectReason != null) {
            throw new Problem("photo-changed", photo.path() + " is no longer a photo but " + rejectReason + ".",
                    "Restore the photo, then retry; or cancel the shoot.");
        }
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            boolean unchanged = now.size() == photo.size() && (now.lastModifiedTime().toMillis() == photo.modified()
                    || Fingerprint.of(file).hash().equals(photo.fingerprint()));
            if (!unchanged) {
                throw new Problem("photo-changed", photo.path() + " changed after its shoot was closed.",
                        "Restore the photo, then retry; or cancel the shoot and copy the photo into a folder with another name.");
            }
            return new FileOriginal(file, photo.size(), now.lastModifiedTime().toMillis());
        } catch (IOException e) {
            requireAvailable();
            throw new Problem("photo-gone", "Cannot read " + photo.path() + " (" + e.getClass().getSimpleName() + ").",
                    "Restore the photo, then retry; or cancel the shoot.");
        }
    }

    @Override
    public Optional<byte[]> readText(String path) throws IOException {
        Path file = resolveFile(path);
        return readTicket(file.getParent(), file);
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
        // Renamed first, so that a file that takes its place meanwhile is not deleted.
        if (!Files.exists(asideFile)) {
            Files.move(file, asideFile);
        }
        if (!Hashes.sha256Hex(Files.newInputStream(asideFile)).equals(photo.sha256())) {
            if (!Files.exists(file)) {
                Files.move(asideFile, file);
            }
            throw new Problem("photo-changed", photo.path() + " has changed since the upload, so Darkroom did not delete it.",
                    "If you do not need the file, delete it manually. Then retry.");
        }
        Files.delete(asideFile);
    }

    /** The content of a file with this size and time; opening it fails if either has changed. */
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
                throw new OriginalChanged("its size or time changed during the upload");
            }
        }
    }

    /**
     * A filter that refuses links: a person who can write into an inbox must not be able to send files from elsewhere, and
     * circular links must not keep a scan busy forever.
     *
     * @param alsoFiles whether links to files are refused, in addition to links to folders
     */
    public static GenericFileFilter<Object> refuseLinks(boolean alsoFiles) {
        return file -> !(alsoFiles || file.isDirectory()) || !Files.isSymbolicLink(Path.of(file.getAbsoluteFilePath()));
    }

    /** Whether a file is inside a folder after all links are resolved; true for a file that does not exist. */
    private static boolean isInside(Path folder, Path file) {
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * Reads a ticket in a folder, up to one byte more than the longest ticket.
     *
     * @throws TicketException if it is a link out of the folder
     */
    public static Optional<byte[]> readTicket(Path folder, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (!isInside(folder, file)) {
            throw new TicketException(TicketFault.Code.LINK_OUTSIDE, file.getFileName().toString(), 0,
                    "the file is a link to a place outside the shoot's folder; replace it with the ticket itself");
        }
        return Optional.of(readTicket(file));
    }

    /** Reads a ticket anywhere, up to one byte more than the longest ticket. */
    public static byte[] readTicket(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(TicketReader.MAX_BYTES + 1);
        }
    }
}
