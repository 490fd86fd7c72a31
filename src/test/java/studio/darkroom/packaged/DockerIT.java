package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.config.SettingKeys;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestPictures;

/** Checks of the container without an engine: its files are correct, and its entry point works in such a folder. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the image is based on Linux")
class DockerIT {

    /** {@code bin/darkroom} passes it to Java; it is not a setting. */
    private static final String JAVA_OPTS = "DARKROOM_JAVA_OPTS";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    Path folder;

    private static JsonNode readCompose() throws IOException {
        return YAML.readTree(Path.of("docker/compose.yaml").toFile());
    }

    @Test
    void compose_schema_isValid() throws IOException {
        ObjectNode spec = (ObjectNode) YAML.readTree(Path.of("src/test/resources/compose/compose-spec.json").toFile());
        // no address, which the validator accepts
        spec.remove("$id");
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(spec);
        assertThat(schema.validate(readCompose())).isEmpty();
        JsonNode broken = YAML.readTree("services: { darkroom: { imagee: darkroom } }");
        assertThat(schema.validate(broken)).as("the schema detects errors").isNotEmpty();
    }

    @Test
    void compose_service_isReadOnlyAndLocal() throws IOException {
        JsonNode service = readCompose().at("/services/darkroom");
        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.path("cap_drop").get(0).asText()).isEqualTo("ALL");
        assertThat(service.path("user").asText()).doesNotStartWith("0").doesNotStartWith("root");
        assertThat(service.path("ports").get(0).asText()).startsWith("127.0.0.1:");
        assertThat(service.path("tmpfs").get(0).asText()).as("the SQLite driver loads its library from /tmp")
                .contains(",exec,");
        Set<String> mounted = new HashSet<>();
        service.path("volumes").forEach(volume -> mounted.add(volume.asText().split(":")[1]));
        assertThat(mounted).containsAll(Dockerfile.read().parseWords("VOLUME"));
        service.path("environment").fieldNames().forEachRemaining(name -> {
            if (!name.equals(JAVA_OPTS)) {
                assertKnownVariable(name);
            }
        });
    }

    @Test
    void compose_variables_matchReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md")).replaceFirst("(?s)^.*\n## In a container\n", "")
                .replaceFirst("(?s)\n## .*$", "");
        String compose = Files.readString(Path.of("docker/compose.yaml")).replaceAll("(?m)^ *#.*\n", "");
        Set<String> documented = findNames("\\b(DARKROOM_\\w+)", readme);
        assertThat(documented).contains(JAVA_OPTS);
        assertThat(findNames("\\$\\{(DARKROOM_\\w+)", compose)).as("variables that compose.yaml passes on")
                .containsAll(documented);
        List<String> lines = readme.lines().filter(line -> line.contains("> .env")).toList();
        assertThat(lines).as("only one line writes .env").hasSize(1);
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", lines.get(0).replace("openssl rand -hex 16", "echo abc"));
        assertThat(shell.directory(folder.toFile()).inheritIO().start().waitFor()).isZero();
        Properties written = new Properties();
        written.load(new StringReader(Files.readString(folder.resolve(".env"))));
        assertThat(findNames("\\$\\{(DARKROOM_\\w+):\\?", compose)).as("variables that compose.yaml requires")
                .isEqualTo(written.stringPropertyNames());
        assertThat(written).containsEntry("DARKROOM_UID", Files.getAttribute(folder, "unix:uid").toString())
                .containsEntry("DARKROOM_HTTP_TOKEN", "abc");
        assertThat(readCompose().at("/services/darkroom/user").asText())
                .matches("\\$\\{DARKROOM_UID\\b.*:\\$\\{DARKROOM_GID\\b.*");
    }

    private static Set<String> findNames(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    @Test
    void dockerfile_volumes_areWritableForAll() throws IOException {
        assertThat(Dockerfile.read().findInstructions("RUN").get(0)).contains("install -d -m 0777 ")
                .endsWith(String.join(" ", Dockerfile.read().parseWords("VOLUME")));
    }

    @Test
    void dockerfile_settings_areKnown() throws IOException {
        Dockerfile image = Dockerfile.read();
        assertThat(image.findInstruction("USER")).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(image.findInstruction("HEALTHCHECK")).endsWith("CMD [\"/opt/darkroom/bin/healthy\"]");
        image.readEnvironment().keySet().stream().filter(name -> name.startsWith("DARKROOM_"))
                .forEach(DockerIT::assertKnownVariable);
        assertThat(image.readEnvironment().values().stream().map(value -> value.replace("folder:", ""))
                .filter(value -> value.startsWith("/"))).containsExactlyInAnyOrderElementsOf(image.parseWords("VOLUME"));
        assertThat(image.findInstructions("COPY")).filteredOn(copy -> !copy.startsWith("--from"))
                .allSatisfy(copy -> assertThat(Path.of(copy.split(" ")[1])).exists());
    }

    private static void assertKnownVariable(String variable) {
        assertThat(SettingKeys.expandKeys(List.of("default"), SettingKeys.builtInVendors()).stream()
                .map(known -> SettingKeys.environmentName(known.key()))).contains(variable);
    }

    @Test
    void entryPoint_imageLayout_delivers() throws Exception {
        Dockerfile image = Dockerfile.read();
        Path root = Files.createDirectories(folder.resolve("root"));
        Path program = Files.createDirectories(root.resolve("opt/darkroom"));
        assertThat(new ProcessBuilder("tar", "-xzf", Artifacts.DISTRIBUTION.toString(), "--strip-components=1", "-C",
                program.toString()).inheritIO().start().waitFor()).isZero();
        Files.copy(Path.of("docker/healthy"), program.resolve("bin/healthy"), StandardCopyOption.COPY_ATTRIBUTES);
        Map<String, Long> before = files(root);
        for (String volume : image.parseWords("VOLUME")) {
            Files.createDirectories(root.resolve(volume.substring(1)));
        }
        String entry = root + image.parseWords("ENTRYPOINT").get(0);
        try (Simulator sim = Simulator.start(SimOptions.defaults());
             Program node = new Program(Files.createDirectories(root.resolve(image.findInstruction("WORKDIR")
                     .substring(1))), entry,
                     image.parseWords("CMD").get(0))) {
            image.readEnvironment().forEach((name, value) -> node.setVariable(name, name.equals("JAVA_TOOL_OPTIONS")
                    ? value.replace("=/tmp", "=" + node.temporary) : value.replaceFirst("^(folder:)?/", "$1" + root + "/")));
            Files.writeString(folder.resolve("ticket.yaml"), "profile: BRIGHT LISTING\n");
            node.setVariable("DARKROOM_LANE_DEFAULT_TICKET", folder.resolve("ticket.yaml").toString())
                    .setVariable("DARKROOM_VENDOR_IMAGEN_URL", sim.imagenUrl())
                            .setVariable("DARKROOM_VENDOR_IMAGEN_KEY", sim.key())
                    .setVariable("DARKROOM_VENDOR_IMAGEN_POLL_INITIAL_DELAY", "200ms")
                            .setVariable("DARKROOM_INBOX_SETTLE_TIME", "500ms")
                    .setVariable("DARKROOM_INBOX_SCAN_INTERVAL", "200ms").start().awaitReady();
            Await.untilTrue("the node is healthy", () -> runHealthCheck(program, node.port) == 0);
            Path shoot = Files.createDirectories(root.resolve("photos/inbox/smith"));
            Files.write(shoot.resolve("A.JPG"), TestPictures.jpeg(1));
            Await.untilTrue("the shoot is delivered", Duration.ofSeconds(60),
                    () -> Files.exists(root.resolve("photos/delivery/smith/receipt.json")));
            assertThat(node.stop()).isIn(0, 143);
            assertThat(runHealthCheck(program, node.port)).as("health of a stopped node").isNotZero();
        }
        assertThat(files(root)).as("files outside of volumes and /tmp").isEqualTo(before);
    }

    private static int runHealthCheck(Path program, int port) {
        try {
            ProcessBuilder check = new ProcessBuilder(program.resolve("bin/healthy").toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            check.environment().put("DARKROOM_HTTP_PORT", String.valueOf(port));
            Process process = check.start();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : 1;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static Map<String, Long> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return new TreeMap<>(files.filter(Files::isRegularFile)
                    .filter(file -> !root.relativize(file).toString().matches("(var|photos)" + File.separator + ".*"))
                    .collect(Collectors.toMap(Path::toString, file -> file.toFile().lastModified())));
        }
    }
}
