package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.LaneRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** The commands in a host's shell, and JMX, about a node that listens nowhere. */
class EmbeddedShellTest {

    @TempDir
    static Path folder;
    private static TestDarkroom studio;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        studio = TestDarkroom.startStandalone(folder, keys -> keys.put("darkroom.http.port", "off"));
    }

    @AfterAll
    static void stop() {
        studio.close();
    }

    private int say(Optional<CamelContext> node, String... words) {
        out.reset();
        err.reset();
        return new EmbeddedShell(() -> Settings.load(studio.writeConfig()), () -> node, Optional.empty())
                .execute(new PrintStream(out), new PrintStream(err), words);
    }

    private int say(String... words) {
        return say(Optional.of(studio.context()), words);
    }

    private String said() {
        return out.toString(Charset.defaultCharset()) + err.toString(Charset.defaultCharset());
    }

    private static void held(String name) {
        studio.dropFile(name + "/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitScanned("default", name + "/A_1.JPG");
        studio.ledger().holdShoot(studio.findShoot(name),
                new Shoot.TroubleInfo("problem", "some-code", "Something is the matter.", "Mend it."));
    }

    @Test
    void theCommandsAskAndTellTheNodeWithoutAPort() {
        held("one & two");
        assertThat(say("shoots", "--state", "problem", "--lane", "default")).isZero();
        assertThat(said()).contains("one & two", "you: some-code");
        assertThat(say("show", "one & two")).isZero();
        assertThat(said()).contains("Something is the matter.", "one & two/A_1.JPG");
        assertThat(say("retry", "one & two")).isZero();
        assertThat(studio.findShoot("one & two").state()).isEqualTo("active");
        assertThat(say("pause", "default")).isZero();
        assertThat(new LaneRepository(studio.ledger()).isLanePaused("default")).isTrue();
        assertThat(say("resume", "default")).isZero();
        assertThat(say("cancel", "one & two")).isZero();
        assertThat(say("doctor")).isZero();
        assertThat(said().lines().takeWhile(line -> !line.isEmpty())).noneMatch(line -> line.startsWith("FAIL"))
                .anyMatch(line -> line.startsWith("ok    node")).anyMatch(line -> line.startsWith("ok    imagen"));
    }

    @Test
    void whatWasSpentIsToldWithoutAPort() {
        assertThat(say("charges")).isZero();
        assertThat(said().lines()).hasSize(1);
        studio.dropFile("paid for/A_1.JPG", TestPictures.jpeg(1));
        studio.awaitScanned("default", "paid for/A_1.JPG");
        Shoot shoot = studio.findShoot("paid for");
        studio.charges().recordOutcome(shoot, studio.charges().recordIntent(shoot, "edit", 1), Charge.ACCEPTED, null);
        assertThat(say("charges", "--since", "2001-01-01", "--lane", "default")).isZero();
        assertThat(said()).contains("paid for");
        assertThat(say("charges", "--lane", "elsewhere")).isZero();
        assertThat(said().lines()).hasSize(1);
        assertThat(say("charges", "--until", "2001-01-01")).isZero();
        assertThat(said().lines()).hasSize(1);
        assertThat(say("charges", "--since", "yesterday")).isOne();
    }

    @Test
    void whatCannotBeDoneIsSaidInOneSentence() {
        assertThat(say("shoots", "--state", "stuck")).isOne();
        assertThat(say("show", "nobody")).isOne();
        assertThat(said().lines()).hasSize(1);
        assertThat(say("pause", "elsewhere")).isOne();
        assertThat(say(Optional.empty(), "shoots")).isOne();
        assertThat(said().lines()).hasSize(1);
        assertThat(say("--config", studio.writeConfig().toString(), "shoots")).isOne();
        assertThat(said()).contains("darkroom.http.port");
    }

    @Test
    void theNodeIsSeenAndSteeredByJmx() throws Exception {
        held("by-jmx");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("studio.darkroom:type=Node,context=\"" + studio.context().getName() + "\"");
        assertThat(server.getAttribute(name, "Problems")).isEqualTo(1L);
        server.invoke(name, "retry", new Object[] {"by-jmx"}, new String[] {String.class.getName()});
        assertThat(server.getAttribute(name, "Problems")).isEqualTo(0L);
        server.invoke(name, "pause", new Object[] {"default"}, new String[] {String.class.getName()});
        assertThat((String[]) server.getAttribute(name, "PausedLanes")).containsExactly("default");
        server.invoke(name, "resume", new Object[] {"default"}, new String[] {String.class.getName()});
        assertThat((String[]) server.getAttribute(name, "PausedLanes")).isEmpty();
        studio.stop();
        assertThat(server.isRegistered(name)).isFalse();
        studio.start();
        assertThat(server.isRegistered(name)).isTrue();
    }
}
