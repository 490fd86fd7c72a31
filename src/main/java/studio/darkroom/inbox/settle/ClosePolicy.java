package studio.darkroom.inbox.settle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.TicketLayers;
import studio.darkroom.vendor.VendorFacts;

/**
 * Decides what becomes of the photos of a folder: the ticket, the shoots, the photos that are left out, and the problems that
 * prevent it. {@link ShootCloser} carries the decision out, {@link FolderPlanner} shows it. It reads tickets and changes nothing.
 */
public final class ClosePolicy {

    private final ShootTickets tickets;
    private final Function<String, VendorFacts> vendors;

    /** @param vendors the facts of a vendor by its name; throws {@link Problem} for an unknown one */
    public ClosePolicy(ShootTickets tickets, Function<String, VendorFacts> vendors) {
        this.tickets = tickets;
        this.vendors = vendors;
    }

    /**
     * The decision for one folder.
     *
     * @param layers the tickets of the folder, merged; empty if one cannot be read
     * @param ticket the valid ticket; empty if the merged tickets are not valid
     * @param facts the vendor's facts; empty if the vendor is unknown
     * @param split the shoots; none if the vendor is unknown or accepts none of the photos
     * @param problems why the folder cannot be closed, in the order in which they were found
     */
    public record CloseDecision(Optional<TicketLayers> layers, Optional<Ticket> ticket, Optional<VendorFacts> facts, ShootSplit split,
            List<Trouble> problems) {

        /** The decision for a folder without photos. */
        static final CloseDecision NONE = new CloseDecision(Optional.empty(), Optional.empty(), Optional.empty(), ShootSplit.NONE, List.of());

        /** @throws Trouble the first problem, if there is any */
        void requireNoProblems() {
            if (!problems.isEmpty()) {
                throw problems.get(0);
            }
        }
    }

    /**
     * @param ticketFolder where the folder's own ticket is
     * @param paths of its photos, below the inbox
     * @param supplement whether the photos arrived after a shoot of the same folder was closed; the ticket may then name others
     */
    public CloseDecision decide(Settings.Lane lane, ShootTickets.TicketFolder ticketFolder, Collection<String> paths, boolean supplement) {
        List<Trouble> problems = new ArrayList<>();
        Optional<TicketLayers> layers = evaluate(problems, () -> tickets.readLayers(lane, ticketFolder));
        Optional<Ticket> ticket = layers.flatMap(merged -> evaluate(problems, () -> tickets.validateTicket(merged)));
        List<Trouble> vendorProblems = new ArrayList<>();
        Optional<VendorFacts> facts = evaluate(vendorProblems,
                () -> vendors.apply(layers.flatMap(TicketLayers::vendor).orElse(lane.vendor())));
        if (problems.isEmpty()) {
            // The check of the ticket reports an unknown vendor, too.
            problems.addAll(vendorProblems);
        }
        if (facts.isEmpty()) {
            return new CloseDecision(layers, ticket, facts, ShootSplit.NONE, problems);
        }
        ShootSplit split = ShootSplit.of(paths, facts.get());
        ticket.ifPresent(valid -> {
            check(problems, () -> ShootTickets.requireVendorSupport(valid, facts.get()));
            if (!supplement) {
                check(problems, () -> ShootTickets.requireRetouchMatches(valid, paths));
            }
        });
        check(problems, () -> split.requirePhotos(facts.get()));
        return new CloseDecision(layers, ticket, facts, split, problems);
    }

    /**
     * @return the valid ticket of a folder
     * @throws Trouble if it cannot be read or is not valid
     */
    Ticket loadTicket(Settings.Lane lane, ShootTickets.TicketFolder ticketFolder) {
        try {
            return tickets.validateTicket(tickets.readLayers(lane, ticketFolder));
        } catch (TicketException fault) {
            throw ShootTickets.createTicketProblem(fault.getMessage());
        }
    }

    VendorFacts requireFacts(String vendor) {
        return vendors.apply(vendor);
    }

    /** Adds what the check throws to the problems. */
    static <T> Optional<T> evaluate(List<Trouble> problems, Supplier<T> check) {
        try {
            return Optional.of(check.get());
        } catch (TicketException fault) {
            problems.add(ShootTickets.createTicketProblem(fault.getMessage()));
        } catch (Trouble trouble) {
            problems.add(trouble);
        }
        return Optional.empty();
    }

    static void check(List<Trouble> problems, Runnable check) {
        evaluate(problems, () -> {
            check.run();
            return true;
        });
    }
}
