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
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.UploadRepository;
import studio.darkroom.lifecycle.Trouble.StartOver;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.Redactor;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.Uploads;

/**
 * For vendors that create a record of a photo when its link is requested, and identify photos only by the record's id
 * (docs/vendors/fotolabs.md 2.2, 3, 4, 8). Their rows have {@code remote}, {@code status}, {@code url} and {@code why}.
 */
public final class PhotoRecords {

    /** Lifetime of a link that does not state it (docs/vendors/fotolabs.md 6). */
    private static final Duration DEFAULT_LINK_LIFETIME = Duration.ofHours(1);
    /** Remaining lifetime that a link needs for its PUT; less for short-lived links. */
    private static final Duration UPLOAD_MARGIN = Duration.ofMinutes(10);
    /** How long a picture without a link counts as late (docs/vendors/fotolabs.md 3). */
    private static final Duration RESULT_GRACE = Duration.ofMinutes(1);
    /** How often a photo may be unfinished in an ended project (docs/vendors/fotolabs.md 3). */
    private static final int MAX_OPEN_CHECKS = 5;
    private static final Set<String> COMPLETED_WORDS = Set.of("completed", "complete", "done");
    private static final Set<String> FAILED_WORDS = Set.of("failed", "error");

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final UploadRepository links;

    public PhotoRecords(Ledger ledger, PhotoRepository photos, UploadRepository links) {
        this.ledger = ledger;
        this.photos = photos;
        this.links = links;
    }

    /**
     * The photos of a batch without a record at the vendor; the others have a valid link.
     *
     * @throws StartOver if a photo has a record but no valid link, because a second record would also be edited
     */
    public List<Photo> findUnregistered(Shoot shoot, Uploads.UploadBatch batch) {
        Map<String, UploadRepository.UploadLink> storedLinks = links.findUnusedLinks(shoot);
        List<Photo> unregistered = new ArrayList<>();
        for (Photo photo : batch.items()) {
            UploadRepository.UploadLink link = storedLinks.get(photo.id());
            if (photo.remoteId() == null) {
                unregistered.add(photo);
            } else if (link == null || link.expiresAt().isBefore(ledger.now())) {
                throw new StartOver("The upload link of " + photo.name() + (link == null ? " was refused" : " has expired")
                        + ", and " + shoot.vendor() + " would treat a second link as another photo.", link == null);
            }
        }
        return unregistered;
    }

    /** Records the id and the upload link of a photo before the upload. */
    public void recordRegistration(Shoot shoot, Photo photo, String remote, String url) {
        Duration lifetime = Link.parseLifetime(url, DEFAULT_LINK_LIFETIME);
        Duration margin = lifetime.dividedBy(6).compareTo(UPLOAD_MARGIN) < 0 ? lifetime.dividedBy(6) : UPLOAD_MARGIN;
        Instant until = ledger.now().plus(lifetime).minus(margin);
        links.saveLink(shoot, photo, remote, new UploadRepository.UploadLink(url, until));
    }

    /** Abandons a project that does not accept photos any more. */
    public void throwStartOver(Shoot shoot, VendorResponse refusal) {
        throw new StartOver(shoot.vendor() + " does not accept more photos in project " + shoot.remoteId() + " (" + refusal.status()
                + ": " + refusal.errorReason() + ").", true);
    }

    /** The result of the verb {@code links}: a row for each photo of the batch. */
    public List<Map<String, String>> buildLinkRows(Shoot shoot, Uploads.UploadBatch batch) {
        Map<String, UploadRepository.UploadLink> storedLinks = links.findUnusedLinks(shoot);
        Map<String, Photo> current = photos.listByShoot(shoot.id()).stream().collect(Collectors.toMap(Photo::id, photo -> photo));
        List<Map<String, String>> rows = new ArrayList<>();
        for (Photo photo : batch.items()) {
            if (storedLinks.containsKey(photo.id())) {
                rows.add(Map.of("photo", photo.name(), "url", storedLinks.get(photo.id()).url(),
                        "remote", current.get(photo.id()).remoteId(), "type", PhotoKind.getMediaType(photo.name()),
                        "spare", PhotoKind.getAlternativeMediaType(photo.name())));
            }
        }
        return rows;
    }

