package studio.darkroom.launch;

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
 * Extracts the jars inside a jar to a temporary folder that only the user of this process can read. The folder is deleted
 * when the process ends, or at the next start after the process was killed.
 */
final class LibraryExtractor {

    private static final String FOLDER_PREFIX = "darkroom-libraries-";
    private static final String LOCK_FILE = "in-use";

    private final Path jar;
    private final Path folder;
    /** Shows other processes that this one is running; never closed, so it ends with the process. */
    private final FileLock fileLock;

    private LibraryExtractor(Path jar, Path folder, FileLock fileLock) {
        this.jar = jar;
        this.folder = folder;
        this.fileLock = fileLock;
    }

    /** Extracts the libraries; those of {@code boot-lib/} come first. */
    static List<Path> extract(Path jar) throws IOException {
        Path folder = Files.createTempDirectory(FOLDER_PREFIX);
        // deleted in reverse order after all shutdown hooks, which can therefore still load classes
        folder.toFile().deleteOnExit();
        Path lock = Files.createFile(folder.resolve(LOCK_FILE));
        lock.toFile().deleteOnExit();
        FileLock fileLock = FileChannel.open(lock, StandardOpenOption.WRITE).lock();
        LibraryExtractor extractor = new LibraryExtractor(jar, folder, fileLock);
        List<Path> extracted = extractor.copyLibraries();
        extractor.scheduleMaintenance(extracted);
        return extracted;
    }

    private List<Path> copyLibraries() throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            file.stream().map(JarEntry::getName).filter(LibraryExtractor::isLibrary).forEach(names::add);
        }
        names.sort(null);
        int threads = 2;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < threads; part++) {
                int first = part;
                parts.add(executor.submit(() -> copy(names, first, threads)));
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
            executor.shutdown();
        }
        return names.stream().map(this::targetPath).toList();
    }

    private static boolean isLibrary(String name) {
        return name.endsWith(".jar") && (name.startsWith("lib/") || name.startsWith("boot-lib/"));
    }

    /** One flat folder; the prefix keeps libraries of the same name apart. */
    private Path targetPath(String name) {
        return folder.resolve(name.replace('/', '-'));
    }

    private void copy(List<String> names, int first, int step) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (int i = first; i < names.size(); i += step) {
                Path target = targetPath(names.get(i));
                target.toFile().deleteOnExit();
                try (InputStream in = file.getInputStream(file.getEntry(names.get(i)))) {
                    Files.copy(in, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the background: deletes folders of killed processes, and updates the file times daily, because systems delete old temporary files. */
    private void scheduleMaintenance(List<Path> extracted) {
        var scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "libraries");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.schedule(() -> deleteStaleFolders(), 5, TimeUnit.SECONDS);
        scheduler.scheduleAtFixedRate(() -> refreshTimestamps(extracted), 1, 1, TimeUnit.DAYS);
    }

    private void refreshTimestamps(List<Path> extracted) {
        FileTime now = FileTime.from(Instant.now());
        for (Path file : extracted) {
            try {
                Files.setLastModifiedTime(file, now);
            } catch (IOException e) {
                return;
            }
        }
    }

    private void deleteStaleFolders() {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder.getParent(), FOLDER_PREFIX + "*")) {
            for (Path other : others) {
                if (fileLock.isValid() && !other.equals(folder) && isOwnedBySameUser(other)) {
                    deleteStaleFolder(other);
                }
            }
        } catch (IOException e) {
            // the next start deletes it
        }
    }

    private boolean isOwnedBySameUser(Path other) throws IOException {
        return Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder));
    }

    private static void deleteStaleFolder(Path staleFolder) throws IOException {
        Path lock = staleFolder.resolve(LOCK_FILE);
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock free = channel.tryLock();
             DirectoryStream<Path> files = Files.newDirectoryStream(staleFolder, "*.jar")) {
            if (free == null) {
                return;
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(lock);
            Files.delete(staleFolder);
        }
    }
}
