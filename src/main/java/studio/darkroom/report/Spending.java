package studio.darkroom.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import studio.darkroom.ledger.Accounts;
import studio.darkroom.ledger.Step;

/** What was spent on what, held against what was delivered for it. */
public final class Spending {

    /** Words that no honest ledger has. */
    private static final Set<String> WRONG = Set.of("twice", "unpaid");

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final Accounts accounts;

    public Spending(Accounts accounts) {
        this.accounts = accounts;
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
    public Map<String, Object> told(String since, String until, String lane) {
        Instant from = since == null || since.isEmpty() ? Instant.EPOCH : instant(since);
        Instant to = until == null || until.isEmpty() ? NEVER : instant(until);
        List<Accounts.Line> lines = accounts.lines(from, to).stream()
                .filter(line -> lane == null || lane.isEmpty() || line.shoot().lane().equals(lane)).toList();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("edits", lines.stream().mapToInt(Accounts.Line::edits).sum());
        told.put("photos", lines.stream().mapToInt(Accounts.Line::edited).sum());
        told.put("retouches", lines.stream().mapToInt(Accounts.Line::retouches).sum());
        told.put("unknown", lines.stream().mapToInt(Accounts.Line::unknown).sum());
        told.put("delivered", lines.stream().mapToInt(Accounts.Line::accounted).sum());
        told.put("agrees", lines.stream().noneMatch(line -> WRONG.contains(is(line))));
        told.put("shoots", lines.stream().map(Spending::row).toList());
        return told;
    }

    private static Instant instant(String text) {
        try {
            return text.contains("T") ? Instant.parse(text) : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new ApiRefusal(400, "Write a time as 2026-06-01 or 2026-06-01T12:00:00Z (UTC).");
        }
    }

    private static Map<String, Object> row(Accounts.Line line) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", line.shoot().id());
        row.put("lane", line.shoot().lane());
        row.put("name", line.shoot().name());
        row.put("vendor", line.shoot().vendor());
        row.put("state", line.shoot().state());
        row.put("edits", line.edits());
        row.put("photos", line.edited());
        row.put("retouches", line.retouches());
        row.put("unknown", line.unknown());
        row.put("results", line.results());
        row.put("delivered", line.accounted());
        row.put("of", line.photos());
        row.put("is", is(line));
        return row;
    }

    private static String is(Accounts.Line line) {
        if (line.editsEver() > 1) {
            return "twice";
        }
        if (line.results() > 0 && line.editsEver() == 0) {
            return "unpaid";
        }
        if (line.unknown() > 0) {
            return "unknown";
        }
        if (line.editsEver() + line.retouches() == 0) {
            return "free";
        }
        return switch (line.shoot().state()) {
            case Step.DONE -> line.accounted() == line.photos() ? "settled" : "short";
            case Step.CANCELLED -> line.accounted() == line.photos() ? "settled" : "given-up";
            case "problem", "decision" -> "held";
            default -> "waiting";
        };
    }
}
