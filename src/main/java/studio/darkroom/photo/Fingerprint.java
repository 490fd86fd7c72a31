package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import studio.darkroom.text.Hashes;

/**
 * The state of a file at one moment, computed quickly for a file of any size. Equal fingerprints mean equal length, time and
 * bytes at the start, in the middle and at the end, and nothing else.
 *
 * @param modifiedMillis the time of the last change in epoch milliseconds; only compared, because copies keep old times
 * @param hash SHA-256 in lower-case hex, of the length and up to three blocks of 64 KB
 */
public record Fingerprint(long size, long modifiedMillis, String hash) {

    static final int BLOCK_SIZE = 64 * 1024;

    /**
     * @return the fingerprint; if the file changes while it is read, one that differs from the next
     * @throws IOException if the file does not exist, is not a regular file or cannot be read
     */
    public static Fingerprint of(Path file) throws IOException {
        try (PhotoBytes bytes = PhotoBytes.of(file)) {
            return of(bytes, Files.getLastModifiedTime(file).toMillis());
        }
    }

    public static Fingerprint of(PhotoBytes bytes, long modifiedMillis) throws IOException {
        MessageDigest digest = Hashes.newSha256();
        long size = bytes.size();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
        ByteBuffer block = ByteBuffer.allocate(BLOCK_SIZE);
        if (size <= 3L * BLOCK_SIZE) {
            for (long at = 0; at < size; at += BLOCK_SIZE) {
                addBlock(digest, bytes, at, size, block);
            }
        } else {
            addBlock(digest, bytes, 0, size, block);
            addBlock(digest, bytes, (size - BLOCK_SIZE) / 2, size, block);
            addBlock(digest, bytes, size - BLOCK_SIZE, size, block);
        }
        return new Fingerprint(size, modifiedMillis, Hashes.toHex(digest));
    }

    private static void addBlock(MessageDigest digest, PhotoBytes bytes, long at, long size, ByteBuffer block) throws IOException {
        block.clear().limit((int) Math.min(BLOCK_SIZE, size - at));
        long position = at;
        while (block.hasRemaining()) {
            int read = bytes.read(position, block);
            if (read <= 0) {
                break;
            }
            position += read;
        }
        // The hash includes the number of bytes that were read, so that a file that shrank meanwhile differs.
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(block.position()).flip());
        digest.update(block.flip());
    }
}
