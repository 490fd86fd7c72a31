package studio.darkroom.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files with inputs that are or could be difficult for parsers; starting points for fuzzing. */
public final class FuzzCorpus {

    private static final Path ROOT = Path.of("src/test/resources/corpus");
    private static final int MAX_LENGTH = 70_000;

    private final Map<String, byte[]> files = new TreeMap<>();

    /** @param kind {@code ticket}, {@code answer} or {@code photo} */
    public FuzzCorpus(String kind) {
        try (Stream<Path> all = Files.list(ROOT.resolve(kind))) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Contents by name. */
    public Map<String, byte[]> files() {
        return files;
    }

    /** Picks the name of one file. */
    public String pickName(Random random) {
        List<String> names = List.copyOf(files.keySet());
        return names.get(random.nextInt(names.size()));
    }

    /** Returns that file with random changes: bytes altered, removed, repeated, or copied from another file. */
    public byte[] mutate(String name, Random random) {
        byte[] bytes = files.get(name).clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] other = files.get(pickName(random));
            int at = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, at + random.nextInt(40));
            bytes = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> replaceRange(bytes, at, to, new byte[0]);
                case 2 -> replaceRange(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                case 3 -> replaceRange(bytes, at, to, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
                case 4 -> replaceRange(bytes, at, to, randomBytes(random));
                default -> flipBit(bytes, random);
            };
        }
        return bytes.length > MAX_LENGTH ? Arrays.copyOf(bytes, MAX_LENGTH) : bytes;
    }

    private static byte[] randomBytes(Random random) {
        byte[] noise = new byte[random.nextInt(12)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] flipBit(byte[] bytes, Random random) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] replaceRange(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
