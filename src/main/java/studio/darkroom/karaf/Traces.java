package studio.darkroom.karaf;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/** What libraries leave in the JDK, where it would keep the bundle's classes in memory after the bundle has gone. */
final class Traces {

    private Traces() {
    }

    /** Takes out what classes of this loader have put in. */
    static void remove(ClassLoader loader) {
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
