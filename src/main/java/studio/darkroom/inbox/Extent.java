package studio.darkroom.inbox;

/**
 * Where the data of one picture lies in a photo.
 *
 * @param from     first byte
 * @param to       behind the last byte
 * @param lastFrom first byte of its last part, where a picture is cut into strips or tiles
 * @param bytes    how many bytes belong to it, gaps not counted
 */
record Extent(long from, long to, long lastFrom, long bytes) {

    static Extent of(long from, long length) {
        return new Extent(from, from + length, from, length);
    }

    /** @return this picture with one more part, which must not end beyond {@code Long.MAX_VALUE} */
    Extent and(long partFrom, long length) {
        boolean last = partFrom + length > to;
        return new Extent(Math.min(from, partFrom), Math.max(to, partFrom + length), last ? partFrom : lastFrom,
                bytes + length);
    }
}
