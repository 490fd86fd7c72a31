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

/** Several programs copy photos into one inbox, each in its own way and with long pauses; the gate looks now and then. */
class SettleRulePropertyTest {

    private static final int QUIET = 30;
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final List<RawShapes.Shape> SHAPES = List.copyOf(RawShapes.all(120_000).values());

    /** One copy under way: pieces from the front, into a growing file or into room reserved before. */
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
            int time = random.nextInt(QUIET);
            int length = shape.bytes().length;
            for (int end = 0; end < length;) {
                int next = end + 1_000 + random.nextInt(40_000);
                // A last piece of a few bytes cannot be missed by its absence in reserved room.
                end = length - next < 1_000 ? length : next;
                // Mostly quick, at times longer than the quiet time, below what the gate takes for a doubt's end.
                time += random.nextInt(4) > 0 ? random.nextInt(5) : random.nextInt(QUIET * 9);
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
        SettleRule gate = new SettleRule(Duration.ofSeconds(QUIET), Duration.ofSeconds(2));
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            copies.add(new Copy(SHAPES.get(random.nextInt(SHAPES.size())), random));
        }
        StableSince[] stood = new StableSince[copies.size()];
        boolean[] settled = new boolean[copies.size()];
        int last = copies.stream().mapToInt(Copy::done).max().orElseThrow() + QUIET + 25;
        boolean marked = random.nextInt(4) == 0;
        for (int time = 0; time <= last; time += 1 + random.nextInt(9)) {
            for (int i = 0; i < stood.length; i++) {
                Copy copy = copies.get(i);
                Instant at = START.plusSeconds(time);
                MemoryBytes bytes = new MemoryBytes(copy.content(time));
                stood[i] = gate.updateStability(stood[i], Fingerprint.of(bytes, copy.modified(time)), at);
                Completeness wholeness = Completeness.check(copy.shape.kind(), copy.shape.name(), bytes);
                SettleVerdict verdict = gate.evaluatePhoto(stood[i], wholeness, at, marked);
                if (verdict.isSettled()) {
                    assertThat(bytes.size()).as("%s, taken at %d", copy, time).isEqualTo(copy.shape.bytes().length);
                    assertThat(time).as("%s", copy).isGreaterThanOrEqualTo(copy.done());
                    settled[i] = true;
                } else {
                    assertThat(verdict.reason()).isNotEmpty();
                    assertThat(verdict.nextCheckAt()).isAfter(at);
                    assertThat(settled[i]).as("%s waits again after it had settled", copy).isFalse();
                }
            }
        }
        assertThat(settled).doesNotContain(false);
    }
}
