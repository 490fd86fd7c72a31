package studio.darkroom.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Dictionary;
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
import java.util.function.UnaryOperator;
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
 * Runs one node with the current configuration. A changed configuration stops the node, after the running steps have finished,
 * and starts another; an equal one changes nothing. All work is done on one thread, never on the host's.
 */
final class OsgiNode implements ManagedService {

    private static final Logger LOG = LoggerFactory.getLogger(OsgiNode.class);

    /** The host reports first that there is no configuration, and shortly after the configuration; the delay avoids a second start. */
    private static final Duration UNCONFIGURED_DELAY = Duration.ofSeconds(3);
    private static final Duration CONFIGURED_DELAY = Duration.ofMillis(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);

    private final HostFolders folders;
    private final Function<String, Optional<DataSource>> dataSources;
    private final Duration retryDelay;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "darkroom-osgi");
        made.setContextClassLoader(OsgiNode.class.getClassLoader());
        return made;
    });
    private ScheduledFuture<?> pendingUpdate;
    private Map<String, String> requestedConfiguration = Map.of();
    /** The configuration of the running node; null if none runs. Used only on the executor thread, like the fields below. */
    private Map<String, String> activeConfiguration;
    private volatile Standalone node;
    /** The configuration of the last failed start, and the errors that were logged. */
    private Map<String, String> failedConfiguration;
    private List<String> loggedErrors = List.of();

    /**
     * @param dataSources finds a DataSource of the host by name
     * @param retryDelay  time between a failed start and the next attempt
     */
    OsgiNode(HostFolders folders, Function<String, Optional<DataSource>> dataSources, Duration retryDelay) {
        this.folders = folders;
        this.dataSources = dataSources;
        this.retryDelay = retryDelay;
    }

    /** Called by the host with each configuration; {@code null} if there is none. */
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
            LOG.debug("The start failed", e);
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

    /** Logs the errors once for each configuration, and again if they change. */
    private void logErrors(Map<String, String> configuration, List<String> errors) {
        if (configuration != failedConfiguration || !errors.equals(loggedErrors)) {
            errors.forEach(LOG::error);
        }
        failedConfiguration = configuration;
        loggedErrors = errors;
    }

    private List<String> describeFailure(Throwable failure) {
        return Causes.findCause(SettingsException.class, failure).map(exception -> Stream.concat(
                exception.faults().stream().map(SettingsException.Fault::sentence),
                Stream.of("Darkroom is not running. Correct etc/darkroom.cfg, or the file or folder that it names; Darkroom starts within "
                        + retryDelay.toSeconds() + " s. A changed environment variable requires a restart of Karaf.")).toList())
                .orElseGet(() -> List.of(StartCheck.describeFailure(failure) + " The next attempt is in " + retryDelay.toSeconds() + " s."));
    }

    /** The settings of the current configuration. @throws SettingsException with all faults */
    Settings loadSettings() {
        return loadSettings(requestedConfiguration());
    }

    /** The context of the running node; empty if none runs. */
    Optional<CamelContext> findContext() {
        return Optional.ofNullable(node).map(Standalone::context);
    }

    private Settings loadSettings(Map<String, String> configuration) {
        Map<String, String> file = new TreeMap<>(configuration);
        folders.vendorsFolder().ifPresent(folder -> file.putIfAbsent("darkroom.vendors.folder", folder.toString()));
        Map<String, String> system = Settings.copySystemProperties();
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

    /** Runs on the executor thread, because some references of libraries belong to the thread group they were created in. */
    private void stopAndCleanUp() {
        stopNode();
        ClassLoaderCleanup.releaseReferences(OsgiNode.class.getClassLoader());
    }

    /** Stops the node and the thread, and waits for both. */
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
            LOG.warn("Darkroom did not stop cleanly", e);
        }
        executor.shutdownNow();
        try {
            executor.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Folders of the host.
     *
     * @param baseFolder relative paths in settings are relative to it
     * @param etcFolder  the folder of configuration files; empty outside Karaf
     */
    record HostFolders(Path baseFolder, Optional<Path> etcFolder) {

        private static final String CONFIGURATION_FILE = "darkroom.cfg";

        /** @param property reads a property of the framework; null if it is not set */
        static HostFolders of(UnaryOperator<String> property) {
            Optional<Path> base = Optional.ofNullable(property.apply("karaf.base")).map(Path::of);
            Optional<Path> etc = Optional.ofNullable(property.apply("karaf.etc")).map(Path::of)
                    .or(() -> base.map(folder -> folder.resolve("etc")));
            return new HostFolders(base.orElse(Path.of("")).toAbsolutePath(), etc.filter(Files::isDirectory));
        }

        /** The folder whose route files replace those in the bundle. */
        Optional<Path> routesFolder() {
            return etcFolder.map(folder -> folder.resolve("darkroom").resolve("routes"));
        }

        /** The folder of custom vendors if the settings name none; empty if it does not exist. */
        Optional<Path> vendorsFolder() {
            return etcFolder.map(folder -> folder.resolve("darkroom").resolve("vendors")).filter(Files::isDirectory);
        }

        /** Creates {@code etc/darkroom.cfg}, every key commented out, if it does not exist: a jar without the feature does not install it. */
        void writeDefaultConfiguration() {
            Optional<Path> file = etcFolder.map(folder -> folder.resolve(CONFIGURATION_FILE)).filter(path -> !Files.exists(path));
            try (InputStream in = HostFolders.class.getResourceAsStream(CONFIGURATION_FILE)) {
                if (file.isPresent() && in != null) {
                    Files.copy(in, file.get());
                }
            } catch (IOException e) {
                LOG.warn("Cannot write {} ({}). To change a setting, create the file manually.", file.get(), e.toString());
            }
        }
    }
}
