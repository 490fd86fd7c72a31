package studio.darkroom.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.ReportQueries.Event;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;

/**
 * A shoot as the API returns it: the components are the JSON fields, in this order, and {@code docs/openapi.yaml} describes
 * them. Times are ISO 8601 in UTC, sizes are bytes; a field without a value is null.
 */
public final class ShootReport {

    private static final Set<String> UPLOADED_STATES = Set.of(Photo.UPLOADED, Photo.DELIVERED, Photo.MERGED, Photo.MISSING);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ShootReport() {
    }

    /** The fields that the list and the details share. */
    public record Head(String id, String lane, String name, String vendor, String step, String state, String waits, String since,
            String due, String created, String ended) {

        static Head of(Shoot shoot, String waits) {
            return new Head(shoot.id(), shoot.lane(), shoot.name(), shoot.vendor(), shoot.step().word(), shoot.state(),
                    waits, formatInstant(shoot.stepSince()),
                    shoot.isEnded() ? null : formatInstant(shoot.dueAt()), formatInstant(shoot.createdAt()),
                    formatInstant(shoot.endedAt()));
        }
    }

    /** One shoot in the list of shoots. */
    public record Summary(@JsonUnwrapped Head head, int photos, int uploaded, int results, int delivered,
            Shoot.TroubleInfo trouble) {

        static Summary of(ReportQueries.ShootSummary row, String waits) {
            return new Summary(Head.of(row.shoot(), waits), row.photos(), row.uploaded(), row.results(),
                    row.delivered(), row.shoot().trouble());
        }
    }

    /** Everything about one shoot. */
    public record Details(@JsonUnwrapped Head head, Counts counts, long uploaded, long delivered, Shoot.TroubleInfo trouble,
            String project, String profile, JsonNode ticket, List<PhotoEntry> photos, List<ResultEntry> results, String tools,
            List<EventEntry> events, List<ChargeEntry> charges) {

        static Details of(Shoot shoot, String waits, List<Photo> photos, List<Result> results, List<Version> versions,
                List<Event> events, List<Charge> charges) {
            Counts counts = Counts.of(photos, results);
            Map<String, String> paths = photos.stream().collect(Collectors.toMap(Photo::id, Photo::path));
            Map<String, List<VersionEntry>> versionsByResult = versions.stream().collect(Collectors.groupingBy(
                    Version::resultId, Collectors.mapping(VersionEntry::of, Collectors.toList())));
            return new Details(Head.of(shoot, waits), counts, counts.uploaded(), counts.delivered(), shoot.trouble(),
                    shoot.remoteId(), shoot.profile(), parseTicket(shoot.ticketJson()),
                    photos.stream().map(PhotoEntry::of).toList(),
                    results.stream().map(result -> ResultEntry.of(result, paths.get(result.photoId()),
                            versionsByResult.getOrDefault(result.id(), List.of()))).toList(),
                    events.stream().filter(event -> event.type().equals("ai-tools"))
                            .map(Event::detail).reduce((before, last) -> last).orElse(null),
                    events.stream().map(EventEntry::of).toList(), charges.stream().map(ChargeEntry::of).toList());
        }
    }

    /** Numbers of files of a shoot; ignored ones are not counted. */
    public record Counts(long photos, long uploaded, long results, long delivered) {

        static Counts of(List<Photo> photos, List<Result> results) {
            return new Counts(photos.stream().filter(photo -> !photo.state().equals(Photo.IGNORED)).count(),
                    photos.stream().filter(photo -> UPLOADED_STATES.contains(photo.state())).count(), results.size(),
                    results.stream().filter(result -> result.deliveredAt() != null).count());
        }
    }

    /** A photo, or a file that is ignored. */
    public record PhotoEntry(String path, String name, String kind, String state, String why, long size, String sha256, String seen,
            String uploaded) {

        static PhotoEntry of(Photo photo) {
            return new PhotoEntry(photo.path(), photo.name(), photo.kind(), photo.state(), photo.reason(), photo.size(),
                    photo.sha256(), formatInstant(photo.firstSeenAt()), formatInstant(photo.uploadedAt()));
        }
    }

    /** A file that the vendor returned. @param photo path of its photo; null if it has none of its own */
    public record ResultEntry(String name, String kind, String photo, Long size, String sha256, String delivered,
            List<VersionEntry> versions) {

        static ResultEntry of(Result result, String photo, List<VersionEntry> versions) {
            return new ResultEntry(result.name(), result.kind(), photo, result.size(), result.sha256(),
                    formatInstant(result.deliveredAt()), versions);
        }
    }

    /** One retouch of a result. @param what {@code prompt}, {@code preset} or {@code reset} */
    public record VersionEntry(int turn, String what, String words, String state, String version, String parent, String made,
            String why) {

        static VersionEntry of(Version version) {
            return new VersionEntry(version.batch(), version.isReset() ? "reset" : version.prompt() != null ? "prompt" : "preset",
                    version.isReset() ? null : version.describeRequest(), version.state(), version.remoteId(),
                    version.parentRemoteId(), formatInstant(version.madeAt()), version.reason());
        }
    }

    /** Something that happened to a shoot. */
    public record EventEntry(String at, String node, String what, String detail) {

        static EventEntry of(Event event) {
            return new EventEntry(formatInstant(event.at()), event.node(), event.type(), event.detail());
        }
    }

    /** The same in the stream of all events, with the id of its shoot. */
    public record StreamedEvent(@JsonUnwrapped EventEntry event, String shoot) {

        static StreamedEvent of(Event event) {
            return new StreamedEvent(EventEntry.of(event), event.shootId());
        }
    }

    /** One entry of the billing journal. */
    public record ChargeEntry(String at, String what, String outcome, int photos, String detail) {

        static ChargeEntry of(Charge charge) {
            return new ChargeEntry(formatInstant(charge.at()), charge.operation(), charge.outcome(), charge.units(), charge.detail());
        }
    }

    static String formatInstant(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static JsonNode parseTicket(String json) {
        try {
            return json == null ? null : MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(json);
        }
    }
}
