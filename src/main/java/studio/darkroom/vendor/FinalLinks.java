package studio.darkroom.vendor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.TouchUps;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.Versions;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Decision;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;

/**
 * The links to final pictures that a vendor may give in answer to finalize, and perhaps nowhere else (contract imagen 2.8
 * and 9). They let anybody in and expire, so they are never written down: they serve one delivery, and where there are none
 * (any more) finalize is called again, which is expected to be harmless (contract imagen 7).
 */
public final class FinalLinks {

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final String TOLD = "finalized";
    private static final Set<String> NOT_TAKEN = Set.of(Charge.REFUSED, Charge.UNSENT);
    private static final String NONE = "no links of its own";
    private static final String FOREGONE = "a person takes the results as they are";

    private final Ledger ledger;
    private final Results results;
    private final Versions versions;
    private final TouchUps touchUps;
    private final Charges charges;
    private final Billing billing;
    private final Map<String, Given> held = new ConcurrentHashMap<>();

    /** @param urls by the result's name in small letters */
    private record Given(Instant at, Map<String, String> urls) {
    }

    public FinalLinks(Ledger ledger, Results results, Versions versions, TouchUps touchUps, Charges charges,
            Billing billing) {
        this.ledger = ledger;
        this.results = results;
        this.versions = versions;
        this.touchUps = touchUps;
        this.charges = charges;
        this.billing = billing;
    }

    /** Whether a retouched result is to be delivered, and the vendor gave a link to it before and is to give another. */
    public boolean wanted(Shoot shoot) {
        return given(shoot).isEmpty() && !retouched(shoot).isEmpty()
                && ledger.lastTold(shoot, TOLD).filter(last -> last.equals(NONE) || last.equals(FOREGONE)).isEmpty();
    }

    /** A person takes what the vendor has as results, though finalize was refused. */
    public static void foregone(Ledger ledger, Shoot shoot) {
        ledger.tell(shoot, TOLD, FOREGONE);
    }

    private Optional<Given> given(Shoot shoot) {
        return Optional.ofNullable(held.get(shoot.id())).filter(this::fresh);
    }

    private boolean fresh(Given given) {
        return Duration.between(given.at(), ledger.now()).compareTo(FRESH) < 0;
    }

    /** The results to be delivered whose newest picture is a retouch: no original edit, and none touched up by hand. */
    private List<Result> retouched(Shoot shoot) {
        Map<String, Version> last = new LinkedHashMap<>();
        versions.of(shoot.id()).stream().filter(version -> version.settled() && version.taken())
                .forEach(version -> last.put(version.result(), version));
        Map<String, Instant> byHand = touchUps.replaced(shoot);
        return results.of(shoot.id()).stream().filter(result -> {
            Version version = last.get(result.id());
            Instant hand = byHand.get(result.id());
            return result.wanted() && version != null && !version.reset()
                    && (hand == null || version.made() != null && hand.isBefore(version.made()));
        }).toList();
    }

    /** Finalize was answered. @param answer rows of {@code name} and {@code url}, or anything else: no links */
    public void given(Shoot shoot, Object answer) {
        Map<String, String> urls = new LinkedHashMap<>();
        if (answer instanceof List<?> rows) {
            for (Object row : rows) {
                if (row instanceof Map<?, ?> map && map.get("name") instanceof String name
                        && map.get("url") instanceof String url) {
                    urls.put(name.toLowerCase(Locale.ROOT), url);
                }
            }
        }
        held.values().removeIf(given -> !fresh(given));
        held.put(shoot.id(), new Given(ledger.now(), urls));
        ledger.tell(shoot, TOLD, urls.isEmpty() ? NONE : urls.size() + (urls.size() == 1 ? " link" : " links"));
    }

    /**
     * Finalize was not answered with a success. A refusal after one that was taken, or may have been, says that there is
     * nothing left to finalize, and the ordinary links are what there is.
     *
     * @throws Decision when it was refused though none before can have been taken
     */
    public void failed(Shoot shoot, Throwable wrapped) {
        Throwable failure = Cause.bare(wrapped);
        if (!(failure instanceof Problem)) {
            billing.failed(shoot, "finalize", wrapped);
            return;
        }
        String why = Plain.text(failure.getMessage());
        Charge charge = charges.last(shoot, "finalize").orElseThrow();
        if (before(shoot, charge)) {
            charges.became(shoot, charge, Charge.ACCEPTED, "refused after one that was or may have been taken: " + why);
            given(shoot, List.of());
            return;
        }
        charges.became(shoot, charge, Charge.REFUSED, why);
        throw new Decision("finalize-refused", shoot.vendor() + " refuses to finalize the retouched pictures (" + why
                + "). The retouches are made and paid; whether its results show them yet is not known.",
                "Look at the pictures in your account there, then: resend (mended there; finalize again), accept (deliver"
                + " what " + shoot.vendor() + " has as results now), or cancel.");
    }

    /** Whether a finalize before this one, with no retouch since, was or may have been taken. */
    private boolean before(Shoot shoot, Charge now) {
        List<Charge> all = charges.of(shoot.id());
        Map<String, String> outcomes = new HashMap<>();
        all.forEach(charge -> outcomes.put(charge.intent(), charge.outcome()));
        boolean before = false;
        for (Charge charge : all) {
            if (!charge.what().equals("finalize")) {
                before &= !charge.outcome().equals(Charge.ACCEPTED);
            } else if (!charge.intent().equals(now.intent()) && !NOT_TAKEN.contains(outcomes.get(charge.intent()))) {
                before = true;
            }
        }
        return before;
    }

    /**
     * Puts the links of finalize over the ordinary ones of retouched results; they are used up by it.
     *
     * @param rows {@code name}, {@code url}, {@code kind}, as of {@code results}
     */
    public List<Map<String, String>> over(Shoot shoot, List<Map<String, String>> rows) {
        Optional<Given> given = given(shoot);
        held.remove(shoot.id());
        if (given.isEmpty() || given.get().urls().isEmpty()) {
            return rows;
        }
        Map<String, Result> retouched = retouched(shoot).stream().collect(Collectors.toMap(
                result -> result.remoteName().toLowerCase(Locale.ROOT), result -> result, (one, other) -> one));
        List<Map<String, String>> now = new ArrayList<>();
        for (Map<String, String> row : rows) {
            String name = String.valueOf(row.get("name")).toLowerCase(Locale.ROOT);
            String url = retouched.containsKey(name) && row.getOrDefault("kind", "jpeg").equals("jpeg")
                    ? given.get().urls().get(name) : null;
            Map<String, String> changed = new LinkedHashMap<>(row);
            if (url != null) {
                changed.put("url", url);
                retouched.remove(name);
            }
            now.add(changed);
        }
        retouched.forEach((name, result) -> {
            if (given.get().urls().containsKey(name)) {
                now.add(Map.of("name", result.remoteName(), "url", given.get().urls().get(name), "kind", "jpeg"));
            }
        });
        return now;
    }
}
