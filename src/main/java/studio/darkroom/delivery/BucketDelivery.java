package studio.darkroom.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Puts results into a lane's bucket under {@code prefix/shoot/name} and replaces no object: an existing object is examined
 * first, and the put has the condition that there is none, where the store supports conditions. A result is received
 * completely into a part file first, so that it is sent only when it is complete, with the hash of its bytes.
 */
public final class BucketDelivery implements Delivery {

    /** The metadata of each object: the hash of its bytes, and the shoot's id. */
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
        // One object per lane, because it remembers whether the store supports conditions.
        this.bucketOfLane = lane -> bucketsByLane.computeIfAbsent(lane, bucketOfLane);
        this.partsFolder = partsFolder;
    }

    @Override
    public StoredResult putResult(Shoot shoot, Result result, IncomingResult incoming) throws IOException {
        try (InputStream in = incoming.bytes()) {
            Path partFile = accessPartFiles(shoot, () -> Files.createDirectories(partsFolder)).resolve(result.id() + ".part");
            try {
                FolderDelivery.ReceivedPart part = receivePart(shoot, in, incoming.length(), partFile);
                ByteSource source = ByteSource.of(part.size(), () -> accessPartFiles(shoot, () -> Files.newInputStream(partFile)));
                return new StoredResult(result.replacesDelivered() ? replaceObject(shoot, result.name(), source, part.sha256())
                        : putUnderFreeName(shoot, result.name(), source, part.sha256()), part.size(), part.sha256());
            } finally {
                deletePart(partFile);
            }
        }
    }

    private FolderDelivery.ReceivedPart receivePart(Shoot shoot, InputStream in, long length, Path partFile) throws IOException {
        try {
            return FolderDelivery.receivePart(in, length, partFile, false);
        } catch (FolderDelivery.Unwritable e) {
            throw newPartsOutage(shoot, e.getCause());
        }
    }

    /** A remaining part file is overwritten when the result is received again. */
    private static void deletePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LoggerFactory.getLogger(BucketDelivery.class).warn("Cannot delete the part file {} ({}); delete it while"
                    + " nothing is being delivered", part, Redactor.redact(e.getMessage()));
        }
    }

    /** The disk of the part files belongs neither to the bucket nor to the vendor. */
    private <T> T accessPartFiles(Shoot shoot, FolderDelivery.WriteAction<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw newPartsOutage(shoot, e);
        }
    }

    private Outage newPartsOutage(Shoot shoot, Throwable cause) {
        return new Outage("home:" + shoot.lane(), "home-unwritable", "Cannot use the folder " + partsFolder
                + " in darkroom.home for temporary files: "
                + Redactor.redact(cause.getClass().getSimpleName() + " " + cause.getMessage()) + ".",
                "Free space on that disk or repair the folder; Darkroom resumes automatically.");
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
                putObject(bucket, shoot, name, source, hash, false);
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
                if (existing.isEmpty()) {
                    if (putObject(bucket, shoot, candidate, source, hash, true)) {
                        return candidate;
                    }
                    existing = Optional.of(bucket.findObject(objectPath(shoot, candidate)).orElseThrow(() -> new TransientFailure(
                            "delivery:" + shoot.lane(), "bucket-busy", "Another program is writing " + candidate)));
                }
                // The same bytes are this result, stored before a crash or before a lost response.
                if (hash.equals(existing.get().metadata().get(HASH_METADATA))) {
                    return candidate;
                }
                takenNames.add(candidate.toLowerCase(Locale.ROOT));
            }
        } catch (StoreFailure failure) {
            throw toTrouble(shoot, failure);
        }
    }

    private static boolean putObject(BucketPrefix bucket, Shoot shoot, String name, ByteSource source, String hash, boolean onlyIfAbsent)
            throws IOException {
        return bucket.putObject(objectPath(shoot, name), source, PhotoKind.getMediaType(name),
                Map.of(HASH_METADATA, hash, SHOOT_METADATA, shoot.id()), onlyIfAbsent);
    }

    private static String objectPath(Shoot shoot, String name) {
        return SafeName.of(shoot.name()) + "/" + name;
    }

    private Trouble toTrouble(Shoot shoot, StoreFailure failure) {
        BucketPrefix bucket = bucketOfLane.apply(shoot.lane());
        return failure.toTrouble("delivery:" + shoot.lane(), "Cannot deliver to bucket:" + bucket.bucket() + "/" + bucket.prefix()
                + " of lane " + shoot.lane());
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
                    if (bucket.putObject(objectPath(shoot, candidate), ByteSource.of(text.length, () -> new ByteArrayInputStream(text)), "application/json", Map.of(SHOOT_METADATA, shoot.id()), !ownText)) {
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
