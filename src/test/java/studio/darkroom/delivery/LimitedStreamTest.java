package studio.darkroom.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What has no end is broken off. */
class LimitedStreamTest {

    @Test
    void asMuchAsIsAllowedPassesAndOneByteMoreDoesNot() throws IOException {
        assertThat(bytes(100, -1).readAllBytes()).hasSize(100);
        assertThat(bytes(100, 100).readAllBytes()).hasSize(100);
        assertThatThrownBy(() -> bytes(101, -1).readAllBytes()).isInstanceOf(LimitedStream.LimitExceeded.class);
        assertThatThrownBy(() -> bytes(101, 5).transferTo(java.io.OutputStream.nullOutputStream()))
                .isInstanceOf(LimitedStream.LimitExceeded.class);
    }

    @Test
    void whatIsAnnouncedAsTooMuchIsNotReadAtAll() {
        assertThatThrownBy(() -> bytes(1, 101)).isInstanceOf(LimitedStream.LimitExceeded.class);
    }

    private static InputStream bytes(int there, long announced) throws IOException {
        return LimitedStream.of(new ByteArrayInputStream(new byte[there]), announced, 100);
    }
}
