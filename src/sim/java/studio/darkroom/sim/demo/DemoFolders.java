package studio.darkroom.sim.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders {@code inbox/<lane>} and {@code delivery/<lane>}. */
record DemoFolders(Path folder) implements DemoPlaces {

    @Override
    public Map<String, String> lane(String lane) throws IOException {
        return Map.of("INBOX", "folder:" + Files.createDirectories(folder.resolve("inbox").resolve(lane)),
                "DELIVERY", "folder:" + Files.createDirectories(folder.resolve("delivery").resolve(lane)));
    }

    @Override
    public Map<String, String> all() {
        return Map.of();
    }

    @Override
    public String drop(Path shoot, String lane) throws IOException {
        Path to = Files.createDirectories(folder.resolve("inbox").resolve(lane).resolve(shoot.getFileName()));
        try (Stream<Path> files = Files.list(shoot)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to.toString();
    }

    @Override
    public Map<String, Integer> delivered() throws IOException {
        Map<String, Integer> folders = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("delivery"))) {
            files.filter(Files::isRegularFile).filter(file -> jpeg(file.toString()))
                    .forEach(file -> folders.merge(file.getParent().toString(), 1, Integer::sum));
        }
        return folders;
    }

    static boolean jpeg(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
    }
}
