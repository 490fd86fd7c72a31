package studio.darkroom.transfer;

import org.apache.camel.Exchange;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Problem;
import studio.darkroom.trouble.Trouble;

/** What a store says to bytes that were sent to it. */
final class StoreAnswer {

    /** The store's word for a PUT with other headers than the signed ones. */
    static final String MISFIT = "SignatureDoesNotMatch";

    /** No store's ETag is longer. */
    private static final int LONGEST = 200;

    private StoreAnswer() {
    }

    /**
     * Reads the status and the ETag that the exchange carries, and gives the connection back.
     *
     * @param what was sent, for messages
     * @return the ETag as it came; null: there was none
     * @throws Trouble unless the store took it, and took it as it was sent
     */
    static String check(Exchange exchange, Shoot shoot, String what, Link link, PhotoEntity entity) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String said = Wire.beginning(exchange);
        if (status < 200 || status > 299) {
            throw refused(shoot, what, link, status, said);
        }
        String etag = exchange.getMessage().getHeader("ETag", "", String.class).replace("\"", "");
        if (entity.md5() != null && etag.matches("[0-9a-fA-F]{32}") && !etag.equalsIgnoreCase(entity.md5())) {
            throw new Passing("store:" + shoot.vendor(), "upload-differs", what
                    + " arrived with other bytes than were sent (MD5)");
        }
        return etag.isEmpty() || etag.length() > LONGEST ? null : Plain.text(etag);
    }

    private static Trouble refused(Shoot shoot, String what, Link link, int status, String said) {
        String text = "The store of " + shoot.vendor() + " (" + link.host() + ") answers " + status + " to " + what
                + (said.isEmpty() ? "" : ": " + said);
        if (status >= 500 || status == 408 || status == 429) {
            return new Passing("store:" + shoot.vendor(), "store-down", text);
        }
        if (status == 403 && "".equals(link.spare()) && said.contains(MISFIT)) {
            return new Problem("upload-type", text, "Report it to " + shoot.vendor() + " with this text: no Content-Type"
                    + " that it is known to want fits this kind of photo.");
        }
        return new Problem(status == 403 && !said.contains(MISFIT) ? "link-expired" : "upload-refused", text,
                "Retry the shoot; fresh links are asked for. If it stays, report it with this text.");
    }
}
