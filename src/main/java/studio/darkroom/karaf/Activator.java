package studio.darkroom.karaf;

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
import studio.darkroom.cli.Shell;

/** Lets a {@link Guest} in when the bundle starts and sees it out when it stops. */
public final class Activator implements BundleActivator {

    /** Names the configuration: {@code etc/darkroom.cfg}. */
    private static final String PID = "darkroom";

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private Guest guest;
    private ServiceRegistration<ManagedService> registration;
    private ServiceRegistration<Commands> commands;

    @Override
    public void start(BundleContext bundle) {
        HostFolders folders = HostFolders.of(bundle::getProperty);
        guest = new Guest(folders, name -> source(bundle, name), AGAIN);
        Dictionary<String, Object> names = new Hashtable<>();
        names.put(Constants.SERVICE_PID, PID);
        registration = bundle.registerService(ManagedService.class, guest, names);
        Dictionary<String, Object> shell = new Hashtable<>();
        shell.put("osgi.command.scope", "darkroom");
        shell.put("osgi.command.function", Commands.NAMES);
        commands = bundle.registerService(Commands.class, new Commands(new Shell(guest::settings, guest::node,
                folders.routes())), shell);
    }

    /** By the properties that pax-jdbc and the OSGi JNDI specification name a DataSource with. */
    private static Optional<DataSource> source(BundleContext bundle, String name) {
        return List.of("osgi.jndi.service.name", "dataSourceName", "name").stream()
                .flatMap(property -> services(bundle).filter(service -> name.equals(service.getProperty(property))))
                .findFirst().map(bundle::getService);
    }

    private static Stream<ServiceReference<DataSource>> services(BundleContext bundle) {
        try {
            return bundle.getServiceReferences(DataSource.class, null).stream().sorted(Comparator.reverseOrder());
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop(BundleContext bundle) {
        commands.unregister();
        registration.unregister();
        guest.leave();
    }
}
