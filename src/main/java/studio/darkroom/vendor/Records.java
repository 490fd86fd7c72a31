package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Links;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.MediaTypes;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Rebuild;

/**
 * For vendors that keep a record of each photo from the moment a link is asked for, and know photos by its id alone
 * (contract fotolabs 2.2, 3, 4, 8). Their rows have {@code remote}, {@code status}, {@code url} and {@code why}.
 */
public final class Records {

    /** So long a link lives where it does not say itself (contract fotolabs 6). */
    private static final Duration LIFE = Duration.ofHours(1);
    /** So much of its life a link must have left for its PUT; less where it lives for less. */
    private static final Duration LEFT = Duration.ofMinutes(10);
    /** So long a picture without a link may only be late (contract fotolabs 3). */
    private static final Duration LATE = Duration.ofMinutes(1);
    /** So often a photo may be open in a project that has ended (contract fotolabs 3). */
    private static final int OPEN_LOOKS = 5;
    private static final Set<String> COMPLETED = Set.of("completed", "complete", "done");
    private static final Set<String> FAILED = Set.of("failed", "error");

    private final Ledger ledger;
    private final Photos photos;
    private final Links links;

    public Records(Ledger ledger, Photos photos, Links links) {
        this.ledger = ledger;
        this.photos = photos;
        this.links = links;
    }

    /**
     * The photos of a slice that the vendor has no record of; for the others there is a link that still lives.
     *
     * @throws Rebuild when a photo has a record and no living link: a second record of it would be edited as well
     */
    public List<Photo> unknown(Shoot shoot, Uploads.Slice slice) {
        Map<String, Links.Kept> kept = links.of(shoot);
        List<Photo> unknown = new ArrayList<>();
        for (Photo photo : slice.photos()) {
            Links.Kept link = kept.get(photo.id());
            if (photo.remote() == null) {
                unknown.add(photo);
            } else if (link == null || link.until().isBefore(ledger.now())) {
                throw new Rebuild("The upload link of " + photo.name() + (link == null ? " was refused" : " has expired")
                        + ", and " + shoot.vendor() + " would take a second one for another photo.", link == null);
            }
        }
        return unknown;
    }

    /** The vendor has made a record of a photo and gives this link for its bytes; written down before anything is sent. */
    public void known(Shoot shoot, Photo photo, String remote, String url) {
        Duration life = Link.life(url, LIFE);
        Duration left = life.dividedBy(6).compareTo(LEFT) < 0 ? life.dividedBy(6) : LEFT;
        Instant until = ledger.now().plus(life).minus(left);
        links.keep(shoot, photo, remote, new Links.Kept(url, until));
    }

    /** The vendor gives no link and has the project no more as it should be: it is abandoned. */
    public void abandoned(Shoot shoot, Answer refusal) {
        throw new Rebuild(shoot.vendor() + " takes no more photos into project " + shoot.remote() + " (" + refusal.status()
                + ": " + refusal.said() + ").", true);
    }

    /** What the {@code links} verb leaves: a row for each photo of the slice. */
    public List<Map<String, String>> links(Shoot shoot, Uploads.Slice slice) {
        Map<String, Links.Kept> kept = links.of(shoot);
        Map<String, Photo> now = photos.of(shoot.id()).stream().collect(Collectors.toMap(Photo::id, photo -> photo));
        List<Map<String, String>> rows = new ArrayList<>();
        for (Photo photo : slice.photos()) {
            if (kept.containsKey(photo.id())) {
                rows.add(Map.of("photo", photo.name(), "url", kept.get(photo.id()).url(),
                        "remote", now.get(photo.id()).remote(), "type", MediaTypes.of(photo.name()),
                        "spare", MediaTypes.spare(photo.name())));
            }
        }
        return rows;
    }

    /**
     * Whether the vendor has a record of exactly our photos and none was touched yet; every doubt about a lost answer
     * ends here.
     *
     * @return how many, or {@code rebuild: why}
     */
    public String verified(Shoot shoot, List<Map<String, String>> there) {
        Map<String, Photo> ours = ours(shoot);
        long strange = there.stream().filter(row -> !ours.containsKey(String.valueOf(row.get("remote")))).count();
        long touched = there.stream().filter(row -> !word(row).equals("pending")).count();
        Set<String> ids = there.stream().map(row -> row.get("remote")).collect(Collectors.toSet());
        long lacking = photos.of(shoot.id()).stream().filter(photo -> !ids.contains(photo.remote())).count();
        if (strange == 0 && touched == 0 && lacking == 0) {
            return String.valueOf(ours.size());
        }
        return Registration.REBUILD + " " + shoot.vendor() + " has other photos in project " + shoot.remote()
                + " than were sent (" + strange + " unknown, " + lacking + " lacking, " + touched + " touched already).";
    }

