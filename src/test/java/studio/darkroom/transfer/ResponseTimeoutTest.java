package studio.darkroom.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import studio.darkroom.testing.Await;

/** An endless response is aborted when enough was read, and one that arrives byte by byte after a time-out. */
class ResponseTimeoutTest extends CamelTestSupport {

    private final CountDownLatch hungUp = new CountDownLatch(1);
    private HttpServer server;

    @Override
    protected void setupResources() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            boolean drops = exchange.getRequestURI().getPath().equals("/drops");
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[drops ? 1 : 64 * 1024];
            try {
                while (hungUp.getCount() > 0) {
                    exchange.getResponseBody().write(some);
                    exchange.getResponseBody().flush();
                    if (drops) {
                        Await.isTrueWithin(Duration.ofMillis(20), () -> false);
                    }
                }
            } catch (IOException gone) {
                hungUp.countDown();
            }
        });
        server.start();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        HttpComponents.addComponents(created, 2, 2, Duration.ofSeconds(30), SystemDefaultDnsResolver.INSTANCE, Duration.ofMillis(700));
        return created;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (String component : new String[] {"transfer-http", "vendor-http"}) {
                    from("direct:" + component).streamCache("false").to(component + ":x?disableStreamCache=true")
                            .process(exchange -> {
                                try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
                                    exchange.getProperty("reading", Reading.class).read(in);
                                }
                            });
                }
            }
        };
    }

    @Override
    protected void cleanupResources() {
        hungUp.countDown();
        server.stop(0);
    }

    private interface Reading {
        void read(InputStream in) throws Exception;
    }

    private void reading(String component, String path, Reading reading) {
        Exchange done = template.request("direct:" + component, exchange -> {
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
            exchange.getMessage().setHeader(Exchange.HTTP_URI, "http://127.0.0.1:" + server.getAddress().getPort() + path);
            exchange.setProperty("reading", reading);
        });
        assertThat(done.getException()).isNull();
    }

    @Test
    void close_endlessResponse_abortsConnection() throws Exception {
        reading("transfer-http", "/endless", in -> assertThat(in.readNBytes(1_000_000)).hasSize(1_000_000));
        assertThat(hungUp.await(10, TimeUnit.SECONDS)).as("the server notices").isTrue();
    }

    @Test
    void read_dripFedResponse_timesOut() throws Exception {
        reading("vendor-http", "/drops", in -> assertThatThrownBy(in::readAllBytes)
                .isInstanceOf(SocketTimeoutException.class));
        assertThat(hungUp.await(10, TimeUnit.SECONDS)).as("the server notices").isTrue();
    }
}
