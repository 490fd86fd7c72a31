package studio.darkroom.delivery.archive;

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
import studio.darkroom.delivery.BucketDelivery;
import studio.darkroom.delivery.FolderDelivery;
import studio.darkroom.ledger.Photo;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Hashes;
import studio.darkroom.text.SafeName;

/** Where originals are moved to: a folder or a bucket. */
interface ArchiveTarget {

    /**
     * Puts a copy there, unless it is there already, and reads it again; a crash leaves at worst a copy too many.
     *
     * @return the SHA-256 of what stands there now
     */
    String copyOriginal(Photo photo, ByteSource source) throws IOException;

    /** A folder; the copies keep the files' times. A key is no path: objects get names that lead nowhere else. */
    record Folder(Path root) implements ArchiveTarget {

        @Override
        public String copyOriginal(Photo photo, ByteSource source) throws IOException {
            if (photo.etag() == null) {
                return copyTo(photo, source, root.resolve(photo.path()));
            }
            Path folder = root;
            String[] parts = photo.path().split("/");
            for (int i = 0; i < parts.length - 1; i++) {
                folder = folder.resolve(SafeName.of(parts[i]));
            }
            Set<String> takenNames = new HashSet<>();
            while (true) {
                String name = SafeName.makeUnique(SafeName.of(parts[parts.length - 1]), takenNames);
                Path target = folder.resolve(name);
                boolean nameFree = !Files.exists(target);
                String hash = copyTo(photo, source, target);
                // Two keys may come to one name, and on some disks do when they differ in case alone.
                if (nameFree || hash.equals(photo.sha256())) {
                    return hash;
                }
                takenNames.add(name.toLowerCase(Locale.ROOT));
            }
        }

        private String copyTo(Photo photo, ByteSource source, Path target) throws IOException {
            Files.createDirectories(target.getParent());
            if (!Files.exists(target)) {
                Path partFile = target.resolveSibling(".darkroom-" + photo.id() + ".part");
                try (InputStream in = source.open(); OutputStream out = Files.newOutputStream(partFile)) {
                    in.transferTo(out);
                }
                if (photo.etag() == null) {
                    Files.setLastModifiedTime(partFile, FileTime.fromMillis(photo.modified()));
                }
                try (FileChannel channel = FileChannel.open(partFile, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(partFile, target);
            }
            // Before the original goes, all that leads to its copy must outlive a power cut.
            FolderDelivery.syncFolder(target.getParent(), root);
            return Hashes.sha256Hex(Files.newInputStream(target));
        }
    }

    /** A bucket. */
    record Bucket(BucketPrefix bucket) implements ArchiveTarget {

        @Override
        public String copyOriginal(Photo photo, ByteSource source) throws IOException {
            if (bucket.findObject(photo.path()).isEmpty()) {
                bucket.putObject(photo.path(), source, PhotoKind.getMediaType(photo.path()),
                        Map.of(BucketDelivery.HASH_METADATA, photo.sha256()), true);
            }
            return Hashes.sha256Hex(bucket.openObject(photo.path()));
        }
    }
}
