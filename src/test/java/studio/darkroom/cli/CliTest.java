package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.FreePort;
import studio.darkroom.testing.LedgerWriter;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** The command line against a running node. */
class CliTest {

    private static final String TOKEN = "correct-horse-battery";

    @TempDir
    static Path folder;

    private static TestDarkroom studio;

    private final TestTerminal terminal = new TestTerminal(true);

    @BeforeAll
    static void start() {
        studio = TestDarkroom.startStandalone(folder, keys -> keys.put("darkroom.http.token", TOKEN));
    }

    @AfterAll
    static void stop() {
        studio.close();
    }

    @AfterEach
    void calm() {
        studio.assertAndReset();
    }

    @Test
    void theListShowsEachShootAndWhatItWaitsFor() {
        shoot("listed");
        studio.runUntil("listed", "done");
        shoot("stuck");
        held("stuck", "problem");
        assertThat(node("shoots")).isZero();
        assertThat(terminal.out().lines().findFirst().orElseThrow().split(" +")).containsExactly("NAME", "LANE", "VENDOR",
                "STAGE", "STATE", "UPLOADED", "DELIVERED", "WAITS", "FOR");
        assertThat(terminal.out()).containsPattern("(?m)^listed +default +imagen +done +done +\u2588{5} 100% +\u2588{5} 100%$")
                .containsPattern("(?m)^stuck +default +- +receiving +problem +\u2591{5} +0% +\u2591{5} +0% +you: some-code$");
        assertThat(node("shoots", "--state", "problem", "--lane", "default")).isZero();
        assertThat(terminal.out()).contains("stuck").doesNotContain("listed");
        assertThat(node("shoots", "--lane", "elsewhere")).isZero();
        assertThat(terminal.out().lines()).hasSize(1);
        assertThat(node("shoots", "--state", "stuck")).isOne();
        assertThat(terminal.err()).contains("\"stuck\"");
    }

