package studio.darkroom.inbox.settle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/** Reads the ticket of a shoot whose photos are all there, sorts them by kind, names them, and closes the shoot. */
public final class ShootCloser {

    private final InboxFiles inboxFiles;
    private final LanePlaces places;
    private final Vendors vendors;
    private final ShootTickets tickets;

    public ShootCloser(InboxFiles inboxFiles, LanePlaces places, Vendors vendors, ShootTickets tickets) {
        this.inboxFiles = inboxFiles;
        this.places = places;
        this.vendors = vendors;
        this.tickets = tickets;
    }

    /**
     * @param newPhotos the photos of the shoot
     * @param leftOut files that take no part, and why; more are added
     * @return the ids of further shoots, where the kinds of photos cannot go together
     * @throws Problem when the ticket is wrong, or the vendor takes none of the photos
     */
    public List<String> closeShoot(Shoot shoot, List<Photo> newPhotos, Map<Photo, String> leftOut) {
        Ticket ticket = loadTicket(shoot);
        VendorFacts facts = vendors.requireFacts(ticket.vendor());
        ShootTickets.requireVendorSupport(ticket, facts);
        if (!inboxFiles.isSupplement(shoot)) {
            ShootTickets.requireRetouchMatches(ticket, newPhotos.stream().map(Photo::path).toList());
        }
        Map<String, Photo> photos = new LinkedHashMap<>();
        newPhotos.forEach(photo -> photos.put(photo.path(), photo));
        ShootSplit split = ShootSplit.of(photos.keySet(), facts);
        split.leftOut().forEach((path, why) -> leftOut.put(photos.get(path), why));
        split.requirePhotos(facts);
        List<InboxFiles.ShootPart> parts = new ArrayList<>();
        split.groups().forEach(group -> parts.add(new InboxFiles.ShootPart(group.kind(), group.names().entrySet().stream()
                .map(name -> new InboxFiles.NamedPhoto(photos.get(name.getKey()), name.getValue())).toList())));
        return inboxFiles.closeShoot(shoot, facts.getName(), ticket.toJson(), toPriorityNumber(ticket), parts, leftOut);
    }

    /**
     * After the vendor refused what the ticket asks for: the ticket is written down as it is now, and the shoot is opened
     * once more, in the project that it has. A ticket of its own that is no longer there stays as it was.
     *
     * @param shoot the shoot under the version of whoever asks
     * @return false when it moved on meanwhile; nothing is written then
     * @throws Problem when the ticket is wrong, or names another vendor than the one that has the photos
     */
    public boolean updateTicket(Shoot shoot) {
        Ticket oldTicket = shoot.ticket();
        Ticket newTicket = loadTicket(shoot);
        if (ShootTickets.hasOwnTicket(oldTicket) && !ShootTickets.hasOwnTicket(newTicket)) {
            newTicket = oldTicket;
        }
        if (!newTicket.vendor().equals(shoot.vendor())) {
            throw new Problem("ticket-wrong", "The ticket names " + newTicket.vendor() + ", and the photos are at "
                    + shoot.vendor() + ".", "Write vendor: " + shoot.vendor() + " into it, then retry; or cancel the shoot"
                    + " and drop the photos into a folder of another name.");
        }
        ShootTickets.requireVendorSupport(newTicket, vendors.requireFacts(newTicket.vendor()));
        return inboxFiles.replaceTicket(shoot, newTicket.toJson(), toPriorityNumber(newTicket));
    }

    private static int toPriorityNumber(Ticket ticket) {
        return switch (ticket.priority()) {
            case RUSH -> 9;
            case NORMAL -> 5;
            case IDLE -> 1;
        };
    }

    /** The ticket in the shoot, over the lane's, over nothing; checked. */
    private Ticket loadTicket(Shoot shoot) {
        ShootTickets.TicketFolder ticketFolder = shoot.folder().isEmpty() ? ShootTickets.TicketFolder.NONE
                : name -> places.getInbox(shoot.lane()).readText(shoot.folder() + "/" + name);
        try {
            return tickets.validateTicket(tickets.readLayers(places.getLane(shoot.lane()), ticketFolder));
        } catch (TicketException fault) {
            throw ShootTickets.createTicketProblem(fault.getMessage());
        }
    }
}
