package studio.darkroom.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * The program of a {@link WorkerProcess}: the product with woven crash points, in jars. A process that stops without a kill
 * can write an archive of its classes (class data sharing), which shortens the start of later processes.
 */
final class WovenProgram {

    private final Path folder;
    private final String classPath;
    private final Path classArchive;

    /**
     * @param folder  folder for its jars
     * @param storage storage of the variants it serves, because other storage loads other classes
     * @param planted name of a {@link PlantedBug}, or empty
     */
    WovenProgram(Path folder, ShootVariant.StorageKind storage, String planted) {
        this.folder = folder;
        this.classArchive = folder.resolve("classes.jsa");
        try {
            Files.createDirectories(folder);
            CrashPointWeaver weaving = new CrashPointWeaver();
            if (storage == ShootVariant.StorageKind.PARTS) {
                weaving.useSmallParts();
            }
            if (!planted.isEmpty()) {
                PlantedBug.valueOf(planted).applyTo(weaving);
            }
            Path woven = folder.resolve("woven.jar");
            weaving.writeJar(woven);
            List<String> path = new ArrayList<>(List.of(woven.toString()));
            for (String place : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator)) {
                path.add(Files.isDirectory(Path.of(place)) ? createJar(Path.of(place), path.size()).toString() : place);
            }
            classPath = String.join(File.pathSeparator, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only classes in jars can be archived. */
    private Path createJar(Path classes, int number) throws IOException {
        Path jar = folder.resolve("classes-" + number + ".jar");
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    /** Whether the class archive exists. */
    boolean hasClassArchive() {
        return Files.exists(classArchive);
    }

    /** @param writesArchive whether to write the archive when the process stops without a kill */
    List<String> buildCommand(boolean writesArchive) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        if (writesArchive) {
            command.add("-XX:ArchiveClassesAtExit=" + classArchive);
        } else if (hasClassArchive()) {
            command.add("-XX:SharedArchiveFile=" + classArchive);
        }
        command.addAll(List.of("-cp", classPath, CrashWorker.class.getName()));
        return command;
    }
}
