package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /** A folder; the copies keep the files' times. A key is no path: objects get names that lead nowhere else. */
    record Folder(Path root) implements Attic {

        @Override
        public String keep(Photo photo, Original original) throws IOException {
            if (photo.etag() == null) {
                return kept(photo, original, root.resolve(photo.path()));
            }
            Path folder = root;
            String[] parts = photo.path().split("/");
            for (int i = 0; i < parts.length - 1; i++) {
                folder = folder.resolve(SafeName.of(parts[i]));
            }
            Set<String> taken = new HashSet<>();
            while (true) {
                String name = SafeName.unique(SafeName.of(parts[parts.length - 1]), taken);
                Path to = folder.resolve(name);
                boolean free = !Files.exists(to);
                String hash = kept(photo, original, to);
                // Two keys may come to one name, and on some disks do when they differ in case alone.
                if (free || hash.equals(photo.sha256())) {
                    return hash;
                }
                taken.add(name.toLowerCase(Locale.ROOT));
            }
        }

        private String kept(Photo photo, Original original, Path to) throws IOException {
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
            }
            // Before the original goes, all that leads to its copy must outlive a power cut.
            FolderDelivery.sync(to.getParent(), root);
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