    /** The vendor's answer to an edit tells which photos become one picture. */
    public void bracketed(Shoot shoot, Answer answer, String list, String lead, String members) {
        Map<String, Photo> ours = ours(shoot);
        Map<String, String> leads = new LinkedHashMap<>();
        List<String> told = new ArrayList<>();
        for (JsonNode job : answer.json().path(list)) {
            Photo first = ours.get(job.path(lead).asText());
            if (first == null) {
                continue;
            }
            leads.put(first.id(), first.id());
            job.path(members).forEach(id -> {
                if (ours.containsKey(id.asText())) {
                    leads.put(ours.get(id.asText()).id(), first.id());
                }
            });
            told.add(first.name() + (job.path(members).size() > 1 ? " (" + job.path(members).size() + " photos)" : ""));
        }
        links.bracketed(shoot, leads);
        ledger.tell(shoot, "pictures", told.size() + " ordered: " + String.join(", ", told));
    }

    /**
     * How far an edit is, by the project and by its photos: a project that has ended says nothing about success.
     *
     * @param state of the project
     * @return {@code failed: why} when no photo succeeded, {@code working} a few times for one that is still open
     */
    public String state(Shoot shoot, String state, List<Map<String, String>> images) {
        if (!state.equals(Progress.DONE)) {
            return state;
        }
        if (!images.isEmpty() && images.stream().allMatch(Records::failed)) {
            return Progress.FAILED + ": " + why(images.get(0));
        }
        boolean open = images.stream().anyMatch(row -> !failed(row) && !COMPLETED.contains(word(row)));
        if (open && ledger.told(shoot, "still-open").size() < OPEN_LOOKS) {
            ledger.tell(shoot, "still-open", shoot.vendor() + " has ended the project, and a photo in it has not");
            return Progress.WORKING;
        }
        return state;
    }

    /**
     * What the {@code results} verb leaves: a row for each picture, named after its leading photo, and one that explains
     * itself for each photo that has none.
     */
    public List<Map<String, String>> results(Shoot shoot, List<Map<String, String>> images) {
        Map<String, Photo> ours = ours(shoot);
        Map<String, String> leads = links.leads(shoot);
        Map<String, Map<String, String>> rows = new HashMap<>();
        images.forEach(row -> {
            Photo photo = ours.get(String.valueOf(row.get("remote")));
            if (photo != null) {
                rows.put(photo.id(), row);
            }
        });
        Map<String, String> names = names(ours.values().stream().toList());
        boolean some = rows.values().stream().anyMatch(row -> row.get("url") != null);
        boolean late = shoot.inStep(ledger.now()).compareTo(LATE) < 0;
        List<Map<String, String>> offers = new ArrayList<>();
        for (Photo photo : ours.values()) {
            Map<String, String> row = rows.getOrDefault(photo.id(), Map.of());
            String lead = leads.get(photo.id());
            Map<String, String> of = lead == null || lead.equals(photo.id()) ? null : rows.get(lead);
            if (row.get("url") != null) {
                offers.add(Map.of("name", names.get(photo.id()), "url", row.get("url"), "kind", "jpeg",
                        "photo", photo.remote()));
            } else if (failed(row)) {
                offers.add(absent(photo, shoot.vendor() + " failed: " + why(row), false));
            } else if (!row.isEmpty() && !COMPLETED.contains(word(row))) {
                offers.add(absent(photo, shoot.vendor() + " has not ended it, though its project has ended", false));
            } else if (of != null && of.get("url") != null) {
                offers.add(absent(photo, "merged into " + names.get(lead), true));
            } else if (of != null && failed(of)) {
                offers.add(absent(photo, shoot.vendor() + " failed at its bracket: " + why(of), false));
            } else if (lead == null && some && !late) {
                offers.add(absent(photo, shoot.vendor() + " gave no picture of its own for it; it may be in the picture of its"
                        + " bracket, but the answer that tells the brackets was lost", false));
            }
        }
        return offers;
    }

    private static Map<String, String> absent(Photo photo, String why, boolean merged) {
        return Map.of("photo", photo.remote(), "why", why, "merged", String.valueOf(merged));
    }

    /** The stem of the photo's name, or its whole name where two share a stem, as JPEG. */
    private static Map<String, String> names(List<Photo> ours) {
        Set<String> once = new HashSet<>();
        Set<String> twice = ours.stream().map(photo -> Uploads.stem(photo.name())).filter(stem -> !once.add(stem))
                .collect(Collectors.toSet());
        return ours.stream().collect(Collectors.toMap(Photo::id, photo -> {
            int dot = photo.name().lastIndexOf('.');
            boolean shared = twice.contains(Uploads.stem(photo.name()));
            return (shared || dot <= 0 ? photo.name() : photo.name().substring(0, dot)) + ".jpg";
        }));
    }

    private Map<String, Photo> ours(Shoot shoot) {
        Map<String, Photo> ours = new LinkedHashMap<>();
        photos.of(shoot.id()).stream().filter(photo -> Objects.nonNull(photo.remote()))
                .forEach(photo -> ours.put(photo.remote(), photo));
        return ours;
    }

    private static String word(Map<String, String> row) {
        return row.getOrDefault("status", "").strip().toLowerCase(Locale.ROOT);
    }

    private static boolean failed(Map<String, String> row) {
        return FAILED.contains(word(row));
    }

    private static String why(Map<String, String> row) {
        return Plain.text(row.getOrDefault("why", "no reason given"));
    }
}
