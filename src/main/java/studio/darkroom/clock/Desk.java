package studio.darkroom.clock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LostPlace;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Triage;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/**
 * Where a shoot is worked on: takes it up in the ledger, sends it to the route of its step, and makes the next
 * appointment with the clock. Whatever goes wrong, the shoot has an appointment or a trouble afterwards.
 */
public final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    /** So long the one shoot that tries during an outage may take before another may try. */
    private static final Duration TRIAL = Duration.ofMinutes(10);

    /** So long until a shoot is looked at again whose step, against all rules, said no word. */
    private static final Duration MUTE = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final Outages outages;
    private final Vendors vendors;
    private final Triage triage;
    private final ProducerTemplate template;
    private final ShootClock clock;
    private final Charges charges;

    public Desk(Ledger ledger, Outages outages, Vendors vendors, Triage triage, ProducerTemplate template,
            ShootClock clock) {
        this.ledger = ledger;
        this.outages = outages;
        this.vendors = vendors;
        this.triage = triage;
        this.template = template;
        this.clock = clock;
        this.charges = new Charges(ledger);
    }

    /** Works on a shoot if it is due; does nothing else with one that is not. */
    public void work(String id) {
        try {
            Optional<Shoot> claimed = ledger.claim(id);
            if (claimed.isPresent()) {
                MDC.put("shoot", claimed.get().name());
                MDC.put("lane", claimed.get().lane());
                step(claimed.get());
            }
        } catch (LedgerDown down) {
            LOG.error("{}", down.getMessage());
        } finally {
            MDC.remove("shoot");
            MDC.remove("lane");
        }
        try {
            appoint(id);
        } catch (LedgerDown | IllegalStateException down) {
            // The clock is on the ledger's database too. Whoever waits without an appointment is adopted later.
            LOG.error("Shoot {} has no appointment for now: {}", id, down.getMessage());
        }
    }

    private void step(Shoot shoot) {
        Set<String> scopes = scopes(shoot);
        boolean tried = outages.standing().stream().anyMatch(outage -> scopes.contains(outage.scope()));
        Optional<Outages.Outage> wall = outages.inTheWay(scopes, ledger.now().plus(TRIAL));
        if (wall.isPresent()) {
            ledger.waits(shoot, wall.get().held(), wall.get().look());
            return;
        }
        VendorFacts facts;
        try {
            facts = shoot.vendor() == null ? null : vendors.facts(shoot.vendor());
        } catch (Problem unknown) {
            triage.held(shoot, unknown);
            return;
        }
        Exchange done = template.request("direct:shoot-" + shoot.step() + "?block=false", exchange -> {
            exchange.setVariable("shoot", shoot);
            exchange.setVariable("vendor", facts);
        });
        if (done.getException() != null) {
            unsaid(shoot, done.getException());
            return;
        }
        Shoot after = ledger.shoot(shoot.id());
        if (!after.step().equals(shoot.step())) {
            LOG.info("Shoot {} of lane {}: {} is finished, {}", shoot.name(), shoot.lane(), shoot.step(),
                    after.ended() ? "the shoot is " + after.step() : "next is " + after.step());
        }
        if (ledger.unsaid(shoot)) {
            LOG.error("Step {} of shoot {} ended without a word", shoot.step(), shoot.name());
            ledger.againIn(shoot, MUTE);
        }
        if (tried && after.trouble() == null && after.tries() == 0) {
            scopes.forEach(scope -> outages.over(scope).forEach(this::appoint));
        }
    }

    /** Not even the trouble could be written down: the ledger is out, or this node lost its place. */
    private void unsaid(Shoot shoot, Exception failure) {
        boolean silent = ledger.unsaid(shoot);
        if (failure instanceof LostPlace || failure.getCause() instanceof LostPlace) {
            LOG.warn("{}", failure.getMessage());
        } else {
            LOG.error("What became of step {} of shoot {} could not be written down; it is repeated", shoot.step(),
                    shoot.name(), failure);
            if (silent) {
                ledger.againIn(shoot, MUTE);
            }
        }
    }

    /** Whether the edit was or may have been taken already, so that no cap is asked any more. */
    private boolean ordered(Shoot shoot) {
        return charges.last(shoot, "edit").filter(charge -> !Set.of(Charge.REFUSED, Charge.UNSENT)
                .contains(charge.outcome())).isPresent();
    }

    /** What a step depends on that is not the shoot's own. */
    private Set<String> scopes(Shoot shoot) {
        String vendor = "vendor:" + shoot.vendor();
        return switch (shoot.step()) {
            case Step.GATHER -> Set.of("inbox:" + shoot.lane(), Outages.folder(shoot));
            case Step.UPLOAD -> Set.of(vendor, "store:" + shoot.vendor(), "inbox:" + shoot.lane(),
                    Outages.folder(shoot));
            case Step.DELIVER, Step.REPLACE -> Set.of(vendor, "store:" + shoot.vendor(), "delivery:" + shoot.lane(),
                    "home:" + shoot.lane());
            case Step.ARCHIVE -> Set.of("delivery:" + shoot.lane(), "inbox:" + shoot.lane());
            case Step.EDIT -> ordered(shoot) ? Set.of(vendor) : Set.of(vendor, Outages.SPEND + shoot.lane(),
                    Outages.spend(shoot.lane(), shoot.name()));
            default -> Set.of(vendor);
        };
    }

    /** Makes the next appointment of a shoot from what the ledger says of it now. */
    public void appoint(String id) {
        ledger.find(id).ifPresent(shoot -> {
            if (shoot.ended()) {
                clock.forget(id);
            } else if ((shoot.trouble() == null || shoot.trouble().kind().equals("outage"))
                    && !ledger.paused(shoot.lane())) {
                clock.set(shoot);
            }
        });
    }

    /** After a start the caps may be others: whatever one held tries again now. */
    public void uncap() {
        outages.standing().stream().map(Outages.Outage::scope).filter(scope -> scope.startsWith(Outages.SPEND))
                .forEach(scope -> outages.over(scope).forEach(this::appoint));
    }

    /**
     * An outage is that shoots wait. One that nobody waits for, because the last shoot that did was cancelled or came to
     * need a person, is over; the next shoot that meets it tells of it anew.
     *
     * @param late younger ones are left alone: whoever found one is only about to wait
     * @param gone the scopes of inboxes that their own looks find gone; those end by themselves
     */
    public void forsake(Duration late, Set<String> gone) {
        List<Outages.Outage> old = outages.standing().stream().filter(outage -> outage.since()
                .isBefore(ledger.now().minus(late)) && !gone.contains(outage.scope())).toList();
        if (old.isEmpty()) {
            return;
        }
        Set<String> awaited = ledger.inLine().stream().flatMap(shoot -> scopes(shoot).stream()).collect(Collectors.toSet());
        old.stream().map(Outages.Outage::scope).filter(scope -> !awaited.contains(scope))
                .forEach(scope -> outages.over(scope).forEach(this::appoint));
    }

    /**
     * Sees to it that every shoot that waits has an appointment, whatever was cut off. Asked again and again, and once
     * with {@code Duration.ZERO} after a start.
     *
     * @param late shoots are looked for that are overdue by this
     */
    public void adopt(Duration late) {
        for (Shoot shoot : ledger.waiting()) {
            if (shoot.due().isBefore(ledger.now().minus(late)) || late.isZero()) {
                if (!clock.knows(shoot.id())) {
                    appoint(shoot.id());
                }
            }
        }
    }
}
