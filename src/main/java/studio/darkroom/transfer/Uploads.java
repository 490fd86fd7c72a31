package studio.darkroom.transfer;

import java.io.IOException;
import java.net.URI;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.HttpEntity;
import studio.darkroom.ledger.HashRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.StaleClaim;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.VendorRequests;

/** Sends photos through presigned links, slice by slice; each is marked when the store has answered. */
public final class Uploads {

    /** So often a photo may be refused by the store under fresh links until it is a problem. */
    private static final int MAX_REFUSALS = 3;

    /** So often a photo may fail for passing reasons, while others of its shoot went through, until it is a problem. */
    private static final int MAX_TRIES = 8;

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final OriginalLocator originalLocator;
    private final LinkGuard linkGuard;
    private final Function<String, URI> apiUrls;
    private final boolean withMd5;
    private final ShutdownSignal shutdownSignal;
    private final HashRepository hashes;

    /** Where the bytes of a photo are. */
    @FunctionalInterface
    public interface OriginalLocator {
        /** @throws Trouble when the photo is gone, was changed, or its inbox is out */
        ByteSource findOriginal(Photo photo);
    }

    /**
     * @param apiUrls the address of a vendor's API, by vendor
     * @param withMd5 whether the store's ETag is compared with the MD5 of what was sent
     */
    public Uploads(Ledger ledger, PhotoRepository photos, OriginalLocator originalLocator, LinkGuard linkGuard, Function<String, URI> apiUrls,
            boolean withMd5, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.photos = photos;
        this.originalLocator = originalLocator;
        this.linkGuard = linkGuard;
        this.apiUrls = apiUrls;
        this.withMd5 = withMd5;
        this.shutdownSignal = shutdownSignal;
        this.hashes = new HashRepository(ledger);
    }

    /**
     * Photos that are sent together, and what went wrong with them.
     *
     * @param partsAbove photos of more bytes go up in parts; 0: none do
     */
    public record UploadBatch(List<Photo> photos, long partsAbove, ConcurrentLinkedQueue<Trouble> troubles,
            ConcurrentLinkedQueue<Photo> sent) {

        public boolean isEmpty() {
            return photos.isEmpty();
        }

        /** Whether any photo goes up whole, through a link of its own. */
        public boolean hasSinglePuts() {
            return photos.stream().anyMatch(photo -> !isMultipart(photo));
        }

        boolean isMultipart(Photo photo) {
            return partsAbove > 0 && photo.size() > partsAbove;
        }

        /** The names of the photos that go up whole, each as an object with one {@code field}. */
        public List<Map<String, String>> buildNameRows(String field) {
            return photos.stream().filter(photo -> !isMultipart(photo)).map(photo -> Map.of(field, photo.name())).toList();
        }
    }

    /**
     * One photo on its way up.
     *
     * @param photo null for a picture that takes the place of a result
     * @param link where it goes; null when it goes in parts
     * @param source its bytes; null when they are those of the photo
     */
    public record Upload(Photo photo, Link link, ByteSource source) {

        public Upload(Photo photo, Link link) {
            this(photo, link, null);
        }

        public boolean isMultipart() {
            return link == null;
        }
    }

    /** The next photos that are not up yet, at most as many as the vendor gives links for at once. */
    public UploadBatch nextBatch(Shoot shoot, VendorFacts vendor) {
        return new UploadBatch(photos.listToUpload(shoot, vendor.getSlice()), vendor.getPartsAbove(), new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>());
    }

