package studio.darkroom.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.ticket.TicketReader;

/**
 * Refuses links out of a folder: a person who can write into an inbox must not be able to send files from elsewhere, and circular
 * links must not keep a scan busy forever.
 */
public final class LinkFilter implements GenericFileFilter<Object> {

    private final boolean refuseFileLinks;

    /** @param refuseFileLinks whether links to files are refused, in addition to links to folders */
    public LinkFilter(boolean refuseFileLinks) {
        this.refuseFileLinks = refuseFileLinks;
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        return !(refuseFileLinks || file.isDirectory()) || !Files.isSymbolicLink(Path.of(file.getAbsoluteFilePath()));
    }

    /** Whether a file is inside a folder after all links are resolved; true for a file that does not exist. */
    static boolean isInside(Path folder, Path file) {
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * Reads a ticket in a folder, up to one byte more than the longest ticket.
     *
     * @throws TicketException if it is a link out of the folder
     */
    public static Optional<byte[]> readText(Path folder, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (!isInside(folder, file)) {
            throw new TicketException(TicketFault.Code.LINK_OUTSIDE, file.getFileName().toString(), 0,
                    "the file is a link to a place outside the shoot's folder; replace it with the ticket itself");
        }
        return Optional.of(readHead(file, TicketReader.MAX_BYTES));
    }

    /** Reads the start of a file, one byte more than {@code maxBytes}, so that a longer file is detected. */
    public static byte[] readHead(Path file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(maxBytes + 1);
        }
    }
}
