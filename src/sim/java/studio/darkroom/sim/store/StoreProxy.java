package studio.darkroom.sim.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.sim.FaultInjector;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.Switches;

/**
 * A loopback port in front of the store. It forwards every request to s3proxy unchanged, including the Host header, so that
 * signatures stay valid. It logs requests and applies storage faults. Bodies are never kept.
 */
public final class StoreProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreProxy.class);

    private final String name;
    private final int upstreamPort;
    private final RequestLog log;
    private final FaultInjector faults;
    private final Switches switches;
    private final StoreRequestFilter filter;
    private final ServerSocket serverSocket;
    private final Set<Socket> openSockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers;
    private volatile boolean closed;

    /**
     * @param name         name of this port in the log and for faults: {@code store}, or a name that ends with it
     * @param port         loopback port, 0 for any free one
     * @param upstreamPort port of s3proxy
     */
    public StoreProxy(String name, int port, int upstreamPort, RequestLog log, FaultInjector faults, Switches switches,
                      StoreRequestFilter filter) {
        this.name = name;
        this.upstreamPort = upstreamPort;
        this.log = log;
        this.faults = faults;
        this.switches = switches;
        this.filter = filter;
        try {
            serverSocket = new ServerSocket(port, 1024, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's store cannot listen on port " + port + " (" + e.getMessage()
                    + "). Choose another port.", e);
        }
        workers = Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "sim-store");
            thread.setDaemon(true);
            return thread;
        });
        workers.execute(this::acceptConnections);
    }

    public int port() {
        return serverSocket.getLocalPort();
    }

    private void acceptConnections() {
        while (!closed) {
            try {
                Socket client = serverSocket.accept();
                client.setTcpNoDelay(true);
                workers.execute(() -> serveClient(client));
            } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
                if (!closed) {
                    LOG.warn("the store's port failed", e);
                }
            }
        }
    }

    private void serveClient(Socket client) {
        openSockets.add(client);
        try (client; StoreConnection connection = new StoreConnection(name, client, upstreamPort, log, faults, switches,
                filter)) {
            while (connection.serveRequest()) {
                LOG.trace("kept alive");
            }
        } catch (IOException e) {
            LOG.debug("storage connection lost", e);
        } finally {
            openSockets.remove(client);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            serverSocket.close();
            for (Socket socket : openSockets) {
                socket.close();
            }
        } catch (IOException e) {
            LOG.debug("closing", e);
        }
        workers.shutdownNow();
    }
}
