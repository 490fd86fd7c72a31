package studio.darkroom.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Problem;

/** Parts: what is asked for is what a store takes, and nothing is sent unless exactly that came back. */
class PartsTest {

    private static final long DEFAULT = 64L << 20;

    private final Parts parts = new Parts(null, null, null, new LinkGuard(List.of()),
            vendor -> URI.create("https://192.0.2.1/v1"), false, new Draining());
    private final Shoot shoot = new Shoot("1", "default", "a", "a", "imagen-smart", null, "{}", "upload", Instant.EPOCH,
            Instant.EPOCH, 0, 5, "p", null, 1, Instant.EPOCH, null);

    @Property
    void partsAreNeitherTooManyNorTooSmallAndCoverThePhoto(@ForAll @LongRange(min = 1, max = 5L << 40) long bytes,
            @ForAll @LongRange(min = 0, max = 200L << 20) long wanted) {
        Parting parting = new Parting(photo(bytes), wanted, null);
        assertThat(parting.count()).isBetween(1, 10_000);
        assertThat(parting.size()).isGreaterThanOrEqualTo(5L << 20);
        assertThat((parting.count() - 1) * parting.size()).isLessThan(bytes);
        assertThat(parting.count() * parting.size()).isGreaterThanOrEqualTo(bytes);
    }

    @Test
    void aPartHas64MebibytesUntilThereWouldBeTooMany() {
        assertThat(new Parting(photo(DEFAULT + 1), DEFAULT, null).count()).isEqualTo(2);
        assertThat(new Parting(photo(DEFAULT * 10_000), DEFAULT, null).size()).isEqualTo(DEFAULT);
        assertThat(new Parting(photo(DEFAULT * 10_000 + 1), DEFAULT, null).size()).isEqualTo(DEFAULT + 1);
    }

    @Test
    void linksAreTakenByTheirNumber() {
        assertThat(pieces(3, 3, 1, 2)).extracting(Parts.Piece::number).containsExactly(1, 2, 3);
    }

    @Test
    void anythingButOneLinkForEachPartIsStrange() {
        for (int[] numbers : List.of(new int[] {}, new int[] {1, 2}, new int[] {1, 2, 2}, new int[] {0, 1, 2},
                new int[] {1, 2, 4}, new int[] {1, 2, 3, 4}, new int[] {1, 2, 3, 3})) {
            assertThatThrownBy(() -> pieces(3, numbers)).as(java.util.Arrays.toString(numbers))
                    .isInstanceOf(Passing.class).hasMessageContaining("3 parts of L.JPG");
        }
    }

    @Test
    void aPartWithoutALinkIsStrange() {
        List<Map<String, String>> rows = rows(1, 2, 3);
        rows.get(1).put("url", " ");
        assertThatThrownBy(() -> pieces(3, rows)).isInstanceOf(Passing.class).hasMessageContaining("part 2");
    }

    @Test
    void aPartThatLeadsIntoThisNetworkIsNotSent() {
        List<Map<String, String>> rows = rows(1, 2, 3);
        rows.get(2).put("url", "https://127.0.0.1/bucket/key?partNumber=3");
        assertThatThrownBy(() -> pieces(3, rows)).isInstanceOf(Problem.class).hasMessageContaining("into this network")
                .hasMessageNotContaining("partNumber");
    }

    private List<Parts.Piece> pieces(int count, int... numbers) {
        return pieces(count, rows(numbers));
    }

    private List<Parts.Piece> pieces(int count, List<Map<String, String>> rows) {
        return parts.pieces(shoot, new Parting(photo(DEFAULT * count), DEFAULT, null), new Parts.Opened("u", "k", rows));
    }

    private static List<Map<String, String>> rows(int... numbers) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int number : numbers) {
            rows.add(new HashMap<>(Map.of("part", String.valueOf(number), "url", "https://192.0.2.1/k?partNumber=" + number)));
        }
        return rows;
    }

    private static Photo photo(long bytes) {
        return new Photo("1", "default", "a", "a/L.JPG", "1", "L.JPG", "jpeg", bytes, 0, Instant.EPOCH, "f", Instant.EPOCH,
                null, Photo.WAITING, null, null, 0, null, null, null);
    }
}
