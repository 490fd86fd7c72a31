package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** vendors/fotolabs: a shoot goes to Fotolabs and comes back at one charge, whatever becomes of answers and links. */
class FotolabsVendorTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> {
        keys.put("darkroom.lane.default.vendor", "fotolabs");
        keys.remove("darkroom.lane.default.ticket");
    });

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aBracketIsDeliveredOnceUnderItsFirstPhotosNameAndTheKeyGoesToTheApiAlone() {
        bracketAndSingle("villa");
        studio.runUntil("villa", Step.DONE);
        assertThat(delivered("villa")).containsExactly("A_1.jpg", "A_4.jpg", "receipt.json");
        assertThat(states("villa")).containsOnly(Photo.DELIVERED);
        assertThat(why("villa", "A_2.NEF")).isEqualTo("merged into A_1.jpg");
        assertThat(TestDarkroom.readText(studio.delivery.resolve("villa/receipt.json"))).contains("merged into A_1.jpg");
        assertThat(studio.events.findByShoot(studio.findShoot("villa").id()))
                .contains("pictures 2 ordered: A_1.NEF (3 photos), A_4.NEF");
        assertThat(studio.sim.billItems()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(4));
        assertThat(api()).isNotEmpty().allMatch(call -> call.header("Authorization") != null);
        assertThat(studio.sim.requests()).filteredOn(LoggedRequest::isStore).hasSize(6)
                .allMatch(call -> call.header("Authorization") == null);
        assertThat(studio.sim.requests("fotolabs-process")).singleElement()
                .satisfies(call -> assertThat(call.body()).isEqualTo("{}"));
    }

    @Test
    void check_validKey_findsNoProfiles() {
        assertThat(studio.context().createProducerTemplate().requestBody("direct:fotolabs-check", "", List.class)).isEmpty();
    }

    @Test
    void check_serverError_isNoSuccess() {
        studio.sim.faults().add(Fault.on("fotolabs-image").status(503));
        assertThat(studio.context().createProducerTemplate().request("direct:fotolabs-check", exchange -> { }).getException())
                .isNotNull();
    }

    @Test
    void open_everyNameFieldRefused_reportsFirstRefusal() {
        studio.sim.faults().add(Fault.on("fotolabs-create").status(422).always());
        singles("nameless", 1);
        assertThat(studio.runUntil("nameless", "problem").trouble().code()).isEqualTo("vendor-refused");
        assertThat(studio.sim.requests("fotolabs-create")).hasSize(3);
    }

    @Test
    void uploaded_editedProject_returnsNothing() {
        singles("edited", 1);
        Shoot shoot = studio.runUntil("edited", Step.DONE);
        assertThat(studio.context().createProducerTemplate().request("direct:fotolabs-uploaded",
                exchange -> exchange.setVariable("shoot", shoot)).getMessage().getBody(String.class)).isEmpty();
    }

    @Test
    void theTicketsOptionsGoOutAsTheyAreAndNoDefaultIsAdded() {
        studio.dropFile("dusk/darkroom.yaml", "edit:\n  templateId: twilight\n  lensCorrection: false\n");
        singles("dusk", 1);
        studio.runUntil("dusk", Step.DONE);
        assertThat(studio.sim.requests("fotolabs-process")).singleElement().satisfies(call ->
                assertThat(call.body()).isEqualTo("{\"templateId\":\"twilight\",\"lensCorrection\":false}"));
    }

    @Test
    void rawJpegAndPngGoTogether() {
        studio.dropFile("mixed/A_1.NEF", TestPictures.nef(1));
        studio.dropFile("mixed/A_2.JPG", TestPictures.jpeg(2));
        studio.dropFile("mixed/A_3.png", TestPictures.png(3));
        studio.awaitScanned("default", "mixed/A_1.NEF", "mixed/A_2.JPG", "mixed/A_3.png");
        studio.runUntil("mixed", Step.DONE);
        assertThat(delivered("mixed")).containsExactly("A_1.jpg", "A_2.jpg", "A_3.jpg", "receipt.json");
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void aFailedPhotoIsToldWithTheVendorsReasonAndTheOthersAreDelivered() {
        studio.sim.switches().set("fotolabs-fail", "A_2").set("fotolabs-fail-text", "model quota exhausted");
        singles("partly", 3);
        studio.runUntil("partly", Step.DONE);
        assertThat(delivered("partly")).containsExactly("A_1.jpg", "A_3.jpg", "receipt.json");
        assertThat(why("partly", "A_2.JPG")).isEqualTo("fotolabs failed: model quota exhausted");
        assertThat(state("partly", "A_2.JPG")).isEqualTo(Photo.MISSING);
        assertThat(studio.events.findByShoot(studio.findShoot("partly").id()))
                .contains("missing A_2.JPG: fotolabs failed: model quota exhausted");
        assertThat(TestDarkroom.readText(studio.delivery.resolve("partly/receipt.json"))).contains("model quota exhausted");
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void aShootInWhichEverythingFailedIsAProblemAndNotOrderedAgain() {
        studio.sim.switches().set("fotolabs-fail", ".");
        singles("all-failed", 2);
        Shoot shoot = studio.runUntil("all-failed", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("edit-failed");
        assertThat(shoot.trouble().text()).contains("model quota exhausted", "charged again");
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void aLostCreateIsForgottenAndMadeAnew() {
        studio.sim.faults().add(Fault.on("fotolabs-create").dropAfter());
        singles("created-twice", 1);
        studio.runUntil("created-twice", Step.DONE);
        assertThat(studio.sim.fotolabs().listings()).hasSize(2);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after:504"})
    void aLinkWhoseAnswerWasLostPoisonsTheProjectWhichIsRebuiltForFree(String fault) {
        String name = "poisoned-" + fault.substring(0, 4);
        studio.sim.faults().add(Fault.parse("fotolabs-upload-url", fault).skip(1));
        bracketAndSingle(name);
        studio.runUntil(name, Step.DONE);
        assertThat(delivered(name)).containsExactly("A_1.jpg", "A_4.jpg", "receipt.json");
        assertThat(studio.sim.fotolabs().listings()).hasSize(2);
        assertThat(studio.sim.billItems()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(4));
        assertThat(studio.events.findByShoot(studio.findShoot(name).id())).anyMatch(line -> line.startsWith("rebuilt ")
                && line.contains("1 unknown"));
    }

    @Test
    void aProjectThatIsPoisonedEveryTimeIsAProblemAfterThreeRebuildsAndCostsNothing() {
        studio.sim.faults().add(Fault.on("fotolabs-project").status(404).always());
        singles("hopeless", 1);
        Shoot shoot = studio.runUntil("hopeless", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("rebuilt-in-vain");
        assertThat(studio.sim.fotolabs().listings()).hasSize(4);
        assertThat(studio.sim.billItems()).isEmpty();
        studio.sim.faults().clear();
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("hopeless", Step.DONE);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void aPutThatBrokeIsRepeatedOnTheSameLink() {
        studio.sim.faults().add(Fault.on("fotolabs-store").cut());
        singles("cut", 2);
        studio.runUntil("cut", Step.DONE);
        assertThat(studio.sim.requests("fotolabs-upload-url")).hasSize(2);
        assertThat(studio.sim.fotolabs().listings()).hasSize(1);
        assertThat(delivered("cut")).containsExactly("A_1.jpg", "A_2.jpg", "receipt.json");
    }

    @Test
    void afterARestartBetweenLinkAndPutTheKeptLinkIsUsed() {
        studio.sim.faults().add(Fault.on("fotolabs-store").dropBefore());
        singles("restarted", 1);
        studio.runUntil("restarted", Step.UPLOAD);
        studio.runDueShoots();
        assertThat(state("restarted", "A_1.JPG")).isEqualTo(Photo.WAITING);
        studio.stop();
        studio.start();
        studio.runUntil("restarted", Step.DONE);
        assertThat(studio.sim.requests("fotolabs-upload-url")).hasSize(1);
    }

    @Test
    void aLinkThatExpiredBeforeItsUseIsNeverAskedForTwiceInOneProject() {
        studio.sim.faults().add(Fault.on("fotolabs-store").dropBefore());
        singles("lapsed", 1);
        studio.runUntil("lapsed", Step.UPLOAD);
        studio.runDueShoots();
        studio.clock.advance(Duration.ofHours(1));
        studio.sim.clock().advance(Duration.ofHours(1));
        studio.runUntil("lapsed", Step.DONE);
        assertThat(studio.events.findByShoot(studio.findShoot("lapsed").id())).anyMatch(line -> line.startsWith("lapsed "));
        assertThat(studio.sim.fotolabs().listings()).hasSize(2).allMatch(listing -> listing.images().size() == 1);
    }

    @Test
    void aLinkThatTheStoreCallsExpiredLeadsToANewProject() {
        studio.sim.faults().add(Fault.on("fotolabs-upload-url").expiredLink());
        singles("stale", 2);
        studio.runUntil("stale", Step.DONE);
        assertThat(studio.sim.fotolabs().listings()).hasSize(2).allMatch(listing -> listing.images().size() == 2);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"drop-after, 1, after", "status-after:504, 1, gateway", "drop-before, 2, before"})
    void aLostAnswerToProcessIsNeverPaidTwice(String fault, int calls, String name) {
        studio.sim.faults().add(Fault.parse("fotolabs-process", fault));
        bracketAndSingle(name);
        studio.runUntil(name, Step.DONE);
        assertThat(studio.sim.requests("fotolabs-process")).hasSize(calls);
        assertThat(studio.sim.billItems()).hasSize(1);
        assertThat(delivered(name)).containsExactly("A_1.jpg", "A_4.jpg", "receipt.json");
        boolean told = fault.equals("drop-before");
        assertThat(state(name, "A_2.NEF")).isEqualTo(told ? Photo.DELIVERED : Photo.MISSING);
        assertThat(why(name, "A_2.NEF")).startsWith(told ? "merged into A_1.jpg" : "fotolabs returned no picture for it;");
    }

    /** Contract fotolabs 2.4: process looks into every photo before it answers, for 120 s or more. */
    @Test
    void processIsWaitedForAsLongAsTheContractAsks() {
        assertThat(studio.context().getComponent("vendor-http", HttpComponent.class).getResponseTimeout())
                .isGreaterThan(Duration.ofSeconds(120).toMillis());
    }

    @Test
    void aProcessLostBeforeItsEffectIsRepeatedOnlyAfterTwoSilentLooks() {
        studio.sim.faults().add(Fault.on("fotolabs-process").dropBefore().times(2));
        singles("silent", 1);
        studio.runUntil("silent", Step.EDIT);
        studio.runDueShoots();
        java.time.Instant first = studio.clock.instant();
        while (studio.sim.requests("fotolabs-process").size() < 2) {
            studio.clock.set(studio.findShoot("silent").dueAt());
            studio.runDueShoots();
        }
        assertThat(Duration.between(first, studio.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(210));
        Shoot asked = studio.runUntil("silent", "decision");
        assertThat(asked.trouble().code()).isEqualTo("edit-undecided");
        assertThat(studio.sim.requests("fotolabs-process")).hasSize(2);
        assertThat(studio.sim.billItems()).isEmpty();
        assertThat(studio.actions().answerDecision(asked, "resend")).isEmpty();
        studio.runUntil("silent", Step.DONE);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void aConflictOnAProjectThatRunsMeansThatItWasTaken() {
        studio.sim.faults().add(Fault.on("fotolabs-process").statusAfter(409));
        singles("conflict", 1);
        studio.runUntil("conflict", Step.DONE);
        assertThat(studio.charges().listByShoot(studio.findShoot("conflict").id())).extracting(Charge::outcome)
                .containsExactly(Charge.INTENDED, Charge.ACCEPTED);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void aConflictOnAProjectThatDoesNotRunIsAProblem() {
        studio.sim.faults().add(Fault.on("fotolabs-process").status(409));
        singles("refused", 1);
        assertThat(studio.runUntil("refused", "problem").trouble().code()).isEqualTo("vendor-refused");
        assertThat(studio.sim.billItems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"missing, billing-refused, payment method", "declined, billing-refused, declined"})
    void withoutMoneyEverythingWaitsAndGoesOnByItself(String payment, String code, String text) {
        studio.sim.switches().set("fotolabs-payment", payment);
        singles("poor-" + payment, 1);
        Shoot shoot = studio.runUntil("poor-" + payment, "outage");
        assertThat(shoot.trouble().code()).isEqualTo(code);
        assertThat(shoot.trouble().text()).contains(text);
        studio.sim.switches().set("fotolabs-payment", "ok");
        studio.runUntil("poor-" + payment, Step.DONE);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void thePlanWithoutTheApiIsAnOutageOfTheVendor() {
        studio.sim.switches().set("fotolabs-plan", "free");
        singles("free-plan", 1);
        Shoot shoot = studio.runUntil("free-plan", "outage");
        assertThat(shoot.trouble().text()).contains("API access is not available on the free plan");
        assertThat(shoot.trouble().fix()).contains("plan");
        studio.sim.switches().set("fotolabs-plan", "essential");
        studio.runUntil("free-plan", Step.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired-link", "status:404", "short", "cut", "status:503"})
    void aPictureThatDidNotArriveIsFetchedByAFreshLink(String fault) {
        String name = "fetch-" + fault.replace(':', '-');
        studio.sim.faults().add(Fault.parse("fotolabs-cdn", fault));
        singles(name, 1);
        studio.runUntil(name, Step.DONE);
        assertThat(delivered(name)).containsExactly("A_1.jpg", "receipt.json");
    }

    private void singles(String shoot, int photos) {
        studio.dropShoot(shoot, photos);
    }

    /** Three frames of one bracket, and one photo of its own. */
    private void bracketAndSingle(String shoot) {
        studio.dropFile(shoot + "/A_1.NEF", TestPictures.bracketFrame(1, 0, 250));
        studio.dropFile(shoot + "/A_2.NEF", TestPictures.bracketFrame(1, 1, 60));
        studio.dropFile(shoot + "/A_3.NEF", TestPictures.bracketFrame(1, 2, 1000));
        studio.dropFile(shoot + "/A_4.NEF", TestPictures.bracketFrame(2, 40, 250));
        studio.awaitScanned("default", shoot + "/A_1.NEF", shoot + "/A_2.NEF", shoot + "/A_3.NEF", shoot + "/A_4.NEF");
    }

    private List<String> delivered(String shoot) {
        return TestDarkroom.listFiles(studio.delivery.resolve(shoot));
    }

    private List<LoggedRequest> api() {
        return studio.sim.requests().stream().filter(call -> call.server().equals("fotolabs")).toList();
    }

    private Photo photo(String shoot, String name) {
        return studio.photos().listByShoot(studio.findShoot(shoot).id()).stream().filter(photo -> photo.name().equals(name))
                .findFirst().orElseThrow();
    }

    private String state(String shoot, String name) {
        return photo(shoot, name).state();
    }

    private String why(String shoot, String name) {
        return photo(shoot, name).reason();
    }

    private Set<String> states(String shoot) {
        return studio.photos().listByShoot(studio.findShoot(shoot).id()).stream().map(Photo::state).collect(Collectors.toSet());
    }
}
