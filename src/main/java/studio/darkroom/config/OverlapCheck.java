package studio.darkroom.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import studio.darkroom.config.Settings.BucketStore;
import studio.darkroom.config.Settings.Lane;
import studio.darkroom.config.Settings.Place;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;

/** Checks that nothing Darkroom writes can be picked up as a photo to be edited and paid for. */
record OverlapCheck(Map<String, Setting> settings, Collection<Fault> faults) {

    /** @param store unused for a folder */
    private record ConfiguredPlace(String key, Place place, BucketStore store) {

        /** Whether the other place is, or may be, this one or inside it. */
        boolean contains(ConfiguredPlace other) {
            return place.contains(other.place) && (place.kind() == Place.Kind.FOLDER || store.canBeSame(other.store));
        }
    }

    /** Adds a fault for each two places that must not overlap. Places with a fault of their own are null. */
    void checkPlaces(Settings checked) {
        List<ConfiguredPlace> inboxes = new ArrayList<>();
        List<ConfiguredPlace> outputs = new ArrayList<>();
        checked.vendorsFolder().ifPresent(folder -> outputs.add(new ConfiguredPlace("darkroom.vendors.folder", Place.folder(folder), null)));
        for (Lane lane : checked.lanes()) {
            String prefix = "darkroom.lane." + lane.name() + ".";
            inboxes.add(new ConfiguredPlace(prefix + "inbox", lane.inbox(), lane.inboxStore()));
            outputs.add(new ConfiguredPlace(prefix + "delivery", lane.delivery(), lane.deliveryStore()));
            outputs.add(new ConfiguredPlace(prefix + "archive", lane.archive() == null ? null : lane.archive().target().orElse(null), lane.inboxStore()));
            outputs.add(new ConfiguredPlace(prefix + "touched-up", lane.touchedUp().map(Place::folder).orElse(null), null));
        }
        inboxes.removeIf(inbox -> inbox.place() == null);
        outputs.removeIf(output -> output.place() == null);
        for (ConfiguredPlace touchedUp : outputs) {
            outputs.stream().filter(output -> touchedUp.key().endsWith(".touched-up") && output.key().endsWith(".delivery"))
                    .forEach(delivery -> checkOverlap(touchedUp, delivery, "results would be picked up as retouched photos"));
        }
        for (ConfiguredPlace inbox : inboxes) {
            inboxes.subList(0, inboxes.indexOf(inbox)).forEach(before -> checkOverlap(inbox, before, "its photos would be edited and paid for twice"));
            outputs.forEach(output -> checkOverlap(output, inbox, "the files written there would be edited and paid for again"));
            if (checked.home() != null && inbox.place().contains(Place.folder(checked.home()))) {
                addFault("darkroom.home", "it is inside the inbox " + describePlace(inbox), "move one of them");
            }
        }
    }

    private void checkOverlap(ConfiguredPlace one, ConfiguredPlace other, String consequence) {
        boolean inside = other.contains(one);
        if (inside || one.contains(other)) {
            String relation = one.place().equals(other.place()) ? "it is the same place as " : inside ? "it is inside " : "it contains ";
            addFault(one.key(), relation + describePlace(other) + ", so " + consequence, "use two separate places");
        }
    }

    private String describePlace(ConfiguredPlace configured) {
        return configured.key() + " = '" + settings.get(configured.key()).displayValue() + "'";
    }

    private void addFault(String key, String reason, String fix) {
        faults.add(settings.get(key).createFault(Code.OVERLAPPING_PLACES, reason, fix));
    }
}
