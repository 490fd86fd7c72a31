package studio.darkroom.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestPictures;

/** Folders of a lane beside Karaf: drops photos and waits for their results. */
record KarafFolders(Path folder, Karaf karaf) {

    KarafFolders {
        try {
            Files.createDirectories(folder.resolve("inbox"));
            Files.createDirectories(folder.resolve("delivery"));
            Files.writeString(folder.resolve("lane.yaml"), "profile: BRIGHT LISTING\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Map<String, String> createSettings(Simulator sim) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("darkroom.home", folder.resolve("home").toString());
        settings.put("darkroom.lane.default.inbox", "folder:" + folder.resolve("inbox"));
        settings.put("darkroom.lane.default.delivery", "folder:" + folder.resolve("delivery"));
        settings.put("darkroom.lane.default.ticket", folder.resolve("lane.yaml").toString());
        settings.put("darkroom.vendor.imagen.url", sim.imagenUrl());
        settings.put("darkroom.vendor.imagen.key", sim.key());
        settings.put("darkroom.vendor.imagen.poll.initial-delay", "200ms");
        settings.put("darkroom.vendor.imagen.poll.max-delay", "500ms");
        settings.put("darkroom.inbox.settle-time", "1s");
        settings.put("darkroom.inbox.scan-interval", "300ms");
        settings.put("darkroom.http.port", "0");
        return settings;
    }

    /** Drops photos that differ from those of all other shoots. */
    void dropShoot(String name, int photos) throws IOException {
        Path shoot = Files.createDirectories(folder.resolve("inbox").resolve(name));
        for (int i : IntStream.range(0, photos).toArray()) {
            Files.write(shoot.resolve("IMG_%02d.JPG".formatted(i)),
                    TestPictures.jpeg(100 * Math.floorMod(name.hashCode(), 1_000) + i));
        }
    }

    void awaitDelivery(String name) {
        try {
            Await.untilTrue(name + " is delivered", Duration.ofSeconds(90),
                    () -> Files.exists(folder.resolve("delivery").resolve(name).resolve("receipt.json")));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "\n" + karaf.readLogTail(), late);
        }
    }
}
