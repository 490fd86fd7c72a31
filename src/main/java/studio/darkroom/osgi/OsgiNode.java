package studio.darkroom.osgi;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.app.Standalone;
import studio.darkroom.cli.StartCheck;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.text.Causes;

/**
 * One node that follows its configuration. All of it happens on one thread of its own, never on the host's: each new
 * configuration ends the node (what is under way is finished first) and starts another; an equal one does nothing.
 */
final class OsgiNode implements ManagedService {

    private static final Logger LOG = LoggerFactory.getLogger(OsgiNode.class);

    /** The host first says that there is no configuration, and a moment later which: one start, not two. */
    private static final Duration UNCONFIGURED_DELAY = Duration.ofSeconds(3);
    private static final Duration CONFIGURED_DELAY = Duration.ofMillis(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);

    private final HostFolders folders;
    private final Function<String, Optional<DataSource>> dataSources;
    private final Duration retryDelay;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "darkroom-guest");
        made.setContextClassLoader(OsgiNode.class.getClassLoader());
        return made;
    });
    private ScheduledFuture<?> pendingUpdate;
    private Map<String, String> requestedConfiguration = Map.of();
    /** What the node runs with; null when it does not run. Only the thread touches this and what follows. */
    private Map<String, String> activeConfiguration;
    private volatile Standalone node;
    /** What could not be started with, and what was said about it. */
    private Map<String, String> failedConfiguration;
    private List<String> loggedErrors = List.of();

    /**
     * @param dataSources finds a DataSource of the host's by its name
     * @param retryDelay   how long after a start that failed the next is tried
     */
    OsgiNode(HostFolders folders, Function<String, Optional<DataSource>> dataSources, Duration retryDelay) {
        this.folders = folders;
        this.dataSources = dataSources;
        this.retryDelay = retryDelay;
    }

    /** Called by the host with every new configuration; {@code null} when there is none (any more). */
    @Override
    public synchronized void updated(Dictionary<String, ?> configuration) {
        requestedConfiguration = configuration == null ? Map.of() : toMap(configuration);
        scheduleUpdate(configuration == null ? UNCONFIGURED_DELAY : CONFIGURED_DELAY);
    }

    private synchronized void scheduleUpdate(Duration delay) {
        if (pendingUpdate != null) {
            pendingUpdate.cancel(false);
        }
        if (!executor.isShutdown()) {
            pendingUpdate = executor.schedule(this::applyConfiguration, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized Map<String, String> requestedConfiguration() {
        return requestedConfiguration;
    }

    private static Map<String, String> toMap(Dictionary<String, ?> configuration) {
        Map<String, String> map = new TreeMap<>();
        for (String key : Collections.list(configuration.keys())) {
            if (key.startsWith("darkroom.")) {
                map.put(key, String.valueOf(configuration.get(key)));
            }
        }
        return map;
    }

    private void applyConfiguration() {
        Map<String, String> configuration = requestedConfiguration();
        if (configuration.equals(activeConfiguration)) {
            return;
        }
        stopNode();
        try {
            folders.writeDefaultConfiguration();
            Settings settings = loadSettings(configuration);
            ClassLoaderCleanup.preloadSqlite();
            StartCheck.checkSettings(settings);
            Standalone next = new Standalone(settings, Clock.systemUTC(), folders.routesFolder());
            settings.ledger().datasource().ifPresent(name ->
                    dataSources.apply(name).ifPresent(source -> next.bind(name, source)));
            next.start();
            node = next;
            activeConfiguration = configuration;
            failedConfiguration = null;
            LOG.info("{}", next.formatReadyMessage());
        } catch (Exception | LinkageError e) {
            LOG.debug("It did not start", e);
            logErrors(configuration, describeFailure(e));
            scheduleRetry(configuration);
        }
    }

    /** A file, disk or database may recover without a change of the configuration, so the start is retried. */
    private synchronized void scheduleRetry(Map<String, String> configuration) {
        if (configuration == requestedConfiguration) {
            scheduleUpdate(retryDelay);
        }
    }

    /** Once for each configuration, and whenever it becomes something else. */
    private void logErrors(Map<String, String> configuration, List<String> errors) {
        if (configuration != failedConfiguration || !errors.equals(loggedErrors)) {
            errors.forEach(LOG::error);
        }
        failedConfiguration = configuration;
        loggedErrors = errors;
    }

    private List<String> describeFailure(Throwable failure) {
        for (Throwable cause : Causes.listChain(failure)) {
            if (cause instanceof SettingsException fault) {
                return Stream.concat(fault.faults().stream().map(SettingsException.Fault::sentence), Stream.of(
                        "Darkroom does not run: correct etc/darkroom.cfg, or the file or folder that it names, and it starts"
                        + " within " + retryDelay.toSeconds()
                        + " s. (A variable of the environment takes a new start of Karaf.)")).toList();
            }
        }
        return List.of(StartCheck.describeFailure(failure) + " It is tried again every " + retryDelay.toSeconds() + " s.");
    }

    /** What the node has or would have for settings. @throws SettingsException with every fault */
    Settings loadSettings() {
        return loadSettings(requestedConfiguration());
    }

    /** The running node; empty when none runs. */
    Optional<CamelContext> findContext() {
        return Optional.ofNullable(node).map(Standalone::context);
    }

    private Settings loadSettings(Map<String, String> configuration) {
        Map<String, String> file = new TreeMap<>(configuration);
        folders.vendorsFolder().ifPresent(folder -> file.putIfAbsent("darkroom.vendors.folder", folder.toString()));
        Map<String, String> system = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(key -> system.put(key, System.getProperty(key, "")));
        system.put("user.dir", folders.baseFolder().toString());
        return Settings.load(file, System.getenv(), system);
    }

    private void stopNode() {
        if (node != null) {
            node.stop();
        }
        node = null;
        activeConfiguration = null;
    }

    /** On the thread: some of what libraries leave belongs to the group of the thread they worked on. */
    private void stopAndCleanUp() {
        stopNode();
        ClassLoaderCleanup.releaseReferences(OsgiNode.class.getClassLoader());
    }

    /** Ends the node and the thread; returns when both are gone. */
    void shutDown() {
        synchronized (this) {
            if (pendingUpdate != null) {
                pendingUpdate.cancel(false);
            }
        }
        try {
            executor.submit(this::stopAndCleanUp).get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("Darkroom did not come to a clean end", e);
        }
        executor.shutdownNow();
        try {
            executor.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
