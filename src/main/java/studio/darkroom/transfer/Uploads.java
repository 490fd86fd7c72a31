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
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LostPlace;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Proofs;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Trouble;
import studio.darkroom.vendor.VendorFacts;

/** Sends photos through presigned links, slice by slice; each is marked when the store has answered. */
public final class Uploads {

    /** So often a photo may be refused by the store under fresh links until it is a problem. */
    private static final int REFUSALS = 3;

    /** So often a photo may fail for passing reasons, while others of its shoot went through, until it is a problem. */
    private static final int STUCK = 8;

    private final Ledger ledger;
    private final Photos photos;
    private final Originals originals;
    private final LinkGuard guard;
    private final Function<String, URI> api;
    private final boolean md5;
    private final Draining draining;
    private final Proofs proofs;

    /** Where the bytes of a photo are. */
    @FunctionalInterface
    public interface Originals {
        /** @throws Trouble when the photo is gone, was changed, or its inbox is out */
        Original of(Photo photo);
    }

    /**
     * @param api the address of a vendor's API, by vendor
     * @param md5 whether the store's ETag is compared with the MD5 of what was sent
     */
    public Uploads(Ledger ledger, Photos photos, Originals originals, LinkGuard guard, Function<String, URI> api,
            boolean md5, Draining draining) {
        this.ledger = ledger;
        this.photos = photos;
        this.originals = originals;
        this.guard = guard;
        this.api = api;
        this.md5 = md5;
        this.draining = draining;
        this.proofs = new Proofs(ledger);
    }

    /**
     * Photos that are sent together, and what went wrong with them.
     *
     * @param partsAbove photos of more bytes go up in parts; 0: none do
     */
    public record Slice(List<Photo> photos, long partsAbove, ConcurrentLinkedQueue<Trouble> troubles,
            ConcurrentLinkedQueue<Photo> sent) {

        public boolean empty() {
            return photos.isEmpty();
        }

        /** Whether any photo goes up whole, through a link of its own. */
        public boolean linked() {
            return photos.stream().anyMatch(photo -> !inParts(photo));
        }

        boolean inParts(Photo photo) {
            return partsAbove > 0 && photo.size() > partsAbove;
        }

        /** The names of the photos that go up whole, each as an object with one {@code field}. */
        public List<Map<String, String>> names(String field) {
            return photos.stream().filter(photo -> !inParts(photo)).map(photo -> Map.of(field, photo.name())).toList();
        }
    }

    /**
     * One photo on its way up.
     *
     * @param photo null for a picture that takes the place of a result
     * @param link where it goes; null when it goes in parts
     * @param original its bytes; null when they are those of the photo
     */
    public record Upload(Photo photo, Link link, Original original) {

        public Upload(Photo photo, Link link) {
            this(photo, link, null);
        }

        public boolean inParts() {
            return link == null;
        }
    }

    /** The next photos that are not up yet, at most as many as the vendor gives links for at once. */
    public Slice slice(Shoot shoot, VendorFacts vendor) {
        return new Slice(photos.toUpload(shoot, vendor.getSlice()), vendor.getPartsAbove(), new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>());
    }

    /**
     * Puts the links that a vendor gave to the photos they are for: by exact name, then without case, then by unique stem
     * (contract imagen 2.3), never by position. A photo without a link is asked for again, unless
     * it goes up in parts.
     */
    public List<Upload> matched(Shoot shoot, Slice slice, List<Map<String, String>> links) {
        Map<String, Map<String, String>> exact = new HashMap<>();
        Map<String, List<Map<String, String>>> loose = new HashMap<>();
        for (Map<String, String> row : links) {
            exact.put(row.get("photo"), row);
            loose.computeIfAbsent("=" + fold(row.get("photo")), name -> new ArrayList<>()).add(row);
            loose.computeIfAbsent(stem(row.get("photo")), name -> new ArrayList<>()).add(row);
        }
        List<Upload> uploads = new ArrayList<>();
        for (Photo photo : slice.photos()) {
            if (slice.inParts(photo)) {
                uploads.add(new Upload(photo, null));
                continue;
            }
            Map<String, String> row = exact.get(photo.name());
            row = row != null ? row : only(loose.get("=" + fold(photo.name())));
            row = row != null ? row : only(loose.get(stem(photo.name())));
            if (row == null || row.get("url") == null) {
                slice.troubles().add(new Passing("vendor:" + shoot.vendor(), "link-missing",
                        shoot.vendor() + " gave no upload link for " + photo.name()));
            } else {
                Link link = Link.of(row);
                guard.check(shoot.vendor(), api.apply(shoot.vendor()), link);
                uploads.add(new Upload(photo, link));
            }
        }
        return uploads;
    }

    private static Map<String, String> only(List<Map<String, String>> rows) {
        return rows != null && rows.size() == 1 ? rows.get(0) : null;
    }

