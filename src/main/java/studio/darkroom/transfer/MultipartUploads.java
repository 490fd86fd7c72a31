package studio.darkroom.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.HttpEntity;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.UploadRepository;
import studio.darkroom.ledger.UploadRepository.OpenUpload;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;

/**
 * Uploads large photos in parts (docs/vendors/imagen.md 2.3, 7). The ledger knows the vendor's id of an upload before its
 * first part is sent, so an upload that is not completed is aborted at the vendor, now or after the next start.
 */
public final class MultipartUploads {

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final UploadRepository uploads;
    private final Uploads.OriginalLocator originalLocator;
    private final LinkGuard linkGuard;
    private final Function<String, URI> apiUrls;
    private final boolean withMd5;
    private final ShutdownSignal shutdownSignal;

    /** @param apiUrls, md5 as in {@link Uploads} */
    public MultipartUploads(Ledger ledger, PhotoRepository photos, Uploads.OriginalLocator originalLocator, LinkGuard linkGuard, Function<String, URI> apiUrls,
            boolean withMd5, ShutdownSignal shutdownSignal) {
        this.ledger = ledger;
        this.photos = photos;
        this.uploads = new UploadRepository(ledger);
        this.originalLocator = originalLocator;
        this.linkGuard = linkGuard;
        this.apiUrls = apiUrls;
        this.withMd5 = withMd5;
        this.shutdownSignal = shutdownSignal;
    }

    /**
     * The result of a vendor's {@code parts-open} verb.
     *
     * @param id the vendor's id of the upload
     * @param key the key of the photo in the vendor's store
     * @param rows one row of {@code part} and {@code url} for each part
     */
    public record OpenedUpload(String id, String key, List<Map<String, String>> rows) {
    }

    /** One part and its link. */
    public record UploadPart(int number, Link link) {
    }

    /** Starts the upload of one photo. @param partSize in bytes */
    public MultipartUpload beginUpload(Uploads.Upload upload, long partSize) {
        shutdownSignal.requireRunning();
        return new MultipartUpload(upload.photo(), partSize, uploads.findOpenUpload(upload.photo()).orElse(null));
    }

    /** Records an upload that the vendor has opened. */
    public void recordOpened(Shoot shoot, MultipartUpload multipart, OpenedUpload opened) {
        OpenUpload upload = new OpenUpload(multipart.photo().id(), opened.id(), opened.key());
        multipart.markOpen(upload);
        uploads.saveOpenUpload(shoot, upload);
    }

    /**
     * The parts in order, with their links.
     *
     * @throws TransientFailure unless there is exactly one link for each part
     */
    public List<UploadPart> matchPartLinks(Shoot shoot, MultipartUpload multipart, OpenedUpload opened) {
        Map<String, Link> links = new HashMap<>();
        opened.rows().stream().filter(row -> row.get("url") != null && !row.get("url").isBlank())
                .forEach(row -> links.put(row.get("part"), Link.of(row)));
        List<UploadPart> parts = new ArrayList<>();
        for (int number = 1; number <= multipart.partCount(); number++) {
            Link link = links.get(String.valueOf(number));
            if (link == null || opened.rows().size() != multipart.partCount()) {
                throw new TransientFailure("vendor:" + shoot.vendor(), "parts-strange", shoot.vendor() + " returned "
                        + opened.rows().size() + " instead of " + multipart.partCount() + " part links for " + multipart.photo().name()
                        + (link == null ? ", and none for part " + number : ""));
            }
            linkGuard.checkLink(shoot.vendor(), apiUrls.apply(shoot.vendor()), link);
            parts.add(new UploadPart(number, link));
        }
        return parts;
    }

    /** The body of one part, which reads the original while it is sent. */
    public HttpEntity createPartEntity(MultipartUpload multipart, UploadPart part) {
        shutdownSignal.requireRunning();
        return multipart.createPartEntity(originalLocator.findOriginal(multipart.photo()), part.number(), part.link().contentType(), withMd5);
    }

    /** Records a part that was uploaded. @throws studio.darkroom.lifecycle.Trouble if the response is not a success */
    public void recordPart(Exchange exchange, Shoot shoot, MultipartUpload multipart, UploadPart part, PhotoEntity entity) {
        StoreRequests.requireStored(exchange, shoot, "part " + part.number() + " of " + multipart.photo().name(), part.link(),
                entity);
        multipart.recordPart(part.number(), entity);
    }

    /**
     * Decides whether an upload that the vendor no longer knows was completed, by a call whose response was lost.
     *
     * @param registered the number of photos, as the {@code uploaded} verb returns it
     * @throws TransientFailure if the vendor has fewer photos than the shoot, so this one may be missing
     */
    public void checkAllRegistered(Shoot shoot, MultipartUpload multipart, Object registered) {
        String count = String.valueOf(registered).strip();
        if (!count.matches("\\d{1,9}") || Integer.parseInt(count) < photos.countByShoot(shoot)) {
            throw new TransientFailure("vendor:" + shoot.vendor(), "parts-gone", shoot.vendor() + " no longer knows the upload of "
                    + multipart.photo().name() + " and has only " + count + " photos");
        }
    }

    /** Records that an upload is completed or aborted at the vendor. */
    public void recordClosed(MultipartUpload multipart) {
        uploads.deleteOpenUpload(multipart.openUpload());
        multipart.markClosed();
    }

    /** Throws the failure again, without the exceptions that Camel wraps around it. */
    public void rethrowFailure(Throwable failure) throws IOException {
        Throwable bare = Causes.unwrapCamel(failure);
        if (bare instanceof IOException broken) {
            throw broken;
        }
        if (bare instanceof RuntimeException known) {
            throw known;
        }
        throw new IllegalStateException(bare);
    }

    /** Records that an upload could not be aborted; the store deletes it after some time. */
    public void recordLeftOpen(Shoot shoot, MultipartUpload multipart, Throwable failure) {
        ledger.recordEvent(shoot, "parts-left", multipart.photo().name() + ": the open upload could not be aborted ("
                + Redactor.redact(failure.getMessage()) + ")");
    }
}
