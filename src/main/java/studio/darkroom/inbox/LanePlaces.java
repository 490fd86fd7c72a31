package studio.darkroom.inbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.storage.ByteSource;

/** The inbox and the delivery of each lane. */
public final class LanePlaces {

    private final Map<String, Settings.Lane> lanes;
    private final Map<String, Inbox> inboxes = new LinkedHashMap<>();

    public LanePlaces(Map<String, Settings.Lane> lanes, BucketClients stores) {
        this.lanes = Map.copyOf(lanes);
        lanes.values().forEach(lane -> inboxes.put(lane.name(), lane.inbox().kind() == Settings.Place.Kind.FOLDER
                ? new FolderInbox(lane.name(), lane.inbox().folder())
                : new BucketInbox(lane.name(), lane.inbox().toString(), stores.bucketPrefix(lane.inboxStore(), lane.inbox()))));
    }

    /** @throws Problem if the lane is no longer configured */
    public Settings.Lane getLane(String name) {
        Settings.Lane lane = lanes.get(name);
        if (lane == null) {
            throw new Problem("lane-unknown", "Lane " + name + " is no longer configured.",
                    "Add the lane to darkroom.lanes and restart Darkroom, or cancel its shoots.");
        }
        return lane;
    }

    /** The folder that a lane delivers into. */
    public Path getDeliveryFolder(String lane) {
        return getLane(lane).delivery().folder();
    }

    /** A lane's inbox. */
    public Inbox getInbox(String lane) {
        return inboxes.get(getLane(lane).name());
    }

    /**
     * The content of a photo as it was when its shoot was closed.
     *
     * @throws Problem if the photo was removed or changed
     * @throws Outage if its inbox is unavailable
     */
    public ByteSource resolveOriginal(Photo photo) {
        return getInbox(photo.lane()).resolveOriginal(photo);
    }
}
