package studio.darkroom.delivery;

import java.io.IOException;
import java.util.function.Function;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.text.Redactor;

/** Delivers into the folder or bucket of the shoot's lane. A folder that cannot be written is an outage of the lane's delivery. */
public record LaneDelivery(Function<String, Delivery> deliveryOfLane) implements Delivery {

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