    /**
     * Checks that the vendor has records of exactly the uploaded photos, unprocessed; this resolves lost responses.
     *
     * @return the number of photos, or {@code rebuild: reason}
     */
    public String verifyPhotos(Shoot shoot, List<Map<String, String>> registered) {
        Map<String, Photo> photosByRemoteId = mapPhotosByRemoteId(shoot);
        long unknown = registered.stream().filter(row -> !photosByRemoteId.containsKey(String.valueOf(row.get("remote")))).count();
        long started = registered.stream().filter(row -> !statusOf(row).equals("pending")).count();
        Set<String> ids = registered.stream().map(row -> row.get("remote")).collect(Collectors.toSet());
        long missing = photos.listByShoot(shoot.id()).stream().filter(photo -> !ids.contains(photo.remoteId())).count();
        if (unknown == 0 && started == 0 && missing == 0) {
            return String.valueOf(photosByRemoteId.size());
        }
        return RegistrationCheck.START_OVER_PREFIX + " " + shoot.vendor() + " lists photos in project " + shoot.remoteId()
                + " that differ from the uploaded photos (" + unknown + " unknown, " + missing + " missing, " + started + " already processed).";
    }

    /** Records which photos form one picture, from the response to the edit. */
    public void recordBrackets(Shoot shoot, VendorResponse answer, String list, String lead, String members) {
        Map<String, Photo> photosByRemoteId = mapPhotosByRemoteId(shoot);
        Map<String, String> leads = new LinkedHashMap<>();
        List<String> descriptions = new ArrayList<>();
        for (JsonNode job : answer.json().path(list)) {
            Photo leadPhoto = photosByRemoteId.get(job.path(lead).asText());
            if (leadPhoto == null) {
                continue;
            }
            leads.put(leadPhoto.id(), leadPhoto.id());
            job.path(members).forEach(id -> {
                if (photosByRemoteId.containsKey(id.asText())) {
                    leads.put(photosByRemoteId.get(id.asText()).id(), leadPhoto.id());
                }
            });
            descriptions.add(leadPhoto.name() + (job.path(members).size() > 1 ? " (" + job.path(members).size() + " photos)" : ""));
        }
        links.recordBrackets(shoot, leads);
        ledger.recordEvent(shoot, "pictures", descriptions.size() + " ordered: " + String.join(", ", descriptions));
    }

    /**
     * The progress of an edit by its project and photos: the state of an ended project does not show success.
     *
     * @param state state of the project
     * @return {@code failed: reason} if no photo succeeded; {@code working} a few times while a photo is unfinished
     */
    public String resolveEditState(Shoot shoot, String state, List<Map<String, String>> images) {
        if (!state.equals(Progress.DONE)) {
            return state;
        }
        if (!images.isEmpty() && images.stream().allMatch(PhotoRecords::isFailed)) {
            return Progress.FAILED + ": " + reasonOf(images.get(0));
        }
        boolean open = images.stream().anyMatch(row -> !isFailed(row) && !COMPLETED_WORDS.contains(statusOf(row)));
        if (open && ledger.listEventTimes(shoot, "still-open").size() < MAX_OPEN_CHECKS) {
            ledger.recordEvent(shoot, "still-open", shoot.vendor() + " ended the project, but a photo in it is not finished");
            return Progress.WORKING;
        }
        return state;
    }

