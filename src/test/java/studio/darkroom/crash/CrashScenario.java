package studio.darkroom.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.TestPictures;

/**
 * Inbox, delivery and archive of one small shoot, in folders or buckets, during whose processing a process is killed. Checks
 * them and the vendor's bill at the end.
 */
final class CrashScenario {

    static final String SHOOT = "smith";
    private static final int PHOTOS = 2;
    private static final String RECEIPT = SHOOT + "/receipt.json";
    /** Needs more than one part, because S3 accepts no part smaller than 5 MB except the last. */
    private static final int LARGE_PHOTO_BYTES = 6 << 20;

    final Path folder;
    private final Simulator sim;
    private final ShootVariant variant;
    private final StorageLocation inbox;
    private final StorageLocation delivery;
    private final StorageLocation archive;
    private final Map<String, String> originals;

    CrashScenario(Path folder, Simulator sim, ShootVariant variant) {
        this.folder = folder;
        this.sim = sim;
        this.variant = variant;
        this.inbox = createLocation("inbox");
        this.delivery = createLocation("delivery");
        this.archive = createLocation("archive");
        for (int i = 1; i <= PHOTOS; i++) {
            boolean large = variant.storage == ShootVariant.StorageKind.PARTS && i == PHOTOS;
            inbox.put(SHOOT + "/A_" + i + ".JPG", large ? TestPictures.largeJpeg(i, LARGE_PHOTO_BYTES) : TestPictures.jpeg(i));
        }
        originals = inbox.hashContents();
        try {
            Files.createDirectories(folder.resolve("delivery"));
            Files.write(folder.resolve("originals"), originals.keySet());
            Files.writeString(folder.resolve("darkroom.properties"), renderSettings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StorageLocation createLocation(String name) {
        return variant.storage == ShootVariant.StorageKind.FOLDERS ? new StorageLocation.Folder(folder.resolve(name))
                : StorageLocation.Bucket.createBucket(sim, "crash-" + name + "-" + folder.getFileName().toString().toLowerCase(Locale.ROOT));
    }

    private String renderSettings() throws IOException {
        List<String> lines = new ArrayList<>(List.of("home = " + folder.resolve("home"),
                "lane.default.inbox = " + inbox.settingValue(), "lane.default.delivery = " + delivery.settingValue(),
                "lane.default.vendor = " + variant.vendor,
                "vendor.imagen.url = " + sim.imagenUrl(), "vendor.imagen.key = " + sim.key(),
                "vendor.imagen-smart.url = " + sim.imagenUrl(), "vendor.imagen-smart.key = " + sim.key(),
                "vendor.fotolabs.url = " + sim.fotolabsUrl(), "vendor.fotolabs.key = " + sim.fotolabsKey(),
                "bucket.endpoint = " + sim.storeUrl(), "bucket.access-key = " + sim.storeAccessKey(),
                "bucket.secret-key = " + sim.storeSecretKey(),
                // One scan at the start of each process; further scans would come at random moments and change the order of
                // effects.
                "gather.every = 100ms", "gather.listing = 1h", "transfers = 1"));
        if (variant.archived) {
            lines.add("lane.default.archive = move:" + archive.settingValue());
        }
        if (variant.ticket != null) {
            lines.add("lane.default.ticket = " + Files.writeString(folder.resolve("lane.yaml"), variant.ticket));
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("darkroom.").append(line).append('\n'));
        return text.toString();
    }

    /**
     * Checks the conditions that hold at every moment, also between a kill and the next start.
     *
     * @return violations, beginning with the number of the promise
     */
    List<String> findLosses() {
        List<String> broken = new ArrayList<>();
        Map<String, String> there = inbox.hashContents();
        Map<String, String> moved = archive.hashContents();
        originals.forEach((name, as) -> {
            if (!as.equals(there.get(name)) && !as.equals(moved.get(name))) {
                broken.add("1: " + name + " is complete neither in the inbox nor in the archive, after the kill");
            }
        });
        Map<String, String> expected = hashResults();
        hashDelivered().forEach((name, as) -> {
            if (!name.substring(name.lastIndexOf('/') + 1).startsWith(".") && !as.equals(expected.get(stem(name)))) {
                broken.add("2: " + name + " is incomplete under its final name, after the kill");
            }
        });
        return broken;
    }

    /**
     * Checks the promises from outside.
     *
     * @param bills allowed charges, sorted
     * @param log   output of the processes
     * @return violations, beginning with the number of the promise
     */
    List<String> findViolations(WorkerProcess.RunEnd end, List<String> bills, String log) {
        List<String> broken = new ArrayList<>();
        if (!end.text().equals("done")) {
            broken.add("4: it does not continue automatically: " + end);
        }
        Map<String, String> kept = (variant.archived ? archive : inbox).hashContents();
        if (!kept.equals(originals)) {
            broken.add("1: originals have changed: " + kept);
        }
        List<String> left = (variant.archived ? inbox : archive).listNames();
        if (!left.isEmpty()) {
            broken.add("1: originals are in the wrong place: " + left);
        }
        Map<String, String> delivered = hashDelivered();
        Map<String, String> expected = hashResults();
        Map<String, String> bare = new TreeMap<>();
        delivered.forEach((name, as) -> bare.put(stem(name), as));
        if (!bare.equals(expected) || delivered.size() != PHOTOS) {
            broken.add("2: delivered " + delivered + " instead of " + expected);
        }
        if (!delivery.listNames().contains(RECEIPT)) {
            broken.add("2: the receipt is missing");
        }
        if (!listBills().equals(bills)) {
            broken.add("3: billed " + listBills() + " instead of " + bills);
        }
        if (sim.requests().stream().anyMatch(LoggedRequest::leaked)) {
            broken.add("7: a key was sent to the store");
        }
        int parts = Stream.of(inbox, delivery, archive).mapToInt(StorageLocation::countOpenUploads).sum();
        if (parts > 0) {
            broken.add("2: " + parts + " multipart uploads are still open");
        }
        findSecrets(log).forEach(where -> broken.add("7: a secret occurs in " + where));
        return broken;
    }

    /** Hashes of all delivered files except the receipt. */
    private Map<String, String> hashDelivered() {
        Map<String, String> delivered = new TreeMap<>();
        delivery.hashContents().forEach((name, as) -> delivered.put(name, as.split(" ")[0]));
        delivered.remove(RECEIPT);
        return delivered;
    }

    /** Deletes all files of the scenario. */
    void deleteAll() {
        for (StorageLocation site : List.of(inbox, delivery, archive)) {
            if (site instanceof StorageLocation.Bucket bucket) {
                bucket.store().deleteBucket(bucket.bucket());
            }
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The charges of the vendor, sorted. */
    List<String> listBills() {
        return sim.billItems().stream().map(CrashScenario::formatBill).sorted().toList();
    }

    private static String formatBill(BillItem bill) {
        return bill.action() + " " + bill.images();
    }

    /** The vendor's results by the stem of their delivered path. */
    private Map<String, String> hashResults() {
        Map<String, String> results = new TreeMap<>();
        Stream.concat(sim.projects().stream(), sim.smartProjects().stream()).forEach(project -> project.jpegResults()
                .forEach(result -> results.put(stem(SHOOT + "/" + result.name()), hashStored(result.key()))));
        sim.fotolabs().listings().forEach(listing -> listing.images().stream().filter(frame -> frame.hasResult())
                .forEach(frame -> results.put(stem(SHOOT + "/" + frame.filename()), hashStored(frame.resultKey()))));
        return results;
    }

    private static String stem(String name) {
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    private String hashStored(String key) {
        try (InputStream in = sim.store().get(sim.bucket(), key)) {
            return StorageLocation.hash(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> findSecrets(String log) {
        List<String> secrets = List.of(sim.key(), sim.fotolabsKey(), sim.storeSecretKey(), "X-Amz-Signature");
        List<String> where = new ArrayList<>();
        for (String secret : secrets) {
            if (log.contains(secret)) {
                where.add("the log");
            }
            for (String name : delivery.listNames()) {
                if (new String(delivery.readBytes(name), StandardCharsets.ISO_8859_1).contains(secret)) {
                    where.add(name);
                }
            }
        }
        return where;
    }
}
