package studio.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.HomeLock;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestPictures;

/**
 * The runner in {@code deploy/} of Karaf: reconfigured while it works, with a user's route file, then installed and
 * uninstalled repeatedly, with shoots in folders and buckets each time.
 */
@EnabledForJreRange(max = JRE.JAVA_17,
        disabledReason = "Karaf 4.4 needs the Security Manager, which Java newer than 17 refuses")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs signals and scripts of Unix")
@EnabledIfSystemProperty(named = "karaf.long", matches = "true",
        disabledReason = "takes minutes: mvn -Pkaraf verify")
class KarafRoundsIT {

    /** Number of times it is installed and uninstalled. */
    private static final int ROUNDS = Integer.getInteger("karaf.rounds", 20);
    private static final String BUCKET = "rounds";
    private static final Pattern THREAD = Pattern.compile("(?m)^\"([^\"]*?)[-\\d]*\"");

    private static final String THREADS = "darkroom|camel|quartz|ledger|hikari|vert\\.x|sdk|aws|idle-connection|httpclient";
    private static final List<String> CLASSES = List.of("studio.darkroom.Darkroom",
            "software.amazon.awssdk.services.s3.DefaultS3Client");
    private static final Set<String> OURS = Set.of("org.apache.camel", "studio.darkroom", "quartz", "com.zaxxer.hikari");

    @TempDir
    Path folder;

