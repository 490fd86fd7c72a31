package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import studio.darkroom.bucket.Shelf;
import studio.darkroom.ledger.Photo;
import studio.darkroom.transfer.MediaTypes;
import studio.darkroom.transfer.Original;

/** Where originals are moved to: a folder or a bucket. */
interface Attic {

    /**
     * Puts a copy there, unless it is there already, and reads it again; a crash leaves at worst a copy too many.
     *
     * @return the SHA-256 of what stands there now
     */
    String keep(Photo photo, Original original) throws IOException;

    /** A folder; the copies keep the originals' times. */
    record Folder(Path root) implements Attic {

        @Override
        public String keep(Photo photo, Original original) throws IOException {
            Path to = root.resolve(photo.path());
            Files.createDirectories(to.getParent());
            if (!Files.exists(to)) {
                Path part = to.resolveSibling(".darkroom-" + photo.id() + ".part");
                try (InputStream in = original.open(); OutputStream out = Files.newOutputStream(part)) {
                    in.transferTo(out);
                }
                if (photo.etag() == null) {
                    Files.setLastModifiedTime(part, FileTime.fromMillis(photo.modified()));
                }
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(part, to);
                FolderDelivery.sync(to.getParent());
            }
            return Sha256.of(Files.newInputStream(to));
        }
    }

    /** A bucket. */
    record Bucket(Shelf shelf) implements Attic {

        @Override
        public String keep(Photo photo, Original original) throws IOException {
            if (shelf.item(photo.path()).isEmpty()) {
                shelf.put(photo.path(), original, MediaTypes.of(photo.path()),
                        Map.of(BucketDelivery.HASH, photo.sha256()), true);
            }
            return Sha256.of(shelf.open(photo.path()));
        }
    }
}
