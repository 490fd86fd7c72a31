package studio.darkroom.delivery;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What becomes of a delivered file whose name a newer picture takes: it is kept beside it, whoever made or changed it. */
final class Kept {

    private Kept() {
    }

    /**
     * Gives a whole part the name of an older file, which gets the name {@code A.before-<n>.JPG} first. A crash in between
     * leaves the older file under both names, and the next try goes on from there.
     *
     * @param part in the folder of the older file
     * @return where the part stands now; nothing is moved when its bytes stand there already, and a folder of that name
     *     is left alone
     */
    static Path renewed(Path part, String name) throws IOException {
        Path wanted = part.resolveSibling(name);
        if (Files.isDirectory(wanted)) {
            return FolderDelivery.named(part, name);
        }
        if (Files.exists(wanted)) {
            if (Files.mismatch(part, wanted) == -1) {
                FolderDelivery.sync(wanted.getParent());
                return wanted;
            }
            keep(wanted);
        }
        Files.move(part, wanted, StandardCopyOption.ATOMIC_MOVE);
        FolderDelivery.sync(wanted.getParent());
        return wanted;
    }

    private static void keep(Path file) throws IOException {
        for (int number = 1;; number++) {
            Path beside = file.resolveSibling(before(file.getFileName().toString(), number));
            try {
                link(file, beside);
                FolderDelivery.sync(file.getParent());
                return;
            } catch (FileAlreadyExistsException e) {
                if (Files.isRegularFile(beside) && Files.mismatch(file, beside) == -1) {
                    return;
                }
            }
        }
    }

    private static void link(Path file, Path beside) throws IOException {
        try {
            Files.createLink(beside, file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException noLinks) {
            // Shares without hard links: the name is empty until the part has it, which is only a moment.
            Files.move(file, beside);
        }
    }

    /** The name of what was there before; as {@code A.before-1.JPG}. */
    static String before(String name, int number) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        return stem + ".before-" + number + ending;
    }
}
