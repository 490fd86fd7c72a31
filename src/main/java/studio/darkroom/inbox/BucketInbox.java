package studio.darkroom.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import studio.darkroom.bucket.Item;
import studio.darkroom.bucket.ObjectStream;
import studio.darkroom.bucket.Shelf;
import studio.darkroom.bucket.StoreFailure;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ticket.TicketReader;
import studio.darkroom.transfer.Original;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Trouble;

/**
 * A part of a bucket. An object is told apart by key, ETag and size: it is put whole or not at all, and never changes
 * under its ETag. What is read is always compared with the ETag that came with it, not by a condition of the request,
 * which some stores do not know and one gets wrong.
 */
final class BucketInbox implements Inbox {

    private static final int MOST_TEXT = TicketReader.MOST_BYTES + 1;

    private final String lane;
    private final String name;
    private final Shelf shelf;

    /** @param name the place as a person knows it */
    BucketInbox(String lane, String name, Shelf shelf) {
        this.lane = lane;
        this.name = name;
        this.shelf = shelf;
    }

    /**
     * The time that stands in the ledger: none for a photo, so that putting the same content again changes nothing. A
     * marker has no content to tell it by.
     */
    static long modified(Item item) {
        return Sorting.of(item.path()).what() == FileClass.MARKER ? item.modified().toEpochMilli() : 0;
    }

    private Trouble trouble(StoreFailure failure) {
        return failure.trouble("inbox:" + lane, "The inbox " + name + " of lane " + lane + " cannot be read");
    }

    @Override
    public void present() {
        try {
            shelf.present();
        } catch (StoreFailure failure) {
            throw trouble(failure);
        }
    }

    @Override
    public Glance glance(String folder) {
        Map<String, Standing> there = new HashMap<>();
        try {
            for (Item item : folder.isEmpty() ? shelf.loose() : shelf.items(folder + "/")) {
                there.put(item.path(), standing(item));
            }
        } catch (StoreFailure failure) {
            throw trouble(failure);
        }
        return new Glance() {

            @Override
            public Standing standing(String path) throws IOException {
                // A key that begins with a slash belongs to no folder, and no listing of the inbox itself has it.
                Standing standing = path.startsWith("/") ? looked(path) : there.get(path);
                if (standing == null) {
                    throw new NoSuchFileException(path);
                }
                return standing;
            }

            @Override
            public Set<String> paths() {
                return there.keySet();
            }
        };
    }

    private Standing looked(String path) {
        try {
            return shelf.item(path).map(BucketInbox::standing).orElse(null);
        } catch (StoreFailure failure) {
            throw trouble(failure);
        }
    }

    static Standing standing(Item item) {
        return new Standing(item.size(), modified(item), item.etag());
    }

    @Override
    public Bytes bytes(String path, Standing standing) {
        return new RangedBytes(standing.size(), (from, to) -> {
            try (ObjectStream in = shelf.open(path, from, to)) {
                if (!in.etag().equals(standing.etag())) {
                    throw new OriginalChanged("its object was replaced");
                }
                return in.readNBytes((int) (to - from + 1));
            } catch (StoreFailure failure) {
                if (failure.kind() == StoreFailure.Kind.MISSING) {
                    throw new NoSuchFileException(path);
                }
                throw trouble(failure);
            }
        });
    }

    @Override
    public Original original(Photo photo) {
        return new ObjectOriginal(photo);
    }

    @Override
    public Optional<byte[]> text(String path) throws IOException {
        try (InputStream in = shelf.open(path)) {
            return Optional.of(in.readNBytes(MOST_TEXT));
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.MISSING) {
                return Optional.empty();
            }
            throw trouble(failure);
        }
    }

    @Override
    public boolean holds(String path) throws IOException {
        return looked(path) != null;
    }

    @Override
    public boolean archivable(Photo photo) throws IOException {
        return holds(photo.path());
    }

    @Override
    public void discard(Photo photo) throws IOException {
        Standing standing = looked(photo.path());
        if (standing == null) {
            return;
        }
        if (!standing.etag().equals(photo.etag())) {
            throw new Problem("photo-changed", photo.path() + " is not the photo that was sent, so it is left where it is.",
                    "Take it away yourself if it is of no use, then retry.");
        }
        shelf.delete(photo.path());
    }

    /** Streamed from the store to whoever reads it; a failure in the middle is the reader's to begin anew. */
    private final class ObjectOriginal implements Original {

        private final Photo photo;

        ObjectOriginal(Photo photo) {
            this.photo = photo;
        }

        @Override
        public long size() {
            return photo.size();
        }

        @Override
        public InputStream open() throws IOException {
            return open(0);
        }

        @Override
        public InputStream open(long from) throws IOException {
            ObjectStream in = opened(from);
            if (!in.etag().equals(photo.etag())) {
                in.close();
                throw new OriginalChanged("its object was replaced");
            }
            return new Telling(in);
        }

        private ObjectStream opened(long from) throws StoreFailure {
            try {
                return shelf.open(photo.path(), from, -1);
            } catch (StoreFailure failure) {
                if (failure.kind() == StoreFailure.Kind.MISSING) {
                    throw new Problem("photo-gone", photo.path() + " was gathered and is not in the bucket any more.",
                            "Put the photo back and retry, or cancel the shoot.");
                }
                throw trouble(failure);
            }
        }
    }

    /** Says whose trouble it is when the store fails in the middle. */
    private final class Telling extends java.io.FilterInputStream {

        Telling(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            try {
                return in.read(into, at, most);
            } catch (StoreFailure failure) {
                throw trouble(failure);
            }
        }
    }
}
