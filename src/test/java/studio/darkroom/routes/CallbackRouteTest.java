package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import studio.darkroom.ledger.CallbackRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.FreePort;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;
import studio.darkroom.vendor.CallbackUrls;

/** callback: a vendor's call makes the next look due now, and nothing else, whoever sends it. */
class CallbackRouteTest {

    private static final String TOKEN = "a-token-for-the-api-0";
    private static final String SAYS = "{\"project_uuid\":\"%s\",\"status\":\"Completed\",\"action\":\"edit\"}";

    @TempDir
    Path folder;

    private TestDarkroom studio;
    private RawHttpClient world;

    @BeforeEach
    void start() {
        int port = FreePort.findPort();
        studio = TestDarkroom.startStandalone(folder, keys -> {
            keys.put("darkroom.http.port", String.valueOf(port));
            keys.put("darkroom.http.token", TOKEN);
            keys.put("darkroom.callback.url", "http://127.0.0.1:" + port);
        });
        world = new RawHttpClient(studio.apiAddress());
    }

    @AfterEach
    void stop() {
        studio.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagen", "imagen-smart"})
    void theVendorsOwnCallMakesTheShootGoOnWithoutAnyWait(String vendor) {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("told", vendor);
        assertThat(Duration.between(studio.clock.instant(), shoot.dueAt())).as("the look that is left for lost calls")
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        Instant then = studio.clock.instant();
        complete();
        Await.untilTrue("the vendor's call", () -> studio.findShoot("told").dueAt().equals(then));
        Await.untilTrue("the trigger that follows the commit", () -> appointment(shoot).equals(Date.from(then)));
        studio.runDueShoots();
        assertThat(studio.findShoot("told").step()).isNotEqualTo(Step.AWAIT_EDIT);
        assertThat(studio.clock.instant()).isEqualTo(then);
        assertThat(studio.sim.sentCallbacks()).allSatisfy(sent -> assertThat(sent.status()).isEqualTo(204));
        studio.runUntil("told", Step.DONE);
        assertThat(studio.sim.billItems()).filteredOn(bill -> bill.action().contains("edit")).hasSize(1);
    }

    @Test
    void aVendorThatNeverCallsIsNotGivenAnAddressAndLookedAtAsEver() {
        studio.sim.switches().set("fotolabs-work-ms", "600000");
        Shoot shoot = waiting("listing", "fotolabs");
        assertThat(studio.sim.requests("fotolabs-process")).hasSize(1)
                .allSatisfy(request -> assertThat(request.body()).doesNotContain("callback"));
        assertThat(Duration.between(studio.clock.instant(), shoot.dueAt())).isLessThan(Duration.ofMinutes(1));
        studio.sim.clock().advance(Duration.ofHours(1));
        studio.runUntil("listing", Step.DONE);
    }

    @Test
    void nobodyIsGivenAnAddressWhereThereIsNone() {
        studio.stop();
        studio.setProperty("darkroom.callback.url", "");
        studio.start();
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("quiet", "imagen");
        assertThat(studio.sim.requests("edit")).singleElement()
                .satisfies(request -> assertThat(request.body()).doesNotContain("callback"));
        assertThat(Duration.between(studio.clock.instant(), shoot.dueAt())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aCallThatNeverComesOnlyDelays() {
        studio.sim.switches().set("callback", "none").set("edit-outcome", "stuck");
        waiting("lost", "imagen");
        Instant began = studio.clock.instant();
        complete();
        studio.sim.switches().set("edit-outcome", "completed");
        studio.runUntil("lost", Step.DONE);
        assertThat(studio.sim.sentCallbacks()).isEmpty();
        assertThat(Duration.between(began, studio.clock.instant())).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(12));
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void aCallBeforeTheEndIsNotBelievedAndFollowedByOrdinaryLooks() {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("early", "imagen");
        assertThat(ring(token(shoot), SAYS.formatted(shoot.remoteId())).status()).isEqualTo(204);
        studio.runDueShoots();
        Shoot after = studio.findShoot("early");
        assertThat(after.step()).isEqualTo(Step.AWAIT_EDIT);
        assertThat(after.state()).isEqualTo("active");
        assertThat(Duration.between(studio.clock.instant(), after.dueAt())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whatTheCallSaysIsNotBelievedEither() {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("forged", "imagen");
        for (String body : List.of("{\"status\":\"Failed\"}", SAYS.formatted("f".repeat(24)), "", "no json", "\u0000\r\n")) {
            studio.clock.set(studio.clock.instant().plus(CallbackRepository.MIN_POLL_INTERVAL));
            assertThat(ring(token(shoot), body).status()).isEqualTo(204);
            studio.runDueShoots();
            assertThat(studio.findShoot("forged").step()).isEqualTo(Step.AWAIT_EDIT);
            assertThat(studio.findShoot("forged").state()).isEqualTo("active");
        }
        assertThat(studio.sim.requests("edit")).hasSize(1);
    }

    @Test
    void whoDoesNotKnowTheTokenWakesNobody() {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("guessed", "imagen");
        String right = token(shoot);
        String other = right.endsWith("A") ? "B" : "A";
        for (String wrong : List.of(shoot.id(), shoot.id() + "-", right.substring(0, right.length() - 1) + other,
                right.toLowerCase(), right + "A", "x", "%00", "..%2f" + right,
                "01ARZ3NDEKTSV4RRFFQ69G5FAV" + right.substring(26),
                shoot.remoteId(), "a".repeat(3000))) {
            RawHttpClient.Response reply = ring(wrong, SAYS.formatted(shoot.remoteId()));
            assertThat(reply.status()).as(wrong).isEqualTo(204);
            assertThat(reply.body()).isEmpty();
        }
        assertThat(studio.findShoot("guessed").dueAt()).isEqualTo(shoot.dueAt());
        assertThat(ring(right, "").status()).isEqualTo(204);
        assertThat(studio.findShoot("guessed").dueAt()).isEqualTo(studio.clock.instant());
    }

    @Test
    void aFloodOfCallsBringsOneLookInFiveSeconds() {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("flood", "imagen");
        int before = studio.sim.requests("status").size();
        int told = events();
        Instant end = studio.clock.instant().plusSeconds(20);
        while (studio.clock.instant().isBefore(end)) {
            for (int call = 0; call < 10; call++) {
                ring(token(shoot), SAYS.formatted(shoot.remoteId()));
                studio.runDueShoots();
            }
            studio.clock.set(studio.clock.instant().plusSeconds(1));
        }
        assertThat(studio.sim.requests("status").size() - before).isBetween(3, 5);
        assertThat(events()).as("events").isEqualTo(told);
    }

    @Test
    void aCallDuringALookIsNotLost() {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("meanwhile", "imagen");
        studio.clock.set(shoot.dueAt());
        Shoot looked = studio.ledger().claimShoot(shoot.id()).orElseThrow();
        ring(token(shoot), SAYS.formatted(shoot.remoteId()));
        studio.ledger().again(looked, Duration.ofMinutes(5));
        assertThat(studio.findShoot("meanwhile").dueAt()).isEqualTo(studio.clock.instant());
        looked = studio.ledger().claimShoot(shoot.id()).orElseThrow();
        studio.ledger().again(looked, Duration.ofMinutes(5));
        assertThat(studio.findShoot("meanwhile").dueAt()).as("once only")
                .isEqualTo(studio.clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void aCallThatIsLateOrAboutAHeldShootChangesNothing() {
        Shoot shoot = waiting("late", "imagen");
        studio.runUntil("late", Step.DONE);
        unchangedBy("late", token(shoot));
        studio.sim.switches().set("edit-outcome", "failed");
        shoot = waiting("held", "imagen");
        studio.runUntil("held", "problem");
        unchangedBy("held", token(shoot));
        studio.dropShoot("new", 1);
        unchangedBy("new", token(studio.findShoot("new")));
    }

    private void unchangedBy(String name, String token) {
        Shoot before = studio.findShoot(name);
        int asked = studio.sim.requests().size();
        assertThat(ring(token, SAYS.formatted(before.remoteId())).status()).isEqualTo(204);
        studio.runDueShoots();
        if (before.step().equals(Step.GATHER)) {
            assertThat(studio.findShoot(name).dueAt()).isEqualTo(before.dueAt());
        } else {
            assertThat(studio.findShoot(name)).isEqualTo(before);
        }
        assertThat(studio.sim.requests()).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "none", "duplicate", "late", "early", "wrong-uuid"})
    void howeverTheVendorCallsAShootComesBackAndIsPaidOnce(String mode) {
        studio.sim.switches().set("callback", mode);
        waiting("shoot", "imagen");
        studio.runUntil("shoot", Step.DONE);
        studio.sim.clock().advance(Duration.ofHours(1));
        int calls = switch (mode) {
            case "none" -> 0;
            case "duplicate" -> 4;
            default -> 2;
        };
        Await.untilTrue("every call, edit and export", () -> studio.sim.sentCallbacks().size() == calls);
        assertThat(studio.sim.sentCallbacks()).allSatisfy(sent -> assertThat(sent.status()).isEqualTo(204));
        studio.runDueShoots();
        assertThat(studio.findShoot("shoot").step()).isEqualTo(Step.DONE);
        assertThat(studio.sim.billItems()).extracting(BillItem::action).containsExactly("edit", "export");
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("shoot"))).containsExactly("A_1.JPG", "receipt.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "edit: { export: true }\n"})
    void theEndOfAnExportIsCalledToo(String ticket) {
        studio.sim.switches().set("edit-outcome", "stuck").set("export-outcome", "stuck");
        Shoot shoot = waiting("export", "imagen", ticket);
        complete();
        Await.untilTrue("the call", () -> studio.findShoot("export").dueAt().equals(studio.clock.instant()));
        studio.clock.set(studio.clock.instant().plusSeconds(1));
        studio.runUntil("export", Step.AWAIT_EXPORT);
        studio.runDueShoots();
        Instant now = studio.clock.instant();
        assertThat(Duration.between(now, studio.findShoot("export").dueAt())).isGreaterThan(Duration.ofMinutes(4));
        studio.clock.set(now.plus(CallbackRepository.MIN_POLL_INTERVAL));
        complete();
        Await.untilTrue("the call", () -> studio.findShoot("export").dueAt().equals(studio.clock.instant()));
        studio.runUntil("export", Step.DONE);
        assertThat(studio.clock.instant()).isEqualTo(now.plus(CallbackRepository.MIN_POLL_INTERVAL));
        assertThat(studio.sim.requests("export")).hasSize(ticket.isEmpty() ? 1 : 0);
        assertThat(studio.sim.requests("edit")).singleElement().satisfies(edit ->
                assertThat(edit.body()).contains("/callback/" + shoot.id() + "-"));
    }

    @Test
    void callsAreTakenAfterARestart() {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("restart", "imagen");
        String token = token(shoot);
        studio.stop();
        studio.start();
        ring(token, "");
        assertThat(studio.findShoot("restart").dueAt()).isBefore(shoot.dueAt());
    }

    @Test
    void onlyThisPathIsOpenAndABodyOfAnyLengthIsAnswered() {
        assertThat(world.get("/api/shoots").status()).isEqualTo(401);
        assertThat(world.get("/observe/metrics").status()).isEqualTo(401);
        assertThat(world.get("/callback/x").status()).isEqualTo(405);
        assertThat(world.post("/callback/x/y", "").status()).isEqualTo(404);
        assertThat(world.post("/callback/", "").status()).isEqualTo(404);
        assertThat(ring("x", "y".repeat(3_000_000)).status()).isEqualTo(204);
        assertThat(world.post("/callback/x", "{}", "token: stolen", "Sec-Fetch-Site: cross-site").status()).isEqualTo(204);
        assertThat(world.get("/api/shoots", "Authorization: Bearer " + TOKEN).status()).isEqualTo(200);
    }

    @Test
    void theTokenIsShownToNobodyButTheVendor() {
        studio.sim.switches().set("edit-outcome", "stuck");
        Shoot shoot = waiting("secret", "imagen");
        String seal = token(shoot).substring(27);
        ring(token(shoot), "");
        studio.runDueShoots();
        for (String path : List.of("/api/shoots", "/api/shoots/secret", "/api/events", "/observe/metrics",
                "/observe/health")) {
            assertThat(world.get(path, "Authorization: Bearer " + TOKEN).body()).as(path).doesNotContain(seal);
        }
        assertThat(studio.sim.requests()).filteredOn(request -> request.body() != null && request.body().contains(seal))
                .extracting(LoggedRequest::call).containsExactly("edit");
        assertThat(studio.sim.requests()).noneMatch(request -> request.path().contains(seal));
    }

    private Shoot waiting(String name, String vendor) {
        return waiting(name, vendor, "");
    }

    private Shoot waiting(String name, String vendor, String ticket) {
        studio.dropFile(name + "/darkroom.yaml", ticket + "vendor: " + vendor + "\n"
                + (vendor.equals("imagen") ? "profile: BRIGHT LISTING\n" : ""));
        studio.dropFile(name + "/A_1.JPG", TestPictures.jpeg(name.hashCode() & 31));
        studio.awaitScanned("default", name + "/darkroom.yaml", name + "/A_1.JPG");
        studio.runUntil(name, Step.AWAIT_EDIT);
        studio.runDueShoots();
        return studio.findShoot(name);
    }

    private void complete() {
        studio.sim.projects().forEach(studio.sim::completeJob);
        studio.sim.smartProjects().forEach(studio.sim::completeJob);
    }

    private String token(Shoot shoot) {
        return studio.findBean("callbackUrls", CallbackUrls.class).createToken(shoot.id());
    }

    private int events() {
        return world.get("/api/shoots/flood", "Authorization: Bearer " + TOKEN).parseJson().path("events").size();
    }

    private RawHttpClient.Response ring(String token, String body) {
        return new RawHttpClient(studio.apiAddress()).post("/callback/" + token, body, "Content-Type: application/json");
    }

    private Date appointment(Shoot shoot) {
        try {
            return studio.context().getComponent("clock", QuartzComponent.class).getScheduler()
                    .getTrigger(TriggerKey.triggerKey(shoot.id(), "shoot")).getStartTime();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }
}
