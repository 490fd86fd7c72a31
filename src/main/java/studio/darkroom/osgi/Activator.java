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

/** Lets a {@link OsgiNode} in when the bundle starts and sees it out when it stops. */
public final class Activator implements BundleActivator {

    /** Names the configuration: {@code etc/darkroom.cfg}. */
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

    /** By the properties that pax-jdbc and the OSGi JNDI specification name a DataSource with. */
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
