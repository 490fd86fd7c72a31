package studio.darkroom.vendor.retouch;

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
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.ReplacementRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Trouble.Decision;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.Billing;

/**
 * The links to the final pictures in the response to finalize, which a vendor may return nowhere else (docs/vendors/imagen.md
 * 2.8 and 9). They are bearer links and expire, so they are kept in memory only, for one delivery. If they are missing,
 * finalize is called again, which is expected to be free (docs/vendors/imagen.md 7).
 */
public final class FinalLinks {

    private static final Duration MAX_LINK_AGE = Duration.ofMinutes(10);
    private static final String EVENT = "finalized";
    private static final Set<String> NOT_ACCEPTED_OUTCOMES = Set.of(Charge.REFUSED, Charge.UNSENT);
    private static final String NO_LINKS_DETAIL = "no links of its own";
    private static final String WAIVED_DETAIL = "a person takes the results as they are";

    private final Ledger ledger;
    private final ResultRepository results;
    private final VersionRepository versions;
    private final ReplacementRepository replacements;
    private final ChargeRepository charges;
    private final Billing billing;
    private final Map<String, ReceivedLinks> linksByShoot = new ConcurrentHashMap<>();

    /** @param urls by the result's name in lower case */
    private record ReceivedLinks(Instant receivedAt, Map<String, String> urls) {
    }

    public FinalLinks(Ledger ledger, ResultRepository results, VersionRepository versions, ReplacementRepository replacements, ChargeRepository charges,
            Billing billing) {
        this.ledger = ledger;
        this.results = results;
        this.versions = versions;
        this.replacements = replacements;
        this.charges = charges;
        this.billing = billing;
    }

    /** Whether a retouched result must be delivered and its link must be requested with another finalize. */
    public boolean areLinksMissing(Shoot shoot) {
        return findFreshLinks(shoot).isEmpty() && !findRetouchedResults(shoot).isEmpty()
                && ledger.findLastEventDetail(shoot, EVENT).filter(last -> last.equals(NO_LINKS_DETAIL) || last.equals(WAIVED_DETAIL)).isEmpty();
    }

    /** A person accepts the vendor's results although finalize was refused. */
    public static void recordLinksWaived(Ledger ledger, Shoot shoot) {
        ledger.recordEvent(shoot, EVENT, WAIVED_DETAIL);
    }

    private Optional<ReceivedLinks> findFreshLinks(Shoot shoot) {
        return Optional.ofNullable(linksByShoot.get(shoot.id())).filter(this::isFresh);
    }

    private boolean isFresh(ReceivedLinks links) {
        return Duration.between(links.receivedAt(), ledger.now()).compareTo(MAX_LINK_AGE) < 0;
    }

    /** The results to deliver whose newest picture is a retouch, not the original edit or a replacement by a person. */
    private List<Result> findRetouchedResults(Shoot shoot) {
        Map<String, Version> latestVersions = new LinkedHashMap<>();
        versions.listByShoot(shoot.id()).stream().filter(version -> version.deliveryRequested() && version.isApplied())
                .forEach(version -> latestVersions.put(version.resultId(), version));
        Map<String, Instant> replacedAtByResult = replacements.findReplacedTimes(shoot);
        return results.listByShoot(shoot.id()).stream().filter(result -> {
            Version version = latestVersions.get(result.id());
            Instant replacedAt = replacedAtByResult.get(result.id());
            return result.isDownloadPending() && version != null && !version.isReset()
                    && (replacedAt == null || version.madeAt() != null && replacedAt.isBefore(version.madeAt()));
        }).toList();
    }

    /** Records the response to finalize. @param response rows of {@code name} and {@code url}, or anything else: no links */
    public void recordLinks(Shoot shoot, Object response) {
        Map<String, String> urls = new LinkedHashMap<>();
        if (response instanceof List<?> rows) {
            for (Object row : rows) {
                if (row instanceof Map<?, ?> map && map.get("name") instanceof String name
                        && map.get("url") instanceof String url) {
                    urls.put(name.toLowerCase(Locale.ROOT), url);
                }
            }
        }
        linksByShoot.values().removeIf(given -> !isFresh(given));
        linksByShoot.put(shoot.id(), new ReceivedLinks(ledger.now(), urls));
        ledger.recordEvent(shoot, EVENT, urls.isEmpty() ? NO_LINKS_DETAIL : urls.size() + (urls.size() == 1 ? " link" : " links"));
    }

