package studio.darkroom.karaf;

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
import studio.darkroom.Settings;
import studio.darkroom.SettingsFault;
import studio.darkroom.Standalone;
import studio.darkroom.cli.Opening;

/**
 * One node that follows its configuration. All of it happens on one thread of its own, never on the host's: each new
 * configuration ends the node (what is under way is finished first) and starts another; an equal one does nothing.
 */
final class Guest implements ManagedService {

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);

    /** The host first says that there is no configuration, and a moment later which: one start, not two. */
    private static final Duration NONE_YET = Duration.ofSeconds(3);
    private static final Duration SETTLED = Duration.ofMillis(500);
    private static final Duration LEAVING = Duration.ofSeconds(90);

    private final HostFolders folders;
    private final Function<String, Optional<DataSource>> sources;
    private final Duration again;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "darkroom-guest");
        made.setContextClassLoader(Guest.class.getClassLoader());
        return made;
    });
    private ScheduledFuture<?> due;
    private Map<String, String> wanted = Map.of();
    /** What the node runs with; null when it does not run. Only the thread touches this and what follows. */
    private Map<String, String> running;
    private volatile Standalone node;
    /** What could not be started with, and what was said about it. */
    private Map<String, String> refused;
    private List<String> said = List.of();

    /**
     * @param sources finds a DataSource of the host's by its name
     * @param again   how long after a start that failed the next is tried
     */
    Guest(HostFolders folders, Function<String, Optional<DataSource>> sources, Duration again) {
        this.folders = folders;
        this.sources = sources;
        this.again = again;
    }

    /** Called by the host with every new configuration; {@code null} when there is none (any more). */
    @Override
    public synchronized void updated(Dictionary<String, ?> configuration) {
        wanted = configuration == null ? Map.of() : text(configuration);
        soon(configuration == null ? NONE_YET : SETTLED);
    }

    private synchronized void soon(Duration delay) {
        if (due != null) {
            due.cancel(false);
        }
        if (!thread.isShutdown()) {
            due = thread.schedule(this::follow, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized Map<String, String> wanted() {
        return wanted;
    }

    private static Map<String, String> text(Dictionary<String, ?> configuration) {
        Map<String, String> text = new TreeMap<>();
        for (String key : Collections.list(configuration.keys())) {
            if (key.startsWith("darkroom.")) {
                text.put(key, String.valueOf(configuration.get(key)));
            }
        }
        return text;
    }

    private void follow() {
        Map<String, String> configuration = wanted();
        if (configuration.equals(running)) {
            return;
        }
        end();
        try {
            folders.offerConfiguration();
            Settings settings = settings(configuration);
            Traces.avoid();
            Opening.check(settings);
            Standalone next = new Standalone(settings, Clock.systemUTC(), folders.routes());
            settings.ledger().datasource().ifPresent(name ->
                    sources.apply(name).ifPresent(source -> next.bind(name, source)));
            next.start();
            node = next;
            running = configuration;
            refused = null;
            LOG.info("{}", next.greeting());
        } catch (Exception | LinkageError e) {
            LOG.debug("It did not start", e);
            say(configuration, sentences(e));
            again(configuration);
        }
    }

    /** Files, disks and databases are mended without the configuration being saved, and nobody starts a guest again. */
    private synchronized void again(Map<String, String> configuration) {
        if (configuration == wanted) {
            soon(again);
        }
    }

    /** Once for each configuration, and whenever it becomes something else. */
    private void say(Map<String, String> configuration, List<String> sentences) {
        if (configuration != refused || !sentences.equals(said)) {
            sentences.forEach(LOG::error);
        }
        refused = configuration;
        said = sentences;
    }

    private List<String> sentences(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsFault fault) {
                return Stream.concat(fault.faults().stream(), Stream.of(
                        "Darkroom does not run: correct etc/darkroom.cfg, or the file or folder that it names, and it starts"
                        + " within " + again.toSeconds()
                        + " s. (A variable of the environment takes a new start of Karaf.)")).toList();
            }
        }
        return List.of(Opening.sentence(failure) + " It is tried again every " + again.toSeconds() + " s.");
    }

    /** What the node has or would have for settings. @throws SettingsFault with every fault */
    Settings settings() {
        return settings(wanted());
    }

    /** The running node; empty when none runs. */
    Optional<CamelContext> node() {
        return Optional.ofNullable(node).map(Standalone::context);
    }

    private Settings settings(Map<String, String> configuration) {
        Map<String, String> file = new TreeMap<>(configuration);
        folders.vendors().ifPresent(folder -> file.putIfAbsent("darkroom.vendors.folder", folder.toString()));
        Map<String, String> system = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(key -> system.put(key, System.getProperty(key, "")));
        system.put("user.dir", folders.base().toString());
        return Settings.load(file, System.getenv(), system);
    }

    private void end() {
        if (node != null) {
            node.stop();
        }
        node = null;
        running = null;
    }

    /** On the thread: some of what libraries leave belongs to the group of the thread they worked on. */
    private void vanish() {
        end();
        Traces.remove(Guest.class.getClassLoader());
    }

    /** Ends the node and the thread; returns when both are gone. */
    void leave() {
        synchronized (this) {
            if (due != null) {
                due.cancel(false);
            }
        }
        try {
            thread.submit(this::vanish).get(LEAVING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("Darkroom did not come to a clean end", e);
        }
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
