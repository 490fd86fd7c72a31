package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.storage.StoredObject;

/** Keeps a delivered file or object beside the newer result that takes its name, whoever wrote or changed it. */
final class ReplacedFile {

    private ReplacedFile() {
    }

    /**
     * Renames a complete part file to {@code name} and the file that has this name to {@code A.before-<n>.JPG}. After a
     * crash in between, the earlier file has both names, and the next attempt continues from there.
     *
     * @param part in the folder of the existing file
     * @return the new path of the part file; if the existing file has the same bytes, nothing is renamed; if {@code name}
     *     is a folder, the part file gets a numbered name
     */
    static Path replaceFile(Path part, String name) throws IOException {
        Path target = part.resolveSibling(name);
        if (Files.isDirectory(target)) {
            return FolderDelivery.moveToFreeName(part, name);
        }
        if (Files.exists(target)) {
            if (Files.mismatch(part, target) == -1) {
                FolderDelivery.syncFolder(target.getParent());
                return target;
            }
            backUpFile(target);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        FolderDelivery.syncFolder(target.getParent());
        return target;
    }

    private static void backUpFile(Path file) throws IOException {
        for (int number = 1;; number++) {
            Path backup = file.resolveSibling(backupName(file.getFileName().toString(), number));
            try {
                FolderDelivery.linkOrMove(file, backup);
                FolderDelivery.syncFolder(file.getParent());
                return;
            } catch (FileAlreadyExistsException e) {
                if (Files.isRegularFile(backup) && Files.mismatch(file, backup) == -1) {
                    return;
                }
            }
        }
    }

    /**
     * Copies an object to {@code A.before-<n>.JPG}, with the lowest free number from 1. If a crash interrupted an earlier
     * attempt, its copy is found and used.
     *
     * @param name of the object in its folder
     */
    static void backUpObject(BucketPrefix bucket, String folder, String name, StoredObject existing) throws IOException {
        for (int number = 1;; number++) {
            String backup = backupName(name, number);
            Optional<StoredObject> earlier = bucket.findObject(folder + "/" + backup);
            if (earlier.isPresent() && isSameContent(earlier.get(), existing)) {
                return;
            }
            if (earlier.isEmpty() && bucket.putObject(folder + "/" + backup, new ObjectSource(bucket, existing),
                    PhotoKind.getMediaType(backup), existing.metadata(), true)) {
                return;
            }
        }
    }

    private static boolean isSameContent(StoredObject first, StoredObject second) {
        String hash = first.metadata().get(BucketDelivery.HASH_METADATA);
        return hash == null ? first.etag().equals(second.etag()) : hash.equals(second.metadata().get(BucketDelivery.HASH_METADATA));
    }

    private record ObjectSource(BucketPrefix bucket, StoredObject object) implements ByteSource {

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
    }

    private static String backupName(String name, int number) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        return stem + ".before-" + number + ending;
    }
}
