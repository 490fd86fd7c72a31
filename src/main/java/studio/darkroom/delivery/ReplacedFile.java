package studio.darkroom.delivery;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What becomes of a delivered file whose name a newer picture takes: it is kept beside it, whoever made or changed it. */
final class ReplacedFile {

    private ReplacedFile() {
    }

    /**
     * Gives a whole part the name of an older file, which gets the name {@code A.before-<n>.JPG} first. A crash in between
     * leaves the older file under both names, and the next try goes on from there.
     *
     * @param part in the folder of the older file
     * @return where the part stands now; nothing is moved when its bytes stand there already, and a folder of that name
     *     is left alone
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
                linkOrMove(file, backup);
                FolderDelivery.syncFolder(file.getParent());
                return;
            } catch (FileAlreadyExistsException e) {
                if (Files.isRegularFile(backup) && Files.mismatch(file, backup) == -1) {
                    return;
                }
            }
        }
    }

    private static void linkOrMove(Path file, Path backup) throws IOException {
        try {
            Files.createLink(backup, file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException noLinks) {
            // Shares without hard links: the name is empty until the part has it, which is only a moment.
            Files.move(file, backup);
        }
    }

    /** The name of what was there before; as {@code A.before-1.JPG}. */
    static String backupName(String name, int number) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        return stem + ".before-" + number + ending;
    }
}
