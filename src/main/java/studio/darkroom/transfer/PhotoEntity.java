package studio.darkroom.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Hashes;

/**
 * A photo, or a part of one, as the body of a PUT: of known length, read from its original with one buffer while it is sent,
 * and hashed. If the original turns out to be shorter or longer, the transfer fails, so that no store keeps an incomplete
 * photo.
 */
public final class PhotoEntity extends AbstractHttpEntity {

    private static final int BUFFER_SIZE = 128 * 1024;

    private final ByteSource source;
    private final boolean withMd5;
    private final long offset;
    private final long length;
    private final MessageDigest digestBefore;
    private MessageDigest digestAfter;
    private String md5;

    /** @param type the Content-Type; null: none is sent; empty: an empty header is sent */
    public PhotoEntity(ByteSource source, String type, boolean withMd5) {
        this(source, type, withMd5, 0, source.size(), Hashes.newSha256());
    }

    /**
     * A part of a photo.
     *
     * @param offset of its first byte
     * @param digestBefore the SHA-256 of everything before; not changed
     */
    PhotoEntity(ByteSource source, String type, boolean withMd5, long offset, long length, MessageDigest digestBefore) {
        super(type, null);
        this.source = source;
        this.withMd5 = withMd5;
        this.offset = offset;
        this.length = length;
        this.digestBefore = digestBefore;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        MessageDigest sha256Digest = Hashes.copyDigest(digestBefore);
        MessageDigest md5Digest = withMd5 ? Hashes.newMd5() : null;
        long remaining = length;
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER_SIZE, remaining))];
        try (InputStream in = openContent()) {
            while (remaining > 0) {
                int count = readBuffer(in, buffer, (int) Math.min(buffer.length, remaining));
                if (count < 0) {
                    throw new OriginalChanged("it ended " + remaining + " bytes early");
                }
                sha256Digest.update(buffer, 0, count);
                if (md5Digest != null) {
                    md5Digest.update(buffer, 0, count);
                }
                out.write(buffer, 0, count);
                remaining -= count;
            }
            if (offset + length == source.size() && readBuffer(in, new byte[1], 1) >= 0) {
                throw new OriginalChanged("it is longer than it was");
            }
        }
        source.checkUnchanged();
        digestAfter = sha256Digest;
        md5 = md5Digest == null ? null : Hashes.toHex(md5Digest);
    }

    private InputStream openContent() throws IOException {
        try {
            return getContent();
        } catch (OriginalChanged e) {
            throw e;
        } catch (EOFException e) {
            throw new OriginalChanged("it ended before byte " + offset);
        } catch (IOException e) {
            throw new OriginalUnreadable(e);
        }
    }

    private static int readBuffer(InputStream in, byte[] buffer, int length) throws IOException {
        try {
            return in.read(buffer, 0, length);
        } catch (IOException e) {
            throw new OriginalUnreadable(e);
        }
    }

    /** Hex SHA-256 of the photo up to the last byte that was sent; null before. */
    public String sha256() {
        return digestAfter == null ? null : Hashes.toHex(Hashes.copyDigest(digestAfter));
    }

    /** The same, for the next part. */
    MessageDigest digestAfter() {
        return digestAfter;
    }

    /** Hex MD5 of what was sent; null before, or if it is not wanted. */
    public String md5() {
        return md5;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public InputStream getContent() throws IOException {
        return source.open(offset);
    }

    @Override
    public void close() {
        // No stream is open between two writes.
    }

    /** The original is no longer the file that was gathered. */
    public static final class OriginalChanged extends IOException {
        private static final long serialVersionUID = 1L;

        public OriginalChanged(String why) {
            super(why);
        }
    }

    /** The original cannot be read at the moment, because of its disk or share. */
    public static final class OriginalUnreadable extends IOException {
        private static final long serialVersionUID = 1L;

        public OriginalUnreadable(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
