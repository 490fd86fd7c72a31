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
import studio.darkroom.sim.store.SimStore;
import studio.darkroom.testing.TestDarkroom;

/** An inbox, a delivery or an archive, accessed from outside. */
interface StorageLocation {

    /** Value in the settings. */
    String settingValue();

    /** Names of all files, with slashes. */
    List<String> listNames();

    byte[] readBytes(String name);

    /** Attributes of a file that a move may not preserve: its time. */
    String attributes(String name);

    void put(String name, byte[] bytes);

    /** Number of multipart uploads that are open. */
    int countOpenUploads();

    /** Hash and attributes of all files. */
    default Map<String, String> hashContents() {
        Map<String, String> contents = new TreeMap<>();
        listNames().forEach(name -> contents.put(name, (hash(readBytes(name)) + " " + attributes(name)).strip()));
        return contents;
    }

    /** First digits of the SHA-256. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder. */
    record Folder(Path path) implements StorageLocation {

        @Override
        public String settingValue() {
            return "folder:" + path;
        }

        @Override
        public List<String> listNames() {
            return Files.isDirectory(path) ? TestDarkroom.listFiles(path) : List.of();
        }

        @Override
        public byte[] readBytes(String name) {
            try {
                return Files.readAllBytes(path.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String attributes(String name) {
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
        public int countOpenUploads() {
            return 0;
        }
    }

    /** A part of a bucket in the simulator's store, which survives the killed process. */
    record Bucket(SimStore store, String bucket) implements StorageLocation {

        private static final String PREFIX = "of studio/";
        /** The store's internal name of an open upload; clients do not see it. */
        private static final String OPEN_UPLOAD_PREFIX = ".s3proxy-mpu-stub-";

        /** @param name name of the bucket, which is created */
        static Bucket createBucket(Simulator sim, String name) {
            return new Bucket(sim.store(), sim.createBucket(name));
        }

        @Override
        public String settingValue() {
            return "bucket:" + bucket + "/" + PREFIX;
        }

        @Override
        public List<String> listNames() {
            return store.listKeys(bucket, "").stream().filter(key -> !key.startsWith(OPEN_UPLOAD_PREFIX)).map(key ->
                    key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "outside: " + key).sorted().toList();
        }

        @Override
        public byte[] readBytes(String name) {
            try (InputStream in = store.get(bucket, PREFIX + name)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String attributes(String name) {
            return "";
        }

        @Override
        public void put(String name, byte[] bytes) {
            store.put(bucket, PREFIX + name, "image/jpeg", bytes.length, new ByteArrayInputStream(bytes));
        }

        @Override
        public int countOpenUploads() {
            return store.countOpenUploads(bucket);
        }
    }
}
