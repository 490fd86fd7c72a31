package studio.darkroom.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A photo, or a part of one, as the body of a PUT: known length, written straight from its original with one buffer,
 * digested on the way. An original that ends early or late breaks the transfer, so that no store takes a part for the
 * whole.
 */
public final class PhotoEntity extends AbstractHttpEntity {

    private static final int BUFFER = 128 * 1024;

    private final Original original;
    private final boolean withMd5;
    private final long from;
    private final long length;
    private final MessageDigest before;
    private MessageDigest digested;
    private String md5;

    /** @param type the Content-Type; null: none is sent, empty: it is sent empty */
    public PhotoEntity(Original original, String type, boolean withMd5) {
        this(original, type, withMd5, 0, original.size(), digest("SHA-256"));
    }

    /**
     * A part of a photo.
     *
     * @param from its first byte
     * @param before the SHA-256 of everything up to there; it is left as it is
     */
    PhotoEntity(Original original, String type, boolean withMd5, long from, long length, MessageDigest before) {
        super(type, null);
        this.original = original;
        this.withMd5 = withMd5;
        this.from = from;
        this.length = length;
        this.before = before;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        MessageDigest sha = copy(before);
        MessageDigest md = withMd5 ? digest("MD5") : null;
        long left = length;
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, left))];
        try (InputStream in = read()) {
            while (left > 0) {
                int count = read(in, buffer, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new OriginalChanged("it ended " + left + " bytes early");
                }
                sha.update(buffer, 0, count);
                if (md != null) {
                    md.update(buffer, 0, count);
                }
                out.write(buffer, 0, count);
                left -= count;
            }
            if (from + length == original.size() && read(in, new byte[1], 1) >= 0) {
                throw new OriginalChanged("it is longer than it was");
            }
        }
        original.unchanged();
        digested = sha;
        md5 = md == null ? null : HexFormat.of().formatHex(md.digest());
    }

    private InputStream read() throws IOException {
        try {
            return getContent();
        } catch (OriginalChanged e) {
            throw e;
        } catch (EOFException e) {
            throw new OriginalChanged("it ended before byte " + from);
        } catch (IOException e) {
            throw new OriginalUnreadable(e);
        }
    }

    private static int read(InputStream in, byte[] buffer, int most) throws IOException {
        try {
            return in.read(buffer, 0, most);
        } catch (IOException e) {
            throw new OriginalUnreadable(e);
        }
    }

    /** Hex SHA-256 of the photo up to the end of what was sent; null before. */
    public String sha256() {
        return digested == null ? null : HexFormat.of().formatHex(copy(digested).digest());
    }

    /** The same, to be gone on with. */
    MessageDigest digested() {
        return digested;
    }

    static MessageDigest copy(MessageDigest digest) {
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

    static MessageDigest digest(String name) {
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
        return original.open(from);
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
