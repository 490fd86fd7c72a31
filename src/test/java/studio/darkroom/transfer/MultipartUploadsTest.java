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
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;

/** Parts: what is asked for is what a store takes, and nothing is sent unless exactly that came back. */
class MultipartUploadsTest {

    private static final long DEFAULT = 64L << 20;

    private final MultipartUploads parts = new MultipartUploads(null, null, null,
            new LinkGuard(List.of(), Map.of("imagen-smart", URI.create("https://192.0.2.1/v1"))), false, new ShutdownSignal(new DefaultCamelContext()));
    private final Shoot shoot = new Shoot("1", "default", "a", "a", "imagen-smart", null, "{}", Step.UPLOAD, Instant.EPOCH,
            Instant.EPOCH, 0, 5, "p", null, 1, Instant.EPOCH, null);

    @Property
    void partsAreNeitherTooManyNorTooSmallAndCoverThePhoto(@ForAll @LongRange(min = 1, max = 5L << 40) long bytes,
            @ForAll @LongRange(min = 0, max = 200L << 20) long wanted) {
        MultipartUploads.MultipartUpload parting = new MultipartUploads.MultipartUpload(photo(bytes), wanted, null);
        assertThat(parting.partCount()).isBetween(1, 10_000);
        assertThat(parting.partSize()).isGreaterThanOrEqualTo(5L << 20);
        assertThat((parting.partCount() - 1) * parting.partSize()).isLessThan(bytes);
        assertThat(parting.partCount() * parting.partSize()).isGreaterThanOrEqualTo(bytes);
    }

    @Test
    void aPartHas64MebibytesUntilThereWouldBeTooMany() {
        assertThat(new MultipartUploads.MultipartUpload(photo(DEFAULT + 1), DEFAULT, null).partCount()).isEqualTo(2);
        assertThat(new MultipartUploads.MultipartUpload(photo(DEFAULT * 10_000), DEFAULT, null).partSize()).isEqualTo(DEFAULT);
        assertThat(new MultipartUploads.MultipartUpload(photo(DEFAULT * 10_000 + 1), DEFAULT, null).partSize()).isEqualTo(DEFAULT + 1);
    }

    @Test
    void linksAreTakenByTheirNumber() {
        assertThat(pieces(3, 3, 1, 2)).extracting(MultipartUploads.UploadPart::number).containsExactly(1, 2, 3);
    }

    @Test
    void anythingButOneLinkForEachPartIsStrange() {
        for (int[] numbers : List.of(new int[] {}, new int[] {1, 2}, new int[] {1, 2, 2}, new int[] {0, 1, 2},
                new int[] {1, 2, 4}, new int[] {1, 2, 3, 4}, new int[] {1, 2, 3, 3})) {
            assertThatThrownBy(() -> pieces(3, numbers)).as(java.util.Arrays.toString(numbers))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code()).isEqualTo("parts-strange"));
        }
    }

    @Test
    void aPartWithoutALinkIsStrange() {
        List<Map<String, String>> rows = rows(1, 2, 3);
        rows.get(1).put("url", " ");
        assertThatThrownBy(() -> pieces(3, rows)).isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code()).isEqualTo("parts-strange"));
    }

    @Test
    void aPartThatLeadsIntoThisNetworkIsNotSent() {
        List<Map<String, String>> rows = rows(1, 2, 3);
        rows.get(2).put("url", "https://127.0.0.1/bucket/key?partNumber=3");
        assertThatThrownBy(() -> pieces(3, rows)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("link-refused"))
                .hasMessageNotContaining("partNumber");
    }

    private List<MultipartUploads.UploadPart> pieces(int count, int... numbers) {
        return pieces(count, rows(numbers));
    }

    private List<MultipartUploads.UploadPart> pieces(int count, List<Map<String, String>> rows) {
        return parts.matchPartLinks(shoot, new MultipartUploads.MultipartUpload(photo(DEFAULT * count), DEFAULT, null), new MultipartUploads.OpenedUpload("u", "k", rows));
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
