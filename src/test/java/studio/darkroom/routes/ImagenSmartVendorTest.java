package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** imagen-smart: Smart Editing through the same steps, one project and one bill per shoot whatever becomes of the answers. */
class ImagenSmartVendorTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> {
        keys.put("darkroom.lane.default.vendor", "imagen-smart");
        keys.remove("darkroom.lane.default.ticket");
    });

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void jpegsComeBackWithoutProfileAndExport() {
        studio.dropFile("plain/darkroom.yaml", "edit:\n  perspective_correction: true\n");
        studio.awaitScanned("default", "plain/darkroom.yaml");
        studio.dropShoot("plain", 5);
        studio.runUntil("plain", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("plain"))).containsExactly("A_1.JPEG", "A_2.JPEG", "A_3.JPEG",
                "A_4.JPEG", "A_5.JPEG", "receipt.json");
        assertThat(studio.sim.requests().stream().filter(call -> !call.isStore()).map(LoggedRequest::call).distinct())
                .containsExactly("i2i-name", "i2i-create", "i2i-links", "i2i-project", "i2i-edit", "i2i-results");
        assertThat(calls("i2i-edit")).singleElement().satisfies(edit -> {
            assertThat(edit.body()).isEqualTo("{\"perspective_correction\":true}");
            assertThat(edit.header("Content-Type")).isEqualTo("application/json");
        });
        assertThat(calls("i2i-links")).singleElement()
                .satisfies(links -> assertThat(links.body()).contains("\"client_type\":\"API\""));
        assertThat(calls("i2i-project")).allSatisfy(look ->
                assertThat(look.query()).containsEntry("get_thumbnail", "false"));
        assertThat(studio.sim.billItems()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(5));
        assertThat(studio.events.findByShoot(studio.findShoot("plain").id())).noneMatch(line -> line.startsWith("warning"));
    }

    @Test
    void anEditWithoutOptionsIsAnEmptyObjectAndFewPhotosAreWarnedOfOnce() {
        studio.dropShoot("few", 2);
        studio.runUntil("few", Step.OPEN);
        studio.sim.faults().add(Fault.on("i2i-create").status(500));
        studio.runUntil("few", Step.DONE);
        assertThat(calls("i2i-edit")).singleElement().satisfies(edit -> assertThat(edit.body()).isEqualTo("{}"));
        assertThat(studio.events.findByShoot(studio.findShoot("few").id()).stream().filter(line -> line.startsWith("warning")))
                .singleElement().satisfies(line -> assertThat(line).contains("2 photos", "at least 5"));
    }

    @Test
    void mergedPhotosAreNotedToBeBelowFullSize() {
        studio.dropFile("merged/darkroom.yaml", "edit:\n  hdr_merge: true\n");
        studio.awaitScanned("default", "merged/darkroom.yaml");
        studio.dropShoot("merged", 6);
        studio.runUntil("merged", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("merged"))).hasSize(3);
        assertThat(studio.events.findByShoot(studio.findShoot("merged").id()))
                .anyMatch(line -> line.startsWith("note hdr_merge") && line.contains("below full size"));
    }

    @Test
    void editsCannotBeDeliveredAndAreRefusedBeforeAnythingIsAsked() {
        studio.dropFile("edits/darkroom.yaml", "deliver: [jpeg, edits]\n");
        studio.awaitScanned("default", "edits/darkroom.yaml");
        studio.dropShoot("edits", 1);
        Shoot shoot = studio.runUntil("edits", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("ticket-wrong");
        assertThat(shoot.trouble().text()).contains("imagen-smart", "deliver", "edits");
        assertThat(studio.sim.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"is_valid,data", "valid,bare", "boolean,data", "boolean,bare", "empty,data"})
    void aProjectWhoseMakingWasNeverAnsweredIsFoundAgainByItsName(String shape, String envelope) {
        studio.sim.switches().set("i2i-name-shape", shape).set("envelope", envelope);
        studio.sim.faults().add(Fault.on("i2i-create").dropAfter());
        String name = "lost-" + shape + "-" + envelope;
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.DONE);
        assertThat(calls("i2i-create")).hasSize(1);
        assertThat(studio.sim.smartProjects()).singleElement()
                .satisfies(project -> assertThat(project.uuid()).isEqualTo(studio.findShoot(name).remoteId()));
    }

    @Test
    void aProjectBehindAHundredAndThirtyOthersIsFound() throws Exception {
        studio.dropShoot("behind", 1);
        studio.runUntil("behind", Step.OPEN);
        studio.sim.faults().add(Fault.on("i2i-create").dropAfter());
        studio.runDueShoots();
        for (int i = 0; i < 130; i++) {
            create("other-" + i);
        }
        studio.runUntil("behind", Step.UPLOAD);
        assertThat(calls("i2i-list")).extracting(list -> list.query().get("page")).containsExactly("0", "1");
        assertThat(calls("i2i-create").stream().filter(call -> call.body().contains("behind"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "409", "422"})
    void aNameThatTurnsOutToBeTakenIsAdopted(String conflict) throws Exception {
        studio.sim.switches().set("name-conflict", conflict).set("i2i-name-shape", "empty");
        String name = "conflict-" + conflict;
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.OPEN);
        create(studio.findShoot(name).projectName());
        studio.sim.faults().add(Fault.on("i2i-name").status(404));
        studio.sim.faults().add(Fault.on("i2i-list").status(500));
        studio.runUntil(name, Step.UPLOAD);
        assertThat(studio.sim.smartProjects()).singleElement()
                .satisfies(project -> assertThat(project.uuid()).isEqualTo(studio.findShoot(name).remoteId()));
    }

    @Test
    void aNameThatIsTakenAndNowhereToBeFoundIsAProblemWithTheVendorsWords() throws Exception {
        studio.sim.switches().set("name-space", "shared");
        studio.dropShoot("elsewhere", 1);
        studio.runUntil("elsewhere", Step.OPEN);
        create("projects/", studio.findShoot("elsewhere").projectName());
        Shoot shoot = studio.runUntil("elsewhere", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("vendor-refused");
        assertThat(shoot.trouble().text()).contains("already exists");
        assertThat(calls("i2i-list")).extracting(list -> list.query().get("is_archived")).contains("true");
        assertThat(studio.sim.smartProjects()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after", "status:500", "status-after:500", "cut"})
    void aLostEditIsJustSentAgainAndBilledOnce(String fault) {
        String name = "edit-" + fault.replaceAll("[:.]", "-");
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.EDIT);
        studio.sim.faults().add(Fault.parse("i2i-edit", fault));
        studio.runUntil(name, Step.DONE);
        assertThat(studio.sim.billItems()).hasSize(1);
        assertThat(outcomes(name)).startsWith(Charge.INTENDED, Charge.LOST).endsWith(Charge.ACCEPTED);
        assertThat(outcomes(name).stream().filter(Charge.ACCEPTED::equals)).hasSize(1);
        List<Charge> charges = studio.charges().listByShoot(studio.findShoot(name).id());
        assertThat(charges.stream().map(Charge::intentId).distinct().filter(intent -> charges.stream().noneMatch(charge ->
                charge.intentId().equals(intent) && charge.outcome().equals(Charge.UNSENT)))).as("edits owed").hasSize(1);
        assertThat(studio.findShoot(name).trouble()).isNull();
    }

    @Test
    void aLostEditThatShowsNothingYetIsSentAgainWithoutAskingAnybody() {
        studio.sim.switches().set("pending-ms", Duration.ofHours(1).toMillis());
        studio.dropShoot("silent", 1);
        studio.runUntil("silent", Step.EDIT);
        studio.sim.faults().add(Fault.on("i2i-edit").dropAfter());
        studio.runUntil("silent", Step.AWAIT_EDIT);
        assertThat(calls("i2i-edit")).hasSize(2);
        assertThat(studio.sim.billItems()).hasSize(1);
        studio.sim.clock().advance(Duration.ofHours(2));
        studio.runUntil("silent", Step.DONE);
    }

    @Test
    void nothingIsPaidForBeforeTheVendorKnowsEveryPhoto() {
        studio.sim.switches().set("registered-lag", 600_000);
        studio.dropShoot("lagging", 2);
        studio.runUntil("lagging", Step.EDIT);
        studio.runDueShoots();
        assertThat(calls("i2i-edit")).isEmpty();
        studio.sim.clock().advance(Duration.ofMinutes(10));
        studio.runUntil("lagging", Step.DONE);
        assertThat(studio.sim.billItems()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void photosOfWhichNoneIsRegisteredAreAQuestionBeforeThePaidEdit() {
        studio.sim.switches().set("registered-lag", Duration.ofHours(1).toMillis());
        studio.dropShoot("none", 2);
        Shoot asked = studio.runUntil("none", "decision");
        assertThat(asked.trouble().code()).isEqualTo("photos-none-registered");
        assertThat(asked.trouble().text()).contains("none of 2 photos");
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        asked = studio.runUntil("none", "decision");
        assertThat(calls("i2i-edit")).isEmpty();
        assertThat(studio.charges().listByShoot(asked.id())).isEmpty();
        studio.sim.switches().set("registered-lag", 0);
        assertThat(studio.actions().answerDecision(asked, "resend")).isEmpty();
        studio.runUntil("none", Step.DONE);
        assertThat(calls("put")).hasSize(4);
        assertThat(studio.sim.billItems()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(2));
    }

    @Test
    void theKeyIsCheckedWithACallThatChangesNothing() {
        studio.context().createProducerTemplate().requestBody("direct:imagen-smart-check", "");
        assertThat(studio.sim.requests()).singleElement().satisfies(call -> {
            assertThat(call.call()).isEqualTo("i2i-list");
            assertThat(call.query()).containsEntry("size", "1");
        });
    }

    private List<LoggedRequest> calls(String call) {
        return studio.sim.requests(call);
    }

    private List<String> outcomes(String name) {
        return studio.charges().listByShoot(studio.findShoot(name).id()).stream().map(Charge::outcome).toList();
    }

    private void create(String label) throws Exception {
        create("i2i/projects", label);
    }

    private void create(String path, String label) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest
                .newBuilder(URI.create(studio.sim.imagenUrl() + "/" + path)).header("x-api-key", studio.sim.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + label + "\"}")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