    /**
     * Puts the links that a vendor gave to the photos they are for: by exact name, then without case, then by unique stem
     * (contract imagen 2.3), never by position. A photo without a link is asked for again, unless
     * it goes up in parts.
     */
    public List<Upload> matchLinks(Shoot shoot, UploadBatch batch, List<Map<String, String>> links) {
        Map<String, Map<String, String>> rowsByName = new HashMap<>();
        Map<String, List<Map<String, String>>> rowsByFoldedName = new HashMap<>();
        for (Map<String, String> row : links) {
            rowsByName.put(row.get("photo"), row);
            rowsByFoldedName.computeIfAbsent("=" + foldName(row.get("photo")), name -> new ArrayList<>()).add(row);
            rowsByFoldedName.computeIfAbsent(foldStem(row.get("photo")), name -> new ArrayList<>()).add(row);
        }
        List<Upload> uploads = new ArrayList<>();
        for (Photo photo : batch.photos()) {
            if (batch.isMultipart(photo)) {
                uploads.add(new Upload(photo, null));
                continue;
            }
            Map<String, String> row = rowsByName.get(photo.name());
            row = row != null ? row : onlyRow(rowsByFoldedName.get("=" + foldName(photo.name())));
            row = row != null ? row : onlyRow(rowsByFoldedName.get(foldStem(photo.name())));
            if (row == null || row.get("url") == null) {
                batch.troubles().add(new TransientFailure("vendor:" + shoot.vendor(), "link-missing",
                        shoot.vendor() + " gave no upload link for " + photo.name()));
            } else {
                Link link = Link.of(row);
                linkGuard.checkLink(shoot.vendor(), apiUrls.apply(shoot.vendor()), link);
                uploads.add(new Upload(photo, link));
            }
        }
        return uploads;
    }

    private static Map<String, String> onlyRow(List<Map<String, String>> rows) {
        return rows != null && rows.size() == 1 ? rows.get(0) : null;
    }

