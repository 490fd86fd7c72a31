package studio.darkroom.inbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import studio.darkroom.Settings;
import studio.darkroom.bucket.Stores;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.transfer.Original;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Problem;

/** Where the lanes' photos lie and their results go. */
public final class Places {

    private final Map<String, Settings.Lane> lanes;
    private final Map<String, Inbox> inboxes = new LinkedHashMap<>();

    public Places(Map<String, Settings.Lane> lanes, Stores stores) {
        this.lanes = Map.copyOf(lanes);
        lanes.values().forEach(lane -> inboxes.put(lane.name(), lane.inbox().kind() == Settings.Place.Kind.FOLDER
                ? new FolderInbox(lane.name(), lane.inbox().folder())
                : new BucketInbox(lane.name(), lane.inbox().toString(), stores.shelf(lane.inboxStore(), lane.inbox()))));
    }

    /** @throws Problem when the lane is no longer configured */
    public Settings.Lane lane(String name) {
        Settings.Lane lane = lanes.get(name);
        if (lane == null) {
            throw new Problem("lane-unknown", "Lane " + name + " is no longer configured.",
                    "Put it back into darkroom.lanes and restart, or cancel its shoots.");
        }
        return lane;
    }

    /** {@code folder} or {@code bucket}: which delivery route a shoot takes. */
    public String delivery(Shoot shoot) {
        return lane(shoot.lane()).delivery().kind().name().toLowerCase(Locale.ROOT);
    }

    /** The folder that a lane delivers into. */
    public Path deliveryFolder(String lane) {
        return lane(lane).delivery().folder();
    }

    /** A lane's inbox. */
    public Inbox inbox(String lane) {
        return inboxes.get(lane(lane).name());
    }

    /** As {@link Inbox#odd}. */
    public String odd(String lane, String path) {
        return inbox(lane).odd(path);
    }

    /**
     * The bytes of a photo as they were gathered.
     *
     * @throws Problem when the photo is gone or was changed
     * @throws Outage when its inbox is gone
     */
    public Original original(Photo photo) {
        return inbox(photo.lane()).original(photo);
    }
}
