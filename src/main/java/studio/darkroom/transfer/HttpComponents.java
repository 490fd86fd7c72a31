package studio.darkroom.transfer;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;

/**
 * Darkroom's own two HTTP components beside whatever the host has: {@code vendor-http} for the vendors' APIs and
 * {@code transfer-http} for presigned links. Neither sends anything twice by itself, follows a redirect, keeps a cookie
 * or unpacks an answer.
 */
public final class HttpComponents {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private HttpComponents() {
    }

    /**
     * @param transfers how many transfers run at once
     * @param workers how many shoots are worked on at once
     * @param stall so long a transfer may stand still before it is broken off
     */
    public static void add(CamelContext context, int transfers, int workers, Duration stall) {
        context.addComponent("vendor-http", component(Math.max(workers, 2), Duration.ofSeconds(60)));
        context.addComponent("transfer-http", component(transfers, stall));
    }

    private static HttpComponent component(int connections, Duration answer) {
        HttpComponent http = new HttpComponent();
        http.setAutomaticRetriesDisabled(true);
        http.setFollowRedirects(false);
        http.setCookieManagementDisabled(true);
        http.setContentCompressionDisabled(true);
        http.setUseSystemProperties(false);
        http.setConnectTimeout(CONNECT.toMillis());
        http.setConnectionRequestTimeout(Duration.ofMinutes(10).toMillis());
        http.setResponseTimeout(answer.toMillis());
        http.setSoTimeout(answer.toMillis());
        http.setConnectionsPerRoute(connections);
        http.setMaxTotalConnections(Math.max(connections * 4, 16));
        return http;
    }
}
