package studio.darkroom.inbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import studio.darkroom.Settings;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ticket.Layer;
import studio.darkroom.ticket.Layers;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketCheck;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.ticket.TicketReader;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Problem;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/** Reads the ticket of a shoot whose photos are all there, sorts them by kind, names them, and closes the shoot. */
public final class Closing {

    private static final List<String> TICKETS = List.of("darkroom.yaml", "darkroom.yml", "darkroom.json");

    private final Sightings sightings;
    private final Places places;
    private final Vendors vendors;
    private final VendorSchemas schemas;
    private final TicketCheck check = new TicketCheck();

    public Closing(Sightings sightings, Places places, Vendors vendors, VendorSchemas schemas) {
        this.sightings = sightings;
        this.places = places;
        this.vendors = vendors;
        this.schemas = schemas;
    }

    /**
     * @param fresh the photos of the shoot
     * @param leftOut files that take no part, and why; more are added
     * @return the ids of further shoots, where the kinds of photos cannot go together
     * @throws Problem when the ticket is wrong, or the vendor takes none of the photos
     */
    public List<String> close(Shoot shoot, List<Photo> fresh, Map<Photo, String> leftOut) {
        Ticket ticket = ticket(shoot);
        VendorFacts facts = vendors.facts(ticket.vendor());
        fits(ticket, facts);
        List<Photo> taken = new ArrayList<>();
        Map<String, Kind> kinds = new HashMap<>();
        for (Photo photo : fresh) {
            if (facts.kinds().contains(photo.kind())) {
                kinds.put(photo.path(), Kind.of(photo.path()));
                taken.add(photo);
            } else {
                leftOut.put(photo, facts.getName() + " takes no " + photo.kind() + " photos");
            }
        }
        Twins twins = Twins.of(kinds);
        taken.removeIf(photo -> {
            boolean left = twins.leftOut().containsKey(photo.path());
            if (left) {
                leftOut.put(photo, "the RAW of the same picture lies beside it; it would be paid for twice");
            }
            return left;
        });
        if (taken.isEmpty()) {
            throw new Problem("photos-none", "None of the files is a photo that " + facts.getName() + " takes ("
                    + String.join(", ", facts.kinds()) + ").", "Add photos, or cancel the shoot.");
        }
        return sightings.gathered(shoot, facts.getName(), ticket.toJson(), priority(ticket), parts(taken, facts),
                leftOut);
    }

    private static List<Sightings.Part> parts(List<Photo> taken, VendorFacts facts) {
        Map<String, List<Photo>> groups = new LinkedHashMap<>();
        for (String kind : List.of("raw", "jpeg", "png")) {
            taken.stream().filter(photo -> photo.kind().equals(kind)).forEach(photo -> groups
                    .computeIfAbsent(facts.isMixes() ? "mixed" : kind, group -> new ArrayList<>()).add(photo));
        }
        List<Sightings.Part> parts = new ArrayList<>();
        groups.forEach((kind, group) -> {
            Map<String, String> names = PhotoNames.of(group.stream().map(Photo::path).toList());
            parts.add(new Sightings.Part(kind, group.stream()
                    .map(photo -> new Sightings.Named(photo, names.get(photo.path()))).toList()));
        });
        return parts;
    }

    private static int priority(Ticket ticket) {
        return switch (ticket.priority()) {
            case RUSH -> 9;
            case NORMAL -> 5;
            case IDLE -> 1;
        };
    }

    private static void fits(Ticket ticket, VendorFacts facts) {
        if (!ticket.retouch().isEmpty() && !facts.has("retouch")) {
            throw new Problem("ticket-wrong", "The ticket asks for retouch, and " + facts.getName() + " has none here.",
                    "Take retouch out of the ticket, then retry.");
        }
        if (ticket.wants("edits") && !facts.has("edits")) {
            throw new Problem("ticket-wrong", "The ticket wants edits delivered, and " + facts.getName()
                    + " gives JPEGs only.", "Write deliver: [jpeg] into the ticket, then retry.");
        }
    }

    /** The ticket in the shoot, over the lane's, over nothing; checked. */
    public Ticket ticket(Shoot shoot) {
        Settings.Lane lane = places.lane(shoot.lane());
        List<Layer> layers = new ArrayList<>();
        ObjectNode base = JsonNodeFactory.instance.objectNode();
        base.put("vendor", lane.vendor());
        layers.add(new Layer("lane " + lane.name(), base));
        try {
            if (lane.ticket().isPresent()) {
                Path file = lane.ticket().get();
                layers.add(layer(file.getFileName().toString(), Files.readAllBytes(file)));
            }
            if (!shoot.folder().isEmpty()) {
                layers.addAll(own(shoot));
            }
            Layers merged = Layers.of(layers);
            List<String> faults = check.faults(merged, schemas);
            if (!faults.isEmpty()) {
                throw wrong(String.join(" ", faults));
            }
            return merged.ticket();
        } catch (TicketFault fault) {
            throw wrong(fault.getMessage());
        } catch (IOException e) {
            throw new Passing("inbox:" + lane.name(), "ticket-unreadable", "The ticket of shoot " + shoot.name()
                    + " cannot be read: " + e.getMessage());
        }
    }

    /** The ticket that lies in the shoot, if one does. */
    private List<Layer> own(Shoot shoot) throws IOException {
        List<Layer> found = new ArrayList<>();
        for (String name : TICKETS) {
            Optional<byte[]> text = places.inbox(shoot.lane()).text(shoot.folder() + "/" + name);
            if (text.isPresent() && !found.isEmpty()) {
                throw new TicketFault(name, 0, "there is another ticket beside it, " + found.get(0).source()
                        + ": keep one of them");
            }
            if (text.isPresent()) {
                found.add(layer(name, text.get()));
            }
        }
        return found;
    }

    private static Layer layer(String name, byte[] text) {
        return new Layer(name, TicketReader.read(text, name));
    }

    private static Problem wrong(String faults) {
        return new Problem("ticket-wrong", "The ticket cannot be used: " + faults,
                "Mend the ticket; the shoot goes on when it changes, or retry.");
    }
}
