package studio.darkroom.crash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import studio.darkroom.sim.Simulator;
import studio.darkroom.sim.store.Store;
import studio.darkroom.testing.Studio;

/** An inbox, a delivery or an archive, seen from outside. */
interface Site {

    /** What is written of it into the settings. */
    String setting();

    /** Names of all that is there, with slashes. */
    List<String> names();

    byte[] bytes(String name);

    /** What may be lost of something when it is moved elsewhere and is to come out the same: a file's time. */
    String marks(String name);

    void put(String name, byte[] bytes);

    /** Uploads in parts that were begun and neither completed nor given up. */
    int unfinished();

    /** Hash and marks of everything that is there. */
    default Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        names().forEach(name -> contents.put(name, (hash(bytes(name)) + " " + marks(name)).strip()));
        return contents;
    }

    /** The beginning of the SHA-256. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder. */
    record Folder(Path path) implements Site {

        @Override
        public String setting() {
            return "folder:" + path;
        }

        @Override
        public List<String> names() {
            return Files.isDirectory(path) ? Studio.files(path) : List.of();
        }

        @Override
        public byte[] bytes(String name) {
            try {
                return Files.readAllBytes(path.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String marks(String name) {
            try {
                return String.valueOf(Files.getLastModifiedTime(path.resolve(name)).toMillis());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void put(String name, byte[] bytes) {
            try {
                Files.createDirectories(path.resolve(name).getParent());
                Files.write(path.resolve(name), bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int unfinished() {
            return 0;
        }
    }

    /** A part of a bucket in the simulator's store, which outlives who is killed. */
    record Bucket(Store store, String bucket) implements Site {

        private static final String PREFIX = "of studio/";
        /** As the store keeps an upload that is open; whoever asks from outside does not see it. */
        private static final String OPEN = ".s3proxy-mpu-stub-";

        /** @param name of the bucket, which is made */
        static Bucket in(Simulator sim, String name) {
            return new Bucket(sim.store(), sim.createBucket(name));
        }

        @Override
        public String setting() {
            return "bucket:" + bucket + "/" + PREFIX;
        }

        @Override
        public List<String> names() {
            return store.keys(bucket, "").stream().filter(key -> !key.startsWith(OPEN)).map(key ->
                    key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "outside: " + key).sorted().toList();
        }

        @Override
        public byte[] bytes(String name) {
            try (InputStream in = store.get(bucket, PREFIX + name)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String marks(String name) {
            return "";
        }

        @Override
        public void put(String name, byte[] bytes) {
            store.put(bucket, PREFIX + name, "image/jpeg", bytes.length, new ByteArrayInputStream(bytes));
        }

        @Override
        public int unfinished() {
            return store.openUploads(bucket);
        }
    }
}
