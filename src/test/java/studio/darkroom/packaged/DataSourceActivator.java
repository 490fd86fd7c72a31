package studio.darkroom.packaged;

import java.util.Dictionary;
import java.util.Hashtable;
import javax.sql.DataSource;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.postgresql.ds.PGSimpleDataSource;

/** Activator of another bundle in Karaf: offers a DataSource by name, like pax-jdbc. */
public final class DataSourceActivator implements BundleActivator {

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
        // The framework unregisters the service
    }
}