    @Test
    void jsonIsWhatTheApiSays() throws IOException {
        shoot("plain");
        assertThat(node("shoots", "--state", "active", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(terminal.out()).findValuesAsText("name")).contains("plain");
        assertThat(node("show", "plain", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(terminal.out()).path("photos")).hasSize(1);
    }

    @Test
    void showTellsEverything() {
        shoot("shown");
        studio.runUntil("shown", "done");
        assertThat(node("show", "shown")).isZero();
        assertThat(terminal.out()).contains("shoot      shown", "lane       default", "state      done",
                "1 of 1 photos", "1 of 1 results", "profile: BRIGHT LISTING", "Photos (1)", "shown/A_1.JPG", "Results (1)",
                "Charges (", "accepted", "Events (", "photos complete");
        held("shown-2", "decision", "Something is the matter, and the sentence about it is so long that it has to go on in"
                + " the next line of the terminal.");
        assertThat(node("show", "shown-2")).isZero();
        assertThat(terminal.out()).contains("decision   some-code", "fix        Mend it.", "\n           ")
                .contains("Something is the matter");
        assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void aNameCannotSteerTheTerminal() {
        String name = "evil\u001b[2J\u202ename";
        shoot(name);
        assertThat(node("shoots", "--state", "active")).isZero();
        assertThat(terminal.out()).contains("evil?[2J?name").doesNotContain("\u001b", "\u202e");
        assertThat(node("show", name)).isZero();
        assertThat(terminal.out()).contains("evil?[2J?name").doesNotContain("\u001b", "\u202e");
        assertThat(node("show", name + "x")).isOne();
        assertThat(terminal.err()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void withoutUnicodeOnlyAsciiIsWritten() {
        shoot("ascii");
        studio.runUntil("ascii", "done");
        TestTerminal plain = new TestTerminal(false);
        assertThat(plain.run("shoots", "--config", studio.writeConfig().toString(), "--node", studio.apiAddress().toString()))
                .isZero();
        assertThat(plain.out()).contains("##### 100%").matches("(?s)\\p{ASCII}*");
    }

    @Test
    void aShootIsRetriedDecidedCancelledAndRedelivered() {
        shoot("words");
        held("words", "problem");
        assertThat(node("retry", "words")).isZero();
        assertThat(terminal.out()).startsWith("words is active");
        assertThat(studio.findShoot("words").state()).isEqualTo("active");
        assertThat(node("retry", "words")).isOne();
        assertThat(terminal.err().lines()).hasSize(1);
        held("words", "decision");
        assertThat(node("decide", "words", "--accept")).isZero();
        studio.runUntil("words", "done");
        assertThat(node("redeliver", "words")).isZero();
        assertThat(studio.findShoot("words").step()).isEqualTo(Step.DELIVER);
        assertThat(node("cancel", studio.findShoot("words").id())).isZero();
        assertThat(studio.findShoot("words").state()).isEqualTo("cancelled");
        assertThat(node("cancel", "nobody")).isOne();
        assertThat(terminal.err().lines()).singleElement().asString().contains("\"nobody\"");
    }

    @Test
    void resultsOfAFinishedShootAreRetouchedShownAndReset() throws IOException {
        studio.sim.switches().set("late-copilot", "allow");
        shoot("touched");
        assertThat(node("retouch", "touched", "--prompt", "make it dark")).isOne();
        assertThat(terminal.err()).contains("touched", "receiving").doesNotContain("gather");
        studio.runUntil("touched", "done");
        Path file = studio.delivery.resolve("touched/A_1.JPG");
        byte[] edited = Files.readAllBytes(file);
        assertThat(node("retouch", "touched", "--photos", "B*", "--prompt", "x")).isOne();
        assertThat(terminal.err()).contains("\"B*\"");
        assertThat(node("retouch", "touched", "--preset", "gren_grass")).isOne();
        assertThat(terminal.err()).contains("\"green_grass\"");
        assertThat(node("retouch", "touched", "--prompt", "x".repeat(256))).isOne();
        assertThat(terminal.err()).contains("255");
        assertThat(node("reset", "touched")).isOne();
        assertThat(terminal.err()).contains("retouched");
        assertThat(node("retouch", "touched", "--photos", "a_1.*", "--prompt", "make it dark")).isZero();
        assertThat(studio.findShoot("touched").step()).isEqualTo(Step.RETOUCH);
        studio.runUntil("touched", "done");
        assertThat(Files.readAllBytes(studio.delivery.resolve("touched/A_1.before-1.JPG"))).isEqualTo(edited);
        byte[] dark = Files.readAllBytes(file);
        assertThat(dark).isNotEqualTo(edited);
        assertThat(node("show", "touched")).isZero();
        assertThat(terminal.out()).contains("Retouches (1)")
                .containsPattern("A_1.JPG +1 +prompt: make it dark +made +\\d+ +-");
        assertThat(node("reset", "touched", "--photos", "*")).isZero();
        studio.runUntil("touched", "done");
        assertThat(Files.readAllBytes(file)).isEqualTo(edited);
        assertThat(Files.readAllBytes(studio.delivery.resolve("touched/A_1.before-2.JPG"))).isEqualTo(dark);
        assertThat(node("show", "touched", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(terminal.out()).at("/results/0/versions").findValuesAsText("what"))
                .containsExactly("prompt", "reset");
        assertThat(node("reset", "touched")).isOne();
    }

    @Test
    void chargesAreListedWithWhatCameOfThem() throws IOException {
        shoot("paid");
        studio.runUntil("paid", "done");
        assertThat(node("charges")).isZero();
        assertThat(terminal.out()).containsPattern("(?m)^NAME +LANE +VENDOR +EDITS +PHOTOS +RETOUCHES +DELIVERED +IS$")
                .containsPattern("(?m)^paid +default +imagen +1 +1 +0 +1 of 1 +settled$")
                .containsPattern("(?m)^Edits: \\d+, photos: \\d+, retouches: \\d+, photos delivered: \\d+");
        assertThat(node("charges", "--lane", "default", "--since", "2026-01-01", "--until", "2027-01-01", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(terminal.out()).path("agrees").asBoolean()).isTrue();
        assertThat(node("charges", "--lane", "elsewhere")).isZero();
        assertThat(terminal.out().lines()).hasSize(1);
        assertThat(node("charges", "--since", "last week")).isOne();
        assertThat(terminal.err()).contains("2026-06-01");
        LedgerWriter ledger = new LedgerWriter(folder.resolve("home"));
        String again = "'twice', shoot, 'twice', what, outcome, units, detail, at, seq + 10";
        ledger.executeUpdate("insert into charge select " + again + " from charge where outcome = 'accepted' and what = 'edit'"
                + " and shoot = '" + studio.findShoot("paid").id() + "'");
        assertThat(node("charges")).isOne();
        assertThat(terminal.out()).containsPattern("(?m)^paid .* twice$");
        ledger.executeUpdate("delete from charge where id = 'twice'");
    }

    @Test
    void allProblemsAreRetriedAtOnce() {
        shoot("first");
        shoot("second");
        held("first", "problem");
        held("second", "problem");
        assertThat(node("retry", "--all")).isZero();
        assertThat(terminal.out().lines()).hasSize(2);
        assertThat(node("retry", "--all")).isZero();
        assertThat(terminal.out().lines()).hasSize(1);
    }

    @Test
    void aLaneIsPausedAndResumed() {
        assertThat(node("pause", "default")).isZero();
        assertThat(new LaneRepository(studio.ledger()).isLanePaused("default")).isTrue();
        assertThat(node("resume", "default")).isZero();
        assertThat(new LaneRepository(studio.ledger()).isLanePaused("default")).isFalse();
        assertThat(node("pause", "nowhere")).isOne();
        assertThat(terminal.err()).contains("\"nowhere\"");
    }

    @Test
    void theNodeOfTheSettingsIsFoundWithItsToken() throws IOException {
        Path config = config("darkroom.http.port = " + studio.apiAddress().getPort(), "darkroom.http.token = " + TOKEN,
                "darkroom.lane.default.ticket = gone.yaml");
        assertThat(terminal.run("--config", config.toString(), "shoots")).as(terminal.err()).isZero();
        assertThat(terminal.run("shoots", "--config",
                config("darkroom.http.port = " + studio.apiAddress().getPort()).toString())).isOne();
        assertThat(terminal.err()).contains("Authorization: Bearer").doesNotContain(TOKEN);
    }

    @Test
    void withoutANodeASentenceSaysSo() throws IOException {
        int port = FreePort.findPort();
        assertThat(terminal.run("shoots", "--config", config("darkroom.http.port = " + port).toString())).isOne();
        assertThat(terminal.err().lines()).singleElement().asString().contains("http://127.0.0.1:" + port);
        assertThat(terminal.run("shoots", "--config", config("darkroom.http.port = 0").toString())).isOne();
        assertThat(terminal.err()).contains("--node");
        assertThat(terminal.run("shoots", "--config", studio.writeConfig().toString(), "--node", studio.sim.storeUrl())).isOne();
        assertThat(terminal.err()).contains(studio.sim.storeUrl());
    }

    @Test
    void faultsOfTheSettingsAreToldAllAtOnce() throws IOException {
        Path config = config("darkroom.shoot.concurrency = many", "darkroom.transfer.concurrency = 0", "darkroom.nonsense = 1");
        for (String command : new String[] {"run", "doctor", "profiles"}) {
            assertThat(terminal.run(command, "--config", config.toString())).as(command).isEqualTo(2);
            assertThat(terminal.err().lines()).anyMatch(line -> line.contains("darkroom.shoot.concurrency"))
                    .anyMatch(line -> line.contains("darkroom.transfer.concurrency")).anyMatch(line -> line.contains("darkroom.nonsense"))
                    .noneMatch(line -> line.startsWith("\tat"));
        }
        assertThat(terminal.run("run", "--config", folder.resolve("none.properties").toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("none.properties");
    }

    @Test
    void wrongUsageIsToldWithTheRightOne() {
        assertThat(terminal.run("decide", "smith")).isEqualTo(2);
        assertThat(terminal.err()).contains("--resend | --accept | --cancel");
        assertThat(terminal.run("decide", "smith", "--accept", "--cancel")).isEqualTo(2);
        assertThat(terminal.run("retry")).isEqualTo(2);
        assertThat(terminal.run("shots")).isEqualTo(2);
        assertThat(terminal.err()).contains("shoots");
        assertThat(terminal.run("--version")).isZero();
        assertThat(terminal.out()).startsWith("darkroom ");
        assertThat(terminal.run("--help")).isZero();
        assertThat(terminal.out()).contains("doctor", "redeliver", "Exit codes:");
    }

    @Test
    void aNodeThatCannotStartSaysWhyInOneSentence() throws IOException, SQLException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused("Port " + taken.getLocalPort() + " of 127.0.0.1",
                    runnable("darkroom.http.port = " + taken.getLocalPort()));
        }
        Path file = Files.writeString(folder.resolve("a-file"), "x");
        assertRefused("darkroom.home = " + file.resolve("home"),
                runnable("darkroom.http.port = 0", "darkroom.home = " + file.resolve("home")));
        Path home = Files.createDirectories(folder.resolve("locked"));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("ledger.db"));
                Statement statement = other.createStatement()) {
            statement.execute("begin exclusive");
            assertRefused(home.resolve("ledger.db").toString(),
                    runnable("darkroom.http.port = 0", "darkroom.home = " + home));
        }
        assertRefused("darkroom.http.host = no-such-host.invalid", runnable("darkroom.http.port = 0",
                "darkroom.http.host = no-such-host.invalid", "darkroom.http.token = " + TOKEN));
    }

    @Test
    void theProfilesOfTheAccountAreListed() {
        assertThat(terminal.run("profiles", "--config", studio.writeConfig().toString())).isZero();
        assertThat(terminal.out()).startsWith("imagen").containsPattern("KEY +NAME +TYPE +FOR")
                .containsPattern("5701 +BRIGHT LISTING +Personal +JPG").doesNotContain(studio.sim.key());
        assertThat(terminal.run("profiles", "nobody", "--config", studio.writeConfig().toString())).isOne();
        assertThat(terminal.err()).contains("\"nobody\"", "imagen,");
    }

    private void assertRefused(String words, Path config) {
        assertThat(terminal.run("run", "--config", config.toString())).isOne();
        assertThat(terminal.err().lines()).hasSize(1).first().asString().contains(words);
    }

    private static Path runnable(String... lines) throws IOException {
        String[] all = java.util.Arrays.copyOf(lines, lines.length + 2);
        all[lines.length] = "darkroom.vendor.imagen.key = k";
        all[lines.length + 1] = "darkroom.lane.default.inbox = folder:" + studio.inbox;
        return config(all);
    }

    private static Path config(String... lines) throws IOException {
        return Files.write(Files.createTempFile(folder, "cli", ".properties"), java.util.List.of(lines));
    }

    private int node(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = studio.writeConfig().toString();
        all[arguments.length + 2] = "--node";
        all[arguments.length + 3] = studio.apiAddress().toString();
        return terminal.run(all);
    }

    private static void shoot(String name) {
        studio.dropFile(name + "/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitScanned("default", name + "/A_1.JPG");
    }

    private static void held(String name, String kind) {
        held(name, kind, "Something is the matter.");
    }

    private static void held(String name, String kind, String text) {
        if (studio.findShoots().stream().noneMatch(shoot -> shoot.name().equals(name))) {
            shoot(name);
        }
        studio.ledger().holdShoot(studio.findShoot(name), new Shoot.TroubleInfo(kind, "some-code", text, "Mend it."));
    }
}
