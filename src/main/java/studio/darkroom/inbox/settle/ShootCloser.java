package studio.darkroom.inbox.settle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.inbox.LanePlaces;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Decision;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.ShortList;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.vendor.VendorFacts;

/** Closes a shoot whose photos have all arrived: refuses photos that were edited before, then does what {@link ClosePolicy} decides. */
public final class ShootCloser {

    /**
     * The decision about a shoot whose photos have all arrived.
     *
     * @param empty whether none of its files is edited
     * @param update what is written together with the next step
     */
    public record Closing(boolean empty, Ledger.ShootUpdate update) {
    }

    private final Ledger ledger;
    private final InboxFiles inboxFiles;
    private final PhotoRepository photos;
    private final LanePlaces places;
    private final ClosePolicy closePolicy;

    public ShootCloser(Ledger ledger, InboxFiles inboxFiles, PhotoRepository photos, LanePlaces places, ClosePolicy closePolicy) {
        this.ledger = ledger;
        this.inboxFiles = inboxFiles;
        this.photos = photos;
        this.places = places;
        this.closePolicy = closePolicy;
    }

    /**
     * Decides which photos belong to the shoot, from the photos of this check.
     *
     * @throws Decision if photos were edited before
     * @throws Trouble if the ticket is not valid, or the vendor accepts none of the photos
     */
    public Closing planClosing(Shoot shoot, ShootGatherer.GatherState state) {
        Map<String, Photo> newPhotos = new LinkedHashMap<>();
        Map<Photo, String> leftOut = new LinkedHashMap<>();
        List<String> changed = new ArrayList<>();
        for (Photo photo : state.photos()) {
            Photo previous = photo.replacedPhotoId() == null ? null : inboxFiles.findReplacedPhoto(photo).orElse(null);
            Photo current = photos.getPhoto(photo.id());
            if (previous != null && current.fingerprint().equals(previous.fingerprint())) {
                leftOut.put(current, "the content has not changed");
                continue;
            }
            newPhotos.put(current.path(), current);
            if (previous != null) {
                changed.add(photo.path());
            }
        }
        requireUnchanged(changed);
        requireNotMoved(shoot, List.copyOf(newPhotos.values()));
        if (newPhotos.isEmpty()) {
            return new Closing(true, inboxFiles.leaveOutAll(shoot, leftOut));
        }
        ClosePolicy.CloseDecision decision = closePolicy.decide(places.getLane(shoot.lane()), findTicketFolder(shoot), newPhotos.keySet(),
                inboxFiles.isSupplement(shoot));
        decision.requireNoProblems();
        VendorFacts facts = decision.facts().orElseThrow();
        Ticket ticket = decision.ticket().orElseThrow();
        decision.split().leftOut().forEach((path, reason) -> leftOut.put(newPhotos.get(path), reason));
        List<InboxFiles.ShootPart> parts = decision.split().groups().stream().map(group -> new InboxFiles.ShootPart(group.kind(),
                group.names().entrySet().stream()
                        .map(name -> new InboxFiles.NamedPhoto(newPhotos.get(name.getKey()), name.getValue())).toList())).toList();
        return new Closing(false, inboxFiles.closeShoot(shoot, facts.getName(), ticket.toJson(), toPriorityNumber(ticket), parts,
                leftOut));
    }

    private static void requireUnchanged(List<String> changed) {
        if (!changed.isEmpty()) {
            throw new Decision("originals-changed", ShootGatherer.countPhotos(changed) + " changed after the upload: "
                    + ShortList.join(changed) + ". The vendor charges for editing them again.",
                    "Choose resend (edit them as a new shoot), accept (do not edit them again), or cancel.");
        }
    }

    private void requireNotMoved(Shoot shoot, List<Photo> newPhotos) {
        List<String> moved = findMovedPhotos(shoot, newPhotos).stream().map(Photo::path).toList();
        if (!moved.isEmpty()) {
            throw new Decision("photos-known", "Already edited in another folder or under another name: " + ShootGatherer.countPhotos(moved)
                    + " of " + newPhotos.size() + " (" + ShortList.join(moved) + ")"
                    + ". The vendor charges for editing them again.",
                    "Choose resend (edit them again), accept (leave them out), or cancel.");
        }
    }

    /** Photos that were edited before and are no longer at their old path, as after renaming a folder; a copy is edited on purpose. */
    private List<Photo> findMovedPhotos(Shoot shoot, List<Photo> newPhotos) {
        if (ledger.hasEvent(shoot, "decided", "photos-known resend")) {
            return List.of();
        }
        Map<String, List<Photo>> photosByFingerprint = inboxFiles.findKnownPhotos(shoot);
        return newPhotos.stream().filter(photo -> photosByFingerprint.getOrDefault(photo.fingerprint(), List.of()).stream()
                .anyMatch(old -> isMoved(old, photo))).toList();
    }

    private boolean isMoved(Photo old, Photo photo) {
        try {
            return old.modified() == photo.modified() && PhotoKind.getBaseName(old.path()).equals(PhotoKind.getBaseName(photo.path()))
                    && !places.getInbox(old.lane()).hasFile(old.path());
        } catch (IOException e) {
            throw new Outage("inbox:" + old.lane(), "inbox-unreadable", "Cannot check whether " + old.path() + " still exists" + ": "
                    + Redactor.redact(e.getMessage()) + ".", "Check the inbox; Darkroom resumes automatically.");
        }
    }

    /**
     * Stores the ticket as it is now, so that the shoot is opened again in the project that it has. If the shoot's own ticket was
     * removed, the stored one remains.
     *
     * @param shoot with the version that the caller saw
     * @return false if the shoot changed meanwhile; nothing is written then
     * @throws Problem if the ticket is not valid, or names another vendor than the one that has the photos
     */
    public boolean updateTicket(Shoot shoot, Step step) {
        Ticket ticket = closePolicy.loadTicket(places.getLane(shoot.lane()), findTicketFolder(shoot));
        if (ShootTickets.hasOwnTicket(shoot.ticket()) && !ShootTickets.hasOwnTicket(ticket)) {
            ticket = shoot.ticket();
        }
        if (!ticket.vendor().equals(shoot.vendor())) {
            throw new Problem("ticket-wrong", "The ticket names vendor " + ticket.vendor() + ", but " + shoot.vendor()
                    + " has the photos.", "Set vendor: " + shoot.vendor() + " in the ticket, then retry; or cancel the shoot and"
                    + " copy the photos into a folder with another name.");
        }
        ShootTickets.requireVendorSupport(ticket, closePolicy.requireFacts(ticket.vendor()));
        return inboxFiles.replaceTicket(shoot, step, ticket.toJson(), toPriorityNumber(ticket));
    }

    private static int toPriorityNumber(Ticket ticket) {
        return switch (ticket.priority()) {
            case RUSH -> 9;
            case NORMAL -> 5;
            case IDLE -> 1;
        };
    }

    private ShootTickets.TicketFolder findTicketFolder(Shoot shoot) {
        return shoot.folder().isEmpty() ? ShootTickets.TicketFolder.NONE
                : name -> places.getInbox(shoot.lane()).readText(shoot.folder() + "/" + name);
    }
}
