package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import studio.darkroom.bucket.Item;
import studio.darkroom.bucket.Shelf;
import studio.darkroom.transfer.MediaTypes;
import studio.darkroom.transfer.Original;

/** What becomes of a delivered object whose key a newer picture takes: a copy of it is kept beside it, as by {@link Kept}. */
final class KeptObject {

    private KeptObject() {
    }

    /**
     * Copies an object to {@code A.before-<n>.JPG}, the lowest free number from 1. A crash before the newer picture took
     * its key leaves it under both, and the next try finds it there.
     *
     * @param name of the object in its folder
     */
    static void keep(Shelf shelf, String folder, String name, Item older) throws IOException {
        for (int number = 1;; number++) {
            String beside = Kept.before(name, number);
            Optional<Item> there = shelf.item(folder + "/" + beside);
            if (there.isPresent() && same(there.get(), older)) {
                return;
            }
            if (there.isEmpty() && shelf.put(folder + "/" + beside, bytes(shelf, older), MediaTypes.of(beside),
                    older.metadata(), true)) {
                return;
            }
        }
    }

    private static boolean same(Item one, Item other) {
        String hash = one.metadata().get(BucketDelivery.HASH);
        return hash == null ? one.etag().equals(other.etag()) : hash.equals(other.metadata().get(BucketDelivery.HASH));
    }

    private static Original bytes(Shelf shelf, Item item) {
        return new Original() {
            @Override
            public long size() {
                return item.size();
            }

            @Override
            public InputStream open() throws IOException {
                return shelf.open(item.path());
            }

            @Override
            public InputStream open(long from) throws IOException {
                return shelf.open(item.path(), from, -1);
            }
        };
    }
}
