package studio.darkroom.osgi;

import java.beans.Introspector;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.sqlite.SQLiteJDBCLoader;

/** Removes references from the JDK to classes of the bundle, which would keep them in memory after the bundle is uninstalled. */
final class ClassLoaderCleanup {

    private ClassLoaderCleanup() {
    }

    /**
     * Loads SQLite's library. It starts a process, and the JDK's thread that waits for processes keeps the class loader of its
     * first user for a minute, so that must not be the bundle's.
     */
    static void preloadSqlite() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader previousLoader = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            SQLiteJDBCLoader.initialize();
        } finally {
            thread.setContextClassLoader(previousLoader);
        }
    }

    /** Removes everything that classes of this loader have registered. */
    static void releaseReferences(ClassLoader loader) {
        deregisterDrivers(loader);
        Introspector.flushCaches();
        resetRecordCache();
    }

    /**
     * Java 17 keeps a strong reference to the class for which it last generated {@code equals}, {@code hashCode} and
     * {@code toString} of a record. Replaces it by a class of the JDK.
     */
    private static void resetRecordCache() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle strip = lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
            for (String name : List.of("equals", "hashCode", "toString")) {
                ObjectMethods.bootstrap(lookup, name, MethodHandle.class, String.class, "strip", strip);
            }
        } catch (Throwable e) {
            // the last class stays in memory; no other harm
        }
    }

    private static void deregisterDrivers(ClassLoader loader) {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == loader) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    // the driver stays in memory; no other harm
                }
            }
        }
    }
}
