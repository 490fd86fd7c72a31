package studio.darkroom.report;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Views;

/**
 * The ledger in numbers, counted anew at each scrape; tags are lanes, states, scopes and codes, never a file or shoot.
 *
 * <p>{@code darkroom_shoots{lane,state}}, {@code darkroom_photos{lane,state}} ({@code seen}, {@code waiting},
 * {@code delivered}, {@code held}, {@code ignored}), {@code darkroom_unreconciled{lane}} (0, or a file is nowhere),
 * {@code darkroom_outage{scope,code}} (1 while it stands), {@code darkroom_charges_total{what,outcome}}.
 */
public final class Gauges {

    private final PrometheusMeterRegistry registry;
    private final Views views;
    private final Outages outages;
    private final MultiGauge shoots;
    private final MultiGauge photos;
    private final MultiGauge unreconciled;
    private final MultiGauge outage;
    private final Map<Views.Bill, AtomicLong> charges = new ConcurrentHashMap<>();

    public Gauges(PrometheusMeterRegistry registry, Views views, Outages outages) {
        this.registry = registry;
        this.views = views;
        this.outages = outages;
        shoots = gauge("darkroom.shoots", "Shoots by lane and state");
        photos = gauge("darkroom.photos", "Files by lane and where they have gone: seen = waiting + delivered + held + ignored");
        unreconciled = gauge("darkroom.unreconciled", "Files that are nowhere; anything but 0 is a defect");
        outage = gauge("darkroom.outage", "1 while this outage stands");
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Everything this node measures, in Prometheus' text format. */
    public synchronized String scrape() {
        count();
        return registry.scrape();
    }

    private void count() {
        Map<Tags, Long> crowds = new TreeMap<>(java.util.Comparator.comparing(Tags::toString));
        views.crowds().forEach(crowd -> crowds.merge(Tags.of("lane", crowd.lane(), "state", Reports.state(crowd)),
                crowd.count(), Long::sum));
        shoots.register(crowds.entrySet().stream().<Row<?>>map(entry -> Row.of(entry.getKey(), entry.getValue())).toList(),
                true);
        List<Row<?>> seen = new ArrayList<>();
        List<Row<?>> nowhere = new ArrayList<>();
        Reckoning.of(views.piles()).forEach((lane, reckoning) -> {
            seen.add(Row.of(Tags.of("lane", lane, "state", "seen"), reckoning.seen()));
            seen.add(Row.of(Tags.of("lane", lane, "state", "waiting"), reckoning.waiting()));
            seen.add(Row.of(Tags.of("lane", lane, "state", "delivered"), reckoning.delivered()));
            seen.add(Row.of(Tags.of("lane", lane, "state", "held"), reckoning.held()));
            seen.add(Row.of(Tags.of("lane", lane, "state", "ignored"), reckoning.ignored()));
            nowhere.add(Row.of(Tags.of("lane", lane), reckoning.unreconciled()));
        });
        photos.register(seen, true);
        unreconciled.register(nowhere, true);
        outage.register(outages.standing().stream().map(one -> Tags.of("scope", one.place(), "code", one.code())).distinct()
                .<Row<?>>map(tags -> Row.of(tags, 1)).toList(), true);
        views.bills().forEach(this::charged);
    }

    private void charged(Views.Bill bill) {
        charges.computeIfAbsent(new Views.Bill(bill.what(), bill.outcome(), 0), key -> {
            AtomicLong calls = new AtomicLong();
            FunctionCounter.builder("darkroom.charges", calls, AtomicLong::doubleValue)
                    .description("Calls that may cost money, by what came of them")
                    .tags("what", key.what(), "outcome", key.outcome()).register(registry);
            return calls;
        }).set(bill.calls());
    }
}
