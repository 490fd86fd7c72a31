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

import studio.darkroom.sim.Faults;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.Switches;

/**
 * The store's front door: a loopback port that hands every request through to s3proxy unchanged, Host header included, so
 * that signatures hold. It logs what each request carried and is where storage faults happen. Bodies are never kept.
 */
public final class StoreProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreProxy.class);

    private final String name;
    private final int upstream;
    private final RequestLog log;
    private final Faults faults;
    private final Switches switches;
    private final Doorkeeper keeper;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers;
    private volatile boolean closed;

    /**
     * @param name     name of this door in the log and for faults: {@code store}, or one that ends so
     * @param port     loopback port, 0 for any free one
     * @param upstream port of s3proxy
     */
    public StoreProxy(String name, int port, int upstream, RequestLog log, Faults faults, Switches switches,
                      Doorkeeper keeper) {
        this.name = name;
        this.upstream = upstream;
        this.log = log;
        this.faults = faults;
        this.switches = switches;
        this.keeper = keeper;
        try {
            door = new ServerSocket(port, 1024, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's store cannot listen on port " + port + " (" + e.getMessage()
                    + "): choose another port.", e);
        }
        workers = Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "sim-store");
            thread.setDaemon(true);
            return thread;
        });
        workers.execute(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = door.accept();
                client.setTcpNoDelay(true);
                workers.execute(() -> serve(client));
            } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
                if (!closed) {
                    LOG.warn("the store's door failed", e);
                }
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client; StoreConnection connection = new StoreConnection(name, client, upstream, log, faults, switches,
                keeper)) {
            while (connection.exchange()) {
                LOG.trace("kept alive");
            }
        } catch (IOException e) {
            LOG.debug("storage connection lost", e);
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            LOG.debug("closing", e);
        }
        workers.shutdownNow();
    }
}
