package studio.darkroom.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the host keeps things.
 *
 * @param baseFolder what relative paths in the settings are relative to
 * @param etcFolder  where configuration lies; none outside Karaf
 */
record HostFolders(Path baseFolder, Optional<Path> etcFolder) {

    private static final Logger LOG = LoggerFactory.getLogger(HostFolders.class);
    private static final String CONFIGURATION_FILE = "darkroom.cfg";

    /** @param property looks a property of the framework up; null for none */
    static HostFolders of(UnaryOperator<String> property) {
        Optional<Path> base = Optional.ofNullable(property.apply("karaf.base")).map(Path::of);
        Optional<Path> etc = Optional.ofNullable(property.apply("karaf.etc")).map(Path::of)
                .or(() -> base.map(folder -> folder.resolve("etc")));
        return new HostFolders(base.orElse(Path.of("")).toAbsolutePath(), etc.filter(Files::isDirectory));
    }

    /** The folder whose route files win over those inside the bundle. */
    Optional<Path> routesFolder() {
        return etcFolder.map(folder -> folder.resolve("darkroom").resolve("routes"));
    }

    /** The folder of the user's own vendors where the settings name none; only if it is there. */
    Optional<Path> vendorsFolder() {
        return etcFolder.map(folder -> folder.resolve("darkroom").resolve("vendors")).filter(Files::isDirectory);
    }

    /** Lays out {@code etc/darkroom.cfg} with every key commented out where it is not there: a bare jar brings none. */
    void writeDefaultConfiguration() {
        Optional<Path> file = etcFolder.map(folder -> folder.resolve(CONFIGURATION_FILE)).filter(path -> !Files.exists(path));
        try (InputStream in = HostFolders.class.getResourceAsStream(CONFIGURATION_FILE)) {
            if (file.isPresent() && in != null) {
                Files.copy(in, file.get());
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written ({}): create it by hand to change a setting", file.get(), e.toString());
        }
    }
}
