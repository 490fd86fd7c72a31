package studio.darkroom.api;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.ReportQueries;

/**
 * Metrics of the ledger, counted at each scrape. Tags are lanes, states, scopes and codes, never files or shoots.
 *
 * <p>{@code darkroom_shoots{lane,state}}, {@code darkroom_photos{lane,state}} ({@code seen}, {@code waiting},
 * {@code delivered}, {@code held}, {@code ignored}), {@code darkroom_unreconciled{lane}} (files not accounted for),
 * {@code darkroom_outage{scope,code}} (1 while it lasts), {@code darkroom_charges_total{what,outcome}}.
 */
public final class LedgerMetrics {

    private final PrometheusMeterRegistry registry;
    private final ReportQueries queries;
    private final OutageRepository outages;
    private final MultiGauge shoots;
    private final MultiGauge photos;
    private final MultiGauge unreconciled;
    private final MultiGauge outage;
    private final Map<ReportQueries.ChargeCount, AtomicLong> charges = new ConcurrentHashMap<>();

    public LedgerMetrics(PrometheusMeterRegistry registry, ReportQueries queries, OutageRepository outages) {
        this.registry = registry;
        this.queries = queries;
        this.outages = outages;
        shoots = registerGauge("darkroom.shoots", "Shoots by lane and state");
        photos = registerGauge("darkroom.photos", "Files by lane and state: seen = waiting + delivered + held + ignored");
        unreconciled = registerGauge("darkroom.unreconciled", "Files not accounted for; any value other than 0 indicates a bug");
        outage = registerGauge("darkroom.outage", "1 while the outage lasts");
    }

    private MultiGauge registerGauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** All metrics of this node, in the Prometheus text format. */
    public synchronized String scrape() {
        updateGauges();
        return registry.scrape();
    }

    private void updateGauges() {
        Map<Tags, Long> shootCounts = new TreeMap<>(Comparator.comparing(Tags::toString));
        queries.countShoots().forEach(shootCount -> shootCounts.merge(
                Tags.of("lane", shootCount.lane(), "state", Reports.stateOf(shootCount)), shootCount.count(), Long::sum));
        shoots.register(shootCounts.entrySet().stream().<Row<?>>map(entry -> Row.of(entry.getKey(), entry.getValue())).toList(),
                true);
        List<Row<?>> photoRows = new ArrayList<>();
        List<Row<?>> unreconciledRows = new ArrayList<>();
        FileAccounting.countByLane(queries.countFiles()).forEach((lane, accounting) -> {
            photoRows.add(Row.of(Tags.of("lane", lane, "state", "seen"), accounting.seen()));
            photoRows.add(Row.of(Tags.of("lane", lane, "state", "waiting"), accounting.waiting()));
            photoRows.add(Row.of(Tags.of("lane", lane, "state", "delivered"), accounting.delivered()));
            photoRows.add(Row.of(Tags.of("lane", lane, "state", "held"), accounting.held()));
            photoRows.add(Row.of(Tags.of("lane", lane, "state", "ignored"), accounting.ignored()));
            unreconciledRows.add(Row.of(Tags.of("lane", lane), accounting.unreconciled()));
        });
        photos.register(photoRows, true);
        unreconciled.register(unreconciledRows, true);
        outage.register(outages.listActive().stream()
                .map(active -> Tags.of("scope", active.baseScope(), "code", active.code())).distinct().<Row<?>>map(tags -> Row.of(tags, 1)).toList(), true);
        queries.countCharges().forEach(this::updateChargeCounter);
    }

    private void updateChargeCounter(ReportQueries.ChargeCount chargeCount) {
        charges.computeIfAbsent(new ReportQueries.ChargeCount(chargeCount.operation(), chargeCount.outcome(), 0), key -> {
            AtomicLong calls = new AtomicLong();
            FunctionCounter.builder("darkroom.charges", calls, AtomicLong::doubleValue)
                    .description("Calls that may cost money, by outcome")
                    .tags("what", key.operation(), "outcome", key.outcome()).register(registry);
            return calls;
        }).set(chargeCount.count());
    }
}
