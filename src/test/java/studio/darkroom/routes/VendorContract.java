package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.vendor.VendorFacts;

/**
 * What every vendor's routes owe to the steps, whatever the vendor's API looks like, at the simulator's defaults and
 * under every switch of the vendor's table of disagreements.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VendorContract {

    private static final int PHOTOS = 3;

    @TempDir
    static Path folder;

    private TestDarkroom studio;
    private int shoots;

    /**
     * What the simulator's calls of this vendor are called, and how its key travels.
     *
     * @param server    of the API
     * @param keyHeader the header of the key
     * @param named     whether a project is found again by its name; otherwise a lost one is forgotten
     * @param putType   Content-Type of the PUT of a JPEG; null for none
     */
    record Wire(String server, String keyHeader, String createCall, String editCall, String putCall, String getCall,
            boolean named, String putType) {
    }

    /**
     * One way that the vendor may be, by a switch of the simulator, with what brings it to light.
     *
     * @param faults  {@code call:fault} or {@code call:skip:fault}, happening once
     * @param missing so many photos come back without a result
     */
    record Way(String row, String name, String value, List<String> faults, int missing) {

        static Way of(String row, String name, String value, String... faults) {
            return new Way(row, name, value, List.of(faults), 0);
        }

        Way missing(int photos) {
            return new Way(row, name, value, faults, photos);
        }

        @Override
        public String toString() {
            return row + " " + name + "=" + value + (faults.isEmpty() ? "" : " " + faults);
        }
    }

    /** A way under which a person is needed: the state and the code the shoot is held with, and a word of the reason. */
    record Held(Way way, String state, String code, String word, int bills) {

        @Override
        public String toString() {
            return way + " -> " + state + " " + code;
        }
    }

    /** The vendor's name. */
    abstract String vendor();

    abstract Wire wire();

    /** Sets what a shoot of this vendor needs, beside the vendor itself. */
    abstract void keys(Map<String, String> keys);

    /** How many projects the vendor has. */
    abstract int projects(TestDarkroom studio);

    /** Under each of these a shoot comes back. */
    abstract List<Way> ways();

    /** Under each of these it is held. */
    abstract List<Held> held();

    @BeforeAll
    void open() {
        studio = new TestDarkroom(folder, keys -> {
            keys.put("darkroom.lane.default.vendor", vendor());
            keys(keys);
        });
    }

    @AfterEach
    void calm() {
        studio.assertAndReset();
    }

    @AfterAll
    void close() {
        studio.close();
    }

    TestDarkroom studio() {
        return studio;
    }

    @Test
    void theFactsNameTheVendorAndEveryVerbThatItDoesNotLackIsThere() {
        VendorFacts facts = studio.context().getRegistry().lookupByNameAndType(vendor() + "-facts", VendorFacts.class);
        assertThat(facts.getName()).isEqualTo(vendor());
        List<String> verbs = new ArrayList<>(VendorFacts.REQUIRED_VERBS);
        if (facts.isExports()) {
            verbs.addAll(VendorFacts.EXPORT_VERBS);
        }
        if (facts.getChoices() != null) {
            verbs.add("choices");
        }
        if (facts.hasVerb("retouch")) {
            verbs.addAll(VendorFacts.RETOUCH_VERBS);
        }
        if (facts.getPartsAbove() > 0) {
            verbs.addAll(VendorFacts.PART_VERBS);
        }
        VendorFacts.OPTIONAL_VERBS.stream().filter(facts::hasVerb).forEach(verbs::add);
        assertThat(verbs).allSatisfy(verb -> assertThat(studio.context().getRoute(vendor() + "-" + verb)).as(verb)
                .isNotNull());
    }

    @Test
    void theKeyIsCheckedWithoutChangingAnything() {
        studio.context().createProducerTemplate().requestBody("direct:" + vendor() + "-check", "");
        assertThat(studio.sim.requests()).isNotEmpty().allSatisfy(call -> assertThat(call.method()).isEqualTo("GET"));
        assertThat(studio.sim.billItems()).isEmpty();
    }

    @Test
    void aShootComesBackWholeAndIsBilledOnce() {
        String name = shoot();
        studio.runUntil(name, Step.DONE);
        assertDelivered(name, 0);
        assertThat(studio.sim.requests(wire().createCall())).hasSize(1);
        assertThat(studio.sim.requests(wire().putCall())).hasSize(PHOTOS);
        assertThat(studio.sim.requests(wire().editCall())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whicheverWayTheVendorIsTheShootComesBackAndIsBilledOnce(Way way) {
        set(way);
        String name = shoot();
        studio.runUntil(name, Step.DONE);
        assertDelivered(name, way.missing());
    }

    @ParameterizedTest
    @MethodSource("held")
    void whereAPersonIsNeededTheShootIsHeldWithTheReason(Held held) {
        set(held.way());
        String name = shoot();
        Shoot shoot = studio.runUntil(name, held.state());
        assertThat(shoot.trouble().code()).isEqualTo(held.code());
        assertThat(shoot.trouble().text()).contains(vendor()).contains(held.word());
        assertThat(shoot.trouble().fix()).isNotBlank();
        assertThat(edits()).hasSize(held.bills());
    }

    @ParameterizedTest
    @ValueSource(strings = {"401", "403"})
    void aKeyThatIsRefusedHoldsEverythingAndTheRightOneLetsItGoOn(String status) {
        studio.sim.switches().set("bad-key", status);
        String key = vendor().equals("fotolabs") ? studio.sim.fotolabsKey() : studio.sim.key();
        restart("fl_some_other_key");
        String name = shoot();
        assertThat(studio.runUntil(name, "outage").trouble().code()).isEqualTo("key-refused");
        assertThat(projects(studio)).isZero();
        restart(key);
        studio.runUntil(name, Step.DONE);
        assertDelivered(name, 0);
    }

    private void restart(String key) {
        studio.stop();
        studio.setProperty("darkroom.vendor." + vendor() + ".key", key);
        studio.start();
    }

    @Test
    void theKeyGoesToItsHostInItsHeaderAndNowhereElse() {
        String name = shoot();
        studio.runUntil(name, Step.DONE);
        String key = vendor().equals("fotolabs") ? studio.sim.fotolabsKey() : studio.sim.key();
        assertThat(studio.sim.requests()).extracting(LoggedRequest::server).contains(wire().server())
                .allMatch(server -> server.startsWith(wire().server()) || server.equals("store"));
        assertThat(studio.sim.requests()).allSatisfy(call -> {
            assertThat(call.header(wire().keyHeader()) != null).as("key on " + call.call()).isEqualTo(!call.isStore());
            assertThat(call.toString()).doesNotContain(key);
        });
        assertThat(files()).isNotEmpty().allSatisfy(file -> assertThat(file).content(StandardCharsets.ISO_8859_1).doesNotContain(key));
        // A vendor that gives no second link for a photo makes Darkroom keep the first, in the ledger and nowhere else.
        assertThat(files()).filteredOn(file -> wire().named() || !file.getFileName().toString().startsWith("ledger.db"))
                .isNotEmpty().allSatisfy(file -> assertThat(file).content(StandardCharsets.ISO_8859_1).doesNotContain("X-Amz-Signature"));
    }

    @Test
    void nothingOfTheShootAndNoHeaderOfAnEarlierCallGoesIntoACall() {
        String name = shoot();
        studio.runUntil(name, Step.DONE);
        List<String> known = List.of("host", "connection", "user-agent", "content-length", "content-type",
                wire().keyHeader().toLowerCase(Locale.ROOT));
        assertThat(studio.sim.requests()).allSatisfy(call -> {
            assertThat(call.headers().keySet().stream().map(header -> header.toLowerCase(Locale.ROOT))).as(call.call())
                    .isSubsetOf(known);
            if (call.method().equals("GET")) {
                assertThat(call.headers().keySet().stream().map(header -> header.toLowerCase(Locale.ROOT))).as(call.call())
                        .doesNotContain("content-type", "content-length");
            }
        });
        assertThat(studio.sim.requests(wire().putCall())).hasSize(PHOTOS).allSatisfy(put ->
                assertThat(put.header("Content-Type")).isEqualTo(wire().putType()));
        assertThat(studio.sim.requests(wire().getCall())).hasSize(PHOTOS);
    }

    @Test
    void aRestartBetweenEveryTwoStepsLosesNothingAndPaysNothingTwice() {
        String name = shoot();
        List<Step> steps = new ArrayList<>();
        for (int round = 0; round < 400 && !studio.findShoot(name).isEnded(); round++) {
            Step step = studio.findShoot(name).step();
            if (!steps.contains(step)) {
                steps.add(step);
                studio.stop();
                studio.start();
            }
            if (studio.runDueShoots() == 0) {
                studio.clock.set(studio.findShoot(name).dueAt());
            }
        }
        assertThat(steps).contains(Step.GATHER, Step.OPEN, Step.UPLOAD, Step.EDIT, Step.AWAIT_EDIT, Step.DELIVER);
        assertThat(studio.findShoot(name).step()).isEqualTo(Step.DONE);
        assertThat(studio.sim.requests(wire().createCall())).hasSize(1);
        assertThat(studio.sim.requests(wire().putCall())).hasSize(PHOTOS);
        assertDelivered(name, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after:500", "status:503", "drop-before"})
    void aProjectIsFilledOnceWhateverBecomesOfTheAnswerToItsMaking(String fault) {
        studio.sim.faults().add(Fault.parse(wire().createCall(), fault));
        String name = shoot();
        studio.runUntil(name, Step.DONE);
        boolean twice = !wire().named() && fault.contains("after");
        assertThat(projects(studio)).isEqualTo(twice ? 2 : 1);
        assertThat(studio.sim.requests(wire().putCall())).hasSize(PHOTOS);
        assertDelivered(name, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after:500", "cut"})
    void aShootIsBilledOnceWhateverBecomesOfTheAnswer(String fault) {
        studio.sim.faults().add(Fault.parse(wire().editCall(), fault));
        String name = shoot();
        studio.runUntil(name, Step.DONE);
        assertDelivered(name, 0);
        assertThat(studio.charges().listByShoot(studio.findShoot(name).id()).stream()
                .filter(charge -> charge.operation().equals("edit")).map(Charge::outcome)).contains(Charge.LOST)
                .endsWith(Charge.ACCEPTED);
    }

    /** No 4xx says that, by the contract; but a gateway's may, and a look at the state before the next call costs nothing. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 422, 429})
    void anEditThatWasTakenAndAnsweredAsRefusedIsSeenBeforeItIsPaidForAgain(int status) {
        studio.sim.switches().set("second-edit", "billed");
        studio.sim.faults().add(Fault.on(wire().editCall()).statusAfter(status).times(2));
        String name = shoot();
        Shoot shoot = studio.runUntil(name, "done", "problem");
        if (!shoot.isEnded()) {
            assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        }
        studio.runUntil(name, Step.DONE);
        assertDelivered(name, 0);
        assertThat(studio.sim.requests(wire().editCall())).hasSize(1);
    }

    /** Drops a shoot and gives its name. */
    String shoot() {
        String name = "shoot-" + ++shoots;
        studio.dropShoot(name, PHOTOS);
        return name;
    }

    private void set(Way way) {
        studio.sim.switches().set(way.name(), way.value());
        for (String fault : way.faults()) {
            String[] parts = fault.split(":", 3);
            boolean skips = parts[1].matches("\\d+");
            Fault wrong = Fault.parse(parts[0], fault.substring(parts[0].length() + (skips ? parts[1].length() + 2 : 1)));
            studio.sim.faults().add(skips ? wrong.skip(Integer.parseInt(parts[1])) : wrong);
        }
    }

    private List<BillItem> edits() {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals(wire().editCall())).toList();
    }

    void assertDelivered(String name, int missing) {
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve(name))).hasSize(PHOTOS - missing + 1).contains("receipt.json");
        List<Photo> photos = studio.photos().listByShoot(studio.findShoot(name).id());
        assertThat(photos).hasSize(PHOTOS).allMatch(photo -> photo.sha256().length() == 64);
        assertThat(photos).filteredOn(photo -> photo.state().equals(Photo.DELIVERED)).hasSize(PHOTOS - missing);
        assertThat(photos).filteredOn(photo -> !photo.state().equals(Photo.DELIVERED))
                .allMatch(photo -> photo.state().equals(Photo.MISSING) && photo.reason().contains(vendor()));
        assertThat(edits()).singleElement().satisfies(bill -> assertThat(bill.images()).isEqualTo(PHOTOS));
    }

    /** Everything that was written while the shoot went through, but the originals. */
    private List<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).filter(file -> !file.startsWith(studio.inbox)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
