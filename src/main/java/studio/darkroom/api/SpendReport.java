package studio.darkroom.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import studio.darkroom.api.ApiResponses.ApiRefusal;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.text.Redactor;

/** Compares what was paid with what was delivered. */
public final class SpendReport {

    /** Values of {@code is} that a correct ledger never contains. */
    private static final Set<String> INCONSISTENT_STATES = Set.of("twice", "unpaid");

    private static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    private final ChargeRepository charges;

    public SpendReport(ChargeRepository charges) {
        this.charges = charges;
    }

    /**
     * The report as the API returns it: the components are the JSON fields, in this order.
     *
     * @param edits paid edits
     * @param photos photos in those edits
     * @param unknown calls whose response was lost and whose outcome is not known yet
     * @param delivered photos whose result is delivered, alone or merged
     * @param agrees false if a shoot was paid for twice or delivered without a paid edit
     */
    public record Spend(int edits, int photos, int retouches, int unknown, int delivered, boolean agrees, List<ShootSpend> shoots) {
    }

    /**
     * One shoot of the report.
     *
     * @param of photos in the shoot
     * @param is {@code settled}, {@code waiting} (in progress), {@code held}, {@code unknown} (the outcome of a call is not
     *     known yet), {@code short} (done, some photos have no result), {@code given-up} (cancelled after it was paid for),
     *     {@code free} (nothing was paid), {@code twice} or {@code unpaid}
     */
    public record ShootSpend(String id, String lane, String name, String vendor, String state, int edits, int photos, int retouches,
            int unknown, int results, int delivered, int of, String is) {

        static ShootSpend of(ChargeRepository.ShootSpend spend) {
            Shoot shoot = spend.shoot();
            return new ShootSpend(shoot.id(), shoot.lane(), shoot.name(), shoot.vendor(), shoot.state(), spend.edits(),
                    spend.editedPhotos(), spend.retouches(), spend.unknownCalls(), spend.deliveredResults(),
                    spend.deliveredPhotos(), spend.photos(), classifyShoot(spend));
        }
    }

    /**
     * The shoots with paid calls in a period, with totals.
     *
     * @param since day or instant in UTC, inclusive; null or empty for the beginning
     * @param until day or instant in UTC, exclusive; null or empty for now
     * @param lane null or empty for all
     * @throws ApiRefusal 400 if a time cannot be parsed
     */
    public Spend buildReport(String since, String until, String lane) {
        Instant from = since == null || since.isEmpty() ? Instant.EPOCH : parseInstant(since);
        Instant to = until == null || until.isEmpty() ? FAR_FUTURE : parseInstant(until);
        List<ShootSpend> shoots = charges.listShootSpend(from, to).stream().map(ShootSpend::of)
                .filter(shoot -> lane == null || lane.isEmpty() || shoot.lane().equals(lane)).toList();
        return new Spend(sum(shoots, ShootSpend::edits), sum(shoots, ShootSpend::photos), sum(shoots, ShootSpend::retouches),
                sum(shoots, ShootSpend::unknown), sum(shoots, ShootSpend::delivered),
                shoots.stream().noneMatch(shoot -> INCONSISTENT_STATES.contains(shoot.is())), shoots);
    }

    private static int sum(List<ShootSpend> shoots, ToIntFunction<ShootSpend> number) {
        return shoots.stream().mapToInt(number).sum();
    }

    private static Instant parseInstant(String text) {
        try {
            return text.contains("T") ? Instant.parse(text) : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new ApiRefusal(400, "time-invalid", "\"" + Redactor.shorten(text)
                    + "\" is not a valid time. Use the format 2026-06-01 or 2026-06-01T12:00:00Z (UTC).");
        }
    }

    private static String classifyShoot(ChargeRepository.ShootSpend shootSpend) {
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
