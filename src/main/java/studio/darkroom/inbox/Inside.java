package studio.darkroom.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.ticket.TicketReader;

/**
 * Whether a file lies where it seems to lie. Whoever may write into an inbox must not have a file sent out that lies
 * elsewhere, and links that run in a circle must not be walked for ever.
 */
public final class Inside implements GenericFileFilter<Object> {

    private final boolean files;

    /** @param files whether links to files are refused as well as those to folders */
    public Inside(boolean files) {
        this.files = files;
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        return !(files || file.isDirectory()) || !Files.isSymbolicLink(Path.of(file.getAbsoluteFilePath()));
    }

    /** Whether no link on the way to a file leads out of a folder; so too when the file is gone, which others notice. */
    static boolean of(Path folder, Path file) {
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * A small text that somebody laid into a folder, as much of it as a ticket may have and one byte more.
     *
     * @throws TicketFault when it is a link that leads out of the folder
     */
    static Optional<byte[]> text(Path folder, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (!of(folder, file)) {
            throw new TicketFault(file.getFileName().toString(), 0,
                    "this is a link that leads out of the shoot's folder; put the ticket itself there");
        }
        return Optional.of(beginning(file, TicketReader.MOST_BYTES));
    }

    /** The beginning of a file, one byte more than {@code most} at most: enough to see that it is too long. */
    static byte[] beginning(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        }
    }
}
