package studio.darkroom.vendor;

import java.util.Map;
import java.util.Optional;
import studio.darkroom.Settings;
import studio.darkroom.trouble.Outage;

/** The vendors' keys, given out at the one place where a request is made. */
public final class Keys {

    private final Map<String, Settings.Vendor> vendors;

    public Keys(Map<String, Settings.Vendor> vendors) {
        this.vendors = Map.copyOf(vendors);
    }

    /** The same as the value of an {@code Authorization} header. @throws Outage when there is none */
    public String bearer(String vendor) {
        return "Bearer " + of(vendor);
    }

    /** @throws Outage when there is none */
    public String of(String vendor) {
        return Optional.ofNullable(vendors.get(vendor)).flatMap(Settings.Vendor::key)
                .orElseThrow(() -> new Outage("vendor:" + vendor, "key-missing", "There is no key for " + vendor + ".",
                        "Set darkroom.vendor." + vendor + ".key and restart.")).reveal();
    }
}
