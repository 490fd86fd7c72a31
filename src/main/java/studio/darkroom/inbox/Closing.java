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
import java.util.TreeSet;
import studio.darkroom.Settings;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
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
        if (ticket.sources().getOrDefault("retouch", "").startsWith("darkroom.") && !sightings.supplement(shoot)) {
            aimed(ticket, fresh);
        }
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
        if (!ticket.retouch().isEmpty() && !ticket.wants("jpeg")) {
            throw new Problem("ticket-wrong", "The ticket asks for retouch, which changes the JPEGs, and does not want JPEGs"
                    + " delivered.", "Write jpeg into deliver, or take retouch out of the ticket, then retry.");
        }
        for (Retouch retouch : ticket.retouch()) {
            if (retouch.preset() != null && facts.meant(retouch.preset()).isPresent()) {
                throw new Problem("ticket-wrong", facts.getName() + " is not known to have the preset \""
                        + Plain.text(retouch.preset()) + "\"; did you mean \"" + facts.meant(retouch.preset()).get() + "\"?",
                        "Mend the ticket, then retry. Known are: " + String.join(", ", new TreeSet<>(facts.presets()))
                        + ".");
            }
        }
        if (ticket.wants("edits") && !facts.has("edits")) {
            throw new Problem("ticket-wrong", "The ticket wants edits delivered, and " + facts.getName()
                    + " gives JPEGs only.", "Write deliver: [jpeg] into the ticket, then retry.");
        }
    }

    /** A lane's ticket is for many shoots, and a supplement has the rest only; but a shoot's own knows its photos. */
    private static void aimed(Ticket ticket, List<Photo> photos) {
        for (Retouch retouch : ticket.retouch()) {
            if (photos.stream().noneMatch(photo -> retouch.meant(Kind.base(photo.path())))) {
                throw new Problem("ticket-wrong", "The ticket asks for retouch of \"" + Plain.text(retouch.photos())
                        + "\", and no photo of the shoot is called like that.",
                        "Mend photos in the ticket's retouch (* is any letters, ? is one), then retry.");
            }
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
                layers.add(read(lane.name(), lane.ticket().get()));
            }
            if (!shoot.folder().isEmpty()) {
                Path folder = places.inbox(shoot.lane()).resolve(shoot.folder());
                List<Path> found = TICKETS.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
                if (found.size() > 1) {
                    throw new TicketFault(found.get(1).getFileName().toString(), 0,
                            "there is another ticket beside it, " + found.get(0).getFileName() + ": keep one of them");
                }
                for (Path ticket : found) {
                    layers.add(read(lane.name(), ticket));
                }
            }
            Layers merged = Layers.of(layers);
            List<String> faults = check.faults(merged, schemas);
            if (!faults.isEmpty()) {
                throw wrong(String.join(" ", faults));
            }
            return merged.ticket();
        } catch (TicketFault fault) {
            throw wrong(fault.getMessage());
        }
    }

    private static Layer read(String lane, Path file) {
        try {
            String name = file.getFileName().toString();
            return new Layer(name, TicketReader.read(Files.readAllBytes(file), name));
        } catch (IOException e) {
            throw new Passing("inbox:" + lane, "ticket-unreadable", file.getFileName() + " cannot be read: " + e.getMessage());
        }
    }

    private static Problem wrong(String faults) {
        return new Problem("ticket-wrong", "The ticket cannot be used: " + faults,
                "Mend the ticket; the shoot goes on when it changes, or retry.");
    }
}