    private static String foldName(String name) {
        return Normalizer.normalize(String.valueOf(name), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** A name without its extension, case and composition folded; how results are matched to photos. */
    public static String foldStem(String name) {
        String folded = foldName(name);
        int dot = folded.lastIndexOf('.');
        return dot > 0 ? folded.substring(0, dot) : folded;
    }

    /** The body of the PUT; it is read from the original while it is sent. */
    public HttpEntity createEntity(Upload upload) {
        shutdownSignal.requireRunning();
        ByteSource source = upload.source() == null ? originalLocator.findOriginal(upload.photo()) : upload.source();
        return new PhotoEntity(source, upload.link().contentType(), withMd5);
    }

    /**
     * Whether the store refused the PUT for its Content-Type alone, and there is another to try on the same link, which
     * is free (contract fotolabs 2.3).
     */
    public boolean isTypeRefused(Exchange exchange, Upload upload) {
        Link link = upload.link();
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status != 403 || link.alternativeType() == null || link.alternativeType().isEmpty() || !link.isTypeSigned()) {
            return false;
        }
        String excerpt = VendorRequests.readExcerpt(exchange);
        exchange.getMessage().setBody(excerpt);
        return excerpt.contains(StoreResponse.SIGNATURE_MISMATCH);
    }

    /** The same upload with its spare Content-Type. */
    public Upload withAlternativeType(Upload upload) {
        return new Upload(upload.photo(), upload.link().withAlternativeType(), upload.source());
    }

    /** The store took it whole, or it did not: read from the status that the exchange now carries. */
    public void recordUpload(Exchange exchange, Shoot shoot, UploadBatch batch, Upload upload, PhotoEntity entity) {
        String etag = StoreResponse.requireStored(exchange, shoot, upload.photo().name(), upload.link(), entity);
        recordSent(shoot, batch, upload, entity.sha256(), upload.link().remote(), etag);
    }

    /** The same for a picture that takes the place of a result. @param what it is called, for messages */
    public static void requireStored(Exchange exchange, Shoot shoot, String what, Upload upload, PhotoEntity entity) {
        StoreResponse.requireStored(exchange, shoot, what, upload.link(), entity);
    }

    /** The store took it in parts. */
    public void recordMultipartUpload(Shoot shoot, UploadBatch batch, Upload upload, MultipartUpload multipart) {
        recordSent(shoot, batch, upload, multipart.sha256(), null, null);
    }

    private void recordSent(Shoot shoot, UploadBatch batch, Upload upload, String sha256, String remote, String etag) {
        hashes.findByPhoto(upload.photo()).map(HashRepository.PhotoHash::sha256).filter(firstSha256 -> !firstSha256.equals(sha256)).ifPresent(firstSha256 -> {
            throw new Problem("photo-changed", upload.photo().path() + " has other bytes than when it arrived, though its"
                    + " size and time are the same (SHA-256 " + firstSha256.substring(0, 12) + "... then, " + sha256.substring(0, 12)
                    + "... now).", "Put the photo back as it was and retry; look after the disk or share. Or cancel the shoot"
                    + " and drop the photo into a folder of another name.");
        });
        photos.recordUpload(shoot, upload.photo(), sha256, remote, etag);
        batch.sent().add(upload.photo());
    }

    /** A photo was not sent; it stays to be sent, and the reason is kept until the slice is concluded. */
    public void recordFailure(Shoot shoot, UploadBatch batch, Upload upload, Throwable failure) {
        if (ShutdownSignal.isStopFailure(failure)) {
            return;
        }
        Trouble trouble = toTrouble(shoot, upload, failure);
        batch.troubles().add(trouble);
        photos.recordUploadFailure(shoot, upload.photo(), trouble.text());
    }

    private Trouble toTrouble(Shoot shoot, Upload upload, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StaleClaim || cause instanceof LedgerUnavailable) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof Problem problem && problem.code().equals("link-expired") && photos.discardLink(upload.photo())) {
                return new TransientFailure("store:" + shoot.vendor(), problem.code(), problem.text());
            }
            if (cause instanceof Problem problem && upload.photo().tries() + 1 < MAX_REFUSALS
                    && (problem.code().equals("link-expired") || problem.code().equals("upload-refused"))) {
                return new TransientFailure("store:" + shoot.vendor(), problem.code(), problem.text());
            }
            if (cause instanceof Trouble trouble) {
                return trouble;
            }
            if (cause instanceof GuardedResolver.InternalHostException internalHost) {
                return internalHost.toProblem("The link of " + shoot.vendor() + " for " + upload.photo().name());
            }
            if (cause instanceof PhotoEntity.OriginalChanged) {
                return new Problem("photo-changed", upload.photo().path() + " was changed after it was gathered: "
                        + cause.getMessage() + ".", "Put the photo back as it was, or cancel the shoot and drop it into a folder of another name.");
            }
            if (cause instanceof PhotoEntity.OriginalUnreadable) {
                return new Outage(OutageRepository.folderScope(shoot), "inbox-unreadable", upload.photo().path()
                        + " cannot be read: " + Redactor.redact(cause.getMessage()) + ".",
                        "Look after the disk or share of the inbox; Darkroom goes on by itself.");
            }
            if (cause instanceof IOException) {
                return new TransientFailure("store:" + shoot.vendor(), "store-unreachable", "The way to the store of "
                        + shoot.vendor() + " broke at " + upload.photo().name() + " ("
                        + Redactor.redact(cause.getClass().getSimpleName() + " " + cause.getMessage()) + ")");
            }
        }
        return new Problem("internal", upload.photo().name() + " could not be sent: "
                + Redactor.redact(String.valueOf(failure)), "Retry it; if it fails again, report it together with the log.");
    }

    /**
     * After the slice: more of the same if anything went through, else the gravest trouble.
     *
     * @throws Trouble when a photo needs a person, something is out, or nothing went through
     */
    public void concludeBatch(Shoot shoot, UploadBatch batch) {
        Trouble gravest = null;
        for (Trouble trouble : batch.troubles()) {
            if (gravest == null || severity(trouble) > severity(gravest)) {
                gravest = trouble;
            }
        }
        if (gravest instanceof TransientFailure && batch.sent().isEmpty() && photos.isUploadStuck(shoot, MAX_TRIES)) {
            throw new Problem("photo-stuck", "Every other photo went through, and this one does not after " + MAX_TRIES
                    + " tries: " + gravest.text() + ".", "Look at that photo; retry tries again, or cancel the shoot.");
        }
        if (gravest != null && (!(gravest instanceof TransientFailure) || batch.sent().isEmpty())) {
            throw gravest;
        }
        ledger.again(shoot);
    }

    private static int severity(Trouble trouble) {
        return trouble instanceof TransientFailure ? 0 : trouble instanceof Problem ? 1 : 2;
    }
}
