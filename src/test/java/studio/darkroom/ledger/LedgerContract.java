package studio.darkroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Ledger.StaleClaim;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.TestClock;

/** What a ledger promises, whatever database it is on. */
abstract class LedgerContract {

    final TestClock clock = new TestClock();
    Database database;
    Ledger ledger;
    InboxFiles inboxFiles;

    /** An empty database. */
    abstract DataSource source() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = new Database(source());
        new Schema(database).applyMigrations();
        ledger = new Ledger(database, clock, "here");
        new LaneRepository(ledger).registerLane("default");
        inboxFiles = new InboxFiles(ledger);
    }

    @Test
    void theSchemaIsAppliedOnceHoweverOftenAndByHoweverMany() throws Exception {
        new Schema(database).applyMigrations();
        DataSource empty = source();
        List<Callable<String>> nodes = IntStream.range(0, 4).<Callable<String>>mapToObj(node -> () -> {
            Schema schema = new Schema(new Database(empty));
            schema.applyMigrations();
            return schema.getOrCreateLedgerId();
        }).toList();
        assertThat(together(nodes)).hasSize(4).containsOnly(new Schema(new Database(empty)).getOrCreateLedgerId());
        assertThat(new Database(empty).list(row -> row.getInt("number"), "select number from schema_step order by number"))
                .doesNotHaveDuplicates().startsWith(1, 2).endsWith(1000, 1001);
    }

    @Test
    void allNodesHaveOneIdFromTheirVeryFirstMoment() throws Exception {
        Callable<String> node = () -> new Schema(database).getOrCreateLedgerId();
        for (int round = 0; round < 25; round++) {
            database.update("delete from ledger");
            assertThat(Set.copyOf(together(List.of(node, node, node, node)))).hasSize(1);
        }
    }

    @Test
    void aShootIsTakenByOneAtATimeAndTheOtherWritesNothing() {
        String id = shoot("smith").id();
        Shoot first = ledger.claimShoot(id).orElseThrow();
        Shoot second = ledger.claimShoot(id).orElseThrow();
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThatThrownBy(() -> ledger.next(first, Step.OPEN)).isInstanceOf(StaleClaim.class).hasMessageContaining(id);
        assertThatThrownBy(() -> ledger.again(first, clock.instant())).isInstanceOf(StaleClaim.class);
        assertThatThrownBy(() -> ledger.recordRemoteId(first, "remote")).isInstanceOf(StaleClaim.class);
        assertThatThrownBy(() -> new ChargeRepository(ledger).recordIntent(first, "edit", 1)).isInstanceOf(StaleClaim.class);
        assertThatThrownBy(() -> ledger.holdShoot(first, new Shoot.TroubleInfo("problem", "c", "t", "f")))
                .isInstanceOf(StaleClaim.class);
        assertThat(ledger.getShoot(id)).isEqualTo(second);
        assertThat(new ChargeRepository(ledger).listByShoot(id)).isEmpty();
        ledger.next(second, Step.OPEN);
        assertThat(ledger.getShoot(id).step()).isEqualTo(Step.OPEN);
    }

    @Test
    void aCallMakesOnlyTheNextLookOfAWaitingShootSooner() throws Exception {
        CallbackRepository calls = new CallbackRepository(ledger);
        Shoot waiting = shoot("called");
        assertThat(calls.recordCallback(waiting.id())).as("nothing is at a vendor yet").isFalse();
        assertThat(calls.recordCallback("nobody")).isFalse();
        List.of(Step.OPEN, Step.UPLOAD, Step.EDIT, Step.AWAIT_EDIT)
                .forEach(step -> ledger.next(ledger.claimShoot(waiting.id()).orElseThrow(), step));
        ledger.again(ledger.claimShoot(waiting.id()).orElseThrow(), Duration.ofMinutes(5));
        assertThat(calls.hasCallbackInStep(ledger.getShoot(waiting.id()))).isFalse();
        List<Callable<Boolean>> callers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(caller -> () -> calls.recordCallback(waiting.id())).toList();
        assertThat(together(callers)).contains(true);
        assertThat(ledger.getShoot(waiting.id()).dueAt()).isEqualTo(clock.instant());
        assertThat(calls.hasCallbackInStep(ledger.getShoot(waiting.id()))).isTrue();
        Shoot looked = ledger.claimShoot(waiting.id()).orElseThrow();
        calls.recordCallback(waiting.id());
        assertThat(ledger.getShoot(waiting.id()).version()).as("no call takes a shoot away").isEqualTo(looked.version());
        ledger.again(looked, Duration.ofMinutes(5));
        assertThat(ledger.getShoot(waiting.id()).dueAt()).as("called during the look")
                .isBetween(clock.instant(), clock.instant().plus(CallbackRepository.MIN_POLL_INTERVAL));
        clock.set(ledger.getShoot(waiting.id()).dueAt());
        Shoot held = ledger.claimShoot(waiting.id()).orElseThrow();
        ledger.holdShoot(held, new Shoot.TroubleInfo("problem", "c", "t", "f"));
        clock.set(clock.instant().plus(Duration.ofHours(1)));
        assertThat(calls.recordCallback(waiting.id())).as("held").isFalse();
    }

    @Test
    void theLedgerKeepsOneSecretForAllItsNodes() throws Exception {
        List<Callable<byte[]>> nodes = IntStream.range(1, 5)
                .<Callable<byte[]>>mapToObj(node -> () -> new CallbackRepository(ledger)
                .getOrCreateSecret(new byte[] {(byte) node, -1})).toList();
        byte[] kept = new CallbackRepository(ledger).getOrCreateSecret(new byte[] {9});
        List<byte[]> secrets = together(nodes);
        assertThat(secrets).hasSize(4).allMatch(secret -> java.util.Arrays.equals(secret, kept));
    }

    @Test
    void ofManyWhoTakeAShootAtOnceEachHasItsOwnVersion() throws Exception {
        String id = shoot("race").id();
        List<Callable<Shoot>> takers = IntStream.range(0, 8)
                .<Callable<Shoot>>mapToObj(taker -> () -> ledger.claimShoot(id).orElseThrow()).toList();
        List<Shoot> taken = together(takers);
        assertThat(taken).extracting(Shoot::version).doesNotHaveDuplicates();
        long last = taken.stream().mapToLong(Shoot::version).max().orElseThrow();
        assertThat(taken.stream().filter(shoot -> {
            try {
                ledger.again(shoot, clock.instant());
                return true;
            } catch (StaleClaim lost) {
                return false;
            }
        })).singleElement().satisfies(shoot -> assertThat(shoot.version()).isEqualTo(last));
    }

    @Test
    void transitionOutsideTheTable_isRefusedAndChangesNothing() {
        Shoot shoot = ledger.claimShoot(shoot("table").id()).orElseThrow();
        for (Step step : Step.values()) {
            if (!shoot.step().next().contains(step)) {
                assertThatThrownBy(() -> ledger.next(shoot, step)).as(step.word()).isInstanceOf(IllegalStateException.class);
            }
            if (!shoot.step().orderable().contains(step)) {
                assertThatThrownBy(() -> ledger.releaseShoot(shoot, step, "test", null)).as(step.word())
                        .isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(ledger.getShoot(shoot.id())).isEqualTo(shoot);
    }

    @Test
    void commitThatChangesADueTime_isReportedOnceAfterIt() {
        List<Set<String>> reported = new ArrayList<>();
        Shoot shoot = ledger.claimShoot(shoot("listener").id()).orElseThrow();
        ledger.setScheduleListener(reported::add);
        ledger.recordProfile(shoot, "p");
        assertThat(reported).isEmpty();
        ledger.again(shoot, Duration.ofMinutes(1));
        ledger.releaseShoot(ledger.getShoot(shoot.id()), null, "test", null);
        new LaneRepository(ledger).setLanePaused("default", false);
        assertThat(reported).hasSize(3).allSatisfy(ids -> assertThat(ids).contains(shoot.id()));
    }

    @Test
    void onlyADueShootThatNothingHoldsIsTaken() {
        Shoot shoot = ledger.claimShoot(shoot("due").id()).orElseThrow();
        ledger.again(shoot, clock.instant().plusSeconds(10));
        assertThat(ledger.claimShoot(shoot.id())).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        Shoot again = ledger.claimShoot(shoot.id()).orElseThrow();
        ledger.holdShoot(again, new Shoot.TroubleInfo("problem", "code", "text", "fix"));
        clock.advance(Duration.ofDays(1));
        assertThat(ledger.claimShoot(shoot.id())).isEmpty();
        assertThat(ledger.listSchedulable()).isEmpty();
        assertThat(ledger.releaseShoot(ledger.getShoot(shoot.id()), null, "retried", null)).isTrue();
        new LaneRepository(ledger).setLanePaused("default", true);
        assertThat(ledger.claimShoot(shoot.id())).isEmpty();
        new LaneRepository(ledger).setLanePaused("default", false);
        ledger.next(ledger.claimShoot(shoot.id()).orElseThrow(), Step.CANCELLED);
        assertThat(ledger.claimShoot(shoot.id())).isEmpty();
        assertThat(ledger.getShoot(shoot.id())).satisfies(done -> {
            assertThat(done.isEnded()).isTrue();
            assertThat(done.endedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void whoFreesAShootMustHaveSeenItAsItIs() {
        Shoot seen = ledger.claimShoot(shoot("freed").id()).orElseThrow();
        ledger.claimShoot(seen.id()).orElseThrow();
        assertThat(ledger.releaseShoot(seen, Step.CANCELLED, "cancelled", null)).isFalse();
        Shoot now = ledger.getShoot(seen.id());
        assertThat(ledger.releaseShoot(now, Step.CANCELLED, "cancelled", null)).isTrue();
        assertThatThrownBy(() -> ledger.next(now, Step.OPEN)).isInstanceOf(StaleClaim.class);
    }

    @Test
    void aStepThatSaidNothingIsKnownByIt() {
        Shoot shoot = ledger.claimShoot(shoot("mute").id()).orElseThrow();
        assertThat(ledger.removeClaimWithoutOutcome(shoot)).isTrue();
        assertThat(ledger.removeClaimWithoutOutcome(shoot)).as("told once").isFalse();
        Shoot again = ledger.claimShoot(shoot.id()).orElseThrow();
        ledger.again(again);
        assertThat(ledger.removeClaimWithoutOutcome(again)).isFalse();
    }

    @Test
    void failuresAreCountedUntilSomethingWorks() {
        Shoot shoot = ledger.claimShoot(shoot("counted").id()).orElseThrow();
        ledger.scheduleRetry(shoot, clock.instant(), "vendor-down", "503");
        ledger.scheduleRetry(ledger.claimShoot(shoot.id()).orElseThrow(), clock.instant(), "vendor-down", "503");
        assertThat(ledger.getShoot(shoot.id()).tries()).isEqualTo(2);
        ledger.again(ledger.claimShoot(shoot.id()).orElseThrow());
        assertThat(ledger.getShoot(shoot.id()).tries()).isZero();
    }

    @Test
    void theBillingJournalOnlyGrows() {
        ChargeRepository charges = new ChargeRepository(ledger);
        Shoot shoot = ledger.claimShoot(shoot("paid").id()).orElseThrow();
        assertThat(charges.findLast(shoot, "edit")).isEmpty();
        Charge first = charges.recordIntent(shoot, "edit", 7);
        charges.recordOutcome(shoot, first, Charge.LOST, "no answer");
        charges.recordOutcome(shoot, first, Charge.UNSENT, "decided by a person");
        Charge second = charges.recordIntent(shoot, "edit", 7);
        charges.recordOutcome(shoot, second, Charge.ACCEPTED, "answered");
        charges.recordIntent(shoot, "export", 7);
        assertThat(charges.listByShoot(shoot.id())).extracting(Charge::outcome).containsExactly(Charge.INTENDED, Charge.LOST,
                Charge.UNSENT, Charge.INTENDED, Charge.ACCEPTED, Charge.INTENDED);
        assertThat(charges.findLast(shoot, "edit").orElseThrow().outcome()).isEqualTo(Charge.ACCEPTED);
        assertThat(charges.countEditsSince(null, clock.instant().minusSeconds(1)))
                .as("the one that was not sent is not counted")
                .isEqualTo(1);
        assertThat(charges.countEditsSince(null, clock.instant().plusSeconds(1))).isZero();
        assertThat(charges.countEditsSince(shoot.lane(), clock.instant().minusSeconds(1))).isEqualTo(1);
        assertThat(charges.countEditsSince("elsewhere", clock.instant().minusSeconds(1))).isZero();
    }

    @Test
    void whatCameOfACallIsWrittenEvenWhenThePlaceIsLost() {
        ChargeRepository charges = new ChargeRepository(ledger);
        Shoot shoot = ledger.claimShoot(shoot("taken-over").id()).orElseThrow();
        Charge charge = charges.recordIntent(shoot, "edit", 1);
        ledger.claimShoot(shoot.id()).orElseThrow();
        charges.recordOutcome(shoot, charge, Charge.ACCEPTED, "answered");
        assertThat(charges.listByShoot(shoot.id())).extracting(Charge::outcome)
                .containsExactly(Charge.INTENDED, Charge.ACCEPTED);
    }

    @Test
    void duringAnOutageOneTriesAndTheOthersWait() {
        OutageRepository outages = new OutageRepository(ledger);
        Shoot.TroubleInfo held = new Shoot.TroubleInfo("outage", "vendor-down", "out of order", "wait");
        Instant look = clock.instant().plusSeconds(30);
        outages.recordOutage("vendor:imagen", held, look);
        assertThat(outages.markAlerted("vendor:imagen")).isTrue();
        assertThat(outages.markAlerted("vendor:imagen")).as("one alert").isFalse();
        assertThat(outages.findBlockerOrClaimTrial(List.of("vendor:fotolabs"), look)).isEmpty();
        assertThat(outages.findBlockerOrClaimTrial(List.of("vendor:imagen"), look)).isPresent();
        clock.set(look);
        Instant trial = look.plusSeconds(600);
        assertThat(outages.findBlockerOrClaimTrial(List.of("vendor:imagen"), trial)).as("the one that tries").isEmpty();
        assertThat(outages.findBlockerOrClaimTrial(List.of("vendor:imagen"), trial).orElseThrow().nextTryAt())
                .isEqualTo(trial);
        assertThat(outages.recordOutage("vendor:imagen", held, trial).tries()).isEqualTo(2);
        Shoot waiting = ledger.claimShoot(shoot("waiting").id()).orElseThrow();
        ledger.waitForOutage(waiting, held, trial);
        assertThat(outages.endOutage("vendor:imagen")).isTrue();
        assertThat(outages.endOutage("vendor:imagen")).isFalse();
        assertThat(ledger.getShoot(waiting.id()).dueAt()).isEqualTo(clock.instant());
    }

    @Test
    void ofManyWhoWantToTryDuringAnOutageOneDoes() throws Exception {
        OutageRepository outages = new OutageRepository(ledger);
        outages.recordOutage("store:imagen", new Shoot.TroubleInfo("outage", "c", "t", "f"), clock.instant());
        List<Callable<Boolean>> askers = IntStream.range(0, 8).<Callable<Boolean>>mapToObj(asker -> () ->
                outages.findBlockerOrClaimTrial(List.of("store:imagen"), clock.instant().plusSeconds(600)).isEmpty())
                        .toList();
        assertThat(together(askers)).filteredOn(tries -> tries).hasSize(1);
    }

    final Shoot shoot(String name) {
        return ledger.getShoot(inboxFiles.recordSeen("default", List.of(new InboxFiles.SeenFile("default", name, name + "/A.JPG", 5, 1,
                "jpeg", null, null)), Duration.ZERO).iterator().next());
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
