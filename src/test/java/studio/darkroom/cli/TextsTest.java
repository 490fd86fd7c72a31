package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/**
 * The texts that a person reads, held against {@code src/test/resources/texts/}. No other test asserts wording. To accept new
 * texts, run this test with {@code -Dtexts.update=true} and read the diff.
 */
class TextsTest {

    private static final Path TEXTS = Path.of("src/test/resources/texts");
    /** What differs from run to run, with what stands for it in the files. */
    private static final List<String[]> VARIABLE = List.of(
            new String[] {"\\b[0-7][0-9A-HJKMNP-TV-Z]{25}\\b", "ID"},
            new String[] {"\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "UUID"},
            new String[] {"\\b[0-9a-f]{24}\\b", "PROJECT"},
            new String[] {"\\b(?!2026-06-01T12:00:00Z)\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z?", "TIME"},
            new String[] {"(127\\.0\\.0\\.1|localhost|Port)([: ])\\d+", "$1$2PORT"},
            new String[] {"(?m)^(ok|warn|FAIL) +(Java|disk of home|space of home) .*$", "$1  $2  ..."},
            new String[] {" {2,}", "  "}, new String[] {"(?m) +$", ""});

    @TempDir
    Path folder;

    private final StringBuilder texts = new StringBuilder();
    private final TestTerminal terminal = new TestTerminal(true, 400);
    private TestDarkroom studio;

    @BeforeEach
    void start() {
        studio = TestDarkroom.startStandalone(folder, keys -> { });
    }

    @AfterEach
    void stop() {
        studio.close();
    }

    @Test
    void help() throws IOException {
        run("--help");
        for (String command : Cli.buildCommandLine(Terminal.forProcess()).getSubcommands().keySet()) {
            run(command, "--help");
        }
        assertTexts("help");
    }

    @Test
    void shootsAndTheirTroubles() throws IOException {
        shoot("delivered");
        studio.runUntil("delivered", "done");
        studio.dropFile("ticket/darkroom.yaml", "profil: BRIGHT LISTING\n");
        shoot("ticket");
        studio.runUntil("ticket", "problem");
        studio.sim.faults().add(Fault.on("edit").dropBefore());
        shoot("lost");
        studio.runUntil("lost", "decision");
        shoot("refused");
        studio.sim.faults().add(Fault.on("edit").status(400));
        studio.runUntil("refused", "problem");
        studio.sim.faults().add(Fault.on("*").status(401).always());
        shoot("out");
        studio.runUntil("out", "outage");
        node("shoots");
        node("show", "ticket");
        node("show", "lost");
        node("show", "refused");
        node("show", "out");
        studio.sim.faults().clear();
        node("retry", "lost");
        node("retry", "delivered");
        node("retry", "nobody");
        node("decide", "ticket", "--accept");
        node("retry", "out");
        node("redeliver", "ticket");
        node("retouch", "ticket", "--prompt", "bluer");
        node("retouch", "delivered", "--preset", "gren_grass");
        node("reset", "delivered");
        node("cancel", "ticket");
        node("pause", "default");
        node("shoots", "--state", "active");
        node("resume", "default");
        node("charges");
        node("charges", "--since", "yesterday");
        node("shoots", "--state", "stuck");
        run("verify", studio.delivery.resolve("delivered").toString());
        run("verify", studio.inbox.toString());
        assertTexts("shoots");
    }

    @Test
    void setUpAndPlans() throws IOException {
        node("doctor");
        node("profiles");
        node("profiles", "nobody");
        Files.createDirectories(folder.resolve("elsewhere/smith"));
        Files.write(folder.resolve("elsewhere/smith/A_1.JPG"), TestPictures.jpeg(1));
        Files.writeString(folder.resolve("elsewhere/smith/notes.txt"), "x");
        node("plan", folder.resolve("elsewhere/smith").toString());
        Files.writeString(folder.resolve("elsewhere/smith/darkroom.yaml"), "edit:\n  straigthen: true\n");
        Files.write(folder.resolve("elsewhere/smith/A_2.JPG"), Arrays.copyOf(TestPictures.jpeg(2), 1000));
        node("plan", folder.resolve("elsewhere/smith").toString());
        node("plan", folder.resolve("nowhere").toString());
        Path config = studio.writeConfig();
        String settings = Files.readString(config);
        Files.writeString(config, settings.replaceAll("(?m)^darkroom.lane.default.delivery.*$",
                "darkroom.lane.default.delivery = folder:" + folder.resolve("not/there"))
                .replaceAll("(?m)^darkroom.vendor.imagen.key.*$", "darkroom.vendor.imagen.key = wrong-key-entirely"));
        run("doctor", "--config", config.toString());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(config, settings.replaceAll("(?m)^darkroom.http.port.*$", "darkroom.http.port = " + taken.getLocalPort())
                    .replaceAll("(?m)^darkroom.home.*$", "darkroom.home = " + folder.resolve("other")));
            run("run", "--config", config.toString());
        }
        Files.writeString(config, settings + "darkroom.workers = many\ndarkroom.nonsense = 1\n");
        run("run", "--config", config.toString());
        assertTexts("set-up");
    }

