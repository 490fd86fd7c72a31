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
 * The HTTP components of Darkroom, separate from those of the host: {@code vendor-http} for the vendors' APIs,
 * {@code patient-http} for calls that take minutes, and {@code transfer-http} for presigned links. None of them resends a
 * request, follows a redirect, keeps a cookie or decompresses a response, and all have time-outs.
 */
public final class HttpComponents {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A vendor may respond to an edit only after it has examined every photo (docs/vendors/fotolabs.md 2.4: 120 s or more). */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(150);

    /** How long a call may take in which the vendor works on one picture (docs/vendors/imagen.md 2.8 and 5). */
    public static final Duration SLOW_CALL_TIMEOUT = Duration.ofMinutes(10);

    /** The number of such calls at the same time on this node; no source states a vendor's limit. */
    public static final int MAX_SLOW_CALLS = 4;

    private static final Duration LEASE_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration BODY_TIMEOUT = Duration.ofMinutes(5);
    private static final String USER_AGENT = "Darkroom";

    private HttpComponents() {
    }

    /**
     * @param transfers the number of transfers at the same time
     * @param workers the number of shoots that run at the same time
     * @param stallTimeout a transfer is aborted after this time without data
     * @param linkResolver resolves the hosts of presigned links
     */
    public static void addComponents(CamelContext context, int transfers, int workers, Duration stallTimeout, DnsResolver linkResolver) {
        addComponents(context, transfers, workers, stallTimeout, linkResolver, BODY_TIMEOUT);
    }

    /** @param bodyTimeout the longest time for the body of a vendor's response */
    static void addComponents(CamelContext context, int transfers, int workers, Duration stallTimeout, DnsResolver linkResolver,
            Duration bodyTimeout) {
        addComponent(context, "vendor-http", Math.max(workers, 2), RESPONSE_TIMEOUT, Duration.ofSeconds(30), bodyTimeout, SystemDefaultDnsResolver.INSTANCE);
        addComponent(context, "patient-http", MAX_SLOW_CALLS, SLOW_CALL_TIMEOUT, LEASE_TIMEOUT, bodyTimeout, SystemDefaultDnsResolver.INSTANCE);
        addComponent(context, "transfer-http", transfers, stallTimeout, LEASE_TIMEOUT, null, linkResolver);
    }

    private static void addComponent(CamelContext context, String name, int connections, Duration responseTimeout,
            Duration leaseTimeout, Duration bodyTimeout, DnsResolver resolver) {
        ConnectionTimeouts timeouts = new ConnectionTimeouts(responseTimeout, bodyTimeout);
        PoolingHttpClientConnectionManager pool = new WatchedPoolBuilder(timeouts).setMaxConnPerRoute(connections).setDnsResolver(resolver)
                .setMaxConnTotal(Math.max(connections * 4, 16))
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.of(responseTimeout)).setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .setSocketTimeout(Timeout.of(responseTimeout)).build())
                .build();
        HttpComponent http = new HttpComponent();
        http.setClientConnectionManager(pool);
        http.setHttpClientConfigurer(client -> client.addExecInterceptorFirst("timeouts", timeouts));
        http.setAutomaticRetriesDisabled(true);
        http.setFollowRedirects(false);
        http.setRedirectHandlingDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setContentCompressionDisabled(true);
        http.setAuthCachingDisabled(true);
        http.setUserAgent(USER_AGENT);
        http.setConnectionRequestTimeout(leaseTimeout.toMillis());
        http.setResponseTimeout(responseTimeout.toMillis());
        context.addComponent(name, http);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                pool.close();
                timeouts.close();
            }
        });
    }

    /** Creates connections whose writes are watched. */
    private static final class WatchedPoolBuilder extends PoolingHttpClientConnectionManagerBuilder {

        private final ConnectionTimeouts timeouts;

        WatchedPoolBuilder(ConnectionTimeouts timeouts) {
            this.timeouts = timeouts;
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(proxy -> timeouts.createSocket(), ports, names,
                    RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
        }
    }
}
