package studio.darkroom.packaged;

import java.util.Dictionary;
import java.util.Hashtable;
import javax.sql.DataSource;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.postgresql.ds.PGSimpleDataSource;

/** The activator of a bundle that a Karaf might have: it offers a DataSource to whoever knows its name, as pax-jdbc does. */
public final class HostSource implements BundleActivator {

    @Override
    public void start(BundleContext bundle) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(bundle.getBundle().getHeaders().get("Source-Url"));
        Dictionary<String, Object> names = new Hashtable<>();
        names.put("dataSourceName", "orders");
        bundle.registerService(DataSource.class, source, names);
    }

    @Override
    public void stop(BundleContext bundle) {
        // the framework takes the service back
    }
}
