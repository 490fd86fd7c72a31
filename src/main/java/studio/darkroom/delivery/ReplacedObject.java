package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.StoredObject;
import studio.darkroom.transfer.ByteSource;
import studio.darkroom.transfer.MediaTypes;

/** What becomes of a delivered object whose key a newer picture takes: a copy of it is kept beside it, as by {@link ReplacedFile}. */
final class ReplacedObject {

    private ReplacedObject() {
    }

    /**
     * Copies an object to {@code A.before-<n>.JPG}, the lowest free number from 1. A crash before the newer picture took
     * its key leaves it under both, and the next try finds it there.
     *
     * @param name of the object in its folder
     */
    static void backUpObject(BucketPrefix bucket, String folder, String name, StoredObject older) throws IOException {
        for (int number = 1;; number++) {
            String backup = ReplacedFile.backupName(name, number);
            Optional<StoredObject> existing = bucket.findObject(folder + "/" + backup);
            if (existing.isPresent() && isSameContent(existing.get(), older)) {
                return;
            }
            if (existing.isEmpty() && bucket.putObject(folder + "/" + backup, toByteSource(bucket, older), MediaTypes.typeOf(backup),
                    older.metadata(), true)) {
                return;
            }
        }
    }

    private static boolean isSameContent(StoredObject first, StoredObject second) {
        String hash = first.metadata().get(BucketDelivery.HASH_METADATA);
        return hash == null ? first.etag().equals(second.etag()) : hash.equals(second.metadata().get(BucketDelivery.HASH_METADATA));
    }

    private static ByteSource toByteSource(BucketPrefix bucket, StoredObject object) {
        return new ByteSource() {
            @Override
            public long size() {
                return object.size();
            }

            @Override
            public InputStream open() throws IOException {
                return bucket.openObject(object.path());
            }

            @Override
            public InputStream open(long from) throws IOException {
                return bucket.openObject(object.path(), from, -1);
            }
        };
    }
}
