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

/** What libraries leave in the JDK, where it would keep the bundle's classes in memory after the bundle has gone. */
final class ClassLoaderCleanup {

    private ClassLoaderCleanup() {
    }

    /**
     * Loads SQLite's library, which asks the system for its name by a process: the JDK's thread that waits for processes
     * stays for a minute with the class loader of whoever came first, so that must not be the bundle's.
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

    /** Takes out what classes of this loader have put in. */
    static void releaseReferences(ClassLoader loader) {
        deregisterDrivers(loader);
        Introspector.flushCaches();
        resetRecordCache();
    }

    /**
     * The JDK remembers for which class it last made {@code equals}, {@code hashCode} and {@code toString} of a record (by a
     * strong reference in Java 17): let it be one of its own.
     */
    private static void resetRecordCache() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle strip = lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
            for (String name : List.of("equals", "hashCode", "toString")) {
                ObjectMethods.bootstrap(lookup, name, MethodHandle.class, String.class, "strip", strip);
            }
        } catch (Throwable e) {
            // it remembers the last: memory, nothing else
        }
    }

    private static void deregisterDrivers(ClassLoader loader) {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == loader) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    // it stays: memory, nothing else
                }
            }
        }
    }
}
