package studio.darkroom.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import studio.darkroom.api.ApiResponses.ApiRefusal;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.inbox.settle.SettleRule;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.photo.Completeness;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.ReportQueries.Event;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.VersionRepository;

/** Reports on shoots and lanes for API, command line and JMX. */
public final class Reports {

    private static final Set<String> STATES = Set.of("active", "problem", "outage", "decision", "done", "cancelled");

    /** Most events in one answer; clients fetch the rest with the next call. */
    private static final int MAX_EVENTS = 500;

    private final List<Settings.Lane> lanes;
    private final ReportQueries queries;
    private final InboxFiles inboxFiles;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final VersionRepository versions;
    private final ChargeRepository charges;
    private final OutageRepository outages;
    private final SettleRule settleRule;
    private final Function<Settings.Lane, Optional<BucketScan.ScanTotals>> lastScan;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param lastScan totals of the last listing of a lane's bucket; empty for a lane whose inbox is a folder */
    public Reports(Ledger ledger, List<Settings.Lane> lanes, SettleRule settleRule,
            Function<Settings.Lane, Optional<BucketScan.ScanTotals>> lastScan) {
        this.lanes = List.copyOf(lanes);
        this.queries = new ReportQueries(ledger);
        this.inboxFiles = new InboxFiles(ledger);
        this.photos = new PhotoRepository(ledger);
        this.results = new ResultRepository(ledger);
        this.versions = new VersionRepository(ledger);
        this.charges = new ChargeRepository(ledger);
        this.outages = new OutageRepository(ledger);
        this.settleRule = settleRule;
        this.lastScan = lastScan;
    }

