package studio.darkroom.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the files of the project as text. */
final class RouteFileTexts {

    static final Path ROUTES = Path.of("routes");
    static final Path MAIN = Path.of("src/main/java");
    static final Path TESTS = Path.of("src/test/java");
    static final Path SIMULATOR = Path.of("src/sim/java");

    private RouteFileTexts() {
    }

    /** The route files by the names that Darkroom uses: {@code shoot-open}, {@code vendors/imagen}. */
    static List<String> listNames() {
        return listFiles(ROUTES, ".camel.yaml").stream().map(file -> ROUTES.relativize(file).toString().replace('\\', '/')
                .replace(".camel.yaml", "")).toList();
    }

    static Path file(String name) {
        return ROUTES.resolve(name + ".camel.yaml");
    }

    static JsonNode readYaml(String name) {
        try {
            return new YAMLMapper().readTree(readText(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> listFiles(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
