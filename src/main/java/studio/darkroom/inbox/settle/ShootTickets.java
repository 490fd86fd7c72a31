package studio.darkroom.inbox.settle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.LinkFilter;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.ticket.TicketLayer;
import studio.darkroom.ticket.TicketLayers;
import studio.darkroom.ticket.TicketReader;
import studio.darkroom.ticket.TicketValidator;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.vendor.VendorFacts;

/** The tickets that hold for a shoot: the one in its folder, over the lane's, over the lane's vendor. */
public final class ShootTickets {

    private static final List<String> TICKET_NAMES = List.of("darkroom.yaml", "darkroom.yml", "darkroom.json");

    private final VendorSchemas schemas;
    private final TicketValidator validator = new TicketValidator();

    public ShootTickets(VendorSchemas schemas) {
        this.schemas = schemas;
    }

    /** The files of a shoot's own folder, by name. */
    @FunctionalInterface
    public interface TicketFolder {

        /** A folder without files, as of photos that lie in the inbox itself. */
        TicketFolder NONE = name -> Optional.empty();

        /** The text of a file, if it is there. */
        Optional<byte[]> readText(String name) throws IOException;

        /** Those of a folder of this machine. */
        static TicketFolder of(Path folder) {
            return name -> LinkFilter.readText(folder, folder.resolve(name));
        }
    }

    /**
     * @param ticketFolder where the shoot's own ticket may be
     * @return what is written, right or wrong
     * @throws TicketException when one of them is no ticket, or the folder holds several
     * @throws TransientFailure when one of them cannot be read at the moment
     */
    public TicketLayers readLayers(Settings.Lane lane, TicketFolder ticketFolder) {
        List<TicketLayer> layers = new ArrayList<>();
        ObjectNode laneDefaults = JsonNodeFactory.instance.objectNode();
        laneDefaults.put("vendor", lane.vendor());
        layers.add(new TicketLayer("lane " + lane.name(), laneDefaults));
        if (lane.ticket().isPresent()) {
            String name = lane.ticket().get().getFileName().toString();
            layers.add(parseLayer(name, readFile(lane, name, requestedName -> Optional.of(LinkFilter.readHead(lane.ticket().get(), TicketReader.MAX_BYTES))).get()));
        }
        Map<String, byte[]> found = new LinkedHashMap<>();
        TICKET_NAMES.forEach(name -> readFile(lane, name, ticketFolder).ifPresent(text -> found.put(name, text)));
        List<String> names = List.copyOf(found.keySet());
        if (names.size() > 1) {
            throw new TicketException(TicketFault.Code.SEVERAL_TICKETS, names.get(1), 0, "the folder has another ticket, "
                    + names.get(0) + "; remove one of them");
        }
        found.forEach((name, text) -> layers.add(parseLayer(name, text)));
        return TicketLayers.of(layers);
    }

    /** @return a sentence for each fault, none if the ticket is right; each begins with the file that it stands in */
    public List<String> findFaults(TicketLayers layers) {
        return validator.findFaults(layers, schemas).stream().map(TicketFault::sentence).toList();
    }

    /** @throws Problem with every fault there is */
    public Ticket validateTicket(TicketLayers layers) {
        List<String> faults = findFaults(layers);
        if (!faults.isEmpty()) {
            throw createTicketProblem(String.join(" ", faults));
        }
        try {
            return layers.toTicket();
        } catch (TicketException fault) {
            throw createTicketProblem(fault.getMessage());
        }
    }

    /** @throws Problem when the ticket asks for what the vendor does not do */
    public static void requireVendorSupport(Ticket ticket, VendorFacts facts) {
        if (!ticket.retouch().isEmpty() && !facts.hasVerb("retouch")) {
            throw new Problem("ticket-wrong", "The ticket asks for retouch, and " + facts.getName() + " has none here.",
                    "Take retouch out of the ticket, then retry.");
        }
        if (!ticket.retouch().isEmpty() && !ticket.hasDeliverable("jpeg")) {
            throw new Problem("ticket-wrong", "The ticket asks for retouch, which changes the JPEGs, and does not want JPEGs"
                    + " delivered.", "Write jpeg into deliver, or take retouch out of the ticket, then retry.");
        }
        for (Retouch retouch : ticket.retouch()) {
            if (retouch.preset() != null && facts.suggestPreset(retouch.preset()).isPresent()) {
                throw new Problem("ticket-wrong", facts.getName() + " is not known to have the preset \""
                        + Redactor.redact(retouch.preset()) + "\"; did you mean \"" + facts.suggestPreset(retouch.preset()).get() + "\"?",
                        "Mend the ticket, then retry. Known are: " + String.join(", ", new TreeSet<>(facts.presets())) + ".");
            }
        }
        if (ticket.hasDeliverable("edits") && !facts.hasVerb("edits")) {
            throw new Problem("ticket-wrong", "The ticket wants edits delivered, and " + facts.getName()
                    + " gives JPEGs only.", "Write deliver: [jpeg] into the ticket, then retry.");
        }
    }

    /** Whether any of it was written in the shoot's own folder. */
    public static boolean hasOwnTicket(Ticket ticket) {
        return ticket.sources().values().stream().anyMatch(TICKET_NAMES::contains);
    }

    /**
     * A lane's ticket is for many shoots; but a shoot's own knows its photos.
     *
     * @param paths of the shoot's photos
     * @throws Problem when the shoot's own ticket asks for a retouch that is meant for none of them
     */
    public static void requireRetouchMatches(Ticket ticket, Collection<String> paths) {
        if (!TICKET_NAMES.contains(ticket.sources().getOrDefault("retouch", ""))) {
            return;
        }
        for (Retouch retouch : ticket.retouch()) {
            if (paths.stream().noneMatch(path -> retouch.appliesToPhoto(PhotoKind.getBaseName(path)))) {
                throw new Problem("ticket-wrong", "The ticket asks for retouch of \"" + Redactor.redact(retouch.photos())
                        + "\", and no photo of the shoot is called like that.",
                        "Mend photos in the ticket's retouch (* is any letters, ? is one), then retry.");
            }
        }
    }

    /** A ticket with these faults. */
    public static Problem createTicketProblem(String faults) {
        return new Problem("ticket-wrong", "The ticket cannot be used: " + faults,
                "Mend the ticket; the shoot goes on when it changes, or retry.");
    }

    private static Optional<byte[]> readFile(Settings.Lane lane, String name, TicketFolder ticketFolder) {
        try {
            return ticketFolder.readText(name);
        } catch (IOException e) {
            throw new TransientFailure("inbox:" + lane.name(), "ticket-unreadable", name + " cannot be read: " + e.getMessage());
        }
    }

    private static TicketLayer parseLayer(String name, byte[] text) {
        return TicketReader.read(text, name);
    }
}
