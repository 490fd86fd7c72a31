package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Studio;
import studio.darkroom.vendor.VendorFacts;

/** What every vendor's routes owe to the steps, whatever the vendor's API looks like. A vendor is a class of ten lines. */
abstract class VendorContract {

    private static final int PHOTOS = 3;

    /** The header that a vendor's key travels in, and the name of its paid call at the simulator. */
    record Wire(String keyHeader, String editCall, String createCall) {
    }

    @TempDir
    Path folder;

    private Studio studio;

    /** The vendor's name. */
    abstract String vendor();

    abstract Wire wire();

    /** Sets what a shoot of this vendor needs, beside the vendor itself. */
    abstract void keys(Map<String, String> keys);

    @BeforeEach
    void open() {
        studio = new Studio(folder, keys -> {
            keys.put("darkroom.lane.default.vendor", vendor());
            keys(keys);
        });
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void theFactsNameTheVendorAndEveryVerbThatItDoesNotLackIsThere() {
        VendorFacts facts = studio.context().getRegistry().lookupByNameAndType(vendor() + "-facts", VendorFacts.class);
        assertThat(facts.getName()).isEqualTo(vendor());
        List<String> verbs = new ArrayList<>(List.of("check", "open", "links", "uploaded", "edit", "edit-state", "results"));
        if (facts.isExports()) {
            verbs.addAll(List.of("export", "export-state"));
        }
        if (facts.has("retouch")) {
            verbs.addAll(List.of("versions", "retouch", "reset", "finalize"));
        }
        if (facts.has("replace")) {
            verbs.add("replace");
        }
        if (facts.getPartsAbove() > 0) {
            verbs.addAll(List.of("parts-open", "parts-complete", "parts-abort"));
        }
        assertThat(verbs).allSatisfy(verb -> assertThat(studio.context().getRoute(vendor() + "-" + verb)).as(verb).isNotNull());
    }

    @Test
    void theKeyIsCheckedWithoutChangingAnything() {
        studio.context().createProducerTemplate().requestBody("direct:" + vendor() + "-check", "");
        assertThat(studio.sim.requests()).isNotEmpty().allSatisfy(call -> assertThat(call.method()).isEqualTo("GET"));
        assertThat(studio.sim.billed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "bare"})
    void aShootComesBackWholeAndIsBilledOnceInEitherEnvelope(String envelope) {
        studio.sim.switches().set("envelope", envelope);
        studio.shoot("happy", PHOTOS);
        studio.until("happy", Step.DONE);
        assertDelivered("happy");
    }

    @Test
    void theKeyGoesToItsHostInItsHeaderAndNowhereElse() {
        studio.shoot("key", PHOTOS);
        studio.until("key", Step.DONE);
        assertThat(studio.sim.requests()).allSatisfy(call -> {
            assertThat(call.header(wire().keyHeader()) != null).as("key on " + call.call()).isEqualTo(!call.isStore());
            assertThat(call.toString()).doesNotContain(studio.sim.key());
        });
        assertThat(files()).allSatisfy(file -> assertThat(bytes(file)).as(file.toString())
                .doesNotContain(studio.sim.key()).doesNotContain("X-Amz-Signature"));
    }

    @Test
    void nothingOfTheShootLeaksIntoHeaders() {
        studio.shoot("headers", PHOTOS);
        studio.until("headers", Step.DONE);
        List<String> known = List.of("host", "connection", "user-agent", "content-length", "content-type",
                wire().keyHeader().toLowerCase());
        assertThat(studio.sim.requests()).allSatisfy(call -> assertThat(call.headers().keySet().stream()
                .map(String::toLowerCase)).as(call.call()).isSubsetOf(known));
        assertThat(studio.sim.requests("put")).hasSize(PHOTOS).allSatisfy(put ->
                assertThat(put.header("Content-Type")).isNull());
        assertThat(studio.sim.requests("get")).hasSize(PHOTOS);
    }

    @Test
    void aRestartBetweenEveryTwoStepsLosesNothingAndPaysNothingTwice() {
        studio.shoot("restarts", PHOTOS);
        List<String> steps = new ArrayList<>();
        for (int round = 0; round < 400 && !studio.shoot("restarts").ended(); round++) {
            String step = studio.shoot("restarts").step();
            if (!steps.contains(step)) {
                steps.add(step);
                studio.stop();
                studio.start();
            }
            if (studio.fire() == 0) {
                studio.clock.set(studio.shoot("restarts").due());
            }
        }
        assertThat(steps).contains(Step.GATHER, Step.OPEN, Step.UPLOAD, Step.EDIT, Step.AWAIT_EDIT, Step.DELIVER);
        assertThat(studio.shoot("restarts").step()).isEqualTo(Step.DONE);
        assertThat(studio.sim.requests(wire().createCall())).hasSize(1);
        assertThat(studio.sim.requests("put")).hasSize(PHOTOS);
        assertDelivered("restarts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after:500", "status:503", "drop-before"})
    void aProjectIsMadeOnceWhateverBecomesOfTheAnswer(String fault) {
        studio.sim.faults().add(Fault.parse(wire().createCall(), fault));
        studio.shoot("created", PHOTOS);
        studio.until("created", Step.DONE);
        assertThat(studio.sim.requests("put").stream().map(put -> put.path().replaceAll("/in/.*", "")).distinct())
                .hasSize(1);
        assertDelivered("created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after:500", "cut"})
    void aShootIsBilledOnceWhateverBecomesOfTheAnswer(String fault) {
        studio.sim.faults().add(Fault.parse(wire().editCall(), fault));
        studio.shoot("billed", PHOTOS);
        studio.until("billed", Step.DONE);
        assertDelivered("billed");
        assertThat(studio.charges().of(studio.shoot("billed").id()).stream()
                .filter(charge -> charge.what().equals("edit")).map(Charge::outcome)).contains(Charge.LOST)
                .endsWith(Charge.ACCEPTED);
    }

    private void assertDelivered(String name) {
        assertThat(Studio.files(studio.delivery.resolve(name))).hasSize(PHOTOS + 1).contains("receipt.json");
        assertThat(studio.photos().of(studio.shoot(name).id())).hasSize(PHOTOS)
                .allMatch(photo -> photo.state().equals(Photo.DELIVERED) && photo.sha256().length() == 64);
        assertThat(studio.sim.billed().stream().filter(bill -> bill.action().equals(wire().editCall())))
                .singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(PHOTOS));
    }

    /** Everything that was written while the shoot went through, but the originals. */
    private List<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).filter(file -> !file.startsWith(studio.inbox)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
