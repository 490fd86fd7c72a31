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
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import studio.darkroom.bucket.Item;
import studio.darkroom.bucket.Shelf;
import studio.darkroom.bucket.StoreFailure;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.transfer.MediaTypes;
import studio.darkroom.transfer.Original;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Trouble;

/**
 * Puts results into a lane's bucket under {@code prefix/shoot/name}, replacing nothing: whoever stands there is looked at
 * first, and the put itself is made on the condition that nothing does, where the store knows conditions. A result is
 * kept in a part file until it is there, so that it is sent only when it came whole, and under the hash of what came.
 */
public final class BucketDelivery implements Delivery {

    /** What is said of each object: the hash of its bytes, and the shoot's id. */
    static final String HASH = "sha256";
    static final String SHOOT = "darkroom-shoot";

    private final Function<String, Shelf> shelves;
    private final Map<String, Shelf> known = new ConcurrentHashMap<>();
    private final Path parts;

    /**
     * @param shelves the delivery of a lane
     * @param parts folder for part files
     */
    public BucketDelivery(Function<String, Shelf> shelves, Path parts) {
        // One for all the time: it learns whether its store knows conditions.
        this.shelves = lane -> known.computeIfAbsent(lane, shelves);
        this.parts = parts;
    }

    /**
     * Delivers one result. One that renews a delivered object takes over its key; whatever stood there is kept beside it.
     *
     * @return the name it stands under: the wanted one, or a numbered one when another object already has that
     * @throws IOException when the bytes do not come whole
     * @throws Trouble when the bucket does not take it, or part files cannot be written; nothing of it stands there then
     */
    public Stored put(Shoot shoot, Deliveries.Parcel parcel, Incoming incoming) throws IOException {
        try (InputStream in = incoming.bytes()) {
            Path part = home(shoot, () -> Files.createDirectories(parts)).resolve(parcel.result().id() + ".part");
            try {
                String hash = fetch(shoot, in, part);
                long size = home(shoot, () -> Files.size(part));
                if (incoming.length() >= 0 && size != incoming.length()) {
                    throw new IOException("it has " + size + " bytes instead of " + incoming.length());
                }
                Original whole = file(shoot, part, size);
                return new Stored(parcel.result().renews() ? renewed(shoot, parcel.result().name(), whole, hash)
                        : stands(shoot, parcel.result().name(), whole, hash), size, hash);
            } finally {
                swept(part);
            }
        }
    }

    private String fetch(Shoot shoot, InputStream in, Path part) throws IOException {
        MessageDigest digest = Sha256.digest();
        OutputStream file = home(shoot, () -> Files.newOutputStream(part));
        try (OutputStream out = new DigestOutputStream(file, digest)) {
            byte[] buffer = new byte[128 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int length = count;
                home(shoot, () -> {
                    out.write(buffer, 0, length);
                    return null;
                });
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A part that stays is written over when its result comes again. */
    private static void swept(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LoggerFactory.getLogger(BucketDelivery.class).warn("The part file {} could not be deleted ({}): delete it when"
                    + " no delivery is on its way", part, Plain.text(e.getMessage()));
        }
    }

    /** The disk under part files is neither the bucket's nor the vendor's. */
    private <T> T home(Shoot shoot, FolderDelivery.Writing<T> writing) {
        try {
            return writing.now();
        } catch (IOException e) {
            throw new Outage("home:" + shoot.lane(), "home-unwritable", "The folder " + parts + " in darkroom.home, where"
                    + " results are kept until they stand in their bucket, cannot be used: "
                    + Plain.text(e.getClass().getSimpleName() + " " + e.getMessage()) + ".",
                    "Make room on that disk or mend the folder; Darkroom goes on by itself.");
        }
    }

    private String renewed(Shoot shoot, String name, Original whole, String hash) throws IOException {
        Shelf shelf = shelves.apply(shoot.lane());
        try {
            Optional<Item> there = shelf.item(path(shoot, name));
            if (there.isEmpty()) {
                return stands(shoot, name, whole, hash);
            }
            if (!hash.equals(there.get().metadata().get(HASH))) {
                KeptObject.keep(shelf, SafeName.of(shoot.name()), name, there.get());
                shelf.put(path(shoot, name), whole, MediaTypes.of(name), Map.of(HASH, hash, SHOOT, shoot.id()), false);
            }
            return name;
        } catch (StoreFailure failure) {
            throw trouble(shoot, failure);
        }
    }

    private String stands(Shoot shoot, String name, Original whole, String hash) throws IOException {
        Shelf shelf = shelves.apply(shoot.lane());
        Set<String> taken = new HashSet<>();
        try {
            while (true) {
                String free = SafeName.unique(name, taken);
                Optional<Item> there = shelf.item(path(shoot, free));
                // The same bytes already are this very result, from before a crash or a lost answer.
                if (there.isPresent() && hash.equals(there.get().metadata().get(HASH))) {
                    return free;
                }
                if (there.isEmpty()) {
                    if (shelf.put(path(shoot, free), whole, MediaTypes.of(free), Map.of(HASH, hash, SHOOT, shoot.id()),
                            true)) {
                        return free;
                    }
                    there = shelf.item(path(shoot, free));
                    if (there.isEmpty()) {
                        throw new Passing("delivery:" + shoot.lane(), "bucket-busy", free + " was being written by somebody"
                                + " else just now");
                    }
                    if (hash.equals(there.get().metadata().get(HASH))) {
                        return free;
                    }
                }
                taken.add(free.toLowerCase(Locale.ROOT));
            }
        } catch (StoreFailure failure) {
            throw trouble(shoot, failure);
        }
    }

    private static String path(Shoot shoot, String name) {
        return SafeName.of(shoot.name()) + "/" + name;
    }

    private Trouble trouble(Shoot shoot, StoreFailure failure) {
        Shelf shelf = shelves.apply(shoot.lane());
        return failure.trouble("delivery:" + shoot.lane(), "The delivery bucket:" + shelf.bucket() + "/" + shelf.prefix()
                + " of lane " + shoot.lane() + " does not take the results");
    }

    private Original file(Shoot shoot, Path file, long size) {
        return new Original() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                return home(shoot, () -> Files.newInputStream(file));
            }
        };
    }

    @Override
    public void note(Shoot shoot, String name, byte[] text) throws IOException {
        Shelf shelf = shelves.apply(shoot.lane());
        Set<String> taken = new HashSet<>();
        try {
            while (true) {
                String free = SafeName.unique(name, taken);
                Optional<Item> there = shelf.item(path(shoot, free));
                boolean ours = there.isPresent() && shoot.id().equals(there.get().metadata().get(SHOOT));
                if (there.isEmpty() || ours) {
                    if (shelf.put(path(shoot, free), text(text), "application/json", Map.of(SHOOT, shoot.id()), !ours)) {
                        return;
                    }
                    throw new Passing("delivery:" + shoot.lane(), "receipt-taken", free + " came to stand in the delivery"
                            + " of shoot " + shoot.name() + " just now");
                }
                taken.add(free.toLowerCase(Locale.ROOT));
            }
        } catch (StoreFailure failure) {
            throw trouble(shoot, failure);
        }
    }

    private static Original text(byte[] text) {
        return new Original() {
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
    public String sha256(Shoot shoot, String name) throws IOException {
        try {
            return Sha256.of(shelves.apply(shoot.lane()).open(path(shoot, name)));
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.MISSING) {
                return "";
            }
            throw trouble(shoot, failure);
        }
    }
}
