package studio.darkroom.vendor;

import java.util.List;
import java.util.Optional;
import org.apache.camel.spi.Registry;
import studio.darkroom.lifecycle.Trouble.Problem;

/** The editing services whose route files are loaded. */
public final class Vendors {

    private static final String FACTS_SUFFIX = "-facts";

    private final Registry registry;

    public Vendors(Registry registry) {
        this.registry = registry;
    }

    public List<String> names() {
        return registry.findByTypeWithName(VendorFacts.class).keySet().stream()
                .map(bean -> bean.substring(0, bean.length() - FACTS_SUFFIX.length())).sorted().toList();
    }

    /** @throws Problem if the vendor is unknown */
    public VendorFacts requireFacts(String vendor) {
        return Optional.ofNullable(registry.lookupByNameAndType(vendor + FACTS_SUFFIX, VendorFacts.class))
                .orElseThrow(() -> new Problem("vendor-unknown", "Vendor \"" + vendor + "\" is unknown.",
                        "Set vendor in the ticket or the lane to one of: " + String.join(", ", names()) + "."));
    }
}
