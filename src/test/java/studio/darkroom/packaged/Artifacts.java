package studio.darkroom.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The packages that the build made: paths from system properties, and contents of jars. */
final class Artifacts {

    static final Path THIN = path("thin.jar");
    static final Path RUNNER = path("runner.jar");
    static final Path SIMULATOR = path("sim.jar");
    static final Path DISTRIBUTION = path("dist.tar.gz");

    /** Class path of all compile and runtime dependencies, written by the build. */
    static final Path DEPENDENCIES = path("runtime.dependencies");

    /** Class path of the further dependencies of the Spring Boot example, written by the build. */
    static final Path SPRING_BOOT = path("spring.boot.dependencies");

    private Artifacts() {
    }

    private static Path path(String property) {
        String path = System.getProperty(property);
        if (path == null) {
            throw new AssertionError("The property " + property + " is not set. Run this test with mvn verify.");
        }
        return Path.of(path);
    }

    /** Files in a jar by name, each with its checksum; without folders. */
    static Map<String, Long> readChecksums(Path jar) {
        Map<String, Long> files = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> files.put(entry.getName(), entry.getCrc()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Whether an entry is stored without compression, so that extracting it is a copy. */
    static boolean isStored(Path jar, String name) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(name).getMethod() == ZipEntry.STORED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<Object, Object> readManifest(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Map<Object, Object> headers = new TreeMap<>();
            file.getManifest().getMainAttributes().forEach((name, value) -> headers.put(name.toString(), value));
            return headers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] readBytes(Path jar, String name) {
        try (JarFile file = new JarFile(jar.toFile()); InputStream in = file.getInputStream(file.getEntry(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
