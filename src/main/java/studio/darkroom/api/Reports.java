package studio.darkroom.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Event;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Step;

/**
 * What is told of shoots and lanes, as plain maps in a fixed order, the same to all faces. Times are ISO 8601 in UTC, sizes
 * bytes; what has no value is null.
 */
public final class Reports {

    private static final Set<String> STATES = Set.of("active", "problem", "outage", "decision", "done", "cancelled");

    /** At most so many events at once; the rest is asked for next time. */
    private static final int MAX_EVENTS = 500;

    private final List<Settings.Lane> lanes;
    private final ReportQueries queries;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final VersionRepository versions;
    private final ChargeRepository charges;
    private final OutageRepository outages;
    private final Function<Settings.Lane, Optional<BucketScan.ScanTotals>> lastScan;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param lastScan the last look into the bucket of a lane; empty for a lane whose inbox is a folder */
    public Reports(List<Settings.Lane> lanes, ReportQueries queries, PhotoRepository photos, ResultRepository results, VersionRepository versions,
            ChargeRepository charges, OutageRepository outages, Function<Settings.Lane, Optional<BucketScan.ScanTotals>> lastScan) {
        this.lanes = List.copyOf(lanes);
        this.queries = queries;
        this.photos = photos;
        this.results = results;
        this.versions = versions;
        this.charges = charges;
        this.outages = outages;
        this.lastScan = lastScan;
    }

