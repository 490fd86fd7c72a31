package studio.darkroom.packaged;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Activator of another bundle in Karaf: runs another version of Camel, which writes a byte to a file at each tick. */
public final class CamelActivator implements BundleActivator {

    private CamelContext camel;

    @Override
    public void start(BundleContext bundle) throws Exception {
        Path ticks = Path.of(bundle.getBundle().getHeaders().get("Ticks"));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(CamelActivator.class.getClassLoader());
        try {
            camel = new DefaultCamelContext();
            camel.setNameStrategy(new ExplicitCamelContextNameStrategy(bundle.getBundle().getSymbolicName()));
            RouteBuilder.addRoutes(camel, routes -> routes.from("timer:tick?period=100").routeId("ticks")
                    .process(exchange -> Files.writeString(ticks, ".", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND)));
            camel.start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void stop(BundleContext bundle) {
        camel.stop();
    }
}