    @Test
    void errorsOfTheApi() throws IOException {
        shoot("smith");
        RawHttpClient client = new RawHttpClient(studio.apiAddress());
        for (String call : List.of("GET /api/nothing", "GET /api/shoots?state=stuck", "GET /api/shoots/nobody", "GET /api/charges?since=x",
                "GET /observe/health/other", "POST /api/shoots/smith/explode", "POST /api/shoots/smith/decide {", "POST /api/shoots/smith/decide []",
                "POST /api/shoots/smith/decide {}", "POST /api/shoots/smith/decide {\"answer\":\"accept\"}", "POST /api/shoots/smith/retry",
                "POST /api/shoots/smith/redeliver", "POST /api/shoots/smith/retouch {}", "POST /api/shoots/smith/retouch {\"photo\":\"*\"}",
                "POST /api/shoots/smith/retouch {\"photos\":1}", "POST /api/shoots/smith/retouch {\"photos\":\"*\"}",
                "POST /api/shoots/smith/reset {\"photos\":\"*\"}", "POST /api/lanes/third/pause", "POST /api/lanes/default/stop")) {
            String[] parts = call.split(" ", 3);
            texts.append("> ").append(call).append('\n').append(client.request(parts[0], parts[1],
                    parts[0].equals("POST") ? parts.length > 2 ? parts[2] : "" : null).parseJson().path("error").asText()).append("\n\n");
        }
        texts.append(client.get("/api/lanes", "Host: evil.example").parseJson().path("error").asText()).append("\n");
        texts.append(client.post("/api/lanes/default/pause", "", "Origin: https://evil.example").parseJson().path("error").asText()).append("\n");
        assertTexts("api-errors");
    }

    private void shoot(String name) {
        studio.dropFile(name + "/A_1.JPG", TestPictures.jpeg(name.hashCode() & 0xff));
        studio.awaitScanned("default", name + "/A_1.JPG");
    }

    private void node(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 4);
        System.arraycopy(new String[] {"--config", studio.writeConfig().toString(), "--node", studio.apiAddress().toString()}, 0,
                all, arguments.length, 4);
        run(all);
    }

    private void run(String... arguments) {
        int code = terminal.run(arguments);
        String line = String.join(" ", arguments).replaceAll(" --(config|node) \\S+", "");
        texts.append("$ darkroom ").append(line).append("\n").append(terminal.out()).append(terminal.err())
                .append(code == 0 ? "" : "[exit code " + code + "]\n").append('\n');
    }

    private void assertTexts(String name) throws IOException {
        String actual = texts.toString().replace("\r\n", "\n").replace(folder.toString(), "FOLDER");
        for (String[] variable : VARIABLE) {
            actual = Pattern.compile(variable[0]).matcher(actual).replaceAll(variable[1]);
        }
        Path file = TEXTS.resolve(name + ".txt");
        if (Boolean.getBoolean("texts.update")) {
            Files.createDirectories(TEXTS);
            Files.writeString(file, actual);
        }
        assertThat(file).exists();
        assertThat(actual).as("%s; accept with -Dtexts.update=true", file).isEqualTo(Files.readString(file));
    }
}
