package studio.darkroom.transfer;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Darkroom's own HTTP components beside whatever the host has: {@code vendor-http} for the vendors' APIs,
 * {@code patient-http} for those of their calls that take minutes, and {@code transfer-http} for presigned links. None
 * sends anything twice by itself, follows a redirect, keeps a cookie or unpacks an answer, and none waits for ever.
 */
public final class HttpComponents {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** An edit is answered only when the vendor has looked into every photo (contract fotolabs 2.4: 120 s or more). */
    private static final Duration ANSWER = Duration.ofSeconds(150);

    /** How long a vendor may work on one picture while it is waited for (contract imagen 2.8 and 5). */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    /** So many pictures are waited for at once on this node; no source tells how many a vendor takes. */
    public static final int PATIENT = 4;

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration BODY = Duration.ofMinutes(5);
    private static final String AGENT = "Darkroom";

    private HttpComponents() {
    }

    /**
     * @param transfers how many transfers run at once
     * @param workers how many shoots are worked on at once
     * @param stall so long a transfer may stand still before it is broken off
     * @param links resolves the hosts of presigned links
     */
    public static void add(CamelContext context, int transfers, int workers, Duration stall, DnsResolver links) {
        add(context, transfers, workers, stall, links, BODY);
    }

    /** @param longest so long the body of a vendor's answer may take */
    static void add(CamelContext context, int transfers, int workers, Duration stall, DnsResolver links,
            Duration longest) {
        add(context, "vendor-http", Math.max(workers, 2), ANSWER, Duration.ofSeconds(30), longest, SystemDefaultDnsResolver.INSTANCE);
        add(context, "patient-http", PATIENT, PATIENCE, LEASE, longest, SystemDefaultDnsResolver.INSTANCE);
        add(context, "transfer-http", transfers, stall, LEASE, null, links);
    }

    private static void add(CamelContext context, String name, int connections, Duration patience,
            Duration lease, Duration longest, DnsResolver names) {
        StallWatch watch = new StallWatch(patience);
        PoolingHttpClientConnectionManager pool = new Watching(watch).setMaxConnPerRoute(connections).setDnsResolver(names)
                .setMaxConnTotal(Math.max(connections * 4, 16))
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.of(patience)).setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(patience)).build())
                .build();
        HttpComponent http = new HttpComponent();
        http.setClientConnectionManager(pool);
        http.setHttpClientConfigurer(client -> client.addExecInterceptorFirst("cutting", new Cutting(longest)));
        http.setAutomaticRetriesDisabled(true);
        http.setFollowRedirects(false);
        http.setRedirectHandlingDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setContentCompressionDisabled(true);
        http.setAuthCachingDisabled(true);
        http.setUserAgent(AGENT);
        http.setConnectionRequestTimeout(lease.toMillis());
        http.setResponseTimeout(patience.toMillis());
        context.addComponent(name, http);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                pool.close();
                watch.close();
            }
        });
    }

    /** Makes connections whose sockets are watched while they write. */
    private static final class Watching extends PoolingHttpClientConnectionManagerBuilder {

        private final StallWatch watch;

        Watching(StallWatch watch) {
            this.watch = watch;
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver names,
                TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(proxy -> watch.socket(), ports, names,
                    RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
        }
    }
}
