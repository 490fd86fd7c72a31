package studio.darkroom.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Redactor;

/** The place a lane delivers to. An existing file or object is never overwritten. */
public interface Delivery {

    /** The file name of a shoot's receipt. */
    String RECEIPT_NAME = "receipt.json";

    /**
     * The bytes of a result before they are stored.
     *
     * @param length number of bytes; -1 if the sender did not announce it
     */
    record IncomingResult(InputStream bytes, long length) {
    }

    /**
     * A stored result.
     *
     * @param name its file name in the delivery
     * @param size in bytes
     */
    record StoredResult(String name, long size, String sha256) {
    }

    /**
     * Stores one result under its name, or under a numbered name if another file has that name. A result that replaces a
     * delivered file takes its name; the earlier file is kept beside it as {@code <stem>.before-<n>.<extension>}, with the
     * lowest free number from 1. Storing the same bytes again changes nothing.
     *
     * @throws IOException if the bytes do not arrive completely; nothing is stored then
     * @throws Trouble if the delivery cannot be written
     */
    StoredResult putResult(Shoot shoot, Result result, IncomingResult incoming) throws IOException;

    /**
     * Writes a small text completely or not at all. It replaces an earlier text of this shoot; if another file has the name,
     * the text gets a numbered name.
     *
     * @param text contains the shoot's id in its first 4 KB
     */
    void writeText(Shoot shoot, String name, byte[] text) throws IOException;

    /** Reads the SHA-256 of a delivered file; empty if there is no such file. */
    String computeSha256(Shoot shoot, String name) throws IOException;

    /** Delivers to the folder or bucket of the shoot's lane. A folder that cannot be written is an outage of the lane's delivery. */
    record ByLane(Function<String, Delivery> deliveryOfLane) implements Delivery {

        @Override
        public StoredResult putResult(Shoot shoot, Result result, IncomingResult incoming) throws IOException {
            try {
                return deliveryOfLane.apply(shoot.lane()).putResult(shoot, result, incoming);
            } catch (FolderDelivery.Unwritable e) {
                throw newOutage(shoot, e);
            }
        }

        @Override
        public void writeText(Shoot shoot, String name, byte[] text) {
            try {
                deliveryOfLane.apply(shoot.lane()).writeText(shoot, name, text);
            } catch (IOException e) {
                throw newOutage(shoot, e);
            }
        }

        @Override
        public String computeSha256(Shoot shoot, String name) throws IOException {
            return deliveryOfLane.apply(shoot.lane()).computeSha256(shoot, name);
        }

        private static Outage newOutage(Shoot shoot, IOException cause) {
            return new Outage("delivery:" + shoot.lane(), "delivery-unwritable", "The delivery of lane " + shoot.lane()
                    + " cannot be written: " + Redactor.redact(cause.getMessage()) + ".",
                    "Free space or repair the disk or share; Darkroom resumes automatically.");
        }
    }
}
