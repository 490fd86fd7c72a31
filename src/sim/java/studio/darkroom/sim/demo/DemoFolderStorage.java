package studio.darkroom.sim.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders {@code inbox/<lane>} and {@code delivery/<lane>}. */
record DemoFolderStorage(Path folder) implements DemoStorage {

    @Override
    public Map<String, String> laneSettings(String lane) throws IOException {
        return Map.of("INBOX", "folder:" + Files.createDirectories(folder.resolve("inbox").resolve(lane)),
                "DELIVERY", "folder:" + Files.createDirectories(folder.resolve("delivery").resolve(lane)));
    }

    @Override
    public Map<String, String> sharedSettings() {
        return Map.of();
    }

    @Override
    public String dropShoot(Path shoot, String lane) throws IOException {
        Path to = Files.createDirectories(folder.resolve("inbox").resolve(lane).resolve(shoot.getFileName()));
        try (Stream<Path> files = Files.list(shoot)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to.toString();
    }

    @Override
    public Map<String, Integer> countDelivered() throws IOException {
        Map<String, Integer> folders = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("delivery"))) {
            files.filter(Files::isRegularFile).filter(file -> isJpeg(file.toString()))
                    .forEach(file -> folders.merge(file.getParent().toString(), 1, Integer::sum));
        }
        return folders;
    }

    static boolean isJpeg(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
    }
}
