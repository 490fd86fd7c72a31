package studio.darkroom.osgi;

import java.time.Duration;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;
import studio.darkroom.cli.EmbeddedShell;
import studio.darkroom.osgi.OsgiNode.HostFolders;

/** Starts and stops an {@link OsgiNode} with the bundle. */
public final class Activator implements BundleActivator {

    /** The name of the configuration, {@code etc/darkroom.cfg}. */
    private static final String PID = "darkroom";

    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

    private OsgiNode node;
    private ServiceRegistration<ManagedService> configurationRegistration;
    private ServiceRegistration<ShellCommands> commandsRegistration;

    @Override
    public void start(BundleContext bundle) {
        HostFolders folders = HostFolders.of(bundle::getProperty);
        node = new OsgiNode(folders, name -> findDataSource(bundle, name), RETRY_DELAY);
        Dictionary<String, Object> serviceProperties = new Hashtable<>();
        serviceProperties.put(Constants.SERVICE_PID, PID);
        configurationRegistration = bundle.registerService(ManagedService.class, node, serviceProperties);
        Dictionary<String, Object> commandProperties = new Hashtable<>();
        commandProperties.put("osgi.command.scope", "darkroom");
        commandProperties.put("osgi.command.function", ShellCommands.COMMAND_NAMES);
        commandsRegistration = bundle.registerService(ShellCommands.class, new ShellCommands(new EmbeddedShell(node::loadSettings, node::findContext,
                folders.routesFolder())), commandProperties);
    }

    /** Finds a DataSource by the service properties for names of pax-jdbc and of the OSGi JNDI specification. */
    private static Optional<DataSource> findDataSource(BundleContext bundle, String name) {
        return List.of("osgi.jndi.service.name", "dataSourceName", "name").stream()
                .flatMap(property -> listDataSources(bundle).filter(service -> name.equals(service.getProperty(property))))
                .findFirst().map(bundle::getService);
    }

    private static Stream<ServiceReference<DataSource>> listDataSources(BundleContext bundle) {
        try {
            return bundle.getServiceReferences(DataSource.class, null).stream().sorted(Comparator.reverseOrder());
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop(BundleContext bundle) {
        commandsRegistration.unregister();
        configurationRegistration.unregister();
        node.shutDown();
    }
}
