package studio.darkroom.vendor;

import java.util.Map;
import java.util.Optional;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Outage;

/** The vendors' keys, given out at the one place where a request is made. */
public final class VendorKeys {

    private final Map<String, Settings.Vendor> vendors;

    public VendorKeys(Map<String, Settings.Vendor> vendors) {
        this.vendors = Map.copyOf(vendors);
    }

    /** The same as the value of an {@code Authorization} header. @throws Outage when there is none */
    public String authorizationHeader(String vendor) {
        return "Bearer " + requireKey(vendor);
    }

    /** @throws Outage when there is none */
    public String requireKey(String vendor) {
        return Optional.ofNullable(vendors.get(vendor)).flatMap(Settings.Vendor::key)
                .orElseThrow(() -> new Outage("vendor:" + vendor, "key-missing", "There is no key for " + vendor + ".",
                        "Set darkroom.vendor." + vendor + ".key and restart.")).reveal();
    }
}
