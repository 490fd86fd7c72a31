package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.RawHttpClient;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** vendors/fotolabs: what is not known of Fotolabs (contract fotolabs 9) may be either way. */
class FotolabsAssumptionsTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> {
        keys.put("darkroom.lane.default.vendor", "fotolabs");
        keys.remove("darkroom.lane.default.ticket");
    });

    private static int shoots;

    private final TestDarkroom studio = STUDIO.get();
    private final String name = "listing-" + ++shoots;

    @ParameterizedTest
    @CsvSource({"create-status, 200", "upload-status, 201", "process-status, 201", "process-status, 202",
        "create-name-field, title", "create-name-field, address", "create-name-required, no", "create-shape, flat-id",
        "create-shape, nested", "create-shape, nested-id", "validation-status, 422", "sign-content-type, off",
        "mime-table, fallback", "missing-bytes, refuse", "missing-bytes, ignore", "signed-results, on", "link-ttl, 600",
        "window-mode, span", "workers, 1", "process-race, double", "late-links, 3", "project-word, Busy Now",
        "image-word, cooking", "extra-fields, on", "nulls, missing", "link-life, 120", "hdr-failure, primary"})
    void eitherWayTheShootComesBackWholeAtOneCharge(String about, String value) {
        studio.sim.switches().set("fotolabs-" + about, value);
        bracketAndSingle();
        studio.runUntil(name, Step.DONE);
        assertThat(delivered()).containsExactly("A_1.jpg", "A_4.jpg", "receipt.json");
        assertThat(photos()).allMatch(photo -> photo.state().equals(Photo.DELIVERED));
        assertThat(studio.sim.fotolabs().listings()).hasSize(1);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void aStoreThatSignedPlainBytesIsTriedWithThoseOnTheSameLinkAndJpegsAreNot() {
        studio.sim.switches().set("fotolabs-mime-table", "fallback");
        studio.dropFile(name + "/A_1.NEF", TestPictures.nef(1));
        studio.dropFile(name + "/A_2.JPG", TestPictures.jpeg(2));
        studio.awaitScanned("default", name + "/A_1.NEF", name + "/A_2.JPG");
        studio.runUntil(name, Step.DONE);
        assertThat(puts()).filteredOn(put -> put.path().endsWith(".nef"))
                .extracting(put -> put.header("Content-Type") + " " + put.status())
                .containsExactly("image/x-nikon-nef 403", "application/octet-stream 200");
        assertThat(puts()).filteredOn(put -> put.path().endsWith(".jpg"))
                .extracting(put -> put.header("Content-Type") + " " + put.status()).containsExactly("image/jpeg 200");
        assertThat(studio.sim.requests("fotolabs-upload-url")).hasSize(2);
        assertThat(photos()).allMatch(photo -> photo.tries() == 0);
    }

    @ParameterizedTest
    @CsvSource({"first, A_1.jpg", "middle, A_2.jpg", "brightest, A_2.jpg"})
    void aBracketIsNamedAfterWhicheverPhotoLeadsIt(String primary, String picture) {
        studio.sim.switches().set("fotolabs-primary", primary);
        bracketAndSingle();
        studio.runUntil(name, Step.DONE);
        assertThat(delivered()).containsExactlyInAnyOrder(picture, "A_4.jpg", "receipt.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "primary"})
    void aBracketThatFailedIsMissingAsAWhole(String failure) {
        studio.sim.switches().set("fotolabs-hdr-failure", failure).set("fotolabs-fail", "A_2");
        bracketAndSingle();
        studio.runUntil(name, Step.DONE);
        assertThat(delivered()).containsExactly("A_4.jpg", "receipt.json");
        assertThat(photos()).filteredOn(photo -> photo.state().equals(Photo.MISSING)).hasSize(3)
                .allMatch(photo -> photo.reason().contains("model quota exhausted"));
    }

    @Test
    void withoutTheGroupingAPhotoWithoutAPictureIsNotCalledDeliveredWhereSomeFailed() {
        studio.sim.switches().set("fotolabs-hdr-failure", "primary").set("fotolabs-fail", "A_2");
        studio.sim.faults().add(Fault.on("fotolabs-process").dropAfter());
        bracketAndSingle();
        studio.runUntil(name, Step.DONE);
        assertThat(delivered()).containsExactly("A_4.jpg", "receipt.json");
        assertThat(photos()).filteredOn(photo -> photo.state().equals(Photo.MISSING)).hasSize(3);
    }

    @Test
    void withoutTheGroupingAPictureWhoseLinkIsLateIsNotTakenForMerged() {
        studio.sim.switches().set("fotolabs-late-links", 4);
        studio.sim.faults().add(Fault.on("fotolabs-process").dropAfter());
        bracketAndSingle();
        studio.runUntil(name, Step.DONE);
        assertThat(delivered()).containsExactly("A_1.jpg", "A_4.jpg", "receipt.json");
    }

    @Test
    void aPictureThatNeverShowsItsLinkIsMissingAndSaidSo() {
        studio.sim.switches().set("fotolabs-late-links", 1000);
        bracketAndSingle();
        assertThat(studio.runUntil(name, "problem").trouble().code()).isEqualTo("results-none");
    }

    @Test
    void aPhotoThatIsStillOpenInAnEndedProjectIsLookedAtFiveTimesMoreAndThenReported() {
        studio.sim.switches().set("fotolabs-stuck", "A_2").set("fotolabs-early-completed", "on");
        studio.dropShoot(name, 2);
        studio.runUntil(name, Step.DONE);
        assertThat(delivered()).containsExactly("A_1.jpg", "receipt.json");
        assertThat(studio.events.findByShoot(studio.findShoot(name).id())).filteredOn(line -> line.startsWith("still-open")).hasSize(5);
        assertThat(photos().get(1).reason()).startsWith("fotolabs did not finish it");
        assertThat(photos().get(1).state()).isEqualTo(Photo.MISSING);
    }

    @Test
    void aJobThatNeverEndsBecomesAQuestionAndIsNotOrderedAgain() {
        studio.sim.switches().set("fotolabs-stuck", "A_1");
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.AWAIT_EDIT);
        studio.runDueShoots();
        studio.clock.advance(Duration.ofHours(21));
        studio.runDueShoots();
        assertThat(studio.findShoot(name).trouble().code()).isEqualTo("edit-late");
        assertThat(studio.sim.requests("fotolabs-process")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, problem, vendor-refused", "403, outage, key-refused", "402, outage, billing-refused"})
    void aCardThatIsDeclinedParksTheShootUntilAPersonHasActed(String status, String state, String code) {
        studio.sim.switches().set("fotolabs-payment", "declined").set("fotolabs-billing-status", status);
        studio.dropShoot(name, 1);
        Shoot shoot = studio.runUntil(name, state);
        assertThat(shoot.trouble().code()).isEqualTo(code);
        assertThat(shoot.trouble().text()).contains("Your card was declined");
        studio.sim.switches().set("fotolabs-payment", "ok");
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil(name, Step.DONE);
        assertThat(studio.sim.fotolabs().listings()).hasSize(1);
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"401", "402", "403"})
    void thePlanWithoutTheApiStopsTheVendorUnderAnyStatus(String status) {
        studio.sim.switches().set("fotolabs-plan", "free").set("fotolabs-free-status", status);
        studio.dropShoot(name, 1);
        assertThat(studio.runUntil(name, "outage").trouble().text()).contains("free plan");
        studio.sim.switches().set("fotolabs-plan", "essential");
        studio.runUntil(name, Step.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "403", "409", "422"})
    void aProjectThatSomebodyElseOrderedMeanwhileIsAbandoned(String status) {
        studio.sim.switches().set("fotolabs-locked-upload-status", status);
        studio.sim.faults().add(Fault.on("fotolabs-upload-url").dropBefore().skip(1));
        studio.dropShoot(name, 2);
        studio.runUntil(name, Step.UPLOAD);
        studio.runDueShoots();
        new RawHttpClient(java.net.URI.create(studio.sim.fotolabsUrl())).post("/v1/projects/" + studio.findShoot(name).remoteId()
                + "/process", "{}", "Authorization: Bearer " + studio.sim.fotolabsKey(), "Content-Type: application/json");
        studio.runUntil(name, Step.DONE);
        assertThat(studio.sim.fotolabs().listings()).hasSize(2);
        assertThat(delivered()).containsExactly("A_1.jpg", "A_2.jpg", "receipt.json");
        assertThat(studio.sim.requests("fotolabs-process")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"fotolabs-project, retry-after:30:429", "fotolabs-project, status:429", "fotolabs-project, html:502",
        "fotolabs-create, html:503", "fotolabs-upload-url, status:500", "fotolabs-process, retry-after:30:429"})
    void aVendorThatIsBusyOrOutIsWaitedFor(String call, String fault) {
        studio.sim.faults().add(Fault.parse(call, fault).times(2));
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.DONE);
        assertThat(delivered()).containsExactly("A_1.jpg", "receipt.json");
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    @Test
    void picturesThatAreNoLongerKeptAreAProblemAndNotOrderedAgain() {
        studio.sim.switches().set("fotolabs-retention", 0);
        studio.dropShoot(name, 1);
        assertThat(studio.runUntil(name, "problem").trouble().code()).isEqualTo("download-refused");
        assertThat(studio.sim.billItems()).hasSize(1);
    }

    private void bracketAndSingle() {
        studio.dropFile(name + "/A_1.NEF", TestPictures.bracketFrame(1, 0, 250));
        studio.dropFile(name + "/A_2.NEF", TestPictures.bracketFrame(1, 1, 60));
        studio.dropFile(name + "/A_3.NEF", TestPictures.bracketFrame(1, 2, 1000));
        studio.dropFile(name + "/A_4.NEF", TestPictures.bracketFrame(2, 40, 250));
        studio.awaitScanned("default", name + "/A_1.NEF", name + "/A_2.NEF", name + "/A_3.NEF", name + "/A_4.NEF");
    }

    private List<String> delivered() {
        return TestDarkroom.listFiles(studio.delivery.resolve(name));
    }

    private List<Photo> photos() {
        return studio.photos().listByShoot(studio.findShoot(name).id());
    }

    private List<LoggedRequest> puts() {
        return studio.sim.requests().stream().filter(call -> call.server().equals("fotolabs-store")).toList();
    }
}
