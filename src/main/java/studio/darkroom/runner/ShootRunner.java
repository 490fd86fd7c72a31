package studio.darkroom.runner;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Ledger.StaleClaim;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/**
 * Runs one step of a shoot: claims the shoot, sends it to the route of its step, and schedules its next run. After any
 * failure, the shoot is scheduled or has a trouble.
 */
public final class ShootRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ShootRunner.class);

    /** How long the one shoot that tries during an outage may take before another shoot may try. */
    private static final Duration OUTAGE_TRIAL_TIME = Duration.ofMinutes(10);

    /** When to rerun a shoot whose route ended without an outcome, which is a bug in the route. */
    private static final Duration NO_OUTCOME_DELAY = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final OutageRepository outages;
    private final Vendors vendors;
    private final ErrorHandler errorHandler;
    private final ProducerTemplate template;
    private final ShootScheduler scheduler;
    private final ChargeRepository charges;

    public ShootRunner(Ledger ledger, OutageRepository outages, Vendors vendors, ErrorHandler errorHandler,
            ProducerTemplate template, ShootScheduler scheduler) {
        this.ledger = ledger;
        this.outages = outages;
        this.vendors = vendors;
        this.errorHandler = errorHandler;
        this.template = template;
        this.scheduler = scheduler;
        this.charges = new ChargeRepository(ledger);
    }

    /** Runs the step of a shoot if it is due, and schedules the shoot afterwards. */
    public void runShoot(String id) {
        scheduler.runAndSchedule(id, () -> {
            try {
                ledger.claimShoot(id).ifPresent(shoot -> {
                    MDC.put("shoot", shoot.name());
                    MDC.put("lane", shoot.lane());
                    runStep(shoot);
                });
            } catch (LedgerUnavailable down) {
                LOG.error("{}", down.getMessage());
            } finally {
                MDC.remove("shoot");
                MDC.remove("lane");
            }
        });
    }

    private void runStep(Shoot shoot) {
        Set<String> scopes = listScopes(shoot);
        boolean outageActive = outages.listActive().stream().anyMatch(outage -> scopes.contains(outage.scope()));
        Optional<OutageRepository.ActiveOutage> blocker = outages.findBlockerOrClaimTrial(scopes,
                ledger.now().plus(OUTAGE_TRIAL_TIME));
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
        Exchange response = template.request("direct:" + shoot.step().route() + "?block=false", exchange -> {
            exchange.setVariable("shoot", shoot);
            exchange.setVariable("vendor", facts);
        });
        if (response.getException() != null) {
            handleUnrecordedFailure(shoot, response.getException());
            return;
        }
        Shoot after = ledger.getShoot(shoot.id());
        if (after.step() != shoot.step()) {
            LOG.info("Shoot {} of lane {} is now {} (completed step: {})", shoot.name(), shoot.lane(),
                    after.step().describeActivity(after.vendor()), shoot.step());
        }
        if (ledger.removeClaimWithoutOutcome(shoot)) {
            LOG.error("The route of step {} of shoot {} ended without an outcome", shoot.step(), shoot.name());
            ledger.again(shoot, NO_OUTCOME_DELAY);
        }
        if (outageActive && after.trouble() == null && after.tries() == 0) {
            scopes.forEach(outages::endOutage);
        }
    }

    /** The error handler could not record the failure: the ledger is unavailable, or this node lost its claim. */
    private void handleUnrecordedFailure(Shoot shoot, Exception failure) {
        boolean withoutOutcome = ledger.removeClaimWithoutOutcome(shoot);
        if (failure instanceof StaleClaim || failure.getCause() instanceof StaleClaim) {
            LOG.warn("{}", failure.getMessage());
        } else {
            LOG.error("Could not record the outcome of step {} of shoot {}; repeating the step", shoot.step(),
                    shoot.name(), failure);
            if (withoutOutcome) {
                ledger.again(shoot, NO_OUTCOME_DELAY);
            }
        }
    }

    /** Whether the vendor accepted the edit or may have; the caps no longer apply then. */
    private boolean isEditOrdered(Shoot shoot) {
        return charges.findLast(shoot, "edit").filter(charge -> !Set.of(Charge.REFUSED, Charge.UNSENT)
                .contains(charge.outcome())).isPresent();
    }

    /** The outage scopes that the current step depends on, as the ledger names them. */
    private Set<String> listScopes(Shoot shoot) {
        return shoot.step().scopes().stream().flatMap(scope -> switch (scope) {
            case VENDOR -> Stream.of("vendor:" + shoot.vendor());
            case STORE -> Stream.of("store:" + shoot.vendor());
            case INBOX -> Stream.of("inbox:" + shoot.lane());
            case FOLDER -> Stream.of(OutageRepository.folderScope(shoot));
            case DELIVERY -> Stream.of("delivery:" + shoot.lane());
            case DISK -> Stream.of("home:" + shoot.lane());
            case SPEND -> isEditOrdered(shoot) ? Stream.<String>empty()
                    : Stream.of(OutageRepository.SPEND_SCOPE_PREFIX + shoot.lane(),
                    OutageRepository.shootSpendScope(shoot.lane(), shoot.name()));
        }).collect(Collectors.toSet());
    }

    /** Lets all shoots that a spending cap holds try again; called at startup, because the caps may have changed. */
    public void endCapOutages() {
        outages.listActive().stream().map(OutageRepository.ActiveOutage::scope)
                .filter(scope -> scope.startsWith(OutageRepository.SPEND_SCOPE_PREFIX)).forEach(outages::endOutage);
    }

    /**
     * Ends the outages for which no shoot waits any more, because the last one was cancelled or held. The next shoot that
     * is affected reports the outage again.
     *
     * @param minAge outages younger than this stay, because the shoot that found one may not have been updated yet
     * @param activeScopes the scopes of inboxes that are missing; the scans of these inboxes end them
     */
    public void endUnusedOutages(Duration minAge, Set<String> activeScopes) {
        List<OutageRepository.ActiveOutage> old = outages.listActive().stream().filter(outage -> outage.since()
                .isBefore(ledger.now().minus(minAge)) && !activeScopes.contains(outage.scope())).toList();
        if (old.isEmpty()) {
            return;
        }
        Set<String> neededScopes = outages.listWaitingShoots().stream().flatMap(shoot -> listScopes(shoot).stream())
                .collect(Collectors.toSet());
        old.stream().map(OutageRepository.ActiveOutage::scope).filter(scope -> !neededScopes.contains(scope))
                .forEach(outages::endOutage);
    }

    /** Schedules shoots that wait without a trigger, see {@link ShootScheduler#scheduleOrphans}. */
    public void scheduleOrphans(Duration minOverdue) {
        scheduler.scheduleOrphans(minOverdue);
    }
}