    /**
     * The shoots, newest first.
     *
     * @param state as in {@link Shoot#state()}; null or empty for all
     * @param lane null or empty for all
     * @throws ApiRefusal 400 when there is no such state
     */
    public List<Map<String, Object>> listShoots(String state, String lane) {
        if (state != null && !state.isEmpty() && !STATES.contains(state)) {
            throw new ApiRefusal(400, "There is no state \"" + state + "\"; there are "
                    + STATES.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return queries.listShoots(state == null || state.isEmpty() ? null : state, lane == null || lane.isEmpty() ? null : lane)
                .stream().map(Reports::describeSummary).toList();
    }

    /** Everything about one shoot. @param idOrName its id, or its exact name if only one lane has it */
    public Map<String, Object> describeShoot(String idOrName) {
        Shoot shoot = findShoot(idOrName);
        boolean paused = queries.listPausedLanes().contains(shoot.lane());
        List<Photo> all = photos.listAllByShoot(shoot.id()).stream().filter(photo -> !photo.kind().equals("marker")).toList();
        List<Result> offered = results.listByShoot(shoot.id());
        Map<String, Object> json = describeHead(shoot, paused);
        json.put("counts", countFiles(all, offered));
        json.put("uploaded", ((Map<?, ?>) json.get("counts")).get("uploaded"));
        json.put("delivered", ((Map<?, ?>) json.get("counts")).get("delivered"));
        json.put("trouble", describeTrouble(shoot));
        json.put("project", shoot.remoteId());
        json.put("profile", shoot.profile());
        json.put("ticket", parseTicket(shoot));
        Map<String, String> paths = all.stream().collect(Collectors.toMap(Photo::id, Photo::path));
        json.put("photos", all.stream().map(Reports::describePhoto).toList());
        Map<String, List<Version>> versionsByResult = versions.listByShoot(shoot.id()).stream()
                .collect(Collectors.groupingBy(Version::resultId));
        json.put("results", offered.stream().map(result -> describeResult(result, paths,
                versionsByResult.getOrDefault(result.id(), List.of()))).toList());
        List<Event> events = queries.listEvents(shoot.id());
        json.put("tools", events.stream().filter(event -> event.type().equals("ai-tools")).map(Event::detail)
                .reduce((before, last) -> last).orElse(null));
        json.put("events", events.stream().map(Reports::describeEvent).toList());
        json.put("charges", charges.listByShoot(shoot.id()).stream().map(Reports::describeCharge).toList());
        return json;
    }

    /** The configured lanes, in order: how many shoots are in which state, where the photos are, what the last listing took. */
    public List<Map<String, Object>> listLanes() {
        List<String> paused = queries.listPausedLanes();
        List<ReportQueries.ShootCount> shootCounts = queries.countShoots();
        Map<String, FileAccounting> accounting = FileAccounting.countByLane(queries.countFiles());
        List<OutageRepository.ActiveOutage> activeOutages = outages.listActive();
        return lanes.stream().map(lane -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", lane.name());
            json.put("vendor", lane.vendor());
            json.put("inbox", lane.inbox().toString());
            json.put("delivery", lane.delivery().toString());
            json.put("paused", paused.contains(lane.name()));
            json.put("shoots", countByState(shootCounts, lane.name()));
            FileAccounting photos = accounting.getOrDefault(lane.name(), FileAccounting.EMPTY);
            json.put("photos", Map.of("seen", photos.seen(), "waiting", photos.waiting(), "delivered",
                    photos.delivered(), "held", photos.held(), "ignored", photos.ignored(),
                    "unreconciled", photos.unreconciled()));
            lastScan.apply(lane).ifPresent(scan -> json.put("listing", Map.of("calls", scan.calls(), "objects", scan.objects(),
                    "new", scan.newObjects())));
            json.put("outages", activeOutages.stream().filter(outage -> concernsLane(outage, lane)).map(Reports::describeOutage).toList());
            return json;
        }).toList();
    }

    /**
     * What happened since, as server-sent events that end: the browser asks again by itself two seconds later with the id of
     * the last one, so that nobody holds a thread while nothing happens.
     *
     * @param last id of the last event that the caller has; null or empty for the newest alone
     */
    public String streamEvents(String last) throws JsonProcessingException {
        StringBuilder stream = new StringBuilder("retry: 2000\n\n");
        for (Event event : queries.listEventsAfter(last == null || last.isEmpty() ? null : last, MAX_EVENTS)) {
            Map<String, Object> json = describeEvent(event);
            json.put("shoot", event.shootId());
            stream.append("id: ").append(event.id()).append("\ndata: ").append(mapper.writeValueAsString(json))
                    .append("\n\n");
        }
        return stream.toString();
    }

    /** @throws ApiRefusal 404 when there is none, 409 when there are several of that name */
    Shoot findShoot(String idOrName) {
        List<Shoot> found = queries.findByIdOrName(idOrName);
        if (found.isEmpty()) {
            throw new ApiRefusal(404, "There is no shoot \"" + idOrName + "\".");
        }
        if (found.size() > 1) {
            throw new ApiRefusal(409, "Several shoots are called \"" + idOrName + "\"; name one by its id: "
                    + found.stream().map(shoot -> shoot.id() + " (lane " + shoot.lane() + ")")
                    .collect(Collectors.joining(", ")) + ".");
        }
        return found.get(0);
    }

    boolean hasLane(String lane) {
        return lanes.stream().anyMatch(configured -> configured.name().equals(lane));
    }

    /** One word per state with its number of shoots; states without any are left out. */
    static Map<String, Long> countByState(List<ReportQueries.ShootCount> shootCounts, String lane) {
        Map<String, Long> states = new LinkedHashMap<>();
        shootCounts.stream().filter(shootCount -> shootCount.lane().equals(lane)).forEach(shootCount -> states.merge(stateOf(shootCount),
                shootCount.count(), Long::sum));
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

    private static Map<String, Object> describeSummary(ReportQueries.ShootSummary summary) {
        Map<String, Object> json = describeHead(summary.shoot(), summary.lanePaused());
        json.put("photos", summary.photos());
        json.put("uploaded", summary.uploaded());
        json.put("results", summary.results());
        json.put("delivered", summary.delivered());
        json.put("trouble", describeTrouble(summary.shoot()));
        return json;
    }

    private static Map<String, Object> describeHead(Shoot shoot, boolean paused) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", shoot.id());
        json.put("lane", shoot.lane());
        json.put("name", shoot.name());
        json.put("vendor", shoot.vendor());
        json.put("step", shoot.step().word());
        json.put("state", shoot.state());
        json.put("waits", WaitReasons.describeWait(shoot, paused));
        json.put("since", formatInstant(shoot.stepSince()));
        json.put("due", shoot.isEnded() ? null : formatInstant(shoot.dueAt()));
        json.put("created", formatInstant(shoot.createdAt()));
        json.put("ended", formatInstant(shoot.endedAt()));
        return json;
    }

    private static Map<String, Object> countFiles(List<Photo> all, List<Result> offered) {
        List<Photo> participating = all.stream().filter(photo -> !photo.state().equals(Photo.IGNORED)).toList();
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("photos", participating.size());
        counts.put("uploaded", participating.stream().filter(photo -> Set.of(Photo.UPLOADED, Photo.DELIVERED, Photo.MERGED, Photo.MISSING)
                .contains(photo.state())).count());
        counts.put("results", offered.size());
        counts.put("delivered", offered.stream().filter(result -> result.deliveredAt() != null).count());
        return counts;
    }

    private static Map<String, Object> describeTrouble(Shoot shoot) {
        if (shoot.trouble() == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", shoot.trouble().kind());
        json.put("code", shoot.trouble().code());
        json.put("text", shoot.trouble().text());
        json.put("fix", shoot.trouble().fix());
        return json;
    }

    private Object parseTicket(Shoot shoot) {
        try {
            return shoot.ticketJson() == null ? null : mapper.readTree(shoot.ticketJson());
        } catch (JsonProcessingException e) {
            return shoot.ticketJson();
        }
    }

    private static Map<String, Object> describePhoto(Photo photo) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", photo.path());
        json.put("name", photo.name());
        json.put("kind", photo.kind());
        json.put("state", photo.state());
        json.put("why", photo.reason());
        json.put("size", photo.size());
        json.put("sha256", photo.sha256());
        json.put("seen", formatInstant(photo.firstSeenAt()));
        json.put("uploaded", formatInstant(photo.uploadedAt()));
        return json;
    }

    private static Map<String, Object> describeResult(Result result, Map<String, String> paths, List<Version> versions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("kind", result.kind());
        json.put("photo", result.photoId() == null ? null : paths.get(result.photoId()));
        json.put("size", result.size());
        json.put("sha256", result.sha256());
        json.put("delivered", formatInstant(result.deliveredAt()));
        json.put("versions", versions.stream().map(Reports::describeVersion).toList());
        return json;
    }

    private static Map<String, Object> describeVersion(Version version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("turn", version.batch());
        json.put("what", version.isReset() ? "reset" : version.prompt() != null ? "prompt" : "preset");
        json.put("words", version.isReset() ? null : version.describeRequest());
        json.put("state", version.state());
        json.put("version", version.remoteId());
        json.put("parent", version.parentRemoteId());
        json.put("made", formatInstant(version.madeAt()));
        json.put("why", version.reason());
        return json;
    }

    private static Map<String, Object> describeEvent(Event event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", formatInstant(event.at()));
        json.put("node", event.node());
        json.put("what", event.type());
        json.put("detail", event.detail());
        return json;
    }

    private static Map<String, Object> describeCharge(Charge charge) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", formatInstant(charge.at()));
        json.put("what", charge.operation());
        json.put("outcome", charge.outcome());
        json.put("photos", charge.units());
        json.put("detail", charge.detail());
        return json;
    }

    private static Map<String, Object> describeOutage(OutageRepository.ActiveOutage outage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scope", outage.scope());
        json.put("code", outage.code());
        json.put("text", outage.text());
        json.put("fix", outage.fix());
        json.put("since", formatInstant(outage.since()));
        json.put("next", formatInstant(outage.nextTryAt()));
        return json;
    }

    private static String formatInstant(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
