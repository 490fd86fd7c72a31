package studio.darkroom.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private static final FileTime OLD = FileTime.fromMillis(-86_400_000);

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("DSC_1.NEF");
        Files.write(file, RawShapes.noise(1_000_000));
        Files.setLastModifiedTime(file, OLD);
    }

    @Test
    void anUntouchedFileLooksTheSame() throws IOException {
        Fingerprint first = Fingerprint.of(file);
        assertThat(first).isEqualTo(Fingerprint.of(file));
        assertThat(first.size()).isEqualTo(1_000_000);
        assertThat(first.modifiedMillis()).isEqualTo(OLD.toMillis());
        assertThat(first.hash()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_535, 500_000, 999_999})
    void oneByteAtHeadMiddleOrTailMakesADifferenceThoughSizeAndTimeStay(int place) throws IOException {
        Fingerprint before = Fingerprint.of(file);
        try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
            writer.seek(place);
            int was = writer.read();
            writer.seek(place);
            writer.write(was ^ 1);
        }
        Files.setLastModifiedTime(file, OLD);
        Fingerprint after = Fingerprint.of(file);
        assertThat(after.hash()).isNotEqualTo(before.hash());
        assertThat(after.size()).isEqualTo(before.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, 150_000, 196_608, 196_609})
    void everyByteOfASmallFileCounts(int size) throws IOException {
        byte[] content = RawShapes.noise(size);
        String whole = Fingerprint.of(new MemoryBytes(content), 0).hash();
        for (int place = 0; place < size; place += Math.max(1, size / 5)) {
            content[place] ^= 1;
            assertThat(Fingerprint.of(new MemoryBytes(content), 0).hash()).as("byte " + place).isNotEqualTo(whole);
            content[place] ^= 1;
        }
        assertThat(Fingerprint.of(new MemoryBytes(content), 0).hash()).isEqualTo(whole);
    }

    @Test
    void aLargeFileIsReadAtThreePlacesOnly() throws IOException {
        MemoryBytes bytes = new MemoryBytes(new byte[30_000_000]);
        Fingerprint.of(bytes, 0);
        assertThat(bytes.reads()).isEqualTo(3);
    }

    /** Truncates the real file behind it after its length was asked, as a copy that starts anew does. */
    private record Shrinking(Path file, PhotoBytes bytes) implements PhotoBytes {
        @Override
        public long size() throws IOException {
            long size = bytes.size();
            try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                writer.setLength(10);
            }
            return size;
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            return bytes.read(position, into);
        }
    }

    @Test
    @Timeout(5)
    void aFileThatShrinksMeanwhileLooksDifferent() throws IOException {
        Fingerprint before = Fingerprint.of(file);
        Fingerprint during;
        try (PhotoBytes bytes = PhotoBytes.of(file)) {
            during = Fingerprint.of(new Shrinking(file, bytes), OLD.toMillis());
        }
        Fingerprint after = Fingerprint.of(file);
        assertThat(during.size()).isEqualTo(before.size());
        assertThat(during.hash()).isNotEqualTo(before.hash());
        assertThat(after.size()).isEqualTo(10);
    }

    @Test
    @Timeout(5)
    void aFileThatGrowsMeanwhileLooksDifferentNextTime() throws IOException {
        try (PhotoBytes bytes = PhotoBytes.of(file)) {
            Fingerprint first = Fingerprint.of(bytes, 0);
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
            assertThat(Fingerprint.of(bytes, 0)).isNotEqualTo(first);
        }
    }

    @Test
    void whatIsNoFileIsRefusedWithAReason() {
        assertThatThrownBy(() -> Fingerprint.of(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("is not a regular file");
        assertThatThrownBy(() -> Fingerprint.of(folder.resolve("gone.NEF"))).isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone.NEF");
    }
}
