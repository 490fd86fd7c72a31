package studio.darkroom.vendor;

import java.util.Map;
import java.util.Optional;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Trouble.Outage;

/** The API keys of the vendors, for the routes that send requests. */
public final class VendorKeys {

    private final Map<String, Settings.Vendor> vendors;

    public VendorKeys(Map<String, Settings.Vendor> vendors) {
        this.vendors = Map.copyOf(vendors);
    }

    /** The value of an {@code Authorization} header. @throws Outage if no key is set */
    public String authorizationHeader(String vendor) {
        return "Bearer " + requireKey(vendor);
    }

    /** @throws Outage if no key is set */
    public String requireKey(String vendor) {
        return Optional.ofNullable(vendors.get(vendor)).flatMap(Settings.Vendor::key)
                .orElseThrow(() -> new Outage("vendor:" + vendor, "key-missing", "No API key is set for " + vendor + ".",
                        "Set darkroom.vendor." + vendor + ".key and restart Darkroom.")).reveal();
    }
}
