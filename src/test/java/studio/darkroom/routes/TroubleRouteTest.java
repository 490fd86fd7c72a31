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
import studio.darkroom.ledger.LostPlace;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Messenger;

/** trouble: the one place errors go. */
class TroubleRouteTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio(keys -> keys.put("darkroom.retry.most", "30m"));

    private final Studio studio = STUDIO.get();

    @Test
    void aKeyThatIsRefusedForADayFailsNoShootAndRaisesOneAlert() {
        studio.sim.switches().set("edit-outcome", "stuck");
        studio.shoot("key-waits", 1);
        studio.until("key-waits", Step.AWAIT_EDIT);
        studio.shoot("key-opens", 2);
        studio.shoot("key-opens-too", 1);
        studio.until("key-opens", Step.OPEN);
        studio.sim.switches().set("edit-outcome", "completed");
        int before = studio.alerts().size();
        int calls = studio.sim.requests().size();
        studio.sim.faults().add(Fault.on("api").status(401).always());
        studio.pass(Duration.ofHours(24));
        List<String> names = List.of("key-waits", "key-opens", "key-opens-too");
        assertThat(names).allSatisfy(name -> assertThat(studio.shoot(name)).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("outage");
            assertThat(shoot.trouble().code()).isEqualTo("key-refused");
            assertThat(shoot.trouble().fix()).contains("darkroom.vendor.imagen.key");
        }));
        assertThat(studio.sim.requests().size() - calls).as("one shoot tries at a time").isBetween(24, 130);
        studio.sim.faults().clear();
        studio.until("key-opens", Step.DONE);
        assertThat(studio.shoot("key-waits").state()).as("nobody could look for a day, so nobody is asked")
                .isEqualTo("active");
        studio.sim.complete(studio.sim.projects().get(2));
        names.forEach(name -> studio.until(name, Step.DONE));
        Until.holds("the alert", () -> studio.alerts().size() > before);
        assertThat(studio.alerts().size() - before).isEqualTo(1);
        assertThat(studio.alerts()).anyMatch(alert -> alert.contains("outage of vendor:imagen (key-refused)"))
                .noneMatch(alert -> alert.contains(studio.sim.key()));
        assertThat(studio.outages().standing()).isEmpty();
        assertThat(studio.sim.requests("edit")).hasSize(3);
    }

    @Test
    void aSingleFailureIsTriedAgainAndTheThirdInARowIsAnOutage() {
        studio.sim.faults().add(Fault.on("api").html(502).times(3));
        studio.shoot("shaky", 1);
        studio.until("shaky", Step.OPEN);
        studio.fire();
        assertThat(studio.shoot("shaky")).satisfies(shoot -> {
            assertThat(shoot.state()).isEqualTo("active");
            assertThat(shoot.tries()).isEqualTo(1);
        });
        assertThat(studio.diary.of(studio.shoot("shaky").id())).anyMatch(line -> line.startsWith("later vendor-down"));
        assertThat(studio.until("shaky", "outage").trouble().code()).isEqualTo("vendor-down");
        assertThat(studio.sim.requests("profiles")).hasSize(3);
        studio.until("shaky", Step.DONE);
    }

    @Test
    void whileAnOutageStandsTheOthersWaitInLineWithoutACall() {
        studio.sim.faults().add(Fault.on("api").retryAfter(600, 503).always());
        studio.shoot("first", 1);
        studio.until("first", "outage");
        int calls = studio.sim.requests().size();
        studio.shoot("second", 1);
        studio.until("second", "outage");
        assertThat(studio.sim.requests()).hasSize(calls);
        assertThat(studio.shoot("second").due()).isEqualTo(studio.shoot("first").due());
        studio.sim.faults().clear();
        studio.until("second", Step.DONE);
        studio.until("first", Step.DONE);
    }

    @Test
    void anApiThatCannotBeReachedIsAnOutageAndNotTheShootsFault() {
        studio.sim.faults().add(Fault.on("api").dropBefore().times(3));
        studio.shoot("unreachable", 1);
        Shoot shoot = studio.until("unreachable", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("vendor-unreachable");
        studio.until("unreachable", Step.DONE);
    }

    @Test
    void aNodeThatLostItsPlaceHoldsNothingAndChangesNothing() {
        studio.shoot("taken", 1);
        studio.until("taken", Step.UPLOAD);
        Shoot stale = studio.ledger().claim(studio.shoot("taken").id()).orElseThrow();
        Shoot mine = studio.ledger().claim(stale.id()).orElseThrow();
        int alerts = studio.alerts().size();
        Exchange done = send("direct:shoot-upload", stale);
        assertThat(Cause.of(LostPlace.class, done.getException())).isPresent();
        assertThat(studio.shoot("taken")).isEqualTo(mine);
        assertThat(studio.alerts()).hasSize(alerts);
        studio.until("taken", Step.DONE);
    }

    @Test
    void whatNobodyForesawIsHeldWithItsReason() {
        studio.shoot("unforeseen", 1);
        studio.until("unforeseen", Step.UPLOAD);
        Shoot shoot = studio.ledger().claim(studio.shoot("unforeseen").id()).orElseThrow();
        int before = studio.alerts().size();
        Exchange done = studio.context().createProducerTemplate().request("direct:shoot-upload", exchange ->
                exchange.setVariable("shoot", shoot));
        assertThat(done.getException()).isNull();
        Shoot held = studio.shoot("unforeseen");
        assertThat(held.state()).isEqualTo("problem");
        assertThat(held.trouble().code()).isEqualTo("internal");
        assertThat(held.trouble().text()).contains("upload", "NullPointerException");
        Until.holds("the alert", () -> studio.alerts().size() == before + 1);
        assertThat(studio.office().retry(held)).isEmpty();
        studio.until("unforeseen", Step.DONE);
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
        try (Studio alone = new Studio(folder, keys -> keys.put("darkroom.notify", "http://127.0.0.1:"
                + hook.getAddress().getPort() + "/hook"))) {
            alone.sim.faults().add(Fault.on("profiles").status(401).always());
            alone.shoot("waits", 1);
            alone.until("waits", "outage");
            Messenger messenger = alone.bean("messenger", Messenger.class);
            Until.holds("it was tried", () -> told.size() == 1);
            messenger.ring();
            alone.stop();
            alone.start();
            Until.holds("it is tried again, after a restart, too", () -> {
                alone.clock.advance(Duration.ofMinutes(2));
                alone.bean("messenger", Messenger.class).ring();
                return told.size() == 3;
            });
            alone.clock.advance(Duration.ofDays(1));
            alone.bean("messenger", Messenger.class).ring();
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
