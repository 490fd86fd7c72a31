package studio.darkroom.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import studio.darkroom.storage.ByteSource;

/**
 * A photo, or a part of one, as the body of a PUT: known length, written straight from its original with one buffer,
 * digested on the way. An original that ends early or late breaks the transfer, so that no store takes a part for the
 * whole.
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

    /** @param type the Content-Type; null: none is sent, empty: it is sent empty */
    public PhotoEntity(ByteSource source, String type, boolean withMd5) {
        this(source, type, withMd5, 0, source.size(), createDigest("SHA-256"));
    }

    /**
     * A part of a photo.
     *
     * @param offset its first byte
     * @param digestBefore the SHA-256 of everything up to there; it is left as it is
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
        MessageDigest sha256Digest = copyDigest(digestBefore);
        MessageDigest md5Digest = withMd5 ? createDigest("MD5") : null;
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
        md5 = md5Digest == null ? null : HexFormat.of().formatHex(md5Digest.digest());
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

    /** Hex SHA-256 of the photo up to the end of what was sent; null before. */
    public String sha256() {
        return digestAfter == null ? null : HexFormat.of().formatHex(copyDigest(digestAfter).digest());
    }

    /** The same, to be gone on with. */
    MessageDigest digestAfter() {
        return digestAfter;
    }

    static MessageDigest copyDigest(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hex MD5 of what was sent; null before, or when it was not asked for. */
    public String md5() {
        return md5;
    }

    static MessageDigest createDigest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
        // Nothing stays open between two writes.
    }

    /** The original is no longer what was gathered. */
    public static final class OriginalChanged extends IOException {
        private static final long serialVersionUID = 1L;

        public OriginalChanged(String why) {
            super(why);
        }
    }

    /** The original cannot be read now: the share is gone, the disk fails. */
    public static final class OriginalUnreadable extends IOException {
        private static final long serialVersionUID = 1L;

        public OriginalUnreadable(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
