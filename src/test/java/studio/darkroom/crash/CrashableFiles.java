package studio.darkroom.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The disk operations of delivery and archive, with a crash point before and after each. Tracks unsynced data: bytes until
 * their file is forced, names until their folder is. A power cut loses all of it.
 */
public final class CrashableFiles {

    /** A created name and the action that removes it. */
    private record CreatedName(Path parent, Undo undo) {
    }

    @FunctionalInterface
    private interface Undo {
        void undo() throws IOException;
    }

    /** Longest write in one piece; longer writes are split in half, so that a kill can occur in the middle. */
    private static final int WHOLE_WRITE_BYTES = 1024;

    private record OpenedFile(Path path, Object key) {
    }

    private static final Map<FileChannel, OpenedFile> OPEN_FILES = new IdentityHashMap<>();
    private static final Set<Object> UNSYNCED_FILES = new HashSet<>();
    private static final List<CreatedName> UNSYNCED_NAMES = new ArrayList<>();
    private static Path root;

    private CrashableFiles() {
    }

    /** @param folder folder below which unsynced bytes are tracked */
    static synchronized void setRoot(Path folder) {
        root = folder;
    }

    static synchronized void clearState() {
        OPEN_FILES.clear();
        UNSYNCED_FILES.clear();
        UNSYNCED_NAMES.clear();
    }

    /** Simulates a power cut. */
    static synchronized void loseUnsynced() {
        try {
            List<Path> files;
            try (Stream<Path> all = Files.walk(root)) {
                files = all.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                if (UNSYNCED_FILES.contains(fileKey(file))) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(channel.size() / 2);
                    }
                }
            }
            for (int i = UNSYNCED_NAMES.size() - 1; i >= 0; i--) {
                UNSYNCED_NAMES.get(i).undo().undo();
            }
        } catch (IOException e) {
            CrashWorker.printLine("broken the power cut could not be simulated: " + e);
        }
    }

    private static Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static synchronized void recordName(Path name, Undo undo) {
        UNSYNCED_NAMES.add(new CreatedName(name.toAbsolutePath().getParent(), undo));
    }

    public static FileChannel open(Path path, OpenOption... options) throws IOException {
        boolean folder = Files.isDirectory(path);
        boolean fresh = !Files.exists(path);
        if (!folder) {
            CrashPoint.reach("before open");
        }
        FileChannel channel = FileChannel.open(path, options);
        synchronized (CrashableFiles.class) {
            OPEN_FILES.put(channel, new OpenedFile(path, fileKey(path)));
            if (!folder) {
                UNSYNCED_FILES.add(fileKey(path));
            }
        }
        if (fresh) {
            recordName(path, () -> Files.deleteIfExists(path));
        }
        if (!folder) {
            CrashPoint.reach("after open");
        }
        return channel;
    }

    public static int write(FileChannel channel, ByteBuffer bytes) throws IOException {
        CrashPoint.reach("before write");
        int end = bytes.limit();
        if (bytes.remaining() > WHOLE_WRITE_BYTES) {
            bytes.limit(bytes.position() + bytes.remaining() / 2);
        }
        int count = channel.write(bytes);
        bytes.limit(end);
        CrashPoint.reach("after write");
        return count;
    }

    public static void force(FileChannel channel, boolean all) throws IOException {
        OpenedFile opened;
        synchronized (CrashableFiles.class) {
            opened = OPEN_FILES.get(channel);
        }
        boolean folder = opened != null && Files.isDirectory(opened.path());
        CrashPoint.reach(folder ? "before sync of a folder" : "before sync");
        channel.force(all);
        synchronized (CrashableFiles.class) {
            if (folder) {
                UNSYNCED_NAMES.removeIf(name -> name.parent().equals(opened.path().toAbsolutePath()));
            } else if (opened != null) {
                UNSYNCED_FILES.remove(opened.key());
            }
        }
        CrashPoint.reach(folder ? "after sync of a folder" : "after sync");
    }

    public static Path createLink(Path link, Path existing) throws IOException {
        CrashPoint.reach("before link");
        Path made = Files.createLink(link, existing);
        recordName(link, () -> Files.deleteIfExists(link));
        CrashPoint.reach("after link");
        return made;
    }

    public static Path move(Path from, Path to, CopyOption... options) throws IOException {
        CrashPoint.reach("before rename");
        boolean fresh = !Files.exists(to);
        Path made = Files.move(from, to, options);
        if (fresh) {
            recordName(to, () -> Files.move(to, from));
        }
        CrashPoint.reach("after rename");
        return made;
    }

    public static Path copy(Path from, Path to, CopyOption... options) throws IOException {
        CrashPoint.reach("before copy");
        boolean fresh = !Files.exists(to);
        Path made = Files.copy(from, to, options);
        synchronized (CrashableFiles.class) {
            UNSYNCED_FILES.add(fileKey(to));
        }
        if (fresh) {
            recordName(to, () -> Files.deleteIfExists(to));
        }
        CrashPoint.reach("after copy");
        return made;
    }

    public static void delete(Path path) throws IOException {
        CrashPoint.reach("before delete");
        Files.delete(path);
        CrashPoint.reach("after delete");
    }

    public static boolean deleteIfExists(Path path) throws IOException {
        CrashPoint.reach("before delete");
        boolean was = Files.deleteIfExists(path);
        CrashPoint.reach("after delete");
        return was;
    }

    public static Path createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        CrashPoint.reach("before folder");
        Path made = Files.createDirectory(folder, attributes);
        recordName(folder, () -> deleteTree(folder));
        CrashPoint.reach("after folder");
        return made;
    }

    public static Path createDirectories(Path folder, FileAttribute<?>... attributes) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        createDirectories(folder.toAbsolutePath().getParent());
        return createDirectory(folder, attributes);
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            List<Path> all;
            try (Stream<Path> below = Files.walk(folder)) {
                all = below.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }
}
