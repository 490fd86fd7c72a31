package studio.darkroom.transfer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.HttpEntity;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Redactor;

/** Uploads photos through presigned links, batch by batch. A photo is recorded as uploaded when the store has confirmed it. */
public final class Uploads {

    /** How often a photo may fail, while all others of its shoot are uploaded, until that is a problem. */
    private static final int MAX_TRIES = 8;

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final OriginalLocator originalLocator;
    private final LinkGuard linkGuard;
    private final boolean withMd5;
    private final ShutdownSignal shutdownSignal;

    /** Opens originals in their inbox. */
    @FunctionalInterface
    public interface OriginalLocator {
        /** @throws Trouble if the photo is missing or changed, or its inbox is unreachable */
        ByteSource findOriginal(Photo photo);
    }

    /**
     * @param withMd5 whether the ETag of the store is compared with the MD5 of the bytes that were sent
     */
    public Uploads(Ledger ledger, PhotoRepository photos, OriginalLocator originalLocator, LinkGuard linkGuard,
            boolean withMd5, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.photos = photos;
        this.originalLocator = originalLocator;
        this.linkGuard = linkGuard;
        this.withMd5 = withMd5;
        this.shutdownSignal = shutdownSignal;
    }

    /** Photos that are uploaded together. */
    public static final class UploadBatch extends Batch<Photo> {

        private final long partsAbove;

        /** @param partsAbove larger photos are uploaded in parts; bytes, 0 for never */
        UploadBatch(List<Photo> photos, long partsAbove) {
            super(photos);
            this.partsAbove = partsAbove;
        }

        /** Whether any photo needs a link for a single PUT. */
        public boolean hasSinglePuts() {
            return items().stream().anyMatch(photo -> !isMultipart(photo));
        }

        boolean isMultipart(Photo photo) {
            return partsAbove > 0 && photo.size() > partsAbove;
        }

        /** One object {@code {field: name}} for each photo that needs a link for a single PUT. */
        public List<Map<String, String>> buildNameRows(String field) {
            return items().stream().filter(photo -> !isMultipart(photo)).map(photo -> Map.of(field, photo.name())).toList();
        }
    }

    /**
     * One upload.
     *
     * @param photo null for a file that replaces a result
     * @param link null if the photo is uploaded in parts
     * @param source the bytes; null for those of the photo
     */
    public record Upload(Photo photo, Link link, ByteSource source) {

        public Upload(Photo photo, Link link) {
            this(photo, link, null);
        }

        public boolean isMultipart() {
            return link == null;
        }
    }

    /**
     * Selects the next photos to upload.
     *
     * @param limit maximum number, as many as the vendor gives links for in one call
     * @param partsAbove larger photos are uploaded in parts; bytes, 0 for never
     */
    public UploadBatch nextBatch(Shoot shoot, int limit, long partsAbove) {
        return new UploadBatch(photos.listToUpload(shoot, limit), partsAbove);
    }

    /**
     * Matches links to photos: by exact name, then ignoring case, then by unique name without extension
     * (docs/vendors/imagen.md 2.3), never by position. A photo without a link stays in the next batch.
     *
     * @param links rows as the vendor's {@code links} verb returns them, see {@link LinkGuard#readLink}, with {@code photo}
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
        for (Photo photo : batch.items()) {
            if (batch.isMultipart(photo)) {
                uploads.add(new Upload(photo, null));
                continue;
            }
            Map<String, String> row = rowsByName.get(photo.name());
            row = row != null ? row : onlyRow(rowsByFoldedName.get("=" + foldName(photo.name())));
            row = row != null ? row : onlyRow(rowsByFoldedName.get(foldStem(photo.name())));
            if (row == null || row.get("url") == null) {
                batch.recordTrouble(new TransientFailure("vendor:" + shoot.vendor(), "link-missing",
                        shoot.vendor() + " returned no upload link for " + photo.name()));
            } else {
                Link link = linkGuard.readLink(shoot.vendor(), row);
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

    /** The name without extension, in lower case and Unicode NFC; results are matched to photos by it. */
    public static String foldStem(String name) {
        String folded = foldName(name);
        int dot = folded.lastIndexOf('.');
        return dot > 0 ? folded.substring(0, dot) : folded;
    }

    /** The body of a PUT, which reads the original while it is sent. */
    public HttpEntity createEntity(Upload upload) {
        shutdownSignal.requireRunning();
        ByteSource source = upload.source() == null ? originalLocator.findOriginal(upload.photo()) : upload.source();
        return new PhotoEntity(source, upload.link().contentType(), withMd5);
    }

