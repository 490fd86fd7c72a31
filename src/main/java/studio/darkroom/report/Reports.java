package studio.darkroom.report;

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
import studio.darkroom.Settings;
import studio.darkroom.inbox.BucketLook;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Event;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.Versions;
import studio.darkroom.ledger.Views;

/**
 * What is told of shoots and lanes, as plain maps in a fixed order, the same to all faces. Times are ISO 8601 in UTC, sizes
 * bytes; what has no value is null.
 */
public final class Reports {

    private static final Set<String> STATES = Set.of("active", "problem", "outage", "decision", "done", "cancelled");

    /** At most so many events at once; the rest is asked for next time. */
    private static final int EVENTS = 500;

    private final List<Settings.Lane> lanes;
    private final Views views;
    private final Photos photos;
    private final Results results;
    private final Versions versions;
    private final Charges charges;
    private final Outages outages;
    private final Function<Settings.Lane, Optional<BucketLook.Looked>> looks;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param looks the last look into the bucket of a lane; empty for a lane whose inbox is a folder */
    public Reports(List<Settings.Lane> lanes, Views views, Photos photos, Results results, Versions versions,
            Charges charges, Outages outages, Function<Settings.Lane, Optional<BucketLook.Looked>> looks) {
        this.lanes = List.copyOf(lanes);
        this.views = views;
        this.photos = photos;
        this.results = results;
        this.versions = versions;
        this.charges = charges;
        this.outages = outages;
        this.looks = looks;
    }

