package studio.darkroom.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.app.NodeInstaller;
import studio.darkroom.config.Settings;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.text.Causes;
import studio.darkroom.text.Redactor;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.Vendors;

/** Queries the accounts at the vendors through the routes that a node uses, without a node. */
final class AccountQuery implements AutoCloseable {

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    AccountQuery(Settings settings, Optional<Path> routesFolder) throws Exception {
        try {
            context.disableJMX();
            new NodeInstaller(settings, java.time.Clock.systemUTC(), routesFolder).installVendors(context);
            context.start();
            template = context.createProducerTemplate();
        } catch (Exception e) {
            context.stop();
            throw e;
        }
    }

    /** The facts of a vendor; empty if no route file declares it. */
    Optional<VendorFacts> findFacts(String vendor) {
        Vendors vendors = new Vendors(context.getRegistry());
        return vendors.names().contains(vendor) ? Optional.of(vendors.requireFacts(vendor)) : Optional.empty();
    }

    /** @throws studio.darkroom.lifecycle.Trouble.Problem if there is no such vendor */
    VendorFacts requireFacts(String vendor) {
        return new Vendors(context.getRegistry()).requireFacts(vendor);
    }

    /**
     * The result of the vendor's {@code check} route.
     *
     * @return its profiles, one map each: {@code key}, {@code name}, {@code type}, {@code kind}
     * @throws CommandFailure with the reason and the fix
     */
    List<Map<String, String>> fetchProfiles(String vendor) {
        return fetchRows(vendor, "check");
    }

    /** The result of the vendor's {@code choices} route, one map each: {@code value}, {@code default}. @throws CommandFailure as above */
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
        return Causes.findCause(Trouble.class, failure).map(trouble -> trouble.text() + " " + trouble.fix())
                .orElseGet(() -> vendor + " cannot be reached (" + failure.getClass().getSimpleName() + ": "
                + Redactor.redact(failure.getMessage()) + "). Check the network, the proxy and darkroom.vendor." + vendor + ".url.");
    }

    @Override
    public void close() {
        context.stop();
    }
}
