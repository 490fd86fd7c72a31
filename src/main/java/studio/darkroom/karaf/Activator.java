package studio.darkroom.karaf;

import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;

/** Lets a {@link Guest} in when the bundle starts and sees it out when it stops. */
public final class Activator implements BundleActivator {

    /** Names the configuration: {@code etc/darkroom.cfg}. */
    private static final String PID = "darkroom";

    private Guest guest;
    private ServiceRegistration<ManagedService> registration;

    @Override
    public void start(BundleContext bundle) {
        guest = new Guest(HostFolders.of(bundle::getProperty));
        Dictionary<String, Object> names = new Hashtable<>();
        names.put(Constants.SERVICE_PID, PID);
        registration = bundle.registerService(ManagedService.class, guest, names);
    }

    @Override
    public void stop(BundleContext bundle) {
        registration.unregister();
        guest.leave();
        Traces.remove(getClass().getClassLoader());
    }
}
