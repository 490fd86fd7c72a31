package studio.darkroom.inbox.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.Fingerprint;
import studio.darkroom.photo.MemoryBytes;
import studio.darkroom.photo.RawShapes;

/** Several programs copy photos into one inbox in different ways and with long pauses; the rule checks them at random times. */
class SettleRulePropertyTest {

    private static final int SETTLE_SECONDS = 30;
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final List<RawShapes.Shape> SHAPES = List.copyOf(RawShapes.all(120_000).values());

    /** A copy in progress: pieces in order, into a growing file or into a file of the full size. */
    private static final class Copy {
        private final RawShapes.Shape shape;
        private final boolean reserving;
        private final boolean keepsTime;
        private final int[] ends;
        private final int[] times;

        Copy(RawShapes.Shape shape, Random random) {
            this.shape = shape;
            this.reserving = random.nextBoolean();
            this.keepsTime = random.nextBoolean();
            List<int[]> pieces = new ArrayList<>();
            int time = random.nextInt(SETTLE_SECONDS);
            int length = shape.bytes().length;
            for (int end = 0; end < length;) {
                int next = end + 1_000 + random.nextInt(40_000);
                // In a file of the full size, a missing last piece of a few bytes cannot be detected.
                end = length - next < 1_000 ? length : next;
                // Mostly fast, sometimes longer than the settle time, but shorter than the wait for a doubtful photo.
                time += random.nextInt(4) > 0 ? random.nextInt(5) : random.nextInt(SETTLE_SECONDS * 9);
                pieces.add(new int[] {end, time});
            }
            this.ends = pieces.stream().mapToInt(piece -> piece[0]).toArray();
            this.times = pieces.stream().mapToInt(piece -> piece[1]).toArray();
        }

        int done() {
            return times[times.length - 1];
        }

        byte[] content(int time) {
            int length = 0;
            for (int i = 0; i < ends.length && times[i] <= time; i++) {
                length = ends[i];
            }
            byte[] written = Arrays.copyOf(shape.bytes(), length);
            return reserving ? Arrays.copyOf(written, shape.bytes().length) : written;
        }

        long modified(int time) {
            return keepsTime ? 0 : Math.min(time, done());
        }

        @Override
        public String toString() {
            return shape + (reserving ? " reserved, " : " growing, ") + Arrays.toString(ends) + " at " + Arrays.toString(times);
        }
    }

    @Property(tries = 80)
    void onlyCompletePhotosSettleAndAllOfThemDo(@ForAll Random random) throws IOException {
        SettleRule rule = new SettleRule(Duration.ofSeconds(SETTLE_SECONDS), Duration.ofDays(1));
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            copies.add(new Copy(SHAPES.get(random.nextInt(SHAPES.size())), random));
        }
        SettleRule.StableSince[] stability = new SettleRule.StableSince[copies.size()];
        boolean[] settled = new boolean[copies.size()];
        int last = copies.stream().mapToInt(Copy::done).max().orElseThrow() + SETTLE_SECONDS + 25;
        boolean marked = random.nextInt(4) == 0;
        for (int time = 0; time <= last; time += 1 + random.nextInt(9)) {
            for (int i = 0; i < stability.length; i++) {
                Copy copy = copies.get(i);
                Instant at = START.plusSeconds(time);
                MemoryBytes bytes = new MemoryBytes(copy.content(time));
                stability[i] = rule.updateStability(stability[i], Fingerprint.of(bytes, copy.modified(time)), at);
                Completeness completeness = Completeness.check(copy.shape.kind(), copy.shape.name(), bytes);
                rule.findEarlyVerdict(stability[i].since(), at, marked).ifPresent(early ->
                        assertThat(early.isSettled()).as("%s", copy).isFalse());
                SettleRule.Verdict verdict = rule.evaluatePhoto(stability[i], completeness, at, marked);
                if (verdict.isSettled()) {
                    assertThat(bytes.size()).as("%s, accepted at %d", copy, time).isEqualTo(copy.shape.bytes().length);
                    assertThat(time).as("%s", copy).isGreaterThanOrEqualTo(copy.done());
                    settled[i] = true;
                } else {
                    assertThat(verdict.reason()).isNotEmpty();
                    assertThat(verdict.nextCheckAt()).isAfter(at);
                    assertThat(settled[i]).as("%s waits again after it settled", copy).isFalse();
                }
            }
        }
        assertThat(settled).doesNotContain(false);
    }
}
