package studio.darkroom.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import studio.darkroom.Darkroom;
import studio.darkroom.Settings;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Trouble;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/** Asks the vendors what the account can use, through the very routes that a node works with, without a node. */
final class Account implements AutoCloseable {

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    Account(Settings settings, Optional<Path> routes) throws Exception {
        try {
            new Darkroom(settings, java.time.Clock.systemUTC(), routes).installVendors(context);
            context.start();
            template = context.createProducerTemplate();
        } catch (Exception e) {
            context.stop();
            throw e;
        }
    }

    /** The facts of a vendor; empty when no route file tells of it. */
    Optional<VendorFacts> facts(String vendor) {
        Vendors vendors = new Vendors(context.getRegistry());
        return vendors.names().contains(vendor) ? Optional.of(vendors.facts(vendor)) : Optional.empty();
    }

    /**
     * What the vendor's {@code check} tells.
     *
     * @return its profiles, one map per row: {@code key}, {@code name}, {@code type}, {@code kind}
     * @throws Failure with the vendor's reason and what to do
     */
    List<Map<String, String>> profiles(String vendor) {
        return rows(vendor, "check");
    }

    /** What the vendor's {@code choices} tells, one map per row: {@code value}, {@code default}. @throws Failure as above */
    List<Map<String, String>> choices(String vendor) {
        return rows(vendor, "choices");
    }

    private List<Map<String, String>> rows(String vendor, String verb) {
        Exchange done = template.request("direct:" + vendor + "-" + verb + "?block=false", exchange -> { });
        if (done.getException() != null) {
            throw new Failure(sentence(vendor, done.getException()));
        }
        @SuppressWarnings("unchecked")
        List<Map<String, String>> rows = done.getMessage().getBody(List.class);
        return rows == null ? List.of() : rows;
    }

    private static String sentence(String vendor, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Trouble trouble) {
                return trouble.text() + " " + trouble.fix();
            }
        }
        return vendor + " cannot be reached (" + failure.getClass().getSimpleName() + ": "
                + Plain.text(failure.getMessage()) + "). Look after network, proxy and darkroom.vendor." + vendor + ".url.";
    }

    @Override
    public void close() {
        context.stop();
    }
}
