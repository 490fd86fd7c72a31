package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import studio.darkroom.text.Hashes;

/**
 * How a file looked at one moment, cheap to take from a file of any size. Two equal fingerprints mean that its length,
 * its time and the bytes at its head, middle and tail are the same; nothing else.
 *
 * @param size           length in bytes
 * @param modifiedMillis time of last change as the file system tells it, epoch milliseconds; only compared, never used
 *                       as a time, because copies keep old times
 * @param hash           SHA-256, lower-case hex, over the length and up to three blocks of 64 KB
 */
public record Fingerprint(long size, long modifiedMillis, String hash) {

    static final int BLOCK_SIZE = 64 * 1024;

    /**
     * @param file an existing regular file
     * @return its fingerprint; of a file that changes while it is read, one that differs from the next
     * @throws IOException when the file is gone, is no regular file or cannot be read
     */
    public static Fingerprint of(Path file) throws IOException {
        try (PhotoBytes bytes = PhotoBytes.of(file)) {
            return of(bytes, Files.getLastModifiedTime(file).toMillis());
        }
    }

    /**
     * @param bytes          the photo
     * @param modifiedMillis its time of last change, epoch milliseconds
     * @return its fingerprint
     * @throws IOException when it cannot be read
     */
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
        // How much there really was belongs to the hash: a file that shrank meanwhile must look different.
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(block.position()).flip());
        digest.update(block.flip());
    }
}
