package studio.darkroom.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static studio.darkroom.photo.Completeness.State.COMPLETE;
import static studio.darkroom.photo.Completeness.State.INCOMPLETE;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;

class CompletenessPropertyTest {

    private static final List<RawShapes.Shape> SMALL = List.copyOf(RawShapes.all(3_000).values());
    private static final List<RawShapes.Shape> LARGE = List.copyOf(RawShapes.all(150_000).values());

    @Provide
    Arbitrary<RawShapes.Shape> shapes() {
        return Arbitraries.of(SMALL).edgeCases(edges -> edges.none());
    }

    @Provide
    Arbitrary<RawShapes.Shape> largeShapes() {
        return Arbitraries.of(LARGE);
    }

    @Property(tries = 3000)
    void aPhotoThatLacksItsEndIsPartial(@ForAll("shapes") RawShapes.Shape shape,
            @ForAll @IntRange(max = 1_000_000) int place) throws IOException {
        int length = place % shape.bytes().length;
        assertThat(check(shape.name(), Arrays.copyOf(shape.bytes(), length)).state())
                .as("%s cut at %d", shape, length).isEqualTo(INCOMPLETE);
    }

    @Property(tries = 1000)
    void aLargePhotoThatLacksItsEndIsPartial(@ForAll("largeShapes") RawShapes.Shape shape,
            @ForAll @IntRange(max = 1_000_000) int place) throws IOException {
        int length = place % shape.bytes().length;
        assertThat(check(shape.name(), Arrays.copyOf(shape.bytes(), length)).state())
                .as("%s cut at %d", shape, length).isEqualTo(INCOMPLETE);
    }

    @Property(tries = 2000)
    void aPhotoWithReservedRoomIsNeverWhole(@ForAll("largeShapes") RawShapes.Shape shape,
            @ForAll @IntRange(max = 1_000_000) int place) throws IOException {
        // A heap's directory and a JPEG's end mark make more of it visible; this is what holds for all.
        int from = place % (shape.bytes().length - ZeroFill.TAIL_BYTES - 32);
        byte[] reserved = shape.bytes().clone();
        Arrays.fill(reserved, from, reserved.length, (byte) 0);
        assertThat(check(shape.name(), reserved).state()).as("%s empty from %d", shape, from).isNotEqualTo(COMPLETE);
    }

    @Property(tries = 2000)
    void garbageBehindAnyBeginningNeverThrowsAndEndsQuickly(@ForAll("shapes") RawShapes.Shape shape,
            @ForAll @IntRange(max = 400) int keep, @ForAll @Size(max = 3000) byte[] garbage) {
        byte[] bytes = RawShapes.join(Arrays.copyOf(shape.bytes(), keep), garbage);
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> check(shape.name(), bytes));
    }

    @Property(tries = 3000)
    void damagedBytesNeverThrowAndEndQuickly(@ForAll("shapes") RawShapes.Shape shape,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 1_000_000) Integer> places, @ForAll byte value) {
        byte[] bytes = shape.bytes().clone();
        for (int place : places) {
            // Most of the structure stands at the head.
            bytes[place % 2 == 0 ? place % bytes.length : place % 300] = value;
        }
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> check(shape.name(), bytes));
    }

    private static Completeness check(String name, byte[] bytes) throws IOException {
        return Completeness.check(PhotoKind.of(name), name, new MemoryBytes(bytes));
    }
}
