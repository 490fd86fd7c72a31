package studio.darkroom.inbox;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import studio.darkroom.ledger.Outages;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Triage;

/** Notices that a lane's inbox is gone, which is an outage and not an empty inbox, and that it is back. */
public final class InboxLook implements PollingConsumerPollStrategy {

    private final String lane;
    private final String place;
    private final Triage triage;
    private final Outages outages;
    private final java.util.function.Consumer<String> appoint;
    private volatile boolean gone;

    /** @param place the inbox as a person knows it */
    public InboxLook(String lane, String place, Triage triage, Outages outages,
            java.util.function.Consumer<String> appoint) {
        this.lane = lane;
        this.place = place;
        this.triage = triage;
        this.outages = outages;
        this.appoint = appoint;
        this.gone = outages.standing("inbox:" + lane).isPresent();
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (gone) {
            gone = false;
            outages.over("inbox:" + lane).forEach(appoint);
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        gone = true;
        triage.found(new Outage("inbox:" + lane, "inbox-gone", "The inbox " + place + " of lane " + lane
                + " cannot be looked into: " + Plain.text(cause.getMessage()) + ".",
                "Mount the share or create the folder; Darkroom goes on by itself."));
        return false;
    }
}