    @Test
    void runner_reinstalled_leavesNothing() throws IOException {
        int port = port();
        try (Simulator sim = Simulator.start(SimOptions.defaults()); Karaf karaf = new Karaf(folder)) {
            KarafFolders dropped = new KarafFolders(folder, karaf);
            Map<String, String> settings = dropped.createSettings(sim);
            settings.put("darkroom.http.port", String.valueOf(port));
            settings.putAll(createBucketLane(sim));
            karaf.configure(settings);
            overrideRoute(karaf);
            // soft references are no leak
            karaf.setVariable("EXTRA_JAVA_OPTS", "-XX:SoftRefLRUPolicyMSPerMB=0").start();
            Await.untilTrue("Karaf has started", Duration.ofSeconds(60), () -> isStarted(karaf));
            Set<String> threads = threads(karaf);
            Set<ObjectName> mbeans = karaf.listMBeans("*");

            Path bundle = karaf.deploy(Artifacts.RUNNER);
            karaf.awaitStarts(1);
            assertThat(karaf.listMBeans("studio.darkroom")).hasSize(1);
            sim.faults().add(Fault.on("put").delay(300).always());
            dropped.dropShoot("smith", 8);
            Await.untilTrue("some photos are uploaded", Duration.ofSeconds(60), () -> sim.requests("put").size() >= 2);
            karaf.configure(Map.of("darkroom.shoot.concurrency", "3"));
            karaf.awaitStarts(2);
            sim.faults().clear();
            dropped.awaitDelivery("smith");
            assertThat(sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
            assertThat(karaf.readLog()).as("the user's route file overrides the built-in one")
                    .contains("the studio's own archive");
            deliverBucketShoot(sim, karaf, 0);

            for (int round = 1; round <= ROUNDS; round++) {
                Files.delete(bundle);
                Await.untilTrue("Darkroom is uninstalled, round " + round, Duration.ofSeconds(60), () -> isPortFree(port));
                if (!Await.isTrueWithin(Duration.ofSeconds(60), () -> findLeftovers(karaf, threads, mbeans).isEmpty())) {
                    throw new AssertionError("Left in round " + round + ": " + findLeftovers(karaf, threads, mbeans));
                }
                bundle = karaf.deploy(Artifacts.RUNNER);
                karaf.awaitStarts(2 + round);
                deliverBucketShoot(sim, karaf, round);
            }
            dropped.dropShoot("jones", 1);
            dropped.awaitDelivery("jones");
            assertThat(karaf.stop()).isIn(0, 143);
            assertThat(karaf.countStarts()).as("starts of the node").isEqualTo(2 + ROUNDS);
        }
    }

    /** A lane from bucket to bucket, so that the bucket clients must be unloaded, too. */
    private Map<String, String> createBucketLane(Simulator sim) {
        sim.createBucket(BUCKET);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("darkroom.lanes", "default, cloud");
        settings.put("darkroom.lane.cloud.inbox", "bucket:" + BUCKET + "/in");
        settings.put("darkroom.lane.cloud.delivery", "bucket:" + BUCKET + "/out");
        settings.put("darkroom.lane.cloud.archive", "move:bucket:" + BUCKET + "/kept");
        settings.put("darkroom.lane.cloud.ticket", folder.resolve("lane.yaml").toString());
        settings.put("darkroom.bucket.list-interval", "500ms");
        settings.put("darkroom.bucket.endpoint", sim.storeUrl());
        settings.put("darkroom.bucket.region", sim.storeRegion());
        settings.put("darkroom.bucket.access-key", sim.storeAccessKey());
        settings.put("darkroom.bucket.secret-key", sim.storeSecretKey());
        return settings;
    }

    /** Delivers a shoot from bucket to bucket. */
    private static void deliverBucketShoot(Simulator sim, Karaf karaf, int round) throws IOException {
        String name = "cloud-" + round;
        byte[] photo = TestPictures.jpeg(1_000 + round);
        sim.store().put(BUCKET, "in/" + name + "/A.JPG", "image/jpeg", photo.length, new ByteArrayInputStream(photo));
        if (!Await.isTrueWithin(Duration.ofSeconds(90), () -> sim.store().exists(BUCKET, "out/" + name + "/receipt.json")
                && sim.store().exists(BUCKET, "kept/" + name + "/A.JPG"))) {
            throw new AssertionError(name + " was not delivered and archived:\n" + karaf.readLogTail());
        }
    }

    /** Overrides the route file that ends a shoot, with an additional log line. */
    private static void overrideRoute(Karaf karaf) throws IOException {
        String file = Files.readString(Path.of("routes/shoot-archive.camel.yaml"));
        Path routes = Files.createDirectories(karaf.base.resolve("etc/darkroom/routes"));
        Files.writeString(routes.resolve("shoot-archive.camel.yaml"), file.replaceFirst("(?m)^( +)steps:$",
                "$1steps:\n$1  - log: { message: \"the studio's own archive\" }"));
    }

    private static boolean isStarted(Karaf karaf) {
        try {
            return karaf.readLog().contains("| Done.") && !karaf.listMBeans("org.apache.karaf").isEmpty();
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private boolean isPortFree(int port) {
        try (HomeLock lock = HomeLock.acquireLock(folder.resolve("home"));
             ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return lock != null && socket.isBound();
        } catch (IllegalStateException | IOException e) {
            return false;
        }
    }

    /** Remaining threads, MBeans and classes of Darkroom. */
    private static Set<String> findLeftovers(Karaf karaf, Set<String> threads, Set<ObjectName> mbeans) {
        Set<String> left = new TreeSet<>();
        try {
            threads(karaf).stream().filter(name -> !threads.contains(name) && name.matches("(?i).*(" + THREADS + ").*"))
                    .forEach(name -> left.add("thread " + name));
            karaf.listMBeans("*").stream().filter(bean -> !mbeans.contains(bean) && OURS.contains(bean.getDomain()))
                    .forEach(bean -> left.add("MBean " + bean));
            for (String name : CLASSES) {
                if (karaf.countLoadedClasses(name) > 0) {
                    left.add("class " + name);
                }
            }
        } catch (IOException e) {
            left.add("no response: " + e);
        }
        return left;
    }

    private static Set<String> threads(Karaf karaf) throws IOException {
        Set<String> names = new TreeSet<>();
        THREAD.matcher(karaf.listThreads()).results().forEach(thread -> names.add(thread.group(1)));
        return names;
    }

    private static int port() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
