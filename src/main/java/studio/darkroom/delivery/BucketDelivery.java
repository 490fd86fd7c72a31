package studio.darkroom.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.storage.StoredObject;
import studio.darkroom.text.Hashes;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.SafeName;

/**
 * Puts results into a lane's bucket under {@code prefix/shoot/name}, replacing nothing: whoever stands there is looked at
 * first, and the put itself is made on the condition that nothing does, where the store knows conditions. A result is
 * kept in a part file until it is there, so that it is sent only when it came whole, and under the hash of what came.
 */
public final class BucketDelivery implements Delivery {

    /** What is said of each object: the hash of its bytes, and the shoot's id. */
    public static final String HASH_METADATA = "sha256";
    static final String SHOOT_METADATA = "darkroom-shoot";

    private final Function<String, BucketPrefix> bucketOfLane;
    private final Map<String, BucketPrefix> bucketsByLane = new ConcurrentHashMap<>();
    private final Path partsFolder;

    /**
     * @param bucketOfLane the delivery of a lane
     * @param partsFolder folder for part files
     */
    public BucketDelivery(Function<String, BucketPrefix> bucketOfLane, Path partsFolder) {
        // One for all the time: it learns whether its store knows conditions.
        this.bucketOfLane = lane -> bucketsByLane.computeIfAbsent(lane, bucketOfLane);
        this.partsFolder = partsFolder;
    }

    @Override
    public StoredResult putResult(Shoot shoot, Result result, IncomingResult incoming) throws IOException {
        try (InputStream in = incoming.bytes()) {
            Path partFile = accessPartFiles(shoot, () -> Files.createDirectories(partsFolder)).resolve(result.id() + ".part");
            try {
                String hash = fetchToFile(shoot, in, partFile);
                long size = accessPartFiles(shoot, () -> Files.size(partFile));
                if (incoming.length() >= 0 && size != incoming.length()) {
                    throw new IOException("it has " + size + " bytes instead of " + incoming.length());
                }
                ByteSource source = toByteSource(shoot, partFile, size);
                return new StoredResult(result.replacesDelivered() ? replaceObject(shoot, result.name(), source, hash)
                        : putUnderFreeName(shoot, result.name(), source, hash), size, hash);
            } finally {
                deletePart(partFile);
            }
        }
    }

    private String fetchToFile(Shoot shoot, InputStream in, Path part) throws IOException {
        MessageDigest digest = Hashes.newSha256();
        OutputStream file = accessPartFiles(shoot, () -> Files.newOutputStream(part));
        try (OutputStream out = new DigestOutputStream(file, digest)) {
            byte[] buffer = new byte[128 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int length = count;
                accessPartFiles(shoot, () -> {
                    out.write(buffer, 0, length);
                    return null;
                });
            }
        }
        return Hashes.toHex(digest);
    }