    private static String fold(String name) {
        return Normalizer.normalize(String.valueOf(name), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** A name without its extension, case and composition folded; how results are matched to photos. */
    public static String stem(String name) {
        String folded = fold(name);
        int dot = folded.lastIndexOf('.');
        return dot > 0 ? folded.substring(0, dot) : folded;
    }

    /** The body of the PUT; it is read from the original while it is sent. */
    public HttpEntity entity(Upload upload) {
        draining.check();
        Original original = upload.original() == null ? originals.of(upload.photo()) : upload.original();
        return new PhotoEntity(original, upload.link().type(), md5);
    }

    /**
     * Whether the store refused the PUT for its Content-Type alone, and there is another to try on the same link, which
     * is free (contract fotolabs 2.3).
     */
    public boolean misfit(Exchange exchange, Upload upload) {
        Link link = upload.link();
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status != 403 || link.spare() == null || link.spare().isEmpty() || !link.signsType()) {
            return false;
        }
        String said = Wire.beginning(exchange);
        exchange.getMessage().setBody(said);
        return said.contains(StoreAnswer.MISFIT);
    }

    /** The same upload with its spare Content-Type. */
    public Upload spare(Upload upload) {
        return new Upload(upload.photo(), upload.link().withSpare(), upload.original());
    }

    /** The store took it whole, or it did not: read from the status that the exchange now carries. */
    public void answered(Exchange exchange, Shoot shoot, Slice slice, Upload upload, PhotoEntity entity) {
        String etag = StoreAnswer.check(exchange, shoot, upload.photo().name(), upload.link(), entity);
        sent(shoot, slice, upload, entity.sha256(), upload.link().remote(), etag);
    }

    /** The same for a picture that takes the place of a result. @param what it is called, for messages */
    public static void taken(Exchange exchange, Shoot shoot, String what, Upload upload, PhotoEntity entity) {
        StoreAnswer.check(exchange, shoot, what, upload.link(), entity);
    }

    /** The store took it in parts. */
    public void put(Shoot shoot, Slice slice, Upload upload, Parting parting) {
        sent(shoot, slice, upload, parting.sha256(), null, null);
    }

    private void sent(Shoot shoot, Slice slice, Upload upload, String sha256, String remote, String etag) {
        proofs.of(upload.photo()).map(Proofs.Proof::sha256).filter(first -> !first.equals(sha256)).ifPresent(first -> {
            throw new Problem("photo-changed", upload.photo().path() + " has other bytes than when it arrived, though its"
                    + " size and time are the same (SHA-256 " + first.substring(0, 12) + "... then, " + sha256.substring(0, 12)
                    + "... now).", "Put the photo back as it was and retry; look after the disk or share. Or cancel the shoot"
                    + " and drop the photo into a folder of another name.");
        });
        photos.uploaded(shoot, upload.photo(), sha256, remote, etag);
        slice.sent().add(upload.photo());
    }

    /** A photo was not sent; it stays to be sent, and the reason is kept until the slice is concluded. */
    public void missed(Shoot shoot, Slice slice, Upload upload, Throwable failure) {
        if (Draining.caused(failure)) {
            return;
        }
        Trouble trouble = trouble(shoot, upload, failure);
        slice.troubles().add(trouble);
        photos.missed(shoot, upload.photo(), trouble.text());
    }

    private Trouble trouble(Shoot shoot, Upload upload, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof LostPlace || at instanceof LedgerDown) {
                throw (RuntimeException) at;
            }
            if (at instanceof Problem problem && problem.code().equals("link-expired") && photos.shut(upload.photo())) {
                return new Passing("store:" + shoot.vendor(), problem.code(), problem.text());
            }
            if (at instanceof Problem problem && upload.photo().tries() + 1 < REFUSALS
                    && (problem.code().equals("link-expired") || problem.code().equals("upload-refused"))) {
                return new Passing("store:" + shoot.vendor(), problem.code(), problem.text());
            }
            if (at instanceof Trouble trouble) {
                return trouble;
            }
            if (at instanceof GuardedNames.Inside inside) {
                return inside.problem("The link of " + shoot.vendor() + " for " + upload.photo().name());
            }
            if (at instanceof PhotoEntity.OriginalChanged) {
                return new Problem("photo-changed", upload.photo().path() + " was changed after it was gathered: "
                        + at.getMessage() + ".", "Put the photo back as it was, or cancel the shoot and drop it into a folder of another name.");
            }
            if (at instanceof PhotoEntity.OriginalUnreadable) {
                return new Outage(Outages.folder(shoot), "inbox-unreadable", upload.photo().path()
                        + " cannot be read: " + Plain.text(at.getMessage()) + ".",
                        "Look after the disk or share of the inbox; Darkroom goes on by itself.");
            }
            if (at instanceof IOException) {
                return new Passing("store:" + shoot.vendor(), "store-unreachable", "The way to the store of "
                        + shoot.vendor() + " broke at " + upload.photo().name() + " ("
                        + Plain.text(at.getClass().getSimpleName() + " " + at.getMessage()) + ")");
            }
        }
        return new Problem("internal", upload.photo().name() + " could not be sent: "
                + Plain.text(String.valueOf(failure)), "Retry it; if it fails again, report it together with the log.");
    }

    /**
     * After the slice: more of the same if anything went through, else the gravest trouble.
     *
     * @throws Trouble when a photo needs a person, something is out, or nothing went through
     */
    public void concluded(Shoot shoot, Slice slice) {
        Trouble gravest = null;
        for (Trouble trouble : slice.troubles()) {
            if (gravest == null || weight(trouble) > weight(gravest)) {
                gravest = trouble;
            }
        }
        if (gravest instanceof Passing && slice.sent().isEmpty() && photos.stuck(shoot, STUCK)) {
            throw new Problem("photo-stuck", "Every other photo went through, and this one does not after " + STUCK
                    + " tries: " + gravest.text() + ".", "Look at that photo; retry tries again, or cancel the shoot.");
        }
        if (gravest != null && (!(gravest instanceof Passing) || slice.sent().isEmpty())) {
            throw gravest;
        }
        ledger.more(shoot);
    }

    private static int weight(Trouble trouble) {
        return trouble instanceof Passing ? 0 : trouble instanceof Problem ? 1 : 2;
    }
}
