package studio.darkroom.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.delivery.ResultStream.InvalidResult;
import studio.darkroom.testing.TestPictures;

/** Bytes that are too many, no image, or half an image are rejected. */
class ResultStreamTest {

    private static final int MAX = 10_000;

    @Test
    void maximumLength_passes_oneByteMoreFails() throws IOException {
        assertThat(stream(new byte[MAX], -1, false).readAllBytes()).hasSize(MAX);
        assertThat(stream(new byte[MAX], MAX, false).readAllBytes()).hasSize(MAX);
        assertThat(codeOf(() -> stream(new byte[MAX + 1], -1, false).readAllBytes())).isEqualTo("download-endless");
        assertThat(codeOf(() -> stream(new byte[MAX + 1], 5, false).transferTo(OutputStream.nullOutputStream())))
                .isEqualTo("download-endless");
    }

    @Test
    void tooLongAnnouncement_closesWithoutReading() {
        AtomicBoolean closed = new AtomicBoolean();
        assertThat(codeOf(() -> ResultStream.of(new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read");
            }

            @Override
            public void close() {
                closed.set(true);
            }
        }, MAX + 1L, true, MAX))).isEqualTo("download-endless");
        assertThat(closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<Error/>", "{}", "\n<html>"})
    void textInsteadOfJpeg_isRejected(String text) throws IOException {
        assertThat(codeOf(() -> stream(text.getBytes(), text.length(), true))).isEqualTo("download-refused");
        assertThat(stream(text.getBytes(), text.length(), false).readAllBytes()).hasSize(text.length());
    }

    @Test
    void jpegWithoutEnd_isRejected_whateverLengthIsAnnounced() throws IOException {
        byte[] whole = TestPictures.jpeg(1);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertThat(stream(whole, whole.length, true).readAllBytes()).isEqualTo(whole);
        assertThat(stream(whole, -1, true).readAllBytes()).isEqualTo(whole);
        assertThat(codeOf(() -> stream(half, half.length, true).readAllBytes())).isEqualTo("download-cut");
        assertThat(codeOf(() -> stream(half, -1, true).readAllBytes())).isEqualTo("download-cut");
        assertThat(stream(half, half.length, false).readAllBytes()).isEqualTo(half);
    }

    @Test
    void trailerBehindJpeg_passesOnlyIfLengthIsAnnounced() throws IOException {
        byte[] whole = TestPictures.jpeg(1);
        byte[] longer = Arrays.copyOf(whole, whole.length + 100);
        assertThat(stream(longer, longer.length, true).readAllBytes()).isEqualTo(longer);
        assertThat(codeOf(() -> stream(longer, -1, true).readAllBytes())).isEqualTo("download-cut");
    }

    private static InputStream stream(byte[] bytes, long announced, boolean jpeg) throws IOException {
        return ResultStream.of(new ByteArrayInputStream(bytes), announced, jpeg, MAX);
    }

    private static String codeOf(ThrowingCallable call) {
        return catchThrowableOfType(InvalidResult.class, call).code();
    }
}
