package studio.darkroom.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.osgi.OsgiNode.HostFolders;
import studio.darkroom.testing.Await;

/** A node that cannot start: it is tried again until it can, and said once. */
class OsgiNodeTest {

    @TempDir
    Path folder;

    private final StringWriter log = new StringWriter();
    private final LoggerContext logs = (LoggerContext) LogManager.getContext(false);
    private final WriterAppender appender = WriterAppender.newBuilder().setName("guest").setTarget(log)
            .setLayout(PatternLayout.newBuilder().withPattern("%p %m%n").withAlwaysWriteExceptions(false).build()).build();
    private final Hashtable<String, String> configuration = new Hashtable<>();
    /** Those that this JVM's other tests go on with: a guest that leaves takes them along. */
    private final List<Driver> drivers = Collections.list(DriverManager.getDrivers());
    private OsgiNode guest;

    @BeforeEach
    void arrive() throws IOException {
        appender.start();
        logs.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
        Configurator.setLevel(OsgiNode.class, Level.DEBUG);
        logs.updateLoggers();
        configuration.put("darkroom.home", folder.resolve("home").toString());
        configuration.put("darkroom.http.port", "off");
        for (String place : List.of("inbox", "delivery")) {
            configuration.put("darkroom.lane.default." + place, "folder:" + Files.createDirectories(folder.resolve(place)));
        }
        configuration.put("darkroom.lane.default.ticket", folder.resolve("ticket.yaml").toString());
        configuration.put("darkroom.vendor.imagen.key", "{{file:" + folder.resolve("imagen.key") + "}}");
        guest = new OsgiNode(new HostFolders(folder, Optional.empty()), name -> Optional.empty(), Duration.ofMillis(200));
    }

    @AfterEach
    void leave() throws SQLException {
        guest.shutDown();
        for (Driver driver : drivers) {
            if (!Collections.list(DriverManager.getDrivers()).contains(driver)) {
                DriverManager.registerDriver(driver);
            }
        }
        logs.getConfiguration().getRootLogger().removeAppender("guest");
        logs.getConfiguration().removeLogger(OsgiNode.class.getName());
        logs.updateLoggers();
    }

    private long said(String level, String part) {
        return log.toString().lines().filter(line -> line.startsWith(level + " ") && line.contains(part)).count();
    }

    private void triedFurther() {
        long before = said("DEBUG", "The start failed");
        Await.untilTrue("it is tried again and again", () -> said("DEBUG", "The start failed") >= before + 3);
    }

    private void isReady() {
        Await.untilTrue("it is ready", Duration.ofSeconds(60), () -> said("INFO", "Darkroom is ready") == 1);
        assertThat(guest.findContext()).isPresent();
    }

    @Test
    void whatLiesOutsideTheConfigurationIsMendedThereAndItStarts() throws IOException {
        guest.updated(configuration);
        triedFurther();
        assertThat(said("ERROR", "ticket.yaml")).as("said once").isOne();
        assertThat(said("ERROR", "imagen.key")).as("said once").isOne();
        assertThat(said("ERROR", "Darkroom is not running")).isOne();

        Files.writeString(folder.resolve("imagen.key"), "a-key");
        triedFurther();
        assertThat(said("ERROR", "imagen.key")).isOne();
        assertThat(said("ERROR", "ticket.yaml")).as("what is left is said").isEqualTo(2);
        assertThat(guest.findContext()).isEmpty();

        Files.writeString(folder.resolve("ticket.yaml"), "profile: BRIGHT LISTING\n");
        isReady();
        assertThat(said("ERROR", "Darkroom is not running")).isEqualTo(2);
    }

    @Test
    void aConfigurationThatWasSavedIsAnsweredEvenIfItsFaultIsTheSame() {
        guest.updated(configuration);
        triedFurther();
        configuration.put("darkroom.shoot.concurrency", "3");
        guest.updated(configuration);
        Await.untilTrue("it is said again", () -> said("ERROR", "Darkroom is not running") == 2);
        triedFurther();
        assertThat(said("ERROR", "Darkroom is not running")).isEqualTo(2);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a folder that nobody can write to, not even the administrator")
    void whatIsNoFaultOfTheSettingsIsSaidOnceToo() throws IOException {
        Files.writeString(folder.resolve("imagen.key"), "a-key");
        Files.writeString(folder.resolve("ticket.yaml"), "profile: BRIGHT LISTING\n");
        configuration.put("darkroom.home", "/proc");
        guest.updated(configuration);
        triedFurther();
        assertThat(said("ERROR", "darkroom.home = /proc cannot be written")).isOne();
        configuration.put("darkroom.home", folder.resolve("home").toString());
        guest.updated(configuration);
        isReady();
    }
}
