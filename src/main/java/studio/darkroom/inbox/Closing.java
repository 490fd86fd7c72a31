package studio.darkroom.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.trouble.Problem;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/** Reads the ticket of a shoot whose photos are all there, sorts them by kind, names them, and closes the shoot. */
public final class Closing {

    private final Sightings sightings;
    private final Places places;
    private final Vendors vendors;
    private final TicketLayers tickets;

    public Closing(Sightings sightings, Places places, Vendors vendors, TicketLayers tickets) {
        this.sightings = sightings;
        this.places = places;
        this.vendors = vendors;
        this.tickets = tickets;
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
        TicketLayers.fits(ticket, facts);
        if (!sightings.supplement(shoot)) {
            TicketLayers.aimed(ticket, fresh.stream().map(Photo::path).toList());
        }
        Map<String, Photo> photos = new LinkedHashMap<>();
        fresh.forEach(photo -> photos.put(photo.path(), photo));
        Division division = Division.of(photos.keySet(), facts);
        division.leftOut().forEach((path, why) -> leftOut.put(photos.get(path), why));
        division.demandPhotos(facts);
        List<Sightings.Part> parts = new ArrayList<>();
        division.groups().forEach(group -> parts.add(new Sightings.Part(group.kind(), group.names().entrySet().stream()
                .map(name -> new Sightings.Named(photos.get(name.getKey()), name.getValue())).toList())));
        return sightings.gathered(shoot, facts.getName(), ticket.toJson(), priority(ticket), parts, leftOut);
    }

    /**
     * After the vendor refused what the ticket asks for: the ticket is written down as it is now, and the shoot is opened
     * once more, in the project that it has. A ticket of its own that is no longer there stays as it was.
     *
     * @param taken the shoot under the version of whoever asks
     * @return false when it moved on meanwhile; nothing is written then
     * @throws Problem when the ticket is wrong, or names another vendor than the one that has the photos
     */
    public boolean mended(Shoot taken) {
        Ticket before = taken.ticket();
        Ticket now = ticket(taken);
        if (TicketLayers.own(before) && !TicketLayers.own(now)) {
            now = before;
        }
        if (!now.vendor().equals(taken.vendor())) {
            throw new Problem("ticket-wrong", "The ticket names " + now.vendor() + ", and the photos are at "
                    + taken.vendor() + ".", "Write vendor: " + taken.vendor() + " into it, then retry; or cancel the shoot"
                    + " and drop the photos into a folder of another name.");
        }
        TicketLayers.fits(now, vendors.facts(now.vendor()));
        return sightings.mended(taken, now.toJson(), priority(now));
    }

    private static int priority(Ticket ticket) {
        return switch (ticket.priority()) {
            case RUSH -> 9;
            case NORMAL -> 5;
            case IDLE -> 1;
        };
    }

    /** The ticket in the shoot, over the lane's, over nothing; checked. */
    private Ticket ticket(Shoot shoot) {
        TicketLayers.Own own = shoot.folder().isEmpty() ? TicketLayers.Own.NONE
                : name -> places.inbox(shoot.lane()).text(shoot.folder() + "/" + name);
        try {
            return tickets.checked(tickets.of(places.lane(shoot.lane()), own));
        } catch (TicketFault fault) {
            throw TicketLayers.wrong(fault.getMessage());
        }
    }
}
