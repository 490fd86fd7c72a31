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
 * What delivery and archive do to the disk, with a crash point on either side of it, and a memory of what was not synced:
 * bytes until their file is forced, names until their folder is. A power cut loses all of that.
 */
public final class FileEffects {

    /** A name that came to be, and how it is undone. */
    private record Name(Path parent, Undo undo) {
    }

    @FunctionalInterface
    private interface Undo {
        void now() throws IOException;
    }

    /** What is written in one piece; more comes in halves, so that there is a middle to be killed in. */
    private static final int LITTLE = 1024;

    private record Opened(Path path, Object key) {
    }

    private static final Map<FileChannel, Opened> OPEN = new IdentityHashMap<>();
    private static final Set<Object> UNSYNCED = new HashSet<>();
    private static final List<Name> NAMES = new ArrayList<>();
    private static Path root;

    private FileEffects() {
    }

    /** @param folder below which unsynced bytes are looked for */
    static synchronized void below(Path folder) {
        root = folder;
    }

    static synchronized void forget() {
        OPEN.clear();
        UNSYNCED.clear();
        NAMES.clear();
    }

    /** The power is cut. */
    static synchronized void lose() {
        try {
            List<Path> files;
            try (Stream<Path> all = Files.walk(root)) {
                files = all.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                if (UNSYNCED.contains(key(file))) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(channel.size() / 2);
                    }
                }
            }
            for (int i = NAMES.size() - 1; i >= 0; i--) {
                NAMES.get(i).undo().now();
            }
        } catch (IOException e) {
            CrashWorker.say("broken the power cut could not be played: " + e);
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static synchronized void named(Path name, Undo undo) {
        NAMES.add(new Name(name.toAbsolutePath().getParent(), undo));
    }

    public static FileChannel open(Path path, OpenOption... options) throws IOException {
        boolean folder = Files.isDirectory(path);
        boolean fresh = !Files.exists(path);
        if (!folder) {
            CrashPoint.at("before open");
        }
        FileChannel channel = FileChannel.open(path, options);
        synchronized (FileEffects.class) {
            OPEN.put(channel, new Opened(path, key(path)));
            if (!folder) {
                UNSYNCED.add(key(path));
            }
        }
        if (fresh) {
            named(path, () -> Files.deleteIfExists(path));
        }
        if (!folder) {
            CrashPoint.at("after open");
        }
        return channel;
    }

    public static int write(FileChannel channel, ByteBuffer bytes) throws IOException {
        CrashPoint.at("before write");
        int end = bytes.limit();
        if (bytes.remaining() > LITTLE) {
            bytes.limit(bytes.position() + bytes.remaining() / 2);
        }
        int count = channel.write(bytes);
        bytes.limit(end);
        CrashPoint.at("after write");
        return count;
    }

    public static void force(FileChannel channel, boolean all) throws IOException {
        Opened opened;
        synchronized (FileEffects.class) {
            opened = OPEN.get(channel);
        }
        boolean folder = opened != null && Files.isDirectory(opened.path());
        CrashPoint.at(folder ? "before sync of a folder" : "before sync");
        channel.force(all);
        synchronized (FileEffects.class) {
            if (folder) {
                NAMES.removeIf(name -> name.parent().equals(opened.path().toAbsolutePath()));
            } else if (opened != null) {
                UNSYNCED.remove(opened.key());
            }
        }
        CrashPoint.at(folder ? "after sync of a folder" : "after sync");
    }

    public static Path createLink(Path link, Path existing) throws IOException {
        CrashPoint.at("before link");
        Path made = Files.createLink(link, existing);
        named(link, () -> Files.deleteIfExists(link));
        CrashPoint.at("after link");
        return made;
    }

    public static Path move(Path from, Path to, CopyOption... options) throws IOException {
        CrashPoint.at("before rename");
        boolean fresh = !Files.exists(to);
        Path made = Files.move(from, to, options);
        if (fresh) {
            named(to, () -> Files.move(to, from));
        }
        CrashPoint.at("after rename");
        return made;
    }

    public static Path copy(Path from, Path to, CopyOption... options) throws IOException {
        CrashPoint.at("before copy");
        boolean fresh = !Files.exists(to);
        Path made = Files.copy(from, to, options);
        synchronized (FileEffects.class) {
            UNSYNCED.add(key(to));
        }
        if (fresh) {
            named(to, () -> Files.deleteIfExists(to));
        }
        CrashPoint.at("after copy");
        return made;
    }

    public static void delete(Path path) throws IOException {
        CrashPoint.at("before delete");
        Files.delete(path);
        CrashPoint.at("after delete");
    }

    public static boolean deleteIfExists(Path path) throws IOException {
        CrashPoint.at("before delete");
        boolean was = Files.deleteIfExists(path);
        CrashPoint.at("after delete");
        return was;
    }

    public static Path createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        CrashPoint.at("before folder");
        Path made = Files.createDirectory(folder, attributes);
        named(folder, () -> lost(folder));
        CrashPoint.at("after folder");
        return made;
    }

    public static Path createDirectories(Path folder, FileAttribute<?>... attributes) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        createDirectories(folder.toAbsolutePath().getParent());
        return createDirectory(folder, attributes);
    }

    private static void lost(Path folder) throws IOException {
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
