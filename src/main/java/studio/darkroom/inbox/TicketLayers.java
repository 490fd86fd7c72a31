package studio.darkroom.inbox;

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
import studio.darkroom.Settings;
import studio.darkroom.ticket.Layer;
import studio.darkroom.ticket.Layers;
import studio.darkroom.ticket.Retouch;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketCheck;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.ticket.TicketReader;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;
import studio.darkroom.vendor.VendorFacts;

/** The tickets that hold for a shoot: the one in its folder, over the lane's, over the lane's vendor. */
public final class TicketLayers {

    private static final List<String> NAMES = List.of("darkroom.yaml", "darkroom.yml", "darkroom.json");

    private final VendorSchemas schemas;
    private final TicketCheck check = new TicketCheck();

    public TicketLayers(VendorSchemas schemas) {
        this.schemas = schemas;
    }

    /** The files of a shoot's own folder, by name. */
    @FunctionalInterface
    public interface Own {

        /** A folder without files, as of photos that lie in the inbox itself. */
        Own NONE = name -> Optional.empty();

        /** The text of a file, if it is there. */
        Optional<byte[]> text(String name) throws IOException;

        /** Those of a folder of this machine. */
        static Own of(Path folder) {
            return name -> Inside.text(folder, folder.resolve(name));
        }
    }

    /**
     * @param own where the shoot's own ticket may be
     * @return what is written, right or wrong
     * @throws TicketFault when one of them is no ticket, or the folder holds several
     * @throws Passing when one of them cannot be read at the moment
     */
    public Layers of(Settings.Lane lane, Own own) {
        List<Layer> layers = new ArrayList<>();
        ObjectNode base = JsonNodeFactory.instance.objectNode();
        base.put("vendor", lane.vendor());
        layers.add(new Layer("lane " + lane.name(), base));
        if (lane.ticket().isPresent()) {
            String name = lane.ticket().get().getFileName().toString();
            layers.add(layer(name, read(lane, name, asked -> Optional.of(Inside.beginning(lane.ticket().get(), TicketReader.MOST_BYTES))).get()));
        }
        Map<String, byte[]> found = new LinkedHashMap<>();
        NAMES.forEach(name -> read(lane, name, own).ifPresent(text -> found.put(name, text)));
        List<String> names = List.copyOf(found.keySet());
        if (names.size() > 1) {
            throw new TicketFault(names.get(1), 0, "there is another ticket beside it, " + names.get(0)
                    + ": keep one of them");
        }
        found.forEach((name, text) -> layers.add(layer(name, text)));
        return Layers.of(layers);
    }

    /** @return a sentence for each fault, none if the ticket is right; each begins with the file that it stands in */
    public List<String> faults(Layers layers) {
        return check.faults(layers, schemas);
    }

    /** @throws Problem with every fault there is */
    public Ticket checked(Layers layers) {
        List<String> faults = faults(layers);
        if (!faults.isEmpty()) {
            throw wrong(String.join(" ", faults));
        }
        try {
            return layers.ticket();
        } catch (TicketFault fault) {
            throw wrong(fault.getMessage());
        }
    }

    /** @throws Problem when the ticket asks for what the vendor does not do */
    public static void fits(Ticket ticket, VendorFacts facts) {
        if (!ticket.retouch().isEmpty() && !facts.has("retouch")) {
            throw new Problem("ticket-wrong", "The ticket asks for retouch, and " + facts.getName() + " has none here.",
                    "Take retouch out of the ticket, then retry.");
        }
        if (!ticket.retouch().isEmpty() && !ticket.wants("jpeg")) {
            throw new Problem("ticket-wrong", "The ticket asks for retouch, which changes the JPEGs, and does not want JPEGs"
                    + " delivered.", "Write jpeg into deliver, or take retouch out of the ticket, then retry.");
        }
        for (Retouch retouch : ticket.retouch()) {
            if (retouch.preset() != null && facts.meant(retouch.preset()).isPresent()) {
                throw new Problem("ticket-wrong", facts.getName() + " is not known to have the preset \""
                        + Plain.text(retouch.preset()) + "\"; did you mean \"" + facts.meant(retouch.preset()).get() + "\"?",
                        "Mend the ticket, then retry. Known are: " + String.join(", ", new TreeSet<>(facts.presets())) + ".");
            }
        }
        if (ticket.wants("edits") && !facts.has("edits")) {
            throw new Problem("ticket-wrong", "The ticket wants edits delivered, and " + facts.getName()
                    + " gives JPEGs only.", "Write deliver: [jpeg] into the ticket, then retry.");
        }
    }

    /** Whether any of it was written in the shoot's own folder. */
    public static boolean own(Ticket ticket) {
        return ticket.sources().values().stream().anyMatch(NAMES::contains);
    }

    /**
     * A lane's ticket is for many shoots; but a shoot's own knows its photos.
     *
     * @param paths of the shoot's photos
     * @throws Problem when the shoot's own ticket asks for a retouch that is meant for none of them
     */
    public static void aimed(Ticket ticket, Collection<String> paths) {
        if (!NAMES.contains(ticket.sources().getOrDefault("retouch", ""))) {
            return;
        }
        for (Retouch retouch : ticket.retouch()) {
            if (paths.stream().noneMatch(path -> retouch.meant(Kind.base(path)))) {
                throw new Problem("ticket-wrong", "The ticket asks for retouch of \"" + Plain.text(retouch.photos())
                        + "\", and no photo of the shoot is called like that.",
                        "Mend photos in the ticket's retouch (* is any letters, ? is one), then retry.");
            }
        }
    }

    /** A ticket with these faults. */
    public static Problem wrong(String faults) {
        return new Problem("ticket-wrong", "The ticket cannot be used: " + faults,
                "Mend the ticket; the shoot goes on when it changes, or retry.");
    }

    private static Optional<byte[]> read(Settings.Lane lane, String name, Own own) {
        try {
            return own.text(name);
        } catch (IOException e) {
            throw new Passing("inbox:" + lane.name(), "ticket-unreadable", name + " cannot be read: " + e.getMessage());
        }
    }

    private static Layer layer(String name, byte[] text) {
        return new Layer(name, TicketReader.read(text, name));
    }
}
