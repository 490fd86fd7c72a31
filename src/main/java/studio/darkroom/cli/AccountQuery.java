package studio.darkroom.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import studio.darkroom.app.NodeInstaller;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/** Asks the vendors what the account can use, through the very routes that a node works with, without a node. */
final class AccountQuery implements AutoCloseable {

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    AccountQuery(Settings settings, Optional<Path> routesFolder) throws Exception {
        try {
            new NodeInstaller(settings, java.time.Clock.systemUTC(), routesFolder).installVendors(context);
            context.start();
            template = context.createProducerTemplate();
        } catch (Exception e) {
            context.stop();
            throw e;
        }
    }

    /** The facts of a vendor; empty when no route file tells of it. */
    Optional<VendorFacts> findFacts(String vendor) {
        Vendors vendors = new Vendors(context.getRegistry());
        return vendors.names().contains(vendor) ? Optional.of(vendors.requireFacts(vendor)) : Optional.empty();
    }

    /** @throws studio.darkroom.lifecycle.Problem if there is no such vendor */
    VendorFacts requireFacts(String vendor) {
        return new Vendors(context.getRegistry()).requireFacts(vendor);
    }

    /**
     * What the vendor's {@code check} tells.
     *
     * @return its profiles, one map per row: {@code key}, {@code name}, {@code type}, {@code kind}
     * @throws CommandFailure with the vendor's reason and what to do
     */
    List<Map<String, String>> fetchProfiles(String vendor) {
        return fetchRows(vendor, "check");
    }

    /** What the vendor's {@code choices} tells, one map per row: {@code value}, {@code default}. @throws CommandFailure as above */
    List<Map<String, String>> fetchChoices(String vendor) {
        return fetchRows(vendor, "choices");
    }

    private List<Map<String, String>> fetchRows(String vendor, String verb) {
        Exchange reply = template.request("direct:" + vendor + "-" + verb + "?block=false", exchange -> { });
        if (reply.getException() != null) {
            throw new CommandFailure(describeFailure(vendor, reply.getException()));
        }
        @SuppressWarnings("unchecked")
        List<Map<String, String>> rows = reply.getMessage().getBody(List.class);
        return rows == null ? List.of() : rows;
    }

    private static String describeFailure(String vendor, Throwable failure) {
        Optional<Trouble> trouble = Causes.findCause(Trouble.class, failure);
        if (trouble.isPresent()) {
            return trouble.get().text() + " " + trouble.get().fix();
        }
        return vendor + " cannot be reached (" + failure.getClass().getSimpleName() + ": "
                + Redactor.redact(failure.getMessage()) + "). Look after network, proxy and darkroom.vendor." + vendor + ".url.";
    }

    @Override
    public void close() {
        context.stop();
    }
}
