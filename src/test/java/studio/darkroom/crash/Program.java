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
 * What a {@link Victim} runs: the product with crash points woven in, in jars. A process that ends by itself can leave an
 * archive of its classes (class data sharing), which spares those after it most of their start.
 */
final class Program {

    private final Path folder;
    private final String classPath;
    private final Path archive;

    /**
     * @param folder of its own, for its jars
     * @param ground of the lives that it serves: other classes are loaded for another
     * @param planted name of a {@link PlantedBug}, or empty
     */
    Program(Path folder, Life.Ground ground, String planted) {
        this.folder = folder;
        this.archive = folder.resolve("classes.jsa");
        try {
            Files.createDirectories(folder);
            Weaving weaving = new Weaving();
            if (ground == Life.Ground.PARTS) {
                weaving.inParts();
            }
            if (!planted.isEmpty()) {
                PlantedBug.valueOf(planted).into(weaving);
            }
            Path woven = folder.resolve("woven.jar");
            weaving.into(woven);
            List<String> path = new ArrayList<>(List.of(woven.toString()));
            for (String place : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator)) {
                path.add(Files.isDirectory(Path.of(place)) ? jar(Path.of(place), path.size()).toString() : place);
            }
            classPath = String.join(File.pathSeparator, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only classes out of jars can be archived. */
    private Path jar(Path classes, int number) throws IOException {
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

    /** Whether the classes are archived. */
    boolean archived() {
        return Files.exists(archive);
    }

    /** @param first whether it is to leave the archive, which it does when it ends by itself */
    List<String> command(boolean first) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        if (first) {
            command.add("-XX:ArchiveClassesAtExit=" + archive);
        } else if (archived()) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(List.of("-cp", classPath, CrashWorker.class.getName()));
        return command;
    }
}