    /**
     * The shoots, newest first.
     *
     * @param state as in {@link Shoot#state()}; null or empty for all
     * @param lane null or empty for all
     * @throws ApiRefusal 400 for an unknown state
     */
    public List<ShootReport.Summary> listShoots(String state, String lane) {
        if (state != null && !state.isEmpty() && !STATES.contains(state)) {
            throw new ApiRefusal(400, "state-unknown", "Unknown state \"" + state + "\". Use one of "
                    + STATES.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return queries.listShoots(state == null || state.isEmpty() ? null : state, lane == null || lane.isEmpty() ? null : lane)
                .stream().map(row -> ShootReport.Summary.of(row, describeWait(row.shoot(), row.lanePaused()))).toList();
    }

    /** Everything about one shoot. @param idOrName its id, or its exact name if only one lane has a shoot of that name */
    public ShootReport.Details describeShoot(String idOrName) {
        Shoot shoot = findShoot(idOrName);
        return ShootReport.Details.of(shoot, describeWait(shoot, queries.listPausedLanes().contains(shoot.lane())),
                photos.listAllByShoot(shoot.id()).stream().filter(photo -> !photo.kind().equals("marker")).toList(),
                results.listByShoot(shoot.id()), versions.listByShoot(shoot.id()), queries.listEvents(shoot.id()),
                charges.listByShoot(shoot.id()));
    }

    /** What the shoot waits for, in a few words; null once it has ended. */
    private String describeWait(Shoot shoot, boolean lanePaused) {
        if (shoot.isEnded()) {
            return null;
        }
        if (shoot.trouble() != null) {
            return shoot.isHeld() ? "you: " + shoot.trouble().code() : "the outage to end: " + shoot.trouble().code();
        }
        if (lanePaused) {
            return "you: resume lane " + shoot.lane();
        }
        if (shoot.tries() > 0) {
            return "the next attempt; failed so far: " + shoot.tries();
        }
        String wait = shoot.step().describeWait(shoot.vendor());
        return shoot.step() != Step.GATHER ? wait : wait + "; closes "
                + settleRule.describeClosing(Completeness.State.COMPLETE, inboxFiles.hasReadyMarker(shoot));
    }

    /** The configured lanes, in the order of the settings. */
    public List<LaneReport> listLanes() {
        List<String> paused = queries.listPausedLanes();
        List<ReportQueries.ShootCount> shootCounts = queries.countShoots();
        Map<String, FileAccounting> accounting = FileAccounting.countByLane(queries.countFiles());
        List<OutageRepository.ActiveOutage> activeOutages = outages.listActive();
        return lanes.stream().map(lane -> new LaneReport(lane.name(), lane.vendor(), lane.inbox().toString(),
                lane.delivery().toString(), paused.contains(lane.name()), countByState(shootCounts, lane.name()),
                accounting.getOrDefault(lane.name(), FileAccounting.EMPTY),
                lastScan.apply(lane).map(LaneReport.Listing::of).orElse(null),
                activeOutages.stream().filter(outage -> concernsLane(outage, lane)).map(LaneReport.OutageEntry::of).toList()))
                .toList();
    }

    /**
     * New events as server-sent events. The stream ends at once and browsers reconnect after two seconds with the id of the
     * last event, so that an idle client holds no thread.
     *
     * @param last id of the last event that the client has; null or empty for the newest event only
     */
    public String streamEvents(String last) throws JsonProcessingException {
        StringBuilder stream = new StringBuilder("retry: 2000\n\n");
        for (Event event : queries.listEventsAfter(last == null || last.isEmpty() ? null : last, MAX_EVENTS)) {
            stream.append("id: ").append(event.id()).append("\ndata: ")
                    .append(mapper.writeValueAsString(ShootReport.StreamedEvent.of(event))).append("\n\n");
        }
        return stream.toString();
    }

    /** @throws ApiRefusal 404 if there is none, 409 if several lanes have a shoot of that name */
    Shoot findShoot(String idOrName) {
        List<Shoot> found = queries.findByIdOrName(idOrName);
        if (found.isEmpty()) {
            throw new ApiRefusal(404, "shoot-unknown", "Shoot \"" + idOrName + "\" does not exist. Check its id or name.");
        }
        if (found.size() > 1) {
            throw new ApiRefusal(409, "shoot-ambiguous", "Several shoots have the name \"" + idOrName + "\". Use an id: "
                    + found.stream().map(shoot -> shoot.id() + " (lane " + shoot.lane() + ")")
                    .collect(Collectors.joining(", ")) + ".");
        }
        return found.get(0);
    }

    /** @throws ApiRefusal 404 if no lane has that name */
    LaneReport findLane(String name) {
        return listLanes().stream().filter(lane -> lane.name().equals(name)).findFirst()
                .orElseThrow(() -> new ApiRefusal(404, "lane-unknown", "Lane \"" + name + "\" does not exist. Use a lane of darkroom.lanes."));
    }

    /** Number of shoots by state; states without shoots are left out. */
    static Map<String, Long> countByState(List<ReportQueries.ShootCount> shootCounts, String lane) {
        Map<String, Long> states = new LinkedHashMap<>();
        shootCounts.stream().filter(shootCount -> shootCount.lane().equals(lane))
                .forEach(shootCount -> states.merge(stateOf(shootCount), shootCount.count(), Long::sum));
        return states;
    }

    static String stateOf(ReportQueries.ShootCount shootCount) {
        if (shootCount.step().isFinal()) {
            return shootCount.step().word();
        }
        return shootCount.trouble() == null ? "active" : shootCount.trouble();
    }

    private static boolean concernsLane(OutageRepository.ActiveOutage outage, Settings.Lane lane) {
        return outage.ownerName().equals(outage.scope().startsWith("vendor:") || outage.scope().startsWith("store:")
                ? lane.vendor() : lane.name());
    }

    /**
     * A lane as the API returns it: the components are the JSON fields, in this order.
     *
     * @param shoots number of shoots by state; states without shoots are left out
     * @param listing the last complete listing of the inbox bucket; left out for a folder
     */
    public record LaneReport(String name, String vendor, String inbox, String delivery, boolean paused, Map<String, Long> shoots,
            FileAccounting photos, @JsonInclude(JsonInclude.Include.NON_NULL) Listing listing, List<OutageEntry> outages) {

        /**
         * @param calls number of requests
         * @param newObjects objects found for the first time
         */
        public record Listing(int calls, long objects, @JsonProperty("new") long newObjects) {

            static Listing of(BucketScan.ScanTotals totals) {
                return new Listing(totals.calls(), totals.objects(), totals.newObjects());
            }
        }

        /** An outage that affects the lane. @param next when it is checked next */
        public record OutageEntry(String scope, String code, String text, String fix, String since, String next) {

            static OutageEntry of(OutageRepository.ActiveOutage outage) {
                return new OutageEntry(outage.scope(), outage.code(), outage.text(), outage.fix(),
                        ShootReport.formatInstant(outage.since()), ShootReport.formatInstant(outage.nextTryAt()));
            }
        }
    }
}
