package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;

/** The feature from a repository, in a Karaf with a DataSource, beside other versions of Camel and Quartz. */
@EnabledForJreRange(max = JRE.JAVA_17,
        disabledReason = "Karaf 4.4 needs the Security Manager, which Java newer than 17 refuses")
@EnabledIfSystemProperty(named = "karaf.long", matches = "true", disabledReason = "takes minutes: mvn -Pkaraf verify")
class KarafNeighboursIT {

    private static final String VERSION = System.getProperty("project.version");
    private static final Path OTHERS = Path.of("src/test/resources");
    private static final Path BUILT = Artifacts.RUNNER.getParent();

    @TempDir
    Path folder;

    @Test
    void feature_besideNeighbours_delivers() throws Exception {
        List<Path> neighbours = List.of(buildCamelBundle("4.14.1"), buildCamelBundle("3.22.4"), buildQuartzBundle());
        try (Simulator sim = Simulator.start(SimOptions.defaults());
             Karaf karaf = new Karaf(folder).addRepository(buildRepository());
             EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            karaf.start();
            Await.untilTrue("the shell responds", Duration.ofSeconds(60), () -> runInShell(karaf, "bundle:list")
                    .contains("START LEVEL"));
            for (Path neighbour : neighbours) {
                runInShell(karaf, "bundle:install -s " + neighbour.toUri());
            }
            runInShell(karaf, "bundle:install -s " + buildDataSourceBundle(postgres.getJdbcUrl("postgres", "postgres"))
                    .toUri());
            assertThat(runInShell(karaf, "bundle:list -s").lines().filter(line -> line.contains("Active")))
                    .anyMatch(line -> line.contains("camel-4.14.1")).anyMatch(line -> line.contains("camel-3.22.4"))
                    .anyMatch(line -> line.contains("quartz-2.3.2")).anyMatch(line -> line.contains("orders"));
            assertThat(runInShell(karaf, "package:exports").lines()).as("exports of the neighbours")
                    .anyMatch(line -> line.contains("org.quartz ") && line.contains("2.3.2"))
                    .anyMatch(line -> line.contains("org.apache.camel ") && line.contains("3.22.4"));
            assertThat(listContextNames(karaf)).as("contexts of the neighbours").hasSize(2);
            assertTicking("alone");
            runInShell(karaf, "feature:repo-add mvn:studio.darkroom/darkroom/" + VERSION + "/xml/features");
            runInShell(karaf, "feature:install darkroom");
            Await.untilTrue("the configuration file exists", Duration.ofSeconds(60), karaf::isConfigured);

            KarafFolders dropped = new KarafFolders(folder, karaf);
            Map<String, String> settings = dropped.createSettings(sim);
            settings.put("darkroom.ledger.datasource", "orders");
            settings.put("darkroom.http.port", "off");
            karaf.configure(settings);
            karaf.awaitStarts(1);
            assertTicking("beside Darkroom");
            dropped.dropShoot("smith", 2);
            dropped.awaitDelivery("smith");
            assertTicking("after a shoot");
            assertThat(listContextNames(karaf)).as("contexts of the neighbours and of Darkroom").hasSize(3);
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                 Statement statement = connection.createStatement();
                 ResultSet shoots = statement.executeQuery("select name from shoot")) {
                assertThat(shoots.next()).isTrue();
                assertThat(shoots.getString(1)).isEqualTo("smith");
            }
            assertThat(folder.resolve("home/ledger.db")).doesNotExist();
            assertThat(runInShell(karaf, "darkroom:shoots")).containsPattern("smith +default");
            assertThat(runInShell(karaf, "package:exports")).as("exports of Darkroom").doesNotContain("studio.darkroom");
            runInShell(karaf, "feature:uninstall darkroom");
            Await.untilTrue("Darkroom is uninstalled", Duration.ofSeconds(60), () -> isStopped(karaf));
            assertTicking("after Darkroom is uninstalled");
            assertThat(listContextNames(karaf)).as("contexts of the neighbours").hasSize(2);
            assertThat(karaf.readLog()).contains("HTTP is off").doesNotContain("did not come to a clean end");
            assertThat(karaf.stop()).isIn(0, 143);
        }
    }

    private static String runInShell(Karaf karaf, String line) {
        try {
            return karaf.runInShell(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Camel contexts that JMX shows. */
    private static Set<String> listContextNames(Karaf karaf) throws IOException {
        return karaf.listMBeans("org.apache.camel").stream().filter(bean -> "context".equals(bean.getKeyProperty("type")))
                .map(bean -> bean.getKeyProperty("name")).collect(Collectors.toSet());
    }

    private static boolean isStopped(Karaf karaf) {
        try {
            return !karaf.listThreads().contains("darkroom");
        } catch (IOException e) {
            return false;
        }
    }

    private Path buildCamelBundle(String version) throws IOException, InterruptedException {
        String name = "camel-" + version;
        Path project = folder.resolve(name);
        MavenRunner.run(OTHERS.resolve("neighbour-camel"), project, "-Dcamel.version=" + version, "dependency:copy-dependencies");
        return new HostBundleBuilder(folder, name, CamelActivator.class).addHeader("Ticks", ticks(name).toString())
                .addHeader("Export-Package", "org.apache.camel;version=" + version + ",org.apache.camel.support;version="
                        + version)
                .writeBundle(libraries(project));
    }

    private Path buildQuartzBundle() throws IOException, InterruptedException {
        String name = "quartz-2.3.2";
        Path project = folder.resolve(name);
        MavenRunner.run(OTHERS.resolve("neighbour-quartz"), project, "dependency:copy-dependencies");
        return new HostBundleBuilder(folder, name, QuartzActivator.class).addHeader("Ticks", ticks(name).toString())
                .addHeader("Export-Package", "org.quartz;version=2.3.2,org.quartz.impl;version=2.3.2")
                .writeBundle(libraries(project));
    }

    private static List<Path> libraries(Path project) throws IOException {
        try (Stream<Path> jars = Files.list(project.resolve("lib"))) {
            return jars.sorted().toList();
        }
    }

    private Path ticks(String neighbour) {
        return folder.resolve(neighbour + ".ticks");
    }

    /** Checks that each of them still ticks. */
    private void assertTicking(String when) throws IOException {
        for (String neighbour : List.of("camel-4.14.1", "camel-3.22.4", "quartz-2.3.2")) {
            Path ticks = ticks(neighbour);
            long before = Files.exists(ticks) ? Files.size(ticks) : 0;
            Await.untilTrue(neighbour + " ticks " + when, () -> ticks.toFile().length() >= before + 10);
        }
    }

    /** Builds the repository that {@code mvn deploy} would publish. */
    private Path buildRepository() throws IOException {
        Path repository = folder.resolve("repository");
        Path there = Files.createDirectories(repository.resolve("studio/darkroom/darkroom").resolve(VERSION));
        String name = "darkroom-" + VERSION;
        Files.copy(Artifacts.RUNNER, there.resolve(name + "-runner.jar"));
        Files.copy(BUILT.resolve("karaf/features.xml"), there.resolve(name + "-features.xml"));
        Files.copy(BUILT.resolve("karaf/darkroom.cfg"), there.resolve(name + ".cfg"));
        return repository;
    }

    /** A bundle that offers a DataSource. */
    private Path buildDataSourceBundle(String url) throws IOException {
        return new HostBundleBuilder(folder, "orders", DataSourceActivator.class).addHeader("Source-Url", url).writeBundle(
                Stream.of(Files.readString(Artifacts.DEPENDENCIES).strip().split(File.pathSeparator)).map(Path::of)
                        .filter(library -> library.getFileName().toString().startsWith("postgresql-")).toList());
    }
}
