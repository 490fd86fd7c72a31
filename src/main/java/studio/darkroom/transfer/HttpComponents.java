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

    /** An edit is answered only when the vendor has looked into every photo (contract fotolabs 2.4: 120 s or more). */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(150);

    /** How long a vendor may work on one picture while it is waited for (contract imagen 2.8 and 5). */
    public static final Duration SLOW_CALL_TIMEOUT = Duration.ofMinutes(10);

    /** So many pictures are waited for at once on this node; no source tells how many a vendor takes. */
    public static final int MAX_SLOW_CALLS = 4;

    private static final Duration LEASE_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration BODY_TIMEOUT = Duration.ofMinutes(5);
    private static final String USER_AGENT = "Darkroom";

    private HttpComponents() {
    }

    /**
     * @param transfers how many transfers run at once
     * @param workers how many shoots are worked on at once
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
        WriteTimeout writeTimeout = new WriteTimeout(responseTimeout);
        PoolingHttpClientConnectionManager pool = new WriteTimeoutPoolBuilder(writeTimeout).setMaxConnPerRoute(connections).setDnsResolver(resolver)
                .setMaxConnTotal(Math.max(connections * 4, 16))
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.of(responseTimeout)).setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .setSocketTimeout(Timeout.of(responseTimeout)).build())
                .build();
        HttpComponent http = new HttpComponent();
        http.setClientConnectionManager(pool);
        http.setHttpClientConfigurer(client -> client.addExecInterceptorFirst("cutting", new ConnectionAborter(bodyTimeout)));
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
                writeTimeout.close();
            }
        });
    }

    /** Makes connections whose sockets are watched while they write. */
    private static final class WriteTimeoutPoolBuilder extends PoolingHttpClientConnectionManagerBuilder {

        private final WriteTimeout writeTimeout;

        WriteTimeoutPoolBuilder(WriteTimeout writeTimeout) {
            this.writeTimeout = writeTimeout;
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver names,
                TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(proxy -> writeTimeout.createSocket(), ports, names,
                    RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
        }
    }
}
