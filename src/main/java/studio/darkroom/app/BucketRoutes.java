package studio.darkroom.app;

import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import studio.darkroom.config.Settings;

/** The routes of a lane with a bucket as its inbox: one lists the bucket, one reads its event queue if there is one. */
public final class BucketRoutes {

    private BucketRoutes() {
    }

    /** Adds them from their templates. */
    public static void addRoutes(CamelContext context, Settings.Lane lane, Settings.Gather gather) {
        TemplatedRouteBuilder.builder(context, "inbox-bucket").routeId("inbox-bucket-" + lane.name())
                .parameter("lane", lane.name()).parameter("bucket", lane.inbox().bucket())
                .parameter("interval", String.valueOf(lane.listingInterval(gather).toMillis())).add();
        lane.events().map(URI::toString).ifPresent(queue -> TemplatedRouteBuilder.builder(context, "inbox-events")
                .routeId("inbox-events-" + lane.name()).parameter("lane", lane.name())
                .parameter("queue", queue).parameter("name", queue.substring(queue.lastIndexOf('/') + 1)).add());
    }
}