    /**
     * Records a failed finalize. A refusal after an earlier finalize that may have been accepted means that nothing is left to
     * finalize; the delivery then uses the ordinary links.
     *
     * @throws Decision if it was refused and no earlier finalize can have been accepted
     */
    public void resolveFailureOrThrow(Shoot shoot, Throwable wrapped) {
        Throwable failure = Causes.unwrapCamel(wrapped);
        if (!(failure instanceof Problem)) {
            billing.recordFailureAndRethrow(shoot, "finalize", wrapped);
            return;
        }
        String why = Redactor.redact(failure.getMessage());
        Charge charge = charges.findLast(shoot, "finalize").orElseThrow();
        if (hasEarlierFinalize(shoot, charge)) {
            charges.recordOutcome(shoot, charge, Charge.ACCEPTED, "refused after an earlier finalize that may have been accepted: " + why);
            recordLinks(shoot, List.of());
            return;
        }
        charges.recordOutcome(shoot, charge, Charge.REFUSED, why);
        throw new Decision("finalize-refused", shoot.vendor() + " refuses to finalize the retouched pictures (" + why
                + "). The retouches are made and paid for, but its results may not show them yet.",
                "Check the pictures in your account at " + shoot.vendor() + ", then choose resend (finalize again), accept (deliver"
                + " its current results), or cancel.");
    }

    /** Whether an earlier finalize, with no retouch since, may have been accepted. */
    private boolean hasEarlierFinalize(Shoot shoot, Charge current) {
        List<Charge> all = charges.listByShoot(shoot.id());
        Map<String, String> outcomes = new HashMap<>();
        all.forEach(charge -> outcomes.put(charge.intentId(), charge.outcome()));
        boolean found = false;
        for (Charge charge : all) {
            if (!charge.operation().equals("finalize")) {
                found &= !charge.outcome().equals(Charge.ACCEPTED);
            } else if (!charge.intentId().equals(current.intentId()) && !NOT_ACCEPTED_OUTCOMES.contains(outcomes.get(charge.intentId()))) {
                found = true;
            }
        }
        return found;
    }

    /**
     * Replaces the ordinary links of retouched results with those of finalize, which can be used once.
     *
     * @param rows {@code name}, {@code url}, {@code kind}, as from the verb {@code results}
     */
    public List<Map<String, String>> applyLinks(Shoot shoot, List<Map<String, String>> rows) {
        Optional<ReceivedLinks> links = findFreshLinks(shoot);
        linksByShoot.remove(shoot.id());
        if (links.isEmpty() || links.get().urls().isEmpty()) {
            return rows;
        }
        Map<String, Result> retouched = findRetouchedResults(shoot).stream().collect(Collectors.toMap(
                result -> result.remoteName().toLowerCase(Locale.ROOT), result -> result, (one, other) -> one));
        List<Map<String, String>> merged = new ArrayList<>();
        for (Map<String, String> row : rows) {
            String name = String.valueOf(row.get("name")).toLowerCase(Locale.ROOT);
            String url = retouched.containsKey(name) && row.getOrDefault("kind", "jpeg").equals("jpeg")
                    ? links.get().urls().get(name) : null;
            Map<String, String> copy = new LinkedHashMap<>(row);
            if (url != null) {
                copy.put("url", url);
                retouched.remove(name);
            }
            merged.add(copy);
        }
        retouched.forEach((name, result) -> {
            if (links.get().urls().containsKey(name)) {
                merged.add(Map.of("name", result.remoteName(), "url", links.get().urls().get(name), "kind", "jpeg"));
            }
        });
        return merged;
    }
}
