package studio.darkroom.sim.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.FaultInjector;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.Switches;

/** One loopback port that serves one or more {@link Api}s, with faults and a request log. */
public final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int MAX_BODY_BYTES = 32 << 20;

    static {
        // Without it, every second small response on a kept connection waits 40 ms for an acknowledgement
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final String name;
    private final RequestLog log;
    private final FaultInjector faults;
    private final Switches switches;
    private final HttpServer server;
    private final ExecutorService workers;
    private final List<Api> apis = new ArrayList<>();

    /**
     * @param name name of this server in the log and for faults, such as {@code imagen}
     * @param port loopback port, 0 for any free one
     */
    public ApiServer(String name, int port, RequestLog log, FaultInjector faults, Switches switches) {
        this.name = name;
        this.log = log;
        this.faults = faults;
        this.switches = switches;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot listen on port " + port + " (" + e.getMessage()
                    + "). Choose another port.", e);
        }
        workers = Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "sim-" + name);
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(workers);
        server.createContext("/", this::serve);
    }

    public ApiServer mount(Api api) {
        apis.add(api);
        return this;
    }

    public ApiServer start() {
        server.start();
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            Api api = apis.stream().filter(a -> path.startsWith(a.prefix())).findFirst().orElse(null);
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
            if (api == null) {
                sendResponse(exchange, Response.empty(404), null);
            } else {
                new CallExecution(exchange, api, path, body).run();
            }
        } catch (IOException e) {
            LOG.debug("connection lost", e);
        }
    }

    /** Executes one call: faults, handler and log. */
    private final class CallExecution {
        private final HttpExchange exchange;
        private final Api api;
        private final String path;
        private final byte[] body;
        private final Instant startedAt = Instant.now();
        private final long startedNanos = System.nanoTime();
        private final Map<String, String> query;
        private Route route;
        private Map<String, String> vars = Map.of();
        private String call = "unknown";

        private CallExecution(HttpExchange exchange, Api api, String path, byte[] body) {
            this.exchange = exchange;
            this.api = api;
            this.path = path;
            this.body = body;
            this.query = parseQuery(exchange.getRequestURI().getRawQuery());
        }

        private void run() throws IOException {
            matchRoute();
            if (!api.isSimulated()) {
                sendResponse(exchange, invokeRoute(null), null);
                return;
            }
            pause(switches.getLong("latency-ms"));
            Fault fault = faults.takeMatching(name, call, path).orElse(null);
            Response answer = fault == null ? invokeRoute(null) : respondWithFault(fault);
            // The log entry is written before the response is sent, so that a client with the response can find the entry
            log.add(startedAt, name, call, exchange.getRequestMethod(), path, query, exchange.getRequestHeaders(),
                    new String(body, StandardCharsets.UTF_8), answer == null ? 0 : answer.status(),
                    fault == null ? "" : fault.kind().name(), body.length, answer == null ? 0 : answer.body().length,
                    (System.nanoTime() - startedNanos) / 1_000_000);
            if (answer != null) {
                sendResponse(exchange, answer, fault);
            }
        }

        private Response respondWithFault(Fault fault) {
            switch (fault.kind()) {
                case STATUS:
                    return api.toErrorResponse(new HttpStatusException(fault.status(), "Simulated fault."));
                case HTML:
                    return Response.text(fault.status(), "text/html", "<html><body><h1>" + fault.status() + "</h1></body></html>");
                case RETRY_AFTER:
                    return api.toErrorResponse(new HttpStatusException(fault.status(), "Simulated fault."))
                            .withHeader("Retry-After", Long.toString(fault.amount()));
                case DROP_BEFORE:
                    return null;
                case DROP_AFTER:
                    invokeRoute(fault);
                    return null;
                case STATUS_AFTER:
                    invokeRoute(fault);
                    return api.toErrorResponse(new HttpStatusException(fault.status(), "Simulated fault."));
                case DELAY:
                    pause(fault.amount());
                    return invokeRoute(fault);
                default:
                    return invokeRoute(fault);
            }
        }

        private void matchRoute() {
            for (Route r : api.routes()) {
                Map<String, String> found = r.matchPath(path);
                if (found != null && r.method().equals(exchange.getRequestMethod())) {
                    route = r;
                    vars = found;
                    call = r.call();
                    return;
                }
            }
        }

        private Response invokeRoute(Fault fault) {
            try {
                Call it = new Call(call, exchange.getRequestMethod(), path, vars, query, exchange.getRequestHeaders(), body, fault);
                api.authorize(it);
                if (route == null) {
                    boolean known = api.routes().stream().anyMatch(r -> r.matchPath(path) != null);
                    throw new HttpStatusException(known ? 405 : 404, known ? "Method Not Allowed" : "Not Found");
                }
                return route.handler().handle(it);
            } catch (HttpStatusException r) {
                return api.toErrorResponse(r);
            } catch (Exception e) {
                LOG.error("the simulator failed on {} {}", exchange.getRequestMethod(), path, e);
                return api.toErrorResponse(new HttpStatusException(500, "The simulator itself failed: " + e));
            }
        }
    }

    private static void sendResponse(HttpExchange exchange, Response answer, Fault fault) throws IOException {
        byte[] body = answer.body();
        if (!answer.type().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", answer.type());
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean none = body.length == 0;
        exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
        if (none) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        if (fault != null && fault.kind() == Fault.Kind.CUT) {
            out.write(body, 0, body.length / 2);
            out.flush();
            return;
        }
        if (fault != null && fault.kind() == Fault.Kind.SLOW) {
            for (byte b : body) {
                out.write(b);
                out.flush();
                LockSupport.parkNanos(1_000_000_000L / Math.max(1, fault.amount()));
            }
        } else {
            out.write(body);
        }
        out.close();
    }

    /** Waits in real time; returns immediately for 0. */
    public static void pause(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        for (long left = until - System.nanoTime(); left > 0 && !Thread.currentThread().isInterrupted();
             left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Query parameters in order, decoded; the last value of a name counts. */
    public static Map<String, String> parseQuery(String raw) {
        Map<String, String> out = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&")) {
                int eq = pair.indexOf('=');
                String key = eq < 0 ? pair : pair.substring(0, eq);
                out.put(URLDecoder.decode(key, StandardCharsets.UTF_8),
                        eq < 0 ? "" : URLDecoder.decode(pair.substring(eq + 1), StandardCharsets.UTF_8));
            }
        }
        return out;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
