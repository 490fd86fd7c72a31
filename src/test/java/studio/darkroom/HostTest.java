package studio.darkroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.ManagementNameStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;
import studio.darkroom.ledger.HomeLock;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestPictures;

/** In a Camel context that belongs to somebody else: it works there, and neither side gets in the other's way. */
class HostTest {

    @TempDir
    Path folder;
    private final Simulator sim = Simulator.start(SimOptions.defaults().withDurations(Duration.ZERO, Duration.ZERO));
    private final CamelContext host = new DefaultCamelContext();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger dead = new AtomicInteger();

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(folder.resolve("inbox"));
        Files.createDirectories(folder.resolve("delivery"));
        Files.writeString(folder.resolve("lane.yaml"), "profile: BRIGHT LISTING\n");
    }

    @AfterEach
    void end() {
        host.stop();
        sim.close();
    }

    private Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        keys.put("darkroom.home", folder.resolve("home").toString());
        keys.put("darkroom.lane.default.inbox", "folder:" + folder.resolve("inbox"));
        keys.put("darkroom.lane.default.delivery", "folder:" + folder.resolve("delivery"));
        keys.put("darkroom.lane.default.ticket", folder.resolve("lane.yaml").toString());
        keys.put("darkroom.vendor.imagen.url", sim.imagenUrl());
        keys.put("darkroom.vendor.imagen.key", sim.key());
        keys.put("darkroom.vendor.imagen.poll.initial-delay", "100ms");
        keys.put("darkroom.vendor.imagen.poll.max-delay", "300ms");
        keys.put("darkroom.inbox.settle-time", "300ms");
        keys.put("darkroom.inbox.scan-interval", "100ms");
        return keys;
    }

    private Settings settings(String... further) {
        Map<String, String> keys = keys();
        for (int i = 0; i < further.length; i += 2) {
            keys.put(further[i], further[i + 1]);
        }
        return Settings.load(keys, Map.of(), Map.of("user.dir", folder.toString(), "user.home", folder.toString()));
    }

    private void shoot() throws IOException {
        Path shoot = Files.createDirectories(folder.resolve("inbox/smith"));
        for (int i = 0; i < 3; i++) {
            Files.write(shoot.resolve("IMG_" + i + ".JPG"), TestPictures.jpeg(i));
        }
        Await.untilTrue("it is delivered", Duration.ofSeconds(40),
                () -> Files.exists(folder.resolve("delivery/smith/receipt.json")));
    }

    /** What an application may well have: retries for everything, a catch-all, beans, a Quartz, properties of its own. */
    private void furnish() throws Exception {
        host.getPropertiesComponent().addOverrideProperty("greeting", "hello");
        host.getRegistry().bind("shop", "a bean of the host's");
        host.addComponent("quartz", new QuartzComponent());
        host.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration().onException(Throwable.class).handled(true).process(exchange -> dead.incrementAndGet());
            }
        });
        host.getCamelContextExtension().setErrorHandlerFactory(new DeadLetterChannelBuilder("direct:dead")
                .maximumRedeliveries(2).redeliveryDelay(0).onRedelivery(exchange -> repeated.incrementAndGet()));
        host.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dead").routeId("host-dead").process(exchange -> dead.incrementAndGet());
                from("direct:greet").routeId("host-greet").setBody(constant("{{greeting}}"));
            }
        });
    }

    @Test
    void itWorksBesideAnApplicationAndStopsWithIt() throws Exception {
        furnish();
        List<String> components = List.copyOf(host.getComponentNames());
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        new Darkroom(settings()).install(host);
        host.start();
        sim.faults().add(Fault.on("put").status(503).times(1));
        sim.faults().add(Fault.on("status").status(500).times(1));
        shoot();
        assertThat(sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
        assertThat(repeated).as("what the host says of errors is the host's").hasValue(0);
        assertThat(dead).hasValue(0);
        assertThat(host.createProducerTemplate().requestBody("direct:greet", null, String.class)).isEqualTo("hello");
        assertThat(host.getComponentNames()).containsAll(components).contains("clock", "vendor-http", "transfer-http");
        assertThat(host.getComponent("quartz", QuartzComponent.class).getScheduler().getSchedulerName())
                .isNotEqualTo(host.getComponent("clock", QuartzComponent.class).getScheduler().getSchedulerName());
        host.stop();
        try (HomeLock lock = HomeLock.acquireLock(folder.resolve("home"))) {
            assertThat(lock).as("the ledger is given back").isNotNull();
        }
        Await.untilTrue("no thread stays", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> !before.contains(thread) && thread.getName().startsWith("darkroom")));
    }

    @Test
    void aContextThatNamesNoMBeansStartsWithThemAllTheSame() throws Exception {
        try (CamelContext quarkus = new DefaultCamelContext() {
            @Override
            protected ManagementNameStrategy createManagementNameStrategy() {
                return null;
            }
        }) {
            quarkus.start();
            assertThat(quarkus.isStarted()).isTrue();
            assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("org.apache.camel:context="
                    + quarkus.getManagementName() + ",type=context,*"), null)).hasSize(1);
        }
    }

    @Test
    void aRouteOfTheSameNameIsRefusedBeforeAnythingChanges() throws Exception {
        host.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mine").routeId("shoot-edit").setBody(constant("mine"));
            }
        });
        assertThatThrownBy(() -> new Darkroom(settings()).install(host)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"shoot-edit\"").hasMessageContaining("Rename it");
        host.start();
        assertThat(host.createProducerTemplate().requestBody("direct:mine", null, String.class)).isEqualTo("mine");
        HomeLock.acquireLock(folder.resolve("home")).close();
    }

    @Test
    void aRouteThatComesLaterAndTakesTheNameStopsTheStart() throws Exception {
        new Darkroom(settings()).install(host);
        host.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mine").routeId("shoot-edit").setBody(constant("mine"));
            }
        });
        assertThatThrownBy(host::start).rootCause().hasMessageContaining("\"shoot-edit\"");
        HomeLock.acquireLock(folder.resolve("home")).close();
    }

    @Test
    void aBeanOfTheSameNameIsNotTouched() {
        host.getRegistry().bind("lanePlaces", "mine");
        assertThatThrownBy(() -> new Darkroom(settings()).install(host)).hasMessageContaining("\"lanePlaces\"");
        assertThat(host.getRegistry().lookupByName("lanePlaces")).isEqualTo("mine");
    }

    @Test
    void aComponentOfTheSameNameIsNotTouched() throws Exception {
        QuartzComponent clock = new QuartzComponent();
        host.addComponent("clock", clock);
        assertThatThrownBy(() -> new Darkroom(settings()).install(host)).hasMessageContaining("clock");
        assertThat(host.getComponent("clock")).isSameAs(clock);
        assertThat(host.getComponentNames()).containsExactly("clock");
    }

    @Test
    void afterARefusalTheApplicationGoesOnWithoutARest() throws Exception {
        furnish();
        List<String> components = List.copyOf(host.getComponentNames());
        assertThatThrownBy(() -> new Darkroom(settings("darkroom.lane.default.vendor", "picasso",
                "darkroom.vendor.picasso.url", "http://127.0.0.1:9")).install(host)).isInstanceOf(SettingsException.class);
        host.start();
        assertThat(host.createProducerTemplate().requestBody("direct:greet", null, String.class)).isEqualTo("hello");
        assertThat(host.getRoutes()).extracting(Route::getRouteId).containsExactlyInAnyOrder("host-dead", "host-greet");
        assertThat(host.getComponentNames()).containsAll(components).doesNotContain("clock", "vendor-http");
        assertThat(Darkroom.isInstalledIn(host)).isFalse();
    }

    @Test
    void aContextThatRunsIsRefused() {
        host.start();
        assertThatThrownBy(() -> new Darkroom(settings()).install(host)).hasMessageContaining("is started");
    }

    @Test
    void itInstallsItselfWhereTheApplicationSaysSo() throws Exception {
        Properties properties = new Properties();
        properties.putAll(keys());
        properties.put("darkroom.autoinstall", "true");
        host.getPropertiesComponent().setInitialProperties(properties);
        host.start();
        shoot();
        assertThat(Darkroom.isInstalledIn(host)).isTrue();
    }

    /** What Camel's own command line runs, and what it exports. */
    @Test
    void itInstallsItselfIntoCamelMain() throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        keys().forEach(main::addInitialProperty);
        main.addInitialProperty("darkroom.autoinstall", "true");
        main.addInitialProperty("camel.main.name", "mine");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:greet").routeId("host-greet").setBody(constant("hello"));
            }
        });
        main.start();
        try {
            shoot();
            assertThat(main.getCamelContext().createProducerTemplate().requestBody("direct:greet", null, String.class))
                    .isEqualTo("hello");
        } finally {
            main.stop();
        }
    }

    @Test
    void itDoesNotInstallItselfOtherwise() {
        host.start();
        assertThat(Darkroom.isInstalledIn(host)).isFalse();
    }

    @Test
    void wrongSettingsStopAnApplicationThatAskedForIt() {
        Properties properties = new Properties();
        properties.put("darkroom.autoinstall", "true");
        properties.put("darkroom.shoot.concurency", "3");
        host.getPropertiesComponent().setInitialProperties(properties);
        assertThatThrownBy(host::start).hasStackTraceContaining("darkroom.shoot.concurrency");
    }

    @Test
    void aDataSourceOfTheHostsIsTheLedger() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            host.getRegistry().bind("orders", DataSource.class, postgres.getPostgresDatabase());
            new Darkroom(settings("darkroom.ledger.datasource", "orders")).install(host);
            host.start();
            shoot();
            host.stop();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                 Statement statement = connection.createStatement();
                 ResultSet rows = statement.executeQuery("select step from shoot")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("done");
            }
            assertThat(folder.resolve("home/ledger.db")).doesNotExist();
        }
    }

    @Test
    void aDataSourceThatIsNotThereOrLeadsElsewhereIsRefused() {
        assertThatThrownBy(() -> new Darkroom(settings("darkroom.ledger.datasource", "orders")).install(host))
                .hasMessageContaining("darkroom.ledger.datasource = 'orders'");
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite::memory:");
        host.getRegistry().bind("orders", sqlite);
        assertThatThrownBy(() -> new Darkroom(settings("darkroom.ledger.datasource", "orders")).install(host))
                .hasMessageContaining("SQLite");
    }
}
