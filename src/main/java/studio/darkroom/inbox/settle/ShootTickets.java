package studio.darkroom.inbox.settle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.FileClassification;
import studio.darkroom.inbox.FolderInbox;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.Ticket.Retouch;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.TicketLayers.TicketLayer;
import studio.darkroom.ticket.TicketLayers;
import studio.darkroom.ticket.TicketReader;
import studio.darkroom.ticket.TicketValidator;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.vendor.VendorFacts;

/** Reads and checks the tickets of a shoot: the one in its folder over the lane's ticket over the lane's vendor. */
public final class ShootTickets {

    private final VendorSchemas schemas;
    private final TicketValidator validator = new TicketValidator();

    public ShootTickets(VendorSchemas schemas) {
        this.schemas = schemas;
    }

    /** The folder of a shoot, as far as tickets are concerned. */
    @FunctionalInterface
    public interface TicketFolder {

        /** The folder of photos that are in the inbox itself: they have no ticket of their own. */
        TicketFolder NONE = name -> Optional.empty();

        /** The content of a file; empty if it does not exist. */
        Optional<byte[]> readText(String name) throws IOException;

        /** A folder of this machine. */
        static TicketFolder of(Path folder) {
            return name -> FolderInbox.readTicket(folder, folder.resolve(name));
        }
    }

    /**
     * @return the merged tickets, not checked yet
     * @throws TicketException if a file is not a ticket at all, or the folder contains several
     * @throws TransientFailure if a file cannot be read
     */
    public TicketLayers readLayers(Settings.Lane lane, TicketFolder ticketFolder) {
        List<TicketLayer> layers = new ArrayList<>();
        ObjectNode laneDefaults = JsonNodeFactory.instance.objectNode();
        laneDefaults.put("vendor", lane.vendor());
        layers.add(new TicketLayer("lane " + lane.name(), laneDefaults));
        if (lane.ticket().isPresent()) {
            String name = lane.ticket().get().getFileName().toString();
            layers.add(parseLayer(name, readFile(lane, name,
                    any -> Optional.of(FolderInbox.readTicket(lane.ticket().get()))).get()));
        }
        Map<String, byte[]> found = new LinkedHashMap<>();
        FileClassification.TICKET_NAMES.forEach(name -> readFile(lane, name, ticketFolder).ifPresent(text -> found.put(name, text)));
        List<String> names = List.copyOf(found.keySet());
        if (names.size() > 1) {
            throw new TicketException(TicketFault.Code.SEVERAL_TICKETS, names.get(1), 0, "the folder has another ticket, "
                    + names.get(0) + "; remove one of them");
        }
        found.forEach((name, text) -> layers.add(parseLayer(name, text)));
        return TicketLayers.of(layers);
    }

    /** @return a sentence for each fault, starting with the file that it is in; none if the ticket is valid */
    public List<String> findFaults(TicketLayers layers) {
        return validator.findFaults(layers, schemas).stream().map(TicketFault::sentence).toList();
    }

    /** @throws Problem with all faults */
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

    /** @throws Problem if the vendor does not offer what the ticket asks for */
    public static void requireVendorSupport(Ticket ticket, VendorFacts facts) {
        if (!ticket.retouch().isEmpty() && !facts.hasVerb("retouch")) {
            throw new Problem("ticket-wrong", facts.getName() + " does not support retouch.",
                    "Remove retouch from the ticket, then retry.");
        }
        if (!ticket.retouch().isEmpty() && !ticket.hasDeliverable("jpeg")) {
            throw new Problem("ticket-wrong", "The ticket sets retouch, which requires JPEGs, but deliver does not contain jpeg.",
                    "Add jpeg to deliver, or remove retouch from the ticket, then retry.");
        }
        for (Retouch retouch : ticket.retouch()) {
            Optional<String> suggestion = retouch.preset() == null ? Optional.empty() : facts.suggestPreset(retouch.preset());
            if (suggestion.isPresent()) {
                throw new Problem("ticket-wrong", facts.getName() + " has no preset \"" + Redactor.redact(retouch.preset())
                        + "\" that Darkroom knows; did you mean \"" + suggestion.get() + "\"?",
                        "Correct the ticket, then retry. Known presets: " + String.join(", ", new TreeSet<>(facts.presets())) + ".");
            }
        }
        if (ticket.hasDeliverable("edits") && !facts.hasVerb("edits")) {
            throw new Problem("ticket-wrong", facts.getName() + " delivers only JPEGs, but deliver in the ticket contains edits.",
                    "Set deliver: [jpeg] in the ticket, then retry.");
        }
    }

    /** Whether any value comes from a ticket in the shoot's folder. */
    public static boolean hasOwnTicket(Ticket ticket) {
        return ticket.sources().values().stream().anyMatch(FileClassification.TICKET_NAMES::contains);
    }

    /**
     * Checks the retouch patterns of a ticket in the shoot's folder. A lane's ticket is for many shoots, so it may match none.
     *
     * @param paths of the shoot's photos
     * @throws Problem if a pattern matches no photo
     */
    public static void requireRetouchMatches(Ticket ticket, Collection<String> paths) {
        if (!FileClassification.TICKET_NAMES.contains(ticket.sources().getOrDefault("retouch", ""))) {
            return;
        }
        for (Retouch retouch : ticket.retouch()) {
            if (paths.stream().noneMatch(path -> retouch.appliesToPhoto(PhotoKind.getBaseName(path)))) {
                throw new Problem("ticket-wrong", "The retouch pattern \"" + Redactor.redact(retouch.photos())
                        + "\" matches no photo of the shoot.",
                        "Correct photos: under retouch: in the ticket (* matches any characters, ? matches one), then retry.");
            }
        }
    }

    /** The problem of a ticket with these faults. */
    public static Problem createTicketProblem(String faults) {
        return new Problem("ticket-wrong", "The ticket is not valid: " + faults,
                "Correct the ticket; the shoot continues automatically.");
    }

    private static Optional<byte[]> readFile(Settings.Lane lane, String name, TicketFolder ticketFolder) {
        try {
            return ticketFolder.readText(name);
        } catch (IOException e) {
            throw new TransientFailure("inbox:" + lane.name(), "ticket-unreadable",
                    "Cannot read " + name + ": " + Redactor.redact(e.getMessage()));
        }
    }

    private static TicketLayer parseLayer(String name, byte[] text) {
        return TicketReader.read(text, name);
    }
}
