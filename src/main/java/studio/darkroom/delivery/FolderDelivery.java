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

/** Writes results to a lane's delivery folder: part file, size check, sync, then rename, without replacing a file. */
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
     * Creates the folder of a shoot's delivery, if it does not exist.
     *
     * @throws Outage if the lane's delivery existed before and does not exist now
     */
    public Path prepareFolder(Shoot shoot) throws IOException {
        Path root = rootOfLane.apply(shoot.lane());
        if (!Files.isDirectory(root)) {
            createRoot(shoot.lane(), root);
        }
        lanes.recordDeliveryExists(shoot.lane());
        Path folder = root.resolve(SafeName.of(shoot.name()));
        Files.createDirectories(folder);
        // Also if it existed: the process that created it may have been killed before the sync.
        syncFolder(root);
        return folder;
    }

    /** Synchronized, because the first results of a lane arrive at the same time. */
    private synchronized void createRoot(String lane, Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        if (lanes.hasDelivered(lane) || !Files.isDirectory(parentOf(root))) {
            throw new Outage("delivery:" + lane, "delivery-gone", "The delivery folder " + root
                    + " of lane " + lane + " does not exist.",
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
                ReceivedPart part = receivePart(in, incoming.length(), partFile, true);
                Path target = runWrite(() -> result.replacesDelivered() ? ReplacedFile.replaceFile(partFile, result.name())
                        : moveToFreeName(partFile, result.name()));
                return new StoredResult(target.getFileName().toString(), part.size(), part.sha256());
            } finally {
                deletePart(partFile);
            }
        }
    }

    /** A remaining part file is deleted before the next attempt; the failure of this attempt is more important. */
    private static void deletePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException failure) {
            LOG.debug("Cannot delete {}: {}", part, failure.getMessage());
        }
    }

    /** A result that was received completely. */
    record ReceivedPart(long size, String sha256) {
    }

    /**
     * Receives a result into a part file.
     *
     * @param length as announced; -1 if it was not
     * @param sync whether the file must be on the disk afterwards
     * @throws Unwritable if the file cannot be written
     * @throws IOException if the bytes do not arrive completely
     */
    static ReceivedPart receivePart(InputStream in, long length, Path part, boolean sync) throws IOException {
        MessageDigest digest = Hashes.newSha256();
        long size = 0;
        byte[] buffer = new byte[BUFFER_SIZE];
        // A part that a crash left may be the delivered file itself, under its second name.
        runWrite(() -> Files.deleteIfExists(part));
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
            if (sync) {
                runWrite(() -> {
                    out.force(true);
                    return null;
                });
            }
        } finally {
            // Some shares report a full disk only when the file is closed.
            runWrite(() -> {
                out.close();
                return null;
            });
        }
        if (length >= 0 && size != length) {
            throw new IOException("it has " + size + " bytes instead of " + length);
        }
        return new ReceivedPart(size, Hashes.toHex(digest));
    }

    /** Renames a complete part file. A file with that name and the same bytes is this result, stored before a crash. */
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
            // A share without hard links: a move without replacement is enough, because the shoot has one writer.
            Files.move(part, target);
            return false;
        }
    }

    /** Makes the names in a folder survive a power failure. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException notOnWindows) {
            return;
        }
    }

    /** The same for a folder below a root, up to the name of the root itself. */
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

    /** The delivery folder cannot be written: the disk is full, the share is not mounted, a permission is missing. */
    public static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1L;

        Unwritable(IOException cause) {
            super(cause instanceof NoSuchFileException ? "the folder does not exist: " + cause.getMessage() : cause.getMessage(), cause);
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
