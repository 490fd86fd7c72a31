package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Ledger.StaleClaim;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.runner.AlertOutbox;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.text.Causes;

/** trouble: the one place errors go. */
class TroubleRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> keys.put("darkroom.retry.max-delay", "30m"));

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aKeyThatIsRefusedForADayFailsNoShootAndRaisesOneAlert() {
        studio.sim.switches().set("edit-outcome", "stuck");
        studio.dropShoot("key-waits", 1);
        studio.runUntil("key-waits", Step.AWAIT_EDIT);
        studio.dropShoot("key-opens", 2);
        studio.dropShoot("key-opens-too", 1);
        studio.runUntil("key-opens", Step.OPEN);
        studio.sim.switches().set("edit-outcome", "completed");
        int before = studio.readAlerts().size();
        int calls = studio.sim.requests().size();
        studio.sim.faults().add(Fault.on("api").status(401).always());
        studio.passTime(Duration.ofHours(24));
        List<String> names = List.of("key-waits", "key-opens", "key-opens-too");
        assertThat(names).allSatisfy(name -> assertThat(studio.findShoot(name)).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("outage");
            assertThat(shoot.trouble().code()).isEqualTo("key-refused");
            assertThat(shoot.trouble().fix()).contains("darkroom.vendor.imagen.key");
        }));
        assertThat(studio.sim.requests().size() - calls).as("one shoot tries at a time").isBetween(24, 130);
        studio.sim.faults().clear();
        studio.runUntil("key-opens", Step.DONE);
        assertThat(studio.findShoot("key-waits").state()).as("nobody could look for a day, so nobody is asked")
                .isEqualTo("active");
        studio.sim.completeJob(studio.sim.projects().get(2));
        names.forEach(name -> studio.runUntil(name, Step.DONE));
        Await.untilTrue("the alert", () -> studio.readAlerts().size() > before);
        assertThat(studio.readAlerts().size() - before).isEqualTo(1);
        assertThat(studio.readAlerts()).anyMatch(alert -> alert.contains("outage of vendor:imagen (key-refused)"))
                .noneMatch(alert -> alert.contains(studio.sim.key()));
        assertThat(studio.outages().listActive()).isEmpty();
        assertThat(studio.sim.requests("edit")).hasSize(3);
    }

    @Test
    void aSingleFailureIsTriedAgainAndTheThirdInARowIsAnOutage() {
        studio.sim.faults().add(Fault.on("api").html(502).times(3));
        studio.dropShoot("shaky", 1);
        studio.runUntil("shaky", Step.OPEN);
        studio.runDueShoots();
        assertThat(studio.findShoot("shaky")).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("active");
            assertThat(shoot.tries()).isEqualTo(1);
        });
        assertThat(studio.events.findByShoot(studio.findShoot("shaky").id())).anyMatch(line -> line.startsWith("later vendor-down"));
        assertThat(studio.runUntil("shaky", "outage").trouble().code()).isEqualTo("vendor-down");
        assertThat(studio.sim.requests("profiles")).hasSize(3);
        studio.runUntil("shaky", Step.DONE);
    }

    @Test
    void whileAnOutageStandsTheOthersWaitInLineWithoutACall() {
        studio.sim.faults().add(Fault.on("api").retryAfter(600, 503).always());
        studio.dropShoot("first", 1);
        studio.runUntil("first", "outage");
        int calls = studio.sim.requests().size();
        studio.dropShoot("second", 1);
        studio.runUntil("second", "outage");
        assertThat(studio.sim.requests()).hasSize(calls);
        assertThat(studio.findShoot("second").dueAt()).isEqualTo(studio.findShoot("first").dueAt());
        studio.sim.faults().clear();
        studio.runUntil("second", Step.DONE);
        studio.runUntil("first", Step.DONE);
    }

    @Test
    void anApiThatCannotBeReachedIsAnOutageAndNotTheShootsFault() {
        studio.sim.faults().add(Fault.on("api").dropBefore().times(3));
        studio.dropShoot("unreachable", 1);
        Shoot shoot = studio.runUntil("unreachable", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("vendor-unreachable");
        studio.runUntil("unreachable", Step.DONE);
    }

    @Test
    void aNodeThatLostItsPlaceHoldsNothingAndChangesNothing() {
        studio.dropShoot("taken", 1);
        studio.runUntil("taken", Step.UPLOAD);
        Shoot stale = studio.ledger().claimShoot(studio.findShoot("taken").id()).orElseThrow();
        Shoot mine = studio.ledger().claimShoot(stale.id()).orElseThrow();
        int alerts = studio.readAlerts().size();
        Exchange done = send("direct:shoot-upload", stale);
        assertThat(Causes.findCause(StaleClaim.class, done.getException())).isPresent();
        assertThat(studio.findShoot("taken")).isEqualTo(mine);
        assertThat(studio.readAlerts()).hasSize(alerts);
        studio.runUntil("taken", Step.DONE);
    }

    @Test
    void whatNobodyForesawIsHeldWithItsReason() {
        studio.dropShoot("unforeseen", 1);
        studio.runUntil("unforeseen", Step.UPLOAD);
        Shoot shoot = studio.ledger().claimShoot(studio.findShoot("unforeseen").id()).orElseThrow();
        int before = studio.readAlerts().size();
        Exchange done = studio.context().createProducerTemplate().request("direct:shoot-upload", exchange ->
                exchange.setVariable("shoot", shoot));
        assertThat(done.getException()).isNull();
        Shoot held = studio.findShoot("unforeseen");
        assertThat(held.state()).isEqualTo("problem");
        assertThat(held.trouble().code()).isEqualTo("internal");
        assertThat(held.trouble().text()).contains("uploading", "IllegalArgumentException");
        Await.untilTrue("the alert", () -> studio.readAlerts().size() == before + 1);
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("unforeseen", Step.DONE);
    }

    @Test
    void anAlertThatDoesNotGetThroughIsSentAgain(@TempDir Path folder) throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(told.size() < 3 ? 500 : 204, -1);
            exchange.close();
        });
        hook.start();
        try (TestDarkroom alone = new TestDarkroom(folder, keys -> keys.put("darkroom.notify", "http://127.0.0.1:"
                + hook.getAddress().getPort() + "/hook"))) {
            alone.sim.faults().add(Fault.on("profiles").status(401).always());
            alone.dropShoot("waits", 1);
            alone.runUntil("waits", "outage");
            AlertOutbox outbox = alone.findBean("alertOutbox", AlertOutbox.class);
            Await.untilTrue("it was tried", () -> told.size() == 1);
            outbox.sendDueAlerts();
            alone.stop();
            alone.start();
            Await.untilTrue("it is tried again, after a restart, too", () -> {
                alone.clock.advance(Duration.ofMinutes(2));
                alone.findBean("alertOutbox", AlertOutbox.class).sendDueAlerts();
                return told.size() >= 3;
            });
            alone.clock.advance(Duration.ofDays(1));
            alone.findBean("alertOutbox", AlertOutbox.class).sendDueAlerts();
            assertThat(told).containsOnly(told.get(0)).first().asString().contains("outage of vendor:imagen (key-refused)");
        } finally {
            hook.stop(0);
        }
    }

    private Exchange send(String uri, Shoot shoot) {
        return studio.context().createProducerTemplate().request(uri, exchange -> {
            exchange.setVariable("shoot", shoot);
            exchange.setVariable("vendor", studio.context().getRegistry().lookupByName("imagen-facts"));
        });
    }
}
