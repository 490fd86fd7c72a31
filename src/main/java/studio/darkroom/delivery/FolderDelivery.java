package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.trouble.Outage;

/** Writes results into a lane's delivery folder: part-name, size check, fsync, then the final name, replacing nothing. */
public final class FolderDelivery implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(FolderDelivery.class);

    private static final int BUFFER = 128 * 1024;
    private static final int BEGINNING = 4096;

    private final Function<String, Path> roots;
    private final Sightings sightings;

    /** @param roots the delivery folder of a lane */
    public FolderDelivery(Function<String, Path> roots, Sightings sightings) {
        this.roots = roots;
        this.sightings = sightings;
    }

    /**
     * The folder of a shoot's delivery, there to be written into.
     *
     * @throws Outage when the lane's delivery was there before and is gone now
     */
    public Path folder(Shoot shoot) throws IOException {
        Path root = roots.apply(shoot.lane());
        if (!Files.isDirectory(root)) {
            make(shoot.lane(), root);
        }
        sightings.deliverySeen(shoot.lane());
        Path folder = root.resolve(SafeName.of(shoot.name()));
        Files.createDirectories(folder);
        // Not only when it is made here: whoever made it may have been killed before this.
        sync(root);
        return folder;
    }

    /** One after the other: the first results of a lane come together, and one of them makes its delivery. */
    private synchronized void make(String lane, Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        if (sightings.deliveredBefore(lane) || !Files.isDirectory(parent(root))) {
            throw new Outage("delivery:" + lane, "delivery-gone", "The delivery folder " + root
                    + " of lane " + lane + " is not there.",
                    "Mount the share or create the folder; Darkroom goes on by itself.");
        }
        try {
            Files.createDirectory(root);
        } catch (FileAlreadyExistsException another) {
            if (!Files.isDirectory(root)) {
                throw another;
            }
        }
        sync(parent(root));
    }

    private static Path parent(Path root) {
        return root.toAbsolutePath().getParent();
    }

    /**
     * Delivers one result. One that renews a delivered file takes over its name; whatever stood there is kept beside it
     * as {@code <stem>.before-<n>.<ending>}, the lowest free number from 1, so that the highest is what was there last.
     *
     * @return the name it stands under: the wanted one, or a numbered one when another file already has that
     * @throws IOException when the bytes do not come whole; nothing stands under any final name then
     * @throws Unwritable when the delivery cannot be written
     */
    public Stored put(Shoot shoot, Deliveries.Parcel parcel, Incoming incoming) throws IOException {
        try (InputStream in = incoming.bytes()) {
            Path folder = writing(() -> folder(shoot));
            Path part = folder.resolve(".darkroom-" + parcel.result().id() + ".part");
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                // A part left by a crash may be the delivered file itself, under its second name.
                writing(() -> Files.deleteIfExists(part));
                long size = copy(in, part, sha);
                if (incoming.length() >= 0 && size != incoming.length()) {
                    throw new IOException("it has " + size + " bytes instead of " + incoming.length());
                }
                Path stands = writing(() -> parcel.result().renews() ? Kept.renewed(part, parcel.result().name())
                        : named(part, parcel.result().name()));
                return new Stored(stands.getFileName().toString(), size, HexFormat.of().formatHex(sha.digest()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            } finally {
                swept(part);
            }
        }
    }

    /** A part that cannot be taken away is taken away before the next try; why this one failed is what counts. */
    private static void swept(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException stays) {
            LOG.debug("{} stays for now: {}", part, stays.getMessage());
        }
    }

    private static long copy(InputStream in, Path part, MessageDigest sha) throws IOException {
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        FileChannel out = writing(() -> FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                sha.update(buffer, 0, count);
                size += count;
                writing(() -> {
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    return null;
                });
            }
            writing(() -> {
                out.force(true);
                return null;
            });
        } finally {
            // Some shares tell only here that there is no room.
            writing(() -> {
                out.close();
                return null;
            });
        }
        return size;
    }

    /** Gives a whole part its final name; the same bytes under that name already are this very result, from before a crash. */
    static Path named(Path part, String name) throws IOException {
        Set<String> taken = new HashSet<>();
        while (true) {
            String free = SafeName.unique(name, taken);
            taken.add(free.toLowerCase(Locale.ROOT));
            Path wanted = part.resolveSibling(free);
            try {
                link(part, wanted);
                sync(wanted.getParent());
                return wanted;
            } catch (FileAlreadyExistsException e) {
                if (Files.isRegularFile(wanted) && Files.mismatch(part, wanted) == -1) {
                    sync(wanted.getParent());
                    return wanted;
                }
            }
        }
    }

    private static void link(Path part, Path wanted) throws IOException {
        try {
            Files.createLink(wanted, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException noLinks) {
            // Shares without hard links: a move that refuses to replace, by the one writer this shoot has.
            Files.move(part, wanted);
        }
    }

    /** Makes names that were given in a folder outlive a power cut. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException windowsHasNoSuchThing) {
            return;
        }
    }

    /** The same for a name deep in a folder, up to the name of that folder itself. */
    static void sync(Path folder, Path root) throws IOException {
        for (Path at = folder; at != null && at.startsWith(root); at = at.getParent()) {
            sync(at);
        }
        sync(parent(root));
    }

    @Override
    public String sha256(Shoot shoot, String name) throws IOException {
        Path file = folder(shoot).resolve(name);
        return Files.exists(file) ? Sha256.of(Files.newInputStream(file)) : "";
    }

    @Override
    public void note(Shoot shoot, String name, byte[] text) throws IOException {
        writing(() -> {
            Path folder = folder(shoot);
            Path part = folder.resolve(".darkroom-" + name + ".part");
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(part, ours(shoot, folder, name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
            return null;
        });
    }

    private static Path ours(Shoot shoot, Path folder, String name) throws IOException {
        Set<String> taken = new HashSet<>();
        while (true) {
            String free = SafeName.unique(name, taken);
            Path wanted = folder.resolve(free);
            if (!Files.exists(wanted)) {
                return wanted;
            }
            try (InputStream in = Files.newInputStream(wanted)) {
                if (new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(shoot.id())) {
                    return wanted;
                }
            }
            taken.add(free.toLowerCase(Locale.ROOT));
        }
    }

    /** The delivery's side of a copy failed: disk full, share gone, no right to write. */
    public static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1L;

        Unwritable(IOException cause) {
            super(cause instanceof NoSuchFileException ? "folder gone: " + cause.getMessage() : cause.getMessage(), cause);
        }
    }

    @FunctionalInterface
    interface Writing<T> {
        T now() throws IOException;
    }

    static <T> T writing(Writing<T> writing) throws IOException {
        try {
            return writing.now();
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }
}