    /**
     * The shoots, newest first.
     *
     * @param state as in {@link Shoot#state()}; null or empty for all
     * @param lane null or empty for all
     * @throws ApiRefusal 400 when there is no such state
     */
    public List<Map<String, Object>> shoots(String state, String lane) {
        if (state != null && !state.isEmpty() && !STATES.contains(state)) {
            throw new ApiRefusal(400, "There is no state \"" + state + "\"; there are "
                    + STATES.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return views.lines(state == null || state.isEmpty() ? null : state, lane == null || lane.isEmpty() ? null : lane)
                .stream().map(Reports::line).toList();
    }

    /** Everything about one shoot. @param idOrName its id, or its exact name if only one lane has it */
    public Map<String, Object> shoot(String idOrName) {
        Shoot shoot = find(idOrName);
        boolean paused = views.pausedLanes().contains(shoot.lane());
        List<Photo> all = photos.all(shoot.id()).stream().filter(photo -> !photo.kind().equals("marker")).toList();
        List<Result> offered = results.of(shoot.id());
        Map<String, Object> told = head(shoot, paused);
        told.put("counts", counts(all, offered));
        told.put("uploaded", ((Map<?, ?>) told.get("counts")).get("uploaded"));
        told.put("delivered", ((Map<?, ?>) told.get("counts")).get("delivered"));
        told.put("trouble", trouble(shoot));
        told.put("project", shoot.remote());
        told.put("profile", shoot.profile());
        told.put("ticket", ticket(shoot));
        Map<String, String> paths = all.stream().collect(Collectors.toMap(Photo::id, Photo::path));
        told.put("photos", all.stream().map(Reports::photo).toList());
        Map<String, List<Version>> touched = versions.of(shoot.id()).stream()
                .collect(Collectors.groupingBy(Version::result));
        told.put("results", offered.stream().map(result -> result(result, paths,
                touched.getOrDefault(result.id(), List.of()))).toList());
        List<Event> events = views.events(shoot.id());
        told.put("tools", events.stream().filter(event -> event.what().equals("ai-tools")).map(Event::detail)
                .reduce((before, last) -> last).orElse(null));
        told.put("events", events.stream().map(Reports::event).toList());
        told.put("charges", charges.of(shoot.id()).stream().map(Reports::charge).toList());
        return told;
    }

    /** The configured lanes, in order: how many shoots are in which state, where the photos are, what the last listing took. */
    public List<Map<String, Object>> lanes() {
        List<String> paused = views.pausedLanes();
        List<Views.Crowd> crowds = views.crowds();
        Map<String, Reckoning> reckonings = Reckoning.of(views.piles());
        List<Outages.Outage> standing = outages.standing();
        return lanes.stream().map(lane -> {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("name", lane.name());
            told.put("vendor", lane.vendor());
            told.put("inbox", lane.inbox().toString());
            told.put("delivery", lane.delivery().toString());
            told.put("paused", paused.contains(lane.name()));
            told.put("shoots", states(crowds, lane.name()));
            Reckoning photos = reckonings.getOrDefault(lane.name(), Reckoning.NONE);
            told.put("photos", Map.of("seen", photos.seen(), "waiting", photos.waiting(), "delivered",
                    photos.delivered(), "held", photos.held(), "ignored", photos.ignored(),
                    "unreconciled", photos.unreconciled()));
            looks.apply(lane).ifPresent(look -> told.put("listing", Map.of("calls", look.calls(), "objects", look.objects(),
                    "new", look.fresh())));
            told.put("outages", standing.stream().filter(outage -> concerns(outage, lane)).map(Reports::outage).toList());
            return told;
        }).toList();
    }

    /**
     * What happened since, as server-sent events that end: the browser asks again by itself two seconds later with the id of
     * the last one, so that nobody holds a thread while nothing happens.
     *
     * @param last id of the last event that the caller has; null or empty for the newest alone
     */
    public String events(String last) throws JsonProcessingException {
        StringBuilder stream = new StringBuilder("retry: 2000\n\n");
        for (Event event : views.eventsAfter(last == null || last.isEmpty() ? null : last, EVENTS)) {
            Map<String, Object> told = event(event);
            told.put("shoot", event.shoot());
            stream.append("id: ").append(event.id()).append("\ndata: ").append(mapper.writeValueAsString(told))
                    .append("\n\n");
        }
        return stream.toString();
    }

    /** @throws ApiRefusal 404 when there is none, 409 when there are several of that name */
    Shoot find(String idOrName) {
        List<Shoot> called = views.called(idOrName);
        if (called.isEmpty()) {
            throw new ApiRefusal(404, "There is no shoot \"" + idOrName + "\".");
        }
        if (called.size() > 1) {
            throw new ApiRefusal(409, "Several shoots are called \"" + idOrName + "\"; name one by its id: "
                    + called.stream().map(shoot -> shoot.id() + " (lane " + shoot.lane() + ")")
                    .collect(Collectors.joining(", ")) + ".");
        }
        return called.get(0);
    }

    boolean knows(String lane) {
        return lanes.stream().anyMatch(known -> known.name().equals(lane));
    }

    /** One word per state with its number of shoots; states without any are left out. */
    static Map<String, Long> states(List<Views.Crowd> crowds, String lane) {
        Map<String, Long> states = new LinkedHashMap<>();
        crowds.stream().filter(crowd -> crowd.lane().equals(lane)).forEach(crowd -> states.merge(state(crowd),
                crowd.count(), Long::sum));
        return states;
    }

    static String state(Views.Crowd crowd) {
        if (crowd.step().equals(Step.DONE) || crowd.step().equals(Step.CANCELLED)) {
            return crowd.step();
        }
        return crowd.trouble() == null ? "active" : crowd.trouble();
    }

    private static boolean concerns(Outages.Outage outage, Settings.Lane lane) {
        return outage.whose().equals(outage.scope().startsWith("vendor:") || outage.scope().startsWith("store:")
                ? lane.vendor() : lane.name());
    }

    private static Map<String, Object> line(Views.Line line) {
        Map<String, Object> told = head(line.shoot(), line.paused());
        told.put("photos", line.photos());
        told.put("uploaded", line.uploaded());
        told.put("results", line.results());
        told.put("delivered", line.delivered());
        told.put("trouble", trouble(line.shoot()));
        return told;
    }

    private static Map<String, Object> head(Shoot shoot, boolean paused) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", shoot.id());
        told.put("lane", shoot.lane());
        told.put("name", shoot.name());
        told.put("vendor", shoot.vendor());
        told.put("step", shoot.step());
        told.put("state", shoot.state());
        told.put("waits", Waits.of(shoot, paused));
        told.put("since", text(shoot.stepSince()));
        told.put("due", shoot.ended() ? null : text(shoot.due()));
        told.put("created", text(shoot.created()));
        told.put("ended", text(shoot.endedAt()));
        return told;
    }

    private static Map<String, Object> counts(List<Photo> all, List<Result> offered) {
        List<Photo> ours = all.stream().filter(photo -> !photo.state().equals(Photo.IGNORED)).toList();
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("photos", ours.size());
        counts.put("uploaded", ours.stream().filter(photo -> Set.of(Photo.UPLOADED, Photo.DELIVERED, Photo.MERGED, Photo.MISSING)
                .contains(photo.state())).count());
        counts.put("results", offered.size());
        counts.put("delivered", offered.stream().filter(result -> result.delivered() != null).count());
        return counts;
    }

    private static Map<String, Object> trouble(Shoot shoot) {
        if (shoot.trouble() == null) {
            return null;
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", shoot.trouble().kind());
        told.put("code", shoot.trouble().code());
        told.put("text", shoot.trouble().text());
        told.put("fix", shoot.trouble().fix());
        return told;
    }

    private Object ticket(Shoot shoot) {
        try {
            return shoot.ticketText() == null ? null : mapper.readTree(shoot.ticketText());
        } catch (JsonProcessingException e) {
            return shoot.ticketText();
        }
    }

    private static Map<String, Object> photo(Photo photo) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("path", photo.path());
        told.put("name", photo.name());
        told.put("kind", photo.kind());
        told.put("state", photo.state());
        told.put("why", photo.why());
        told.put("size", photo.size());
        told.put("sha256", photo.sha256());
        told.put("seen", text(photo.seen()));
        told.put("uploaded", text(photo.uploaded()));
        return told;
    }

    private static Map<String, Object> result(Result result, Map<String, String> paths, List<Version> versions) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", result.name());
        told.put("kind", result.kind());
        told.put("photo", result.photo() == null ? null : paths.get(result.photo()));
        told.put("size", result.size());
        told.put("sha256", result.sha256());
        told.put("delivered", text(result.delivered()));
        told.put("versions", versions.stream().map(Reports::version).toList());
        return told;
    }

    private static Map<String, Object> version(Version version) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("turn", version.turn());
        told.put("what", version.reset() ? "reset" : version.prompt() != null ? "prompt" : "preset");
        told.put("words", version.reset() ? null : version.words());
        told.put("state", version.state());
        told.put("version", version.remote());
        told.put("parent", version.parent());
        told.put("made", text(version.made()));
        told.put("why", version.why());
        return told;
    }

    private static Map<String, Object> event(Event event) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", text(event.at()));
        told.put("node", event.node());
        told.put("what", event.what());
        told.put("detail", event.detail());
        return told;
    }

    private static Map<String, Object> charge(Charge charge) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", text(charge.at()));
        told.put("what", charge.what());
        told.put("outcome", charge.outcome());
        told.put("photos", charge.units());
        told.put("detail", charge.detail());
        return told;
    }

    private static Map<String, Object> outage(Outages.Outage outage) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("scope", outage.scope());
        told.put("code", outage.code());
        told.put("text", outage.text());
        told.put("fix", outage.fix());
        told.put("since", text(outage.since()));
        told.put("next", text(outage.look()));
        return told;
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
