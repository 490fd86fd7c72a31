package studio.darkroom.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import studio.darkroom.sim.Bill;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Studio;

/** The folders of one small shoot that a process is killed at, and what must be true of them and of the vendor in the end. */
final class Scene {

    static final String SHOOT = "smith";
    private static final int PHOTOS = 2;

    final Path folder;
    private final Simulator sim;
    private final Life life;
    private final Map<String, String> originals;

    Scene(Path folder, Simulator sim, Life life) {
        this.folder = folder;
        this.sim = sim;
        this.life = life;
        try {
            Path inbox = Files.createDirectories(folder.resolve("inbox/" + SHOOT));
            Files.createDirectories(folder.resolve("delivery"));
            for (int i = 1; i <= PHOTOS; i++) {
                Files.write(inbox.resolve("A_" + i + ".JPG"), Pictures.jpeg(i));
            }
            Files.writeString(folder.resolve("darkroom.properties"), settings(life));
            originals = contents(folder.resolve("inbox"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String settings(Life life) throws IOException {
        List<String> lines = new ArrayList<>(List.of("home = " + folder.resolve("home"),
                "lane.default.inbox = folder:" + folder.resolve("inbox"),
                "lane.default.delivery = folder:" + folder.resolve("delivery"), "lane.default.vendor = " + life.vendor,
                "vendor.imagen.url = " + sim.imagenUrl(), "vendor.imagen.key = " + sim.key(),
                "vendor.imagen-smart.url = " + sim.imagenUrl(), "vendor.imagen-smart.key = " + sim.key(),
                "vendor.fotolabs.url = " + sim.fotolabsUrl(), "vendor.fotolabs.key = " + sim.fotolabsKey(),
                "gather.every = 100ms", "transfers = 1"));
        if (!life.setting.isEmpty()) {
            lines.add(life.setting.formatted(folder));
        }
        if (life.ticket != null) {
            lines.add("lane.default.ticket = " + Files.writeString(folder.resolve("lane.yaml"), life.ticket));
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("darkroom.").append(line).append('\n'));
        return text.toString();
    }

    /**
     * The promises, looked at from outside.
     *
     * @param bills what may be on the vendor's bill, sorted
     * @param log what the processes wrote
     * @return what is broken, by the number of the promise
     */
    List<String> violations(Victim.End end, List<String> bills, String log) {
        List<String> broken = new ArrayList<>();
        if (!end.text().equals("done")) {
            broken.add("4: it does not go on by itself: " + end);
        }
        Path kept = folder.resolve(life == Life.ARCHIVED ? "archive" : "inbox");
        if (!contents(kept).equals(originals)) {
            broken.add("1: originals are no longer as they were: " + contents(kept));
        }
        Map<String, String> delivered = contents(folder.resolve("delivery"));
        Map<String, String> expected = results();
        delivered.remove(SHOOT + "/receipt.json");
        Map<String, String> bare = new TreeMap<>();
        delivered.forEach((name, as) -> bare.put(stem(name), as.split(" ")[0]));
        if (!bare.equals(expected) || delivered.size() != PHOTOS) {
            broken.add("2: delivered " + delivered + " instead of " + expected);
        }
        if (!Files.exists(folder.resolve("delivery").resolve(SHOOT).resolve("receipt.json"))) {
            broken.add("2: there is no receipt");
        }
        if (!bills().equals(bills)) {
            broken.add("3: billed " + bills() + " instead of " + bills);
        }
        if (sim.requests().stream().anyMatch(LoggedRequest::leaked)) {
            broken.add("7: a key was shown to the store");
        }
        secrets(log).forEach(where -> broken.add("7: a secret stands in " + where));
        return broken;
    }

    /** Nothing of it is of interest any more. */
    void clear() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the vendor bills, sorted. */
    List<String> bills() {
        return sim.billed().stream().map(Scene::line).sorted().toList();
    }

    private static String line(Bill bill) {
        return bill.action() + " " + bill.images();
    }

    /** The vendor's own pictures by stem of their delivered path. */
    private Map<String, String> results() {
        Map<String, String> results = new TreeMap<>();
        Stream.concat(sim.projects().stream(), sim.smartProjects().stream()).forEach(project -> project.jpegs()
                .forEach(result -> results.put(stem(SHOOT + "/" + result.name()), stored(result.key()))));
        sim.fotolabs().listings().forEach(listing -> listing.frames().stream().filter(frame -> frame.hasResult())
                .forEach(frame -> results.put(stem(SHOOT + "/" + frame.filename()), stored(frame.resultKey()))));
        return results;
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private String stored(String key) {
        try (InputStream in = sim.store().get(sim.bucket(), key)) {
            return hash(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> secrets(String log) {
        List<String> secrets = List.of(sim.key(), sim.fotolabsKey(), "X-Amz-Signature");
        List<String> where = new ArrayList<>();
        for (String secret : secrets) {
            if (log.contains(secret)) {
                where.add("the log");
            }
            for (String file : Studio.files(folder.resolve("delivery"))) {
                try {
                    if (Files.readString(folder.resolve("delivery").resolve(file), StandardCharsets.ISO_8859_1)
                            .contains(secret)) {
                        where.add(file);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return where;
    }

    /** Hash and time of every file below a folder. */
    private static Map<String, String> contents(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        for (String file : Studio.files(folder)) {
            try {
                Path path = folder.resolve(file);
                contents.put(file, hash(Files.readAllBytes(path)) + " " + Files.getLastModifiedTime(path).toMillis());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return contents;
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