    /** A part that stays is written over when its result comes again. */
    private static void deletePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LoggerFactory.getLogger(BucketDelivery.class).warn("The part file {} could not be deleted ({}): delete it when"
                    + " no delivery is on its way", part, Redactor.redact(e.getMessage()));
        }
    }

    /** The disk under part files is neither the bucket's nor the vendor's. */
    private <T> T accessPartFiles(Shoot shoot, FolderDelivery.WriteAction<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new Outage("home:" + shoot.lane(), "home-unwritable", "The folder " + partsFolder + " in darkroom.home, which"
                    + " holds results on their way to the bucket, cannot be used: "
                    + Redactor.redact(e.getClass().getSimpleName() + " " + e.getMessage()) + ".",
                    "Free space on that disk or repair the folder; Darkroom resumes automatically.");
        }
    }

    private String replaceObject(Shoot shoot, String name, ByteSource source, String hash) throws IOException {
        BucketPrefix bucket = bucketOfLane.apply(shoot.lane());
        try {
            Optional<StoredObject> existing = bucket.findObject(objectPath(shoot, name));
            if (existing.isEmpty()) {
                return putUnderFreeName(shoot, name, source, hash);
            }
            if (!hash.equals(existing.get().metadata().get(HASH_METADATA))) {
                ReplacedFile.backUpObject(bucket, SafeName.of(shoot.name()), name, existing.get());
                bucket.putObject(objectPath(shoot, name), source, PhotoKind.getMediaType(name), Map.of(HASH_METADATA, hash, SHOOT_METADATA, shoot.id()), false);
            }
            return name;
        } catch (StoreFailure failure) {
            throw toTrouble(shoot, failure);
        }
    }

    private String putUnderFreeName(Shoot shoot, String name, ByteSource source, String hash) throws IOException {
        BucketPrefix bucket = bucketOfLane.apply(shoot.lane());
        Set<String> takenNames = new HashSet<>();
        try {
            while (true) {
                String candidate = SafeName.makeUnique(name, takenNames);
                Optional<StoredObject> existing = bucket.findObject(objectPath(shoot, candidate));
                // The same bytes already are this very result, from before a crash or a lost answer.
                if (existing.isPresent() && hash.equals(existing.get().metadata().get(HASH_METADATA))) {
                    return candidate;
                }
                if (existing.isEmpty()) {
                    if (bucket.putObject(objectPath(shoot, candidate), source, PhotoKind.getMediaType(candidate), Map.of(HASH_METADATA, hash, SHOOT_METADATA, shoot.id()),
                            true)) {
                        return candidate;
                    }
                    existing = bucket.findObject(objectPath(shoot, candidate));
                    if (existing.isEmpty()) {
                        throw new TransientFailure("delivery:" + shoot.lane(), "bucket-busy", candidate + " was being written by somebody"
                                + " else just now");
                    }
                    if (hash.equals(existing.get().metadata().get(HASH_METADATA))) {
                        return candidate;
                    }
                }
                takenNames.add(candidate.toLowerCase(Locale.ROOT));
            }
        } catch (StoreFailure failure) {
            throw toTrouble(shoot, failure);
        }
    }

    private static String objectPath(Shoot shoot, String name) {
        return SafeName.of(shoot.name()) + "/" + name;
    }

    private Trouble toTrouble(Shoot shoot, StoreFailure failure) {
        BucketPrefix bucket = bucketOfLane.apply(shoot.lane());
        return failure.toTrouble("delivery:" + shoot.lane(), "The delivery bucket:" + bucket.bucket() + "/" + bucket.prefix()
                + " of lane " + shoot.lane() + " does not take the results");
    }

    private ByteSource toByteSource(Shoot shoot, Path file, long size) {
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                return accessPartFiles(shoot, () -> Files.newInputStream(file));
            }
        };
    }

    @Override
    public void writeText(Shoot shoot, String name, byte[] text) throws IOException {
        BucketPrefix bucket = bucketOfLane.apply(shoot.lane());
        Set<String> takenNames = new HashSet<>();
        try {
            while (true) {
                String candidate = SafeName.makeUnique(name, takenNames);
                Optional<StoredObject> existing = bucket.findObject(objectPath(shoot, candidate));
                boolean ownText = existing.isPresent() && shoot.id().equals(existing.get().metadata().get(SHOOT_METADATA));
                if (existing.isEmpty() || ownText) {
                    if (bucket.putObject(objectPath(shoot, candidate), toByteSource(text), "application/json", Map.of(SHOOT_METADATA, shoot.id()), !ownText)) {
                        return;
                    }
                    throw new TransientFailure("delivery:" + shoot.lane(), "receipt-taken", candidate + " was created in the delivery"
                            + " of shoot " + shoot.name() + " in the meantime");
                }
                takenNames.add(candidate.toLowerCase(Locale.ROOT));
            }
        } catch (StoreFailure failure) {
            throw toTrouble(shoot, failure);
        }
    }

    private static ByteSource toByteSource(byte[] text) {
        return new ByteSource() {
            @Override
            public long size() {
                return text.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(text);
            }
        };
    }

    @Override
    public String computeSha256(Shoot shoot, String name) throws IOException {
        try {
            return Hashes.sha256Hex(bucketOfLane.apply(shoot.lane()).openObject(objectPath(shoot, name)));
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.MISSING) {
                return "";
            }
            throw toTrouble(shoot, failure);
        }
    }
}
