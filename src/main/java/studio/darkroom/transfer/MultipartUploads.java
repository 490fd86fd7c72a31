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
import studio.darkroom.ledger.OpenUpload;
import studio.darkroom.ledger.OpenUploadRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.VendorResponse;

/**
 * Sends a large photo in parts (contract imagen 2.3, 7): the vendor's names for the upload are in the ledger before the
 * first part, and an upload that is not completed is given up at the vendor, now or after the next start.
 */
public final class MultipartUploads {

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final OpenUploadRepository openUploads;
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
        this.openUploads = new OpenUploadRepository(ledger);
        this.originalLocator = originalLocator;
        this.linkGuard = linkGuard;
        this.apiUrls = apiUrls;
        this.withMd5 = withMd5;
        this.shutdownSignal = shutdownSignal;
    }

    /** What a vendor's {@code parts-open} verb leaves: its names for the upload, and rows of {@code part} and {@code url}. */
    public record OpenedUpload(String id, String key, List<Map<String, String>> rows) {
    }

    /** One part with the link it goes to. */
    public record UploadPart(int number, Link link) {
    }

    public MultipartUpload beginUpload(Uploads.Upload upload, VendorFacts facts) {
        shutdownSignal.requireRunning();
        return new MultipartUpload(upload.photo(), facts.getPartsAbove(), openUploads.findByPhoto(upload.photo()).orElse(null));
    }

    /**
     * Reads the vendor's response to the opening of an upload.
     *
     * @param idQuery, keyQuery jq expressions for the vendor's names of the upload
     * @param partsQuery a jq expression for rows of {@code part} and {@code url}
     */
    public OpenedUpload readOpened(VendorResponse response, String idQuery, String keyQuery, String partsQuery) {
        return new OpenedUpload(response.requireValue(idQuery), response.requireValue(keyQuery), response.selectRows(partsQuery));
    }

    /** The vendor has opened an upload; written down before anything else. */
    public void recordOpened(Shoot shoot, MultipartUpload multipart, OpenedUpload opened) {
        OpenUpload upload = new OpenUpload(multipart.photo().id(), opened.id(), opened.key());
        multipart.markOpen(upload);
        openUploads.saveOpenUpload(shoot, upload);
    }

    /**
     * The parts in order, one for each that was asked for.
     *
     * @throws TransientFailure when the vendor gave others
     */
    public List<UploadPart> matchPartLinks(Shoot shoot, MultipartUpload multipart, OpenedUpload opened) {
        Map<String, Link> links = new HashMap<>();
        opened.rows().stream().filter(row -> row.get("url") != null && !row.get("url").isBlank())
                .forEach(row -> links.put(row.get("part"), Link.of(row)));
        List<UploadPart> parts = new ArrayList<>();
        for (int number = 1; number <= multipart.partCount(); number++) {
            Link link = links.get(String.valueOf(number));
            if (link == null || opened.rows().size() != multipart.partCount()) {
                throw new TransientFailure("vendor:" + shoot.vendor(), "parts-strange", shoot.vendor() + " was asked for links to "
                        + multipart.partCount() + " parts of " + multipart.photo().name() + " and gave "
                        + opened.rows().size() + (link == null ? ", none of them for part " + number : ""));
            }
            linkGuard.checkLink(shoot.vendor(), apiUrls.apply(shoot.vendor()), link);
            parts.add(new UploadPart(number, link));
        }
        return parts;
    }

    /** The body of one part; it is read from its place in the original while it is sent. */
    public HttpEntity createPartEntity(MultipartUpload multipart, UploadPart part) {
        shutdownSignal.requireRunning();
        return multipart.createPartEntity(originalLocator.findOriginal(multipart.photo()), part.number(), part.link().contentType(), withMd5);
    }

    /** The store took the part whole, or it did not: read from the status that the exchange now carries. */
    public void recordPart(Exchange exchange, Shoot shoot, MultipartUpload multipart, UploadPart part, PhotoEntity entity) {
        StoreResponse.requireStored(exchange, shoot, "part " + part.number() + " of " + multipart.photo().name(), part.link(),
                entity);
        multipart.recordPart(part.number(), entity);
    }

    /**
     * The vendor does not know the upload any more, be it that a completion whose answer was lost has closed it.
     *
     * @param registered what the {@code uploaded} verb left
     * @throws TransientFailure when not every photo of the shoot is there, so that this one may be missing
     */
    public void checkAllRegistered(Shoot shoot, MultipartUpload multipart, Object registered) {
        String count = String.valueOf(registered).strip();
        if (!count.matches("\\d{1,9}") || Integer.parseInt(count) < photos.countByShoot(shoot)) {
            throw new TransientFailure("vendor:" + shoot.vendor(), "parts-gone", shoot.vendor() + " does not know the upload of "
                    + multipart.photo().name() + " any more and has registered " + count + " photos");
        }
    }

    /** The upload is closed at the vendor, completed or given up. */
    public void recordClosed(MultipartUpload multipart) {
        openUploads.deleteOpenUpload(multipart.openUpload());
        multipart.markClosed();
    }

    /** Nothing more can be done here: the failure goes on to whoever sent the photo. */
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

    /** It could not be given up; the vendor's store forgets it in its own time. */
    public void recordLeftOpen(Shoot shoot, MultipartUpload multipart, Throwable failure) {
        ledger.recordEvent(shoot, "parts-left", multipart.photo().name() + ": its open upload could not be given up ("
                + Redactor.redact(failure.getMessage()) + ")");
    }
}
