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
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.text.Hashes;
import studio.darkroom.text.SafeName;

/** Writes results into a lane's delivery folder: part-name, size check, fsync, then the final name, replacing nothing. */
public final class FolderDelivery implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(FolderDelivery.class);

    private static final int BUFFER_SIZE = 128 * 1024;
    private static final int HEAD_BYTES = 4096;

    private final Function<String, Path> rootOfLane;
    private final LaneRepository lanes;

    /** @param rootOfLane the delivery folder of a lane */
    public FolderDelivery(Function<String, Path> rootOfLane, LaneRepository lanes) {
        this.rootOfLane = rootOfLane;
        this.lanes = lanes;
    }

    /**
     * The folder of a shoot's delivery, there to be written into.
     *
     * @throws Outage when the lane's delivery was there before and is gone now
     */
    public Path prepareFolder(Shoot shoot) throws IOException {
        Path root = rootOfLane.apply(shoot.lane());
        if (!Files.isDirectory(root)) {
            createRoot(shoot.lane(), root);
        }
        lanes.recordDeliveryExists(shoot.lane());
        Path folder = root.resolve(SafeName.of(shoot.name()));
        Files.createDirectories(folder);
        // Not only when it is made here: whoever made it may have been killed before this.
        syncFolder(root);
        return folder;
    }

    /** One after the other: the first results of a lane come together, and one of them makes its delivery. */
    private synchronized void createRoot(String lane, Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        if (lanes.hasDelivered(lane) || !Files.isDirectory(parentOf(root))) {
            throw new Outage("delivery:" + lane, "delivery-gone", "The delivery folder " + root
                    + " of lane " + lane + " is not there.",
                    "Mount the share or create the folder; Darkroom resumes automatically.");
        }
        try {
            Files.createDirectory(root);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(root)) {
                throw exists;
            }
        }
        syncFolder(parentOf(root));
    }

    private static Path parentOf(Path root) {
        return root.toAbsolutePath().getParent();
    }

    /** @throws Unwritable if the folder cannot be written */
    @Override
    public StoredResult putResult(Shoot shoot, Result result, IncomingResult incoming) throws IOException {
        try (InputStream in = incoming.bytes()) {
            Path folder = runWrite(() -> prepareFolder(shoot));
            Path partFile = folder.resolve(".darkroom-" + result.id() + ".part");
            try {
                MessageDigest sha256 = Hashes.newSha256();
                // A part left by a crash may be the delivered file itself, under its second name.
                runWrite(() -> Files.deleteIfExists(partFile));
                long size = copyAndHash(in, partFile, sha256);
                if (incoming.length() >= 0 && size != incoming.length()) {
                    throw new IOException("it has " + size + " bytes instead of " + incoming.length());
                }
                Path target = runWrite(() -> result.replacesDelivered() ? ReplacedFile.replaceFile(partFile, result.name())
                        : moveToFreeName(partFile, result.name()));
                return new StoredResult(target.getFileName().toString(), size, Hashes.toHex(sha256));
            } finally {
                deletePart(partFile);
            }
        }
    }

    /** A part that cannot be taken away is taken away before the next try; why this one failed is what counts. */
    private static void deletePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException failure) {
            LOG.debug("{} stays for now: {}", part, failure.getMessage());
        }
    }

    private static long copyAndHash(InputStream in, Path part, MessageDigest digest) throws IOException {
        long size = 0;
        byte[] buffer = new byte[BUFFER_SIZE];
        FileChannel out = runWrite(() -> FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                digest.update(buffer, 0, count);
                size += count;
                runWrite(() -> {
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    return null;
                });
            }
            runWrite(() -> {
                out.force(true);
                return null;
            });
        } finally {
            // Some shares tell only here that there is no room.
            runWrite(() -> {
                out.close();
                return null;
            });
        }
        return size;
    }

    /** Gives a whole part its final name; the same bytes under that name already are this very result, from before a crash. */
    static Path moveToFreeName(Path part, String name) throws IOException {
        Set<String> takenNames = new HashSet<>();
        while (true) {
            String candidate = SafeName.makeUnique(name, takenNames);
            takenNames.add(candidate.toLowerCase(Locale.ROOT));
            Path target = part.resolveSibling(candidate);
            try {
                linkOrMove(part, target);
                syncFolder(target.getParent());
                return target;
            } catch (FileAlreadyExistsException e) {
                if (Files.isRegularFile(target) && Files.mismatch(part, target) == -1) {
                    syncFolder(target.getParent());
                    return target;
                }
            }
        }
    }

    /**
     * Gives a file its name without replacing another file.
     *
     * @return false if the folder has no hard links, so the file was moved
     * @throws FileAlreadyExistsException if the name is in use
     */
    public static boolean linkOrMove(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException noLinks) {
            // Shares without hard links: a move that refuses to replace, by the one writer this shoot has.
            Files.move(part, target);
            return false;
        }
    }

    /** Makes names that were given in a folder outlive a power cut. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException notOnWindows) {
            return;
        }
    }

    /** The same for a name deep in a folder, up to the name of that folder itself. */
    public static void syncFolder(Path folder, Path root) throws IOException {
        for (Path at = folder; at != null && at.startsWith(root); at = at.getParent()) {
            syncFolder(at);
        }
        syncFolder(parentOf(root));
    }

    @Override
    public String computeSha256(Shoot shoot, String name) throws IOException {
        Path file = prepareFolder(shoot).resolve(name);
        return Files.exists(file) ? Hashes.sha256Hex(Files.newInputStream(file)) : "";
    }

    @Override
    public void writeText(Shoot shoot, String name, byte[] text) throws IOException {
        runWrite(() -> {
            Path folder = prepareFolder(shoot);
            Path part = folder.resolve(".darkroom-" + name + ".part");
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(part, findTextFile(shoot, folder, name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            syncFolder(folder);
            return null;
        });
    }

    private static Path findTextFile(Shoot shoot, Path folder, String name) throws IOException {
        Set<String> takenNames = new HashSet<>();
        while (true) {
            String candidate = SafeName.makeUnique(name, takenNames);
            Path target = folder.resolve(candidate);
            if (!Files.exists(target)) {
                return target;
            }
            try (InputStream in = Files.newInputStream(target)) {
                if (new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).contains(shoot.id())) {
                    return target;
                }
            }
            takenNames.add(candidate.toLowerCase(Locale.ROOT));
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
    interface WriteAction<T> {
        T run() throws IOException;
    }

    static <T> T runWrite(WriteAction<T> action) throws IOException {
        try {
            return action.run();
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }
}
