package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Until;

/** The feature from a repository, in a Karaf with other Camels, another Quartz, and a DataSource of its own. */
@EnabledForJreRange(max = JRE.JAVA_17,
        disabledReason = "Karaf 4.4 needs the Security Manager, which Java newer than 17 refuses")
@EnabledIfSystemProperty(named = "karaf.long", matches = "true", disabledReason = "takes a while: mvn -Pkaraf verify")
class KarafNeighboursIT {

    private static final String VERSION = System.getProperty("project.version");
    private static final Path BUILT = Packages.RUNNER.getParent();

    @TempDir
    Path folder;

    @Test
    void theFeatureWorksBesideOthersOnTheirDatabase() throws Exception {
        try (Simulator sim = Simulator.start(SimOptions.defaults());
             Karaf karaf = new Karaf(folder).repository(repository());
             EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            karaf.start();
            Until.holds("the shell answers", Duration.ofSeconds(60), () -> told(karaf, "bundle:list").contains("START LEVEL"));
            for (Path neighbour : neighbours()) {
                told(karaf, "bundle:install -s 'wrap:" + neighbour.toUri() + "$overwrite=full&Bundle-SymbolicName="
                        + name(neighbour) + "&Import-Package=*;resolution:=optional'");
            }
            told(karaf, "bundle:install -s " + source(postgres.getJdbcUrl("postgres", "postgres")).toUri());
            assertThat(told(karaf, "bundle:list -s").lines().filter(line -> line.contains("Active")))
                    .anyMatch(line -> line.contains("camel-api-4.14.1")).anyMatch(line -> line.contains("camel-api-4.10.7"))
                    .anyMatch(line -> line.contains("quartz-2.3.2")).anyMatch(line -> line.contains("orders"));
            told(karaf, "feature:repo-add mvn:studio.darkroom/darkroom/" + VERSION + "/xml/features");
            told(karaf, "feature:install darkroom");
            Until.holds("the configuration is there", Duration.ofSeconds(60), karaf::configured);

            Dropped dropped = new Dropped(folder, karaf);
            Map<String, String> settings = dropped.settings(sim);
            settings.put("darkroom.ledger.datasource", "orders");
            settings.put("darkroom.http.port", "off");
            karaf.configure(settings);
            karaf.started(1);
            dropped.shoot("smith", 2);
            dropped.delivered("smith");
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                 Statement statement = connection.createStatement();
                 ResultSet shoots = statement.executeQuery("select name from shoot")) {
                assertThat(shoots.next()).isTrue();
                assertThat(shoots.getString(1)).isEqualTo("smith");
            }
            assertThat(folder.resolve("home/ledger.db")).doesNotExist();
            assertThat(told(karaf, "darkroom:shoots")).containsPattern("smith +default");
            assertThat(told(karaf, "package:exports")).as("nothing is exported").doesNotContain("studio.darkroom");
            told(karaf, "feature:uninstall darkroom");
            Until.holds("it has gone", Duration.ofSeconds(60), () -> quiet(karaf));
            assertThat(karaf.log()).contains("HTTP is off").doesNotContain("did not come to a clean end");
            assertThat(karaf.stop()).isIn(0, 143);
        }
    }

    private static String told(Karaf karaf, String line) {
        try {
            return karaf.shell(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replace(".jar", "");
    }

    private static boolean quiet(Karaf karaf) {
        try {
            return !karaf.threads().contains("darkroom");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> neighbours() throws IOException {
        try (Stream<Path> jars = Files.list(BUILT.resolve("neighbours"))) {
            return jars.filter(jar -> !jar.toString().contains("postgresql")).sorted().toList();
        }
    }

    /** What {@code mvn deploy} would lay into a repository. */
    private Path repository() throws IOException {
        Path repository = folder.resolve("repository");
        Path there = Files.createDirectories(repository.resolve("studio/darkroom/darkroom").resolve(VERSION));
        String name = "darkroom-" + VERSION;
        Files.copy(Packages.RUNNER, there.resolve(name + "-runner.jar"));
        Files.copy(BUILT.resolve("karaf/features.xml"), there.resolve(name + "-features.xml"));
        Files.copy(BUILT.resolve("karaf/darkroom.cfg"), there.resolve(name + ".cfg"));
        return repository;
    }

    /** A bundle that offers a DataSource. */
    private Path source(String url) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "orders");
        headers.putValue("Bundle-Name", "orders");
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Bundle-ClassPath", ".,postgresql.jar");
        headers.putValue("Bundle-Activator", HostSource.class.getName());
        headers.putValue("DynamicImport-Package", "*");
        headers.putValue("Source-Url", url);
        Path jar = folder.resolve("orders.jar");
        String activator = HostSource.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new JarEntry(activator));
            entries.write(HostSource.class.getResourceAsStream("/" + activator).readAllBytes());
            entries.putNextEntry(new JarEntry("postgresql.jar"));
            try (Stream<Path> jars = Files.list(BUILT.resolve("neighbours"))) {
                entries.write(Files.readAllBytes(jars.filter(one -> one.toString().contains("postgresql")).findFirst()
                        .orElseThrow()));
            }
        }
        return jar;
    }
}
