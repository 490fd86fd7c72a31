package studio.darkroom.sim.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import studio.darkroom.sim.Simulator;

/**
 * The buckets {@code demo-inbox} and {@code demo-delivery} in the simulator's store. Results are copied to a folder for
 * viewing.
 */
final class DemoBucketStorage implements DemoStorage {

    private static final String INBOX = "demo-inbox";
    private static final String DELIVERY = "demo-delivery";

    private final Simulator sim;
    private final Path folder;

    DemoBucketStorage(Simulator sim, Path folder) {
        this.sim = sim;
        this.folder = folder;
        sim.createBucket(INBOX);
        sim.createBucket(DELIVERY);
    }

    @Override
    public Map<String, String> laneSettings(String lane) {
        return Map.of("INBOX", "bucket:" + INBOX + "/" + lane, "DELIVERY", "bucket:" + DELIVERY + "/" + lane);
    }

    @Override
    public Map<String, String> sharedSettings() {
        return Map.of("DARKROOM_BUCKET_ENDPOINT", sim.storeUrl(), "DARKROOM_BUCKET_REGION", sim.storeRegion(),
                "DARKROOM_BUCKET_ACCESS_KEY", sim.storeAccessKey(), "DARKROOM_BUCKET_SECRET_KEY", sim.storeSecretKey(),
                "DARKROOM_BUCKET_LIST_INTERVAL", "1s");
    }

    @Override
    public String dropShoot(Path shoot, String lane) throws IOException {
        String prefix = lane + "/" + shoot.getFileName() + "/";
        try (Stream<Path> files = Files.list(shoot)) {
            for (Path file : files.sorted().toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    sim.store().put(INBOX, prefix + file.getFileName(), "application/octet-stream", Files.size(file), in);
                }
            }
        }
        return "bucket:" + INBOX + "/" + prefix;
    }

    @Override
    public Map<String, Integer> countDelivered() throws IOException {
        Map<String, Integer> places = new TreeMap<>();
        for (String key : sim.store().listKeys(DELIVERY, "")) {
            if (DemoFolderStorage.isJpeg(key)) {
                Path copy = folder.resolve("delivery").resolve(key);
                Files.createDirectories(copy.getParent());
                try (InputStream in = sim.store().get(DELIVERY, key)) {
                    Files.copy(in, copy);
                }
                places.merge("bucket:" + DELIVERY + "/" + key.substring(0, key.lastIndexOf('/')) + ", copied to "
                        + copy.getParent(), 1, Integer::sum);
            }
        }
        return places;
    }
}
