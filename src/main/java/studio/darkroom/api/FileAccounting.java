package studio.darkroom.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.ReportQueries.FileCount;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.text.Redactor;

/**
 * Where the files of a lane are: seen = waiting + delivered + held + ignored. Each number is counted separately, never computed as the
 * remainder, so that {@link #unreconciled()} shows a file that is lost.
 *
 * @param seen files that a scan reported, without markers and tickets
 * @param waiting files in progress, an outage included
 * @param delivered files whose result is delivered
 * @param held files of shoots with a problem or decision, and files without a result
 * @param ignored files that are not photos, and files not finished when their shoot was cancelled
 */
public record FileAccounting(long seen, long waiting, long delivered, long held, long ignored) {

    static final FileAccounting EMPTY = new FileAccounting(0, 0, 0, 0, 0);

    /** Files that are not accounted for; anything but 0 is a defect of Darkroom. */
    @JsonProperty("unreconciled")
    public long unreconciled() {
        return seen - waiting - delivered - held - ignored;
    }

    /** By lane. */
    public static Map<String, FileAccounting> countByLane(List<FileCount> counts) {
        Map<String, FileAccounting> lanes = new TreeMap<>();
        counts.forEach(count -> lanes.merge(count.lane(), of(count), FileAccounting::plus));
        return lanes;
    }

    private static FileAccounting of(FileCount count) {
        long n = count.count();
        boolean cancelled = count.step() == Step.CANCELLED;
        boolean needsPerson = "problem".equals(count.trouble()) || "decision".equals(count.trouble());
        return switch (count.state()) {
            case Photo.DELIVERED, Photo.MERGED -> new FileAccounting(n, 0, n, 0, 0);
            case Photo.IGNORED -> new FileAccounting(n, 0, 0, 0, n);
            case Photo.MISSING -> cancelled ? new FileAccounting(n, 0, 0, 0, n) : new FileAccounting(n, 0, 0, n, 0);
            case Photo.SEEN, Photo.WAITING, Photo.UPLOADED -> {
                if (cancelled) {
                    yield new FileAccounting(n, 0, 0, 0, n);
                }
                if (count.step() == null || count.step() == Step.DONE) {
                    yield new FileAccounting(n, 0, 0, 0, 0);
                }
                yield needsPerson ? new FileAccounting(n, 0, 0, n, 0) : new FileAccounting(n, n, 0, 0, 0);
            }
            default -> new FileAccounting(n, 0, 0, 0, 0);
        };
    }

    private FileAccounting plus(FileAccounting other) {
        return new FileAccounting(seen + other.seen, waiting + other.waiting, delivered + other.delivered, held + other.held,
                ignored + other.ignored);
    }

    /**
     * Checks that every file is accounted for ({@link FileAccounting}). Part of {@code /observe/health} only: a lost file needs a
     * person; restarting the node or taking it out of service would not help.
     */
    public static final class FileAccountingCheck extends AbstractHealthCheck {

        private final ReportQueries queries;

        public FileAccountingCheck(ReportQueries queries) {
            super("darkroom", "darkroom-reckoning");
            this.queries = queries;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        public boolean isReadiness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            Map<String, FileAccounting> unreconciled;
            try {
                unreconciled = new TreeMap<>(FileAccounting.countByLane(queries.countFiles()));
            } catch (LedgerUnavailable down) {
                builder.down().message(Redactor.redact(down.getMessage()));
                return;
            }
            unreconciled.values().removeIf(lane -> lane.unreconciled() == 0);
            if (unreconciled.isEmpty()) {
                builder.up().message("all files are accounted for");
            } else {
                builder.down().message(unreconciled.entrySet().stream().map(lane -> "Lane " + lane.getKey() + ": "
                        + lane.getValue().unreconciled() + " of " + lane.getValue().seen() + " files are not accounted for.")
                        .collect(Collectors.joining(" ")) + " This is a bug in Darkroom. Report it and attach the ledger.");
            }
        }
    }
}