    /**
     * The result of the verb {@code results}: a row for each picture, named after its lead photo, and a row with the reason
     * for each photo without a picture.
     */
    public List<Map<String, String>> buildResultRows(Shoot shoot, List<Map<String, String>> images) {
        Map<String, Photo> photosByRemoteId = mapPhotosByRemoteId(shoot);
        Map<String, String> leads = links.findBracketLeads(shoot);
        Map<String, Map<String, String>> rows = new HashMap<>();
        images.forEach(row -> {
            Photo photo = photosByRemoteId.get(String.valueOf(row.get("remote")));
            if (photo != null) {
                rows.put(photo.id(), row);
            }
        });
        Map<String, String> names = buildResultNames(photosByRemoteId.values().stream().toList());
        boolean anyPicture = rows.values().stream().anyMatch(row -> row.get("url") != null);
        boolean withinGrace = shoot.timeInStep(ledger.now()).compareTo(RESULT_GRACE) < 0;
        List<Map<String, String>> offers = new ArrayList<>();
        for (Photo photo : photosByRemoteId.values()) {
            Map<String, String> row = rows.getOrDefault(photo.id(), Map.of());
            String lead = leads.get(photo.id());
            Map<String, String> leadRow = lead == null || lead.equals(photo.id()) ? null : rows.get(lead);
            if (row.get("url") != null) {
                offers.add(Map.of("name", names.get(photo.id()), "url", row.get("url"), "kind", "jpeg",
                        "photo", photo.remoteId()));
            } else if (isFailed(row)) {
                offers.add(buildAbsentRow(photo, shoot.vendor() + " failed: " + reasonOf(row), false));
            } else if (!row.isEmpty() && !COMPLETED_WORDS.contains(statusOf(row))) {
                offers.add(buildAbsentRow(photo, shoot.vendor() + " did not finish it, although its project has ended", false));
            } else if (leadRow != null && leadRow.get("url") != null) {
                offers.add(buildAbsentRow(photo, "merged into " + names.get(lead), true));
            } else if (leadRow != null && isFailed(leadRow)) {
                offers.add(buildAbsentRow(photo, shoot.vendor() + " failed to edit its bracket: " + reasonOf(leadRow), false));
            } else if (lead == null && anyPicture && !withinGrace) {
                offers.add(buildAbsentRow(photo, shoot.vendor() + " returned no picture for it; it may be merged into the picture of its"
                        + " bracket, but the response that lists the brackets was lost", false));
            }
        }
        return offers;
    }

    private static Map<String, String> buildAbsentRow(Photo photo, String why, boolean merged) {
        return Map.of("photo", photo.remoteId(), "why", why, "merged", String.valueOf(merged));
    }

    /** The JPEG name of each photo: its stem, or its whole name if two photos share a stem. */
    private static Map<String, String> buildResultNames(List<Photo> all) {
        Set<String> seenStems = new HashSet<>();
        Set<String> sharedStems = all.stream().map(photo -> Uploads.foldStem(photo.name())).filter(stem -> !seenStems.add(stem))
                .collect(Collectors.toSet());
        return all.stream().collect(Collectors.toMap(Photo::id, photo -> {
            int dot = photo.name().lastIndexOf('.');
            boolean shared = sharedStems.contains(Uploads.foldStem(photo.name()));
            return (shared || dot <= 0 ? photo.name() : photo.name().substring(0, dot)) + ".jpg";
        }));
    }

    private Map<String, Photo> mapPhotosByRemoteId(Shoot shoot) {
        Map<String, Photo> photosByRemoteId = new LinkedHashMap<>();
        photos.listByShoot(shoot.id()).stream().filter(photo -> Objects.nonNull(photo.remoteId()))
                .forEach(photo -> photosByRemoteId.put(photo.remoteId(), photo));
        return photosByRemoteId;
    }

    private static String statusOf(Map<String, String> row) {
        return row.getOrDefault("status", "").strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isFailed(Map<String, String> row) {
        return FAILED_WORDS.contains(statusOf(row));
    }

    private static String reasonOf(Map<String, String> row) {
        return Redactor.redact(row.getOrDefault("why", "no reason given"));
    }
}
