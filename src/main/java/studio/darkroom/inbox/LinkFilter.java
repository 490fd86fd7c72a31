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
 * Whether a file lies where it seems to lie. Whoever may write into an inbox must not have a file sent out that lies
 * elsewhere, and links that run in a circle must not be walked for ever.
 */
public final class LinkFilter implements GenericFileFilter<Object> {

    private final boolean refuseFileLinks;

    /** @param refuseFileLinks whether links to files are refused as well as those to folders */
    public LinkFilter(boolean refuseFileLinks) {
        this.refuseFileLinks = refuseFileLinks;
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        return !(refuseFileLinks || file.isDirectory()) || !Files.isSymbolicLink(Path.of(file.getAbsoluteFilePath()));
    }

    /** Whether no link on the way to a file leads out of a folder; so too when the file is gone, which others notice. */
    static boolean isInside(Path folder, Path file) {
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * A small text that somebody laid into a folder, as much of it as a ticket may have and one byte more.
     *
     * @throws TicketException when it is a link that leads out of the folder
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

    /** The beginning of a file, one byte more than {@code most} at most: enough to see that it is too long. */
    public static byte[] readHead(Path file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(maxBytes + 1);
        }
    }
}
