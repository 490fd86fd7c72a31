package studio.darkroom.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.SafeName;
import studio.darkroom.transfer.Batch;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.LinkGuard;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.StoreRequests;
import studio.darkroom.transfer.Uploads;

/** Records the results that a vendor offers and opens their downloads. */
public final class Downloads {

    private final PhotoRepository photos;
    private final ResultRepository results;
    private final LinkGuard linkGuard;
    private final ShutdownSignal shutdownSignal;

    public Downloads(PhotoRepository photos, ResultRepository results, LinkGuard linkGuard,
            ShutdownSignal shutdownSignal) {
        this.photos = photos;
        this.results = results;
        this.linkGuard = linkGuard;
        this.shutdownSignal = shutdownSignal;
    }

    /** One result and its link. */
    public record Download(Result result, Link link) {
    }

    /** Results that are downloaded together, and what the vendor's list says about the others. */
    public static final class DownloadBatch extends Batch<Download> {

        private final boolean complete;
        private final List<String> unlisted;
        private final Map<String, PhotoRepository.MissingReason> missingReasons;

        DownloadBatch(List<Download> downloads, boolean complete, List<String> unlisted,
                Map<String, PhotoRepository.MissingReason> missingReasons) {
            super(downloads);
            this.complete = complete;
            this.unlisted = List.copyOf(unlisted);
            this.missingReasons = Map.copyOf(missingReasons);
        }

        /** Whether every photo has a result of each kind, or a reason why it has none. */
        public boolean isComplete() {
            return complete;
        }

        /** Names of known, undelivered results that the vendor does not list. */
        List<String> unlisted() {
            return unlisted;
        }

        /** The vendor's reasons for missing results, by photo id. */
        Map<String, PhotoRepository.MissingReason> missingReasons() {
            return missingReasons;
        }
    }

    /**
     * Records the results that the vendor offers.
     *
     * @param offers rows of {@code name}, {@code url}, {@code kind} and, if the vendor matches results by id, {@code photo};
     *     for a photo without a result of its own, rows of {@code photo}, {@code why} and {@code merged}
     */
    public DownloadBatch recordOffers(Shoot shoot, List<Map<String, String>> offers) {
        List<Photo> all = photos.listByShoot(shoot.id());
        Map<String, String> photoIdByStem = new HashMap<>();
        Map<String, String> photoIdByRemote = new HashMap<>();
        all.forEach(photo -> {
            photoIdByStem.put(Uploads.foldStem(photo.name()), photo.id());
            if (photo.remoteId() != null) {
                photoIdByRemote.put(photo.remoteId(), photo.id());
            }
        });
        List<Result> known = results.listByShoot(shoot.id());
        Set<String> takenNames = new HashSet<>(Set.of(Delivery.RECEIPT_NAME));
        known.forEach(result -> takenNames.add(result.name().toLowerCase(Locale.ROOT)));
        Set<String> knownKeys = new HashSet<>();
        known.forEach(result -> knownKeys.add(resultKey(result.kind(), result.remoteName())));
        List<Result> newResults = new ArrayList<>();
        Map<String, Link> links = new HashMap<>();
        Map<String, PhotoRepository.MissingReason> absences = new HashMap<>();
        for (Map<String, String> offer : offers) {
            String kind = offer.getOrDefault("kind", "jpeg");
            String remote = offer.get("name");
            if (offer.containsKey("why") && photoIdByRemote.containsKey(offer.get("photo"))) {
                absences.put(photoIdByRemote.get(offer.get("photo")),
                        new PhotoRepository.MissingReason(offer.get("why"), Boolean.parseBoolean(offer.get("merged"))));
            }
            if (remote == null || offer.get("url") == null) {
                continue;
            }
            Link link = linkGuard.readLink(shoot.vendor(), offer);
            links.putIfAbsent(resultKey(kind, remote), link);
            if (knownKeys.add(resultKey(kind, remote))) {
                String safeName = SafeName.of(remote);
                String name = SafeName.makeUnique(safeName, takenNames);
                takenNames.add(name.toLowerCase(Locale.ROOT));
                String photo = photoIdByRemote.get(offer.get("photo"));
                newResults.add(new Result(null, shoot.id(), remote, name, kind,
                        photo != null ? photo : photoIdByStem.get(Uploads.foldStem(safeName)), null, null, 0, null));
            }
        }
        results.addOffered(shoot, newResults);
        List<Download> downloads = new ArrayList<>();
        List<String> unlisted = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        for (Result result : results.listByShoot(shoot.id())) {
            covered.add(result.kind() + "/" + result.photoId());
            Link link = links.get(resultKey(result.kind(), result.remoteName()));
            if (result.isDownloadPending() && link != null) {
                downloads.add(new Download(result, link));
            } else if (result.deliveredAt() == null) {
                unlisted.add(result.name());
            }
        }
        boolean complete = unlisted.isEmpty() && shoot.ticket().deliver().stream()
                .allMatch(kind -> all.stream().allMatch(photo -> absences.containsKey(photo.id())
                        || covered.contains(kind + "/" + photo.id())));
        return new DownloadBatch(downloads, complete, unlisted, absences);
    }

    private static String resultKey(String kind, String remote) {
        return kind + "/" + remote;
    }

    /** The link of a download. @throws ShutdownSignal.ShutdownException if Darkroom is stopping */
    public Link beginDownload(Download download) {
        shutdownSignal.requireRunning();
        return download.link();
    }

    /** Opens the response of the store. @throws Trouble if it is not a file that can be a result */
    public Delivery.IncomingResult openDownload(Exchange exchange, Shoot shoot, Download download) throws IOException {
        long length = exchange.getMessage().getHeader("Content-Length", -1L, Long.class);
        try {
            return new Delivery.IncomingResult(ResultStream.of(StoreRequests.openBody(exchange, shoot, download.result().name(), download.link()),
                    length, download.result().kind().equals("jpeg"), ResultStream.MAX_BYTES), length);
        } catch (ResultStream.InvalidResult invalid) {
            throw toProblem(shoot, download, invalid);
        }
    }

    static Problem toProblem(Shoot shoot, Download download, ResultStream.InvalidResult invalid) {
        if (invalid.code().equals(ResultStream.InvalidResult.NO_IMAGE)) {
            return StoreRequests.newDownloadRefusal(shoot, download.result().name(), download.link(), invalid.getMessage());
        }
        return new Problem(invalid.code(), "The store of " + shoot.vendor() + " (" + download.link().host() + ") returned "
                + invalid.getMessage() + " for " + download.result().name() + ".",
                "Check the image in your account at " + shoot.vendor() + ", then retry; the download is free of charge.");
    }
}
