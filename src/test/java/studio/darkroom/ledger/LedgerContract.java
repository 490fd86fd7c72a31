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
import studio.darkroom.testing.TestClock;

/** What a ledger promises, whatever database it is on. */
abstract class LedgerContract {

    final TestClock clock = new TestClock();
    Database database;
    Ledger ledger;
    Sightings sightings;

    /** An empty database. */
    abstract DataSource source() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = new Database(source());
        new Schema(database).apply();
        ledger = new Ledger(database, clock, "here");
        ledger.lane("default");
        sightings = new Sightings(ledger);
    }

    @Test
    void theSchemaIsAppliedOnceHoweverOftenAndByHoweverMany() throws Exception {
        new Schema(database).apply();
        DataSource empty = source();
        List<Callable<String>> nodes = IntStream.range(0, 4).<Callable<String>>mapToObj(node -> () -> {
            Schema schema = new Schema(new Database(empty));
            schema.apply();
            return schema.ledgerId();
        }).toList();
        assertThat(together(nodes)).hasSize(4).containsOnly(new Schema(new Database(empty)).ledgerId());
        assertThat(new Database(empty).list(row -> row.getInt("number"), "select number from schema_step order by number"))
                .doesNotHaveDuplicates().startsWith(1, 2).endsWith(1000);
    }

    @Test
    void allNodesHaveOneIdFromTheirVeryFirstMoment() throws Exception {
        Callable<String> node = () -> new Schema(database).ledgerId();
        for (int round = 0; round < 25; round++) {
            database.update("delete from ledger");
            assertThat(Set.copyOf(together(List.of(node, node, node, node)))).hasSize(1);
        }
    }

    @Test
    void aShootIsTakenByOneAtATimeAndTheOtherWritesNothing() {
        String id = shoot("smith").id();
        Shoot first = ledger.claim(id).orElseThrow();
        Shoot second = ledger.claim(id).orElseThrow();
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThatThrownBy(() -> ledger.next(first, Step.OPEN)).isInstanceOf(LostPlace.class).hasMessageContaining(id);
        assertThatThrownBy(() -> ledger.again(first, clock.instant())).isInstanceOf(LostPlace.class);
        assertThatThrownBy(() -> ledger.opened(first, "remote")).isInstanceOf(LostPlace.class);
        assertThatThrownBy(() -> new Charges(ledger).intended(first, "edit", 1)).isInstanceOf(LostPlace.class);
        assertThatThrownBy(() -> ledger.hold(first, new Shoot.Held("problem", "c", "t", "f"))).isInstanceOf(LostPlace.class);
        assertThat(ledger.shoot(id)).isEqualTo(second);
        assertThat(new Charges(ledger).of(id)).isEmpty();
        ledger.next(second, Step.OPEN);
        assertThat(ledger.shoot(id).step()).isEqualTo(Step.OPEN);
    }

    @Test
    void aCallMakesOnlyTheNextLookOfAWaitingShootSooner() throws Exception {
        Calls calls = new Calls(ledger);
        Shoot waiting = shoot("called");
        assertThat(calls.called(waiting.id())).as("nothing is at a vendor yet").isFalse();
        assertThat(calls.called("nobody")).isFalse();
        ledger.next(ledger.claim(waiting.id()).orElseThrow(), Step.AWAIT_EDIT);
        ledger.againIn(ledger.claim(waiting.id()).orElseThrow(), Duration.ofMinutes(5));
        assertThat(calls.calledInStep(ledger.shoot(waiting.id()))).isFalse();
        List<Callable<Boolean>> callers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(caller -> () -> calls.called(waiting.id())).toList();
        assertThat(together(callers)).contains(true);
        assertThat(ledger.shoot(waiting.id()).due()).isEqualTo(clock.instant());
        assertThat(calls.calledInStep(ledger.shoot(waiting.id()))).isTrue();
        Shoot looked = ledger.claim(waiting.id()).orElseThrow();
        calls.called(waiting.id());
        assertThat(ledger.shoot(waiting.id()).version()).as("no call takes a shoot away").isEqualTo(looked.version());
        ledger.againIn(looked, Duration.ofMinutes(5));
        assertThat(ledger.shoot(waiting.id()).due()).as("called during the look")
                .isBetween(clock.instant(), clock.instant().plus(Calls.APART));
        clock.set(ledger.shoot(waiting.id()).due());
        Shoot held = ledger.claim(waiting.id()).orElseThrow();
        ledger.hold(held, new Shoot.Held("problem", "c", "t", "f"));
        clock.set(clock.instant().plus(Duration.ofHours(1)));
        assertThat(calls.called(waiting.id())).as("held").isFalse();
    }

    @Test
    void theLedgerKeepsOneSecretForAllItsNodes() throws Exception {
        List<Callable<byte[]>> nodes = IntStream.range(1, 5)
                .<Callable<byte[]>>mapToObj(node -> () -> new Calls(ledger).secret(new byte[] {(byte) node, -1})).toList();
        byte[] kept = new Calls(ledger).secret(new byte[] {9});
        List<byte[]> secrets = together(nodes);
        assertThat(secrets).hasSize(4).allMatch(secret -> java.util.Arrays.equals(secret, kept));
    }

    @Test
    void ofManyWhoTakeAShootAtOnceEachHasItsOwnVersion() throws Exception {
        String id = shoot("race").id();
        List<Callable<Shoot>> takers = IntStream.range(0, 8)
                .<Callable<Shoot>>mapToObj(taker -> () -> ledger.claim(id).orElseThrow()).toList();
        List<Shoot> taken = together(takers);
        assertThat(taken).extracting(Shoot::version).doesNotHaveDuplicates();
        long last = taken.stream().mapToLong(Shoot::version).max().orElseThrow();
        assertThat(taken.stream().filter(shoot -> {
            try {
                ledger.again(shoot, clock.instant());
                return true;
            } catch (LostPlace lost) {
                return false;
            }
        })).singleElement().satisfies(shoot -> assertThat(shoot.version()).isEqualTo(last));
    }

    @Test
    void onlyADueShootThatNothingHoldsIsTaken() {
        Shoot shoot = ledger.claim(shoot("due").id()).orElseThrow();
        ledger.again(shoot, clock.instant().plusSeconds(10));
        assertThat(ledger.claim(shoot.id())).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        Shoot again = ledger.claim(shoot.id()).orElseThrow();
        ledger.hold(again, new Shoot.Held("problem", "code", "text", "fix"));
        clock.advance(Duration.ofDays(1));
        assertThat(ledger.claim(shoot.id())).isEmpty();
        assertThat(ledger.waiting()).isEmpty();
        assertThat(ledger.freed(ledger.shoot(shoot.id()), null, "retried", null)).isTrue();
        ledger.pause("default", true);
        assertThat(ledger.claim(shoot.id())).isEmpty();
        ledger.pause("default", false);
        ledger.next(ledger.claim(shoot.id()).orElseThrow(), Step.DONE);
        assertThat(ledger.claim(shoot.id())).isEmpty();
        assertThat(ledger.shoot(shoot.id())).satisfies(done -> {
            assertThat(done.ended()).isTrue();
            assertThat(done.endedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void whoFreesAShootMustHaveSeenItAsItIs() {
        Shoot seen = ledger.claim(shoot("freed").id()).orElseThrow();
        ledger.claim(seen.id()).orElseThrow();
        assertThat(ledger.freed(seen, Step.CANCELLED, "cancelled", null)).isFalse();
        Shoot now = ledger.shoot(seen.id());
        assertThat(ledger.freed(now, Step.CANCELLED, "cancelled", null)).isTrue();
        assertThatThrownBy(() -> ledger.next(now, Step.OPEN)).isInstanceOf(LostPlace.class);
    }

    @Test
    void aStepThatSaidNothingIsKnownByIt() {
        Shoot shoot = ledger.claim(shoot("mute").id()).orElseThrow();
        assertThat(ledger.unsaid(shoot)).isTrue();
        assertThat(ledger.unsaid(shoot)).as("told once").isFalse();
        Shoot again = ledger.claim(shoot.id()).orElseThrow();
        ledger.more(again);
        assertThat(ledger.unsaid(again)).isFalse();
    }

    @Test
    void failuresAreCountedUntilSomethingWorks() {
        Shoot shoot = ledger.claim(shoot("counted").id()).orElseThrow();
        ledger.later(shoot, clock.instant(), "vendor-down", "503");
        ledger.later(ledger.claim(shoot.id()).orElseThrow(), clock.instant(), "vendor-down", "503");
        assertThat(ledger.shoot(shoot.id()).tries()).isEqualTo(2);
        ledger.more(ledger.claim(shoot.id()).orElseThrow());
        assertThat(ledger.shoot(shoot.id()).tries()).isZero();
    }

    @Test
    void theBillingJournalOnlyGrows() {
        Charges charges = new Charges(ledger);
        Shoot shoot = ledger.claim(shoot("paid").id()).orElseThrow();
        assertThat(charges.last(shoot, "edit")).isEmpty();
        Charge first = charges.intended(shoot, "edit", 7);
        charges.became(shoot, first, Charge.LOST, "no answer");
        charges.became(shoot, first, Charge.UNSENT, "decided by a person");
        Charge second = charges.intended(shoot, "edit", 7);
        charges.became(shoot, second, Charge.ACCEPTED, "answered");
        charges.intended(shoot, "export", 7);
        assertThat(charges.of(shoot.id())).extracting(Charge::outcome).containsExactly(Charge.INTENDED, Charge.LOST,
                Charge.UNSENT, Charge.INTENDED, Charge.ACCEPTED, Charge.INTENDED);
        assertThat(charges.last(shoot, "edit").orElseThrow().outcome()).isEqualTo(Charge.ACCEPTED);
        assertThat(charges.editsSince(null, clock.instant().minusSeconds(1))).as("the one that was not sent is not counted")
                .isEqualTo(1);
        assertThat(charges.editsSince(null, clock.instant().plusSeconds(1))).isZero();
        assertThat(charges.editsSince(shoot.lane(), clock.instant().minusSeconds(1))).isEqualTo(1);
        assertThat(charges.editsSince("elsewhere", clock.instant().minusSeconds(1))).isZero();
    }

    @Test
    void whatCameOfACallIsWrittenEvenWhenThePlaceIsLost() {
        Charges charges = new Charges(ledger);
        Shoot shoot = ledger.claim(shoot("taken-over").id()).orElseThrow();
        Charge charge = charges.intended(shoot, "edit", 1);
        ledger.claim(shoot.id()).orElseThrow();
        charges.became(shoot, charge, Charge.ACCEPTED, "answered");
        assertThat(charges.of(shoot.id())).extracting(Charge::outcome).containsExactly(Charge.INTENDED, Charge.ACCEPTED);
    }

    @Test
    void duringAnOutageOneTriesAndTheOthersWait() {
        Outages outages = new Outages(ledger);
        Shoot.Held held = new Shoot.Held("outage", "vendor-down", "out of order", "wait");
        Instant look = clock.instant().plusSeconds(30);
        outages.found("vendor:imagen", held, look);
        assertThat(outages.tell("vendor:imagen")).isTrue();
        assertThat(outages.tell("vendor:imagen")).as("one alert").isFalse();
        assertThat(outages.inTheWay(List.of("vendor:fotolabs"), look)).isEmpty();
        assertThat(outages.inTheWay(List.of("vendor:imagen"), look)).isPresent();
        clock.set(look);
        Instant trial = look.plusSeconds(600);
        assertThat(outages.inTheWay(List.of("vendor:imagen"), trial)).as("the one that tries").isEmpty();
        assertThat(outages.inTheWay(List.of("vendor:imagen"), trial).orElseThrow().look()).isEqualTo(trial);
        assertThat(outages.found("vendor:imagen", held, trial).tries()).isEqualTo(2);
        Shoot waiting = ledger.claim(shoot("waiting").id()).orElseThrow();
        ledger.waits(waiting, held, trial);
        assertThat(outages.over("vendor:imagen")).containsExactly(waiting.id());
        assertThat(outages.over("vendor:imagen")).isEmpty();
        assertThat(ledger.shoot(waiting.id()).due()).isEqualTo(clock.instant());
    }

    @Test
    void ofManyWhoWantToTryDuringAnOutageOneDoes() throws Exception {
        Outages outages = new Outages(ledger);
        outages.found("store:imagen", new Shoot.Held("outage", "c", "t", "f"), clock.instant());
        List<Callable<Boolean>> askers = IntStream.range(0, 8).<Callable<Boolean>>mapToObj(asker -> () ->
                outages.inTheWay(List.of("store:imagen"), clock.instant().plusSeconds(600)).isEmpty()).toList();
        assertThat(together(askers)).filteredOn(tries -> tries).hasSize(1);
    }

    final Shoot shoot(String name) {
        String id = sightings.sighted(new Sightings.Sighting("default", name, name + "/A.JPG", 5, 1, "jpeg", null),
                Duration.ZERO).orElseThrow();
        return ledger.shoot(id);
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
