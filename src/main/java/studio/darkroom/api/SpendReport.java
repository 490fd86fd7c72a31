package studio.darkroom.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import studio.darkroom.ledger.SpendQueries;

/** What was spent on what, held against what was delivered for it. */
public final class SpendReport {

    /** Words that no honest ledger has. */
    private static final Set<String> INCONSISTENT_STATES = Set.of("twice", "unpaid");

    private static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    private final SpendQueries queries;

    public SpendReport(SpendQueries queries) {
        this.queries = queries;
    }

    /**
     * The shoots that cost something in that time, with sums.
     *
     * @param since day or instant in UTC, included; null or empty for the beginning
     * @param until day or instant in UTC, not included; null or empty for now
     * @param lane null or empty for all
     * @return sums, {@code agrees} (false when a shoot was paid for twice, or delivered without having been paid for), and
     *     {@code shoots}, each with {@code is}: {@code settled}, {@code waiting} (goes on by itself), {@code held},
     *     {@code unknown} (a call is open), {@code short} (done, and some photos did not come back), {@code given-up}
     *     (cancelled after it was paid for), {@code free} (nothing was taken), {@code twice} or {@code unpaid}
     * @throws ApiRefusal 400 when a time is none
     */
    public Map<String, Object> buildReport(String since, String until, String lane) {
        Instant from = since == null || since.isEmpty() ? Instant.EPOCH : parseInstant(since);
        Instant to = until == null || until.isEmpty() ? FAR_FUTURE : parseInstant(until);
        List<SpendQueries.ShootSpend> shoots = queries.listShootSpend(from, to).stream()
                .filter(shootSpend -> lane == null || lane.isEmpty() || shootSpend.shoot().lane().equals(lane)).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("edits", shoots.stream().mapToInt(SpendQueries.ShootSpend::edits).sum());
        json.put("photos", shoots.stream().mapToInt(SpendQueries.ShootSpend::editedPhotos).sum());
        json.put("retouches", shoots.stream().mapToInt(SpendQueries.ShootSpend::retouches).sum());
        json.put("unknown", shoots.stream().mapToInt(SpendQueries.ShootSpend::unknownCalls).sum());
        json.put("delivered", shoots.stream().mapToInt(SpendQueries.ShootSpend::deliveredPhotos).sum());
        json.put("agrees", shoots.stream().noneMatch(shootSpend -> INCONSISTENT_STATES.contains(classifyShoot(shootSpend))));
        json.put("shoots", shoots.stream().map(SpendReport::describeShoot).toList());
        return json;
    }

    private static Instant parseInstant(String text) {
        try {
            return text.contains("T") ? Instant.parse(text) : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new ApiRefusal(400, "Write a time as 2026-06-01 or 2026-06-01T12:00:00Z (UTC).");
        }
    }

    private static Map<String, Object> describeShoot(SpendQueries.ShootSpend shootSpend) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", shootSpend.shoot().id());
        json.put("lane", shootSpend.shoot().lane());
        json.put("name", shootSpend.shoot().name());
        json.put("vendor", shootSpend.shoot().vendor());
        json.put("state", shootSpend.shoot().state());
        json.put("edits", shootSpend.edits());
        json.put("photos", shootSpend.editedPhotos());
        json.put("retouches", shootSpend.retouches());
        json.put("unknown", shootSpend.unknownCalls());
        json.put("results", shootSpend.deliveredResults());
        json.put("delivered", shootSpend.deliveredPhotos());
        json.put("of", shootSpend.photos());
        json.put("is", classifyShoot(shootSpend));
        return json;
    }

    private static String classifyShoot(SpendQueries.ShootSpend shootSpend) {
        if (shootSpend.totalEdits() > 1) {
            return "twice";
        }
        if (shootSpend.deliveredResults() > 0 && shootSpend.totalEdits() == 0) {
            return "unpaid";
        }
        if (shootSpend.unknownCalls() > 0) {
            return "unknown";
        }
        if (shootSpend.totalEdits() + shootSpend.retouches() == 0) {
            return "free";
        }
        return switch (shootSpend.shoot().state()) {
            case "done" -> shootSpend.deliveredPhotos() == shootSpend.photos() ? "settled" : "short";
            case "cancelled" -> shootSpend.deliveredPhotos() == shootSpend.photos() ? "settled" : "given-up";
            case "problem", "decision" -> "held";
            default -> "waiting";
        };
    }
}
