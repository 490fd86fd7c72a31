package studio.darkroom.transfer;

import org.apache.camel.Exchange;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.lifecycle.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.VendorRequests;

/** What a store says to bytes that were sent to it. */
final class StoreResponse {

    /** The store's word for a PUT with other headers than the signed ones. */
    static final String SIGNATURE_MISMATCH = "SignatureDoesNotMatch";

    /** No store's ETag is longer. */
    private static final int MAX_ETAG_LENGTH = 200;

    private StoreResponse() {
    }

    /**
     * Reads the status and the ETag that the exchange carries, and gives the connection back.
     *
     * @param what was sent, for messages
     * @return the ETag as it came; null: there was none
     * @throws Trouble unless the store took it, and took it as it was sent
     */
    static String requireStored(Exchange exchange, Shoot shoot, String what, Link link, PhotoEntity entity) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String excerpt = VendorRequests.readExcerpt(exchange);
        if (status < 200 || status > 299) {
            throw toTrouble(shoot, what, link, status, excerpt);
        }
        String etag = exchange.getMessage().getHeader("ETag", "", String.class).replace("\"", "");
        if (entity.md5() != null && etag.matches("[0-9a-fA-F]{32}") && !etag.equalsIgnoreCase(entity.md5())) {
            throw new TransientFailure("store:" + shoot.vendor(), "upload-differs", what
                    + " arrived with other bytes than were sent (MD5)");
        }
        return etag.isEmpty() || etag.length() > MAX_ETAG_LENGTH ? null : Redactor.redact(etag);
    }

    private static Trouble toTrouble(Shoot shoot, String what, Link link, int status, String excerpt) {
        String text = "The store of " + shoot.vendor() + " (" + link.host() + ") answers " + status + " to " + what
                + (excerpt.isEmpty() ? "" : ": " + excerpt);
        if (status >= 500 || status == 408 || status == 429) {
            return new TransientFailure("store:" + shoot.vendor(), "store-down", text);
        }
        if (status == 403 && "".equals(link.alternativeType()) && excerpt.contains(SIGNATURE_MISMATCH)) {
            return new Problem("upload-type", text, "Report it to " + shoot.vendor() + " with this text: no Content-Type"
                    + " that it is known to want fits this kind of photo.");
        }
        return new Problem(status == 403 && !excerpt.contains(SIGNATURE_MISMATCH) ? "link-expired" : "upload-refused", text,
                "Retry the shoot; fresh links are asked for. If it stays, report it with this text.");
    }
}