    /**
     * Whether the store refused the PUT only because of its Content-Type, and there is another one to try with the same
     * link, at no cost (docs/vendors/fotolabs.md 2.3).
     */
    public boolean isTypeRefused(Exchange exchange, Upload upload) {
        Link link = upload.link();
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status != 403 || link.alternativeType() == null || link.alternativeType().isEmpty() || !link.isTypeSigned()) {
            return false;
        }
        String excerpt = StoreRequests.readExcerpt(exchange);
        exchange.getMessage().setBody(excerpt);
        return excerpt.contains(StoreRequests.SIGNATURE_MISMATCH);
    }

    /** The same upload with the alternative Content-Type. */
    public Upload withAlternativeType(Upload upload) {
        return new Upload(upload.photo(), upload.link().withAlternativeType(), upload.source());
    }

    /** Records a photo that was uploaded with a single PUT. @throws Trouble if the response is not a success */
    public void recordUpload(Exchange exchange, Shoot shoot, UploadBatch batch, Upload upload, PhotoEntity entity) {
        String etag = StoreRequests.requireStored(exchange, shoot, upload.photo().name(), upload.link(), entity);
        recordUploaded(shoot, batch, upload, entity.sha256(), upload.link().remote(), etag);
    }

    /** Records a photo that was uploaded in parts. */
    public void recordMultipartUpload(Shoot shoot, UploadBatch batch, Upload upload, MultipartUploads.MultipartUpload multipart) {
        recordUploaded(shoot, batch, upload, multipart.sha256(), null, null);
    }

    private void recordUploaded(Shoot shoot, UploadBatch batch, Upload upload, String sha256, String remote, String etag) {
        photos.findHash(upload.photo()).map(PhotoRepository.PhotoHash::sha256).filter(first -> !first.equals(sha256)).ifPresent(first -> {
            throw new Problem("photo-changed", "The content of " + upload.photo().path() + " changed after it arrived, although size"
                    + " and time are the same (SHA-256 was " + first.substring(0, 12) + "..., is " + sha256.substring(0, 12) + "...).",
                    "Check the disk or share, restore the original file and retry. Or cancel the shoot and drop the photo into"
                    + " a new folder.");
        });
        photos.recordUpload(shoot, upload.photo(), sha256, remote, etag);
        batch.recordCompleted(upload.photo());
    }

    /** Records why a photo was not uploaded; it stays in the next batch. */
    public void recordFailure(Shoot shoot, UploadBatch batch, Upload upload, Throwable failure) {
        Batch.classifyFailure(failure, upload.photo().name(), cause -> classifyFailure(shoot, upload.photo(), cause)).ifPresent(trouble -> {
            batch.recordTrouble(trouble);
            photos.recordUploadFailure(shoot, upload.photo(), trouble.text());
        });
    }

    private Optional<Trouble> classifyFailure(Shoot shoot, Photo photo, Throwable failure) {
        if (failure instanceof Problem problem && problem.code().equals("link-expired") && photos.discardLink(photo)) {
            return Optional.of(StoreRequests.toTransient(shoot, problem));
        }
        if (failure instanceof PhotoEntity.OriginalChanged) {
            return Optional.of(new Problem("photo-changed", photo.path() + " changed after the shoot was closed: "
                    + failure.getMessage() + ".", "Restore the original file and retry, or cancel the shoot and drop the photo into a new folder."));
        }
        if (failure instanceof PhotoEntity.OriginalUnreadable) {
            return Optional.of(new Outage(OutageRepository.folderScope(shoot), "inbox-unreadable", photo.path()
                    + " cannot be read: " + Redactor.redact(failure.getMessage()) + ".",
                    "Check the disk or share of the inbox; Darkroom resumes automatically."));
        }
        return StoreRequests.classifyFailure(shoot, photo.name(), photo.tries(), failure);
    }

    /**
     * Ends a batch; unless this throws, the step continues with the next batch.
     *
     * @throws Trouble the gravest one, if the step cannot continue
     */
    public void concludeBatch(Shoot shoot, UploadBatch batch) {
        Optional<Trouble> gravest = batch.findGravest();
        if (gravest.orElse(null) instanceof TransientFailure failure && !batch.hasCompleted() && photos.isUploadStuck(shoot, MAX_TRIES)) {
            throw new Problem("photo-stuck", "The upload of one photo failed " + MAX_TRIES + " times; all others are uploaded: "
                    + failure.text() + ".", "Check that photo, then retry the shoot or cancel it.");
        }
        batch.conclude();
        ledger.again(shoot);
    }
}
