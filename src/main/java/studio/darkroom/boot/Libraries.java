package studio.darkroom.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The jars inside a jar, laid out in a temporary folder of this process that nobody else can read. The folder goes when
 * the process ends; what a killed process left goes at the next start.
 */
final class Libraries {

    private static final String PREFIX = "darkroom-libraries-";
    private static final String LOCK = "in-use";

    private final Path jar;
    private final Path folder;
    /** Tells other starts that this process lives, and ends with it; never closed. */
    private final FileLock held;

    private Libraries(Path jar, Path folder, FileLock held) {
        this.jar = jar;
        this.folder = folder;
        this.held = held;
    }

    /** The libraries of {@code jar} as files, those of {@code boot-lib/} first. */
    static List<Path> of(Path jar) throws IOException {
        Path folder = Files.createTempDirectory(PREFIX);
        // deleted in the reverse order, after all shutdown hooks: what still ends there can still load classes
        folder.toFile().deleteOnExit();
        Path lock = Files.createFile(folder.resolve(LOCK));
        lock.toFile().deleteOnExit();
        FileLock held = FileChannel.open(lock, StandardOpenOption.WRITE).lock();
        Libraries libraries = new Libraries(jar, folder, held);
        List<Path> laid = libraries.lay();
        libraries.keep(laid);
        return laid;
    }

    private List<Path> lay() throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            file.stream().map(JarEntry::getName).filter(Libraries::isLibrary).forEach(names::add);
        }
        names.sort(null);
        int threads = 2;
        ExecutorService copying = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < threads; part++) {
                int first = part;
                parts.add(copying.submit(() -> copy(names, first, threads)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException cause ? cause.getCause() : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            copying.shutdown();
        }
        return names.stream().map(this::place).toList();
    }

    private static boolean isLibrary(String name) {
        return name.endsWith(".jar") && (name.startsWith("lib/") || name.startsWith("boot-lib/"));
    }

    /** Flat: the names are unique within a folder, and the folder's own name keeps the two apart. */
    private Path place(String name) {
        return folder.resolve(name.replace('/', '-'));
    }

    private void copy(List<String> names, int first, int step) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (int i = first; i < names.size(); i += step) {
                Path place = place(names.get(i));
                place.toFile().deleteOnExit();
                try (InputStream in = file.getInputStream(file.getEntry(names.get(i)))) {
                    Files.copy(in, place);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the background: clears up after others, and touches the files daily, since systems clear out what looks old. */
    private void keep(List<Path> laid) {
        var keeper = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "libraries");
            thread.setDaemon(true);
            return thread;
        });
        keeper.schedule(() -> clear(), 5, TimeUnit.SECONDS);
        keeper.scheduleAtFixedRate(() -> touch(laid), 1, 1, TimeUnit.DAYS);
    }

    private void touch(List<Path> laid) {
        FileTime now = FileTime.from(Instant.now());
        for (Path file : laid) {
            try {
                Files.setLastModifiedTime(file, now);
            } catch (IOException e) {
                return;
            }
        }
    }

    private void clear() {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder.getParent(), PREFIX + "*")) {
            for (Path other : others) {
                if (held.isValid() && !other.equals(folder) && isOurs(other)) {
                    clear(other);
                }
            }
        } catch (IOException e) {
            // another start clears it
        }
    }

    private boolean isOurs(Path other) throws IOException {
        return Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder));
    }

    private static void clear(Path left) throws IOException {
        Path lock = left.resolve(LOCK);
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock free = channel.tryLock();
             DirectoryStream<Path> files = Files.newDirectoryStream(left, "*.jar")) {
            if (free == null) {
                return;
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(lock);
            Files.delete(left);
        }
    }
}
