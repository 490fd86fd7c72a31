package studio.darkroom.runner;

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
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.StaleClaim;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/**
 * Where a shoot is worked on: takes it up in the ledger, sends it to the route of its step, and makes the next
 * appointment with the clock. Whatever goes wrong, the shoot has an appointment or a trouble afterwards.
 */
public final class ShootRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ShootRunner.class);

    /** So long the one shoot that tries during an outage may take before another may try. */
    private static final Duration OUTAGE_TRIAL_TIME = Duration.ofMinutes(10);

    /** So long until a shoot is looked at again whose step, against all rules, said no word. */
    private static final Duration NO_OUTCOME_DELAY = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final OutageRepository outages;
    private final Vendors vendors;
    private final ErrorHandler errorHandler;
    private final ProducerTemplate template;
    private final ShootScheduler scheduler;
    private final ChargeRepository charges;

    public ShootRunner(Ledger ledger, OutageRepository outages, Vendors vendors, ErrorHandler errorHandler, ProducerTemplate template,
            ShootScheduler scheduler) {
        this.ledger = ledger;
        this.outages = outages;
        this.vendors = vendors;
        this.errorHandler = errorHandler;
        this.template = template;
        this.scheduler = scheduler;
        this.charges = new ChargeRepository(ledger);
    }

    /** Works on a shoot if it is due; does nothing else with one that is not. */
    public void runShoot(String id) {
        try {
            Optional<Shoot> claimed = ledger.claimShoot(id);
            if (claimed.isPresent()) {
                MDC.put("shoot", claimed.get().name());
                MDC.put("lane", claimed.get().lane());
                runStep(claimed.get());
            }
        } catch (LedgerUnavailable down) {
            LOG.error("{}", down.getMessage());
        } finally {
            MDC.remove("shoot");
            MDC.remove("lane");
        }
        try {
            scheduleShoot(id);
        } catch (LedgerUnavailable | IllegalStateException down) {
            // The clock is on the ledger's database too. Whoever waits without an appointment is adopted later.
            LOG.error("Shoot {} has no appointment for now: {}", id, down.getMessage());
        }
    }

    private void runStep(Shoot shoot) {
        Set<String> scopes = findScopes(shoot);
        boolean wasOut = outages.listActive().stream().anyMatch(outage -> scopes.contains(outage.scope()));
        Optional<OutageRepository.ActiveOutage> blocker = outages.findBlockerOrClaimTrial(scopes, ledger.now().plus(OUTAGE_TRIAL_TIME));
        if (blocker.isPresent()) {
            ledger.waitForOutage(shoot, blocker.get().toTroubleInfo(), blocker.get().nextTryAt());
            return;
        }
        VendorFacts facts;
        try {
            facts = shoot.vendor() == null ? null : vendors.requireFacts(shoot.vendor());
        } catch (Problem unknown) {
            errorHandler.holdShoot(shoot, unknown);
            return;
        }
        Exchange response = template.request("direct:shoot-" + shoot.step() + "?block=false", exchange -> {
            exchange.setVariable("shoot", shoot);
            exchange.setVariable("vendor", facts);
        });
        if (response.getException() != null) {
            handleUnrecordedFailure(shoot, response.getException());
            return;
        }
        Shoot after = ledger.getShoot(shoot.id());
        if (!after.step().equals(shoot.step())) {
            LOG.info("Shoot {} of lane {}: {} is finished, {}", shoot.name(), shoot.lane(), shoot.step(),
                    after.isEnded() ? "the shoot is " + after.step() : "next is " + after.step());
        }
        if (ledger.removeClaimWithoutOutcome(shoot)) {
            LOG.error("Step {} of shoot {} ended without a word", shoot.step(), shoot.name());
            ledger.rescheduleIn(shoot, NO_OUTCOME_DELAY);
        }
        if (wasOut && after.trouble() == null && after.tries() == 0) {
            scopes.forEach(scope -> outages.endOutage(scope).forEach(this::scheduleShoot));
        }
    }

    /** Not even the trouble could be written down: the ledger is out, or this node lost its place. */
    private void handleUnrecordedFailure(Shoot shoot, Exception failure) {
        boolean withoutOutcome = ledger.removeClaimWithoutOutcome(shoot);
        if (failure instanceof StaleClaim || failure.getCause() instanceof StaleClaim) {
            LOG.warn("{}", failure.getMessage());
        } else {
            LOG.error("What became of step {} of shoot {} could not be written down; it is repeated", shoot.step(),
                    shoot.name(), failure);
            if (withoutOutcome) {
                ledger.rescheduleIn(shoot, NO_OUTCOME_DELAY);
            }
        }
    }

    /** Whether the edit was or may have been taken already, so that no cap is asked any more. */
    private boolean isEditOrdered(Shoot shoot) {
        return charges.findLast(shoot, "edit").filter(charge -> !Set.of(Charge.REFUSED, Charge.UNSENT)
                .contains(charge.outcome())).isPresent();
    }

    /** What a step depends on that is not the shoot's own. */
    private Set<String> findScopes(Shoot shoot) {
        String vendor = "vendor:" + shoot.vendor();
        return switch (shoot.step()) {
            case Step.GATHER -> Set.of("inbox:" + shoot.lane(), OutageRepository.folderScope(shoot));
            case Step.UPLOAD -> Set.of(vendor, "store:" + shoot.vendor(), "inbox:" + shoot.lane(),
                    OutageRepository.folderScope(shoot));
            case Step.DELIVER, Step.REPLACE -> Set.of(vendor, "store:" + shoot.vendor(), "delivery:" + shoot.lane(),
                    "home:" + shoot.lane());
            case Step.ARCHIVE -> Set.of("delivery:" + shoot.lane(), "inbox:" + shoot.lane());
            case Step.EDIT -> isEditOrdered(shoot) ? Set.of(vendor) : Set.of(vendor, OutageRepository.SPEND_SCOPE_PREFIX + shoot.lane(),
                    OutageRepository.shootSpendScope(shoot.lane(), shoot.name()));
            default -> Set.of(vendor);
        };
    }

    /** Makes the next appointment of a shoot from what the ledger says of it now. */
    public void scheduleShoot(String id) {
        ledger.findShoot(id).ifPresent(shoot -> {
            if (shoot.isEnded()) {
                scheduler.unscheduleShoot(id);
            } else if ((shoot.trouble() == null || shoot.trouble().kind().equals("outage"))
                    && !ledger.isLanePaused(shoot.lane())) {
                scheduler.scheduleShoot(shoot);
            }
        });
    }

    /** After a start the caps may be others: whatever one held tries again now. */
    public void endCapOutages() {
        outages.listActive().stream().map(OutageRepository.ActiveOutage::scope).filter(scope -> scope.startsWith(OutageRepository.SPEND_SCOPE_PREFIX))
                .forEach(scope -> outages.endOutage(scope).forEach(this::scheduleShoot));
    }

    /**
     * An outage is that shoots wait. One that nobody waits for, because the last shoot that did was cancelled or came to
     * need a person, is over; the next shoot that meets it tells of it anew.
     *
     * @param minAge younger ones are left alone: whoever found one is only about to wait
     * @param activeScopes the scopes of inboxes that their own looks find gone; those end by themselves
     */
    public void endUnusedOutages(Duration minAge, Set<String> activeScopes) {
        List<OutageRepository.ActiveOutage> old = outages.listActive().stream().filter(outage -> outage.since()
                .isBefore(ledger.now().minus(minAge)) && !activeScopes.contains(outage.scope())).toList();
        if (old.isEmpty()) {
            return;
        }
        Set<String> neededScopes = ledger.listWaitingForOutage().stream().flatMap(shoot -> findScopes(shoot).stream()).collect(Collectors.toSet());
        old.stream().map(OutageRepository.ActiveOutage::scope).filter(scope -> !neededScopes.contains(scope))
                .forEach(scope -> outages.endOutage(scope).forEach(this::scheduleShoot));
    }

    /**
     * Sees to it that every shoot that waits has an appointment, whatever was cut off. Asked again and again, and once
     * with {@code Duration.ZERO} after a start.
     *
     * @param minOverdue shoots are looked for that are overdue by this
     */
    public void scheduleOrphans(Duration minOverdue) {
        for (Shoot shoot : ledger.listSchedulable()) {
            if (shoot.dueAt().isBefore(ledger.now().minus(minOverdue)) || minOverdue.isZero()) {
                if (!scheduler.isScheduled(shoot.id())) {
                    scheduleShoot(shoot.id());
                }
            }
        }
    }
}
