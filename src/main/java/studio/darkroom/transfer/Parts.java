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
import studio.darkroom.ledger.OpenUploads;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.vendor.Answer;
import studio.darkroom.vendor.VendorFacts;

/**
 * Sends a large photo in parts (contract imagen 2.3, 7): the vendor's names for the upload are in the ledger before the
 * first part, and an upload that is not completed is given up at the vendor, now or after the next start.
 */
public final class Parts {

    private final Ledger ledger;
    private final Photos photos;
    private final OpenUploads uploads;
    private final Uploads.Originals originals;
    private final LinkGuard guard;
    private final Function<String, URI> api;
    private final boolean md5;
    private final Draining draining;

    /** @param api, md5 as in {@link Uploads} */
    public Parts(Ledger ledger, Photos photos, Uploads.Originals originals, LinkGuard guard, Function<String, URI> api,
            boolean md5, Draining draining) {
        this.ledger = ledger;
        this.photos = photos;
        this.uploads = new OpenUploads(ledger);
        this.originals = originals;
        this.guard = guard;
        this.api = api;
        this.md5 = md5;
        this.draining = draining;
    }

    /** What a vendor's {@code parts-open} verb leaves: its names for the upload, and rows of {@code part} and {@code url}. */
    public record Opened(String id, String key, List<Map<String, String>> rows) {
    }

    /** One part with the link it goes to. */
    public record Piece(int number, Link link) {
    }

    public Parting begin(Uploads.Upload upload, VendorFacts facts) {
        draining.check();
        return new Parting(upload.photo(), facts.getPartsAbove(), uploads.of(upload.photo()).orElse(null));
    }

    /**
     * Reads what a vendor answered to the opening, for its route.
     *
     * @param id, key names of its fields
     * @param list, fields as in {@link Answer#rows}
     */
    public Opened answer(Answer answer, String id, String key, String list, String fields) {
        return new Opened(answer.required(id), answer.required(key), answer.rows(list, fields));
    }

    /** The vendor has opened an upload; written down before anything else. */
    public void opened(Shoot shoot, Parting parting, Opened opened) {
        OpenUpload upload = new OpenUpload(parting.photo().id(), opened.id(), opened.key());
        parting.opened(upload);
        uploads.opened(shoot, upload);
    }

    /**
     * The parts in order, one for each that was asked for.
     *
     * @throws Passing when the vendor gave others
     */
    public List<Piece> pieces(Shoot shoot, Parting parting, Opened opened) {
        Map<String, Link> links = new HashMap<>();
        opened.rows().stream().filter(row -> row.get("url") != null && !row.get("url").isBlank())
                .forEach(row -> links.put(row.get("part"), Link.of(row)));
        List<Piece> pieces = new ArrayList<>();
        for (int number = 1; number <= parting.count(); number++) {
            Link link = links.get(String.valueOf(number));
            if (link == null || opened.rows().size() != parting.count()) {
                throw new Passing("vendor:" + shoot.vendor(), "parts-strange", shoot.vendor() + " was asked for links to "
                        + parting.count() + " parts of " + parting.photo().name() + " and gave "
                        + opened.rows().size() + (link == null ? ", none of them for part " + number : ""));
            }
            guard.check(shoot.vendor(), api.apply(shoot.vendor()), link);
            pieces.add(new Piece(number, link));
        }
        return pieces;
    }

    /** The body of one part; it is read from its place in the original while it is sent. */
    public HttpEntity entity(Parting parting, Piece piece) {
        draining.check();
        return parting.entity(originals.of(parting.photo()), piece.number(), piece.link().type(), md5);
    }

    /** The store took the part whole, or it did not: read from the status that the exchange now carries. */
    public void taken(Exchange exchange, Shoot shoot, Parting parting, Piece piece, PhotoEntity entity) {
        StoreAnswer.check(exchange, shoot, "part " + piece.number() + " of " + parting.photo().name(), piece.link(),
                entity);
        parting.taken(piece.number(), entity);
    }

    /**
     * The vendor does not know the upload any more, be it that a completion whose answer was lost has closed it.
     *
     * @param registered what the {@code uploaded} verb left
     * @throws Passing when not every photo of the shoot is there, so that this one may be missing
     */
    public void arrived(Shoot shoot, Parting parting, Object registered) {
        String count = String.valueOf(registered).strip();
        if (!count.matches("\\d{1,9}") || Integer.parseInt(count) < photos.count(shoot)) {
            throw new Passing("vendor:" + shoot.vendor(), "parts-gone", shoot.vendor() + " does not know the upload of "
                    + parting.photo().name() + " any more and has registered " + count + " photos");
        }
    }

    /** The upload is closed at the vendor, completed or given up. */
    public void ended(Parting parting) {
        uploads.ended(parting.upload());
        parting.ended();
    }

    /** Nothing more can be done here: the failure goes on to whoever sent the photo. */
    public void failed(Throwable failure) throws IOException {
        Throwable bare = Cause.bare(failure);
        if (bare instanceof IOException broken) {
            throw broken;
        }
        if (bare instanceof RuntimeException known) {
            throw known;
        }
        throw new IllegalStateException(bare);
    }

    /** It could not be given up; the vendor's store forgets it in its own time. */
    public void left(Shoot shoot, Parting parting, Throwable failure) {
        ledger.tell(shoot, "parts-left", parting.photo().name() + ": its open upload could not be given up ("
                + Plain.text(failure.getMessage()) + ")");
    }
}
