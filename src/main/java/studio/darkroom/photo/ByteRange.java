package studio.darkroom.photo;

/**
 * Where the data of one picture lies in a photo.
 *
 * @param from     first byte
 * @param to       behind the last byte
 * @param lastPartFrom first byte of its last part, where a picture is cut into strips or tiles
 * @param byteCount    how many bytes belong to it, gaps not counted
 */
record ByteRange(long from, long to, long lastPartFrom, long byteCount) {

    static ByteRange of(long from, long length) {
        return new ByteRange(from, from + length, from, length);
    }

    /** @return this picture with one more part, which must not end beyond {@code Long.MAX_VALUE} */
    ByteRange addPart(long partFrom, long length) {
        boolean endsLast = partFrom + length > to;
        return new ByteRange(Math.min(from, partFrom), Math.max(to, partFrom + length), endsLast ? partFrom : lastPartFrom,
                byteCount + length);
    }
}
