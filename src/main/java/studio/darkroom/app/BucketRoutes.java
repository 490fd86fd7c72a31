package studio.darkroom.app;

import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import studio.darkroom.config.Settings;

/** The routes of a lane whose inbox is a bucket: one that lists it, and one that hears of events if it has a queue. */
public final class BucketRoutes {

    private BucketRoutes() {
    }

    /** Makes them from their templates. */
    public static void addRoutes(CamelContext context, Settings.Lane lane, Settings.Gather gather) {
        TemplatedRouteBuilder.builder(context, "inbox-bucket").routeId("inbox-bucket-" + lane.name())
                .parameter("lane", lane.name()).parameter("bucket", lane.inbox().bucket())
                .parameter("every", String.valueOf(lane.listingInterval(gather).toMillis())).add();
        lane.events().map(URI::toString).ifPresent(queue -> TemplatedRouteBuilder.builder(context, "inbox-events")
                .routeId("inbox-events-" + lane.name()).parameter("lane", lane.name())
                .parameter("queue", queue).parameter("name", queue.substring(queue.lastIndexOf('/') + 1)).add());
    }
}
