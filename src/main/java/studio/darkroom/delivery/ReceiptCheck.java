package studio.darkroom.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds the folder of a delivery against the receipts in it, from the files alone: no ledger, no node, no settings, no
 * network. A folder has several receipts when shoots of several lanes were delivered into it.
 */
public final class ReceiptCheck {

    private static final Pattern RECEIPT = Pattern.compile("receipt(-\\d+)?\\.json");
    private static final Pattern BEFORE = Pattern.compile("(.*)\\.before-\\d+(\\.[^.]*)?");
    private static final Pattern GHOST = Pattern.compile("(?i)\\._.*|\\.ds_store|thumbs\\.db|desktop\\.ini|\\.darkroom-.*\\.part");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** No receipt is longer than this many bytes: about 100,000 photos. */
    private static final long MOST = 128L * 1024 * 1024;

    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final Optional<Path> originals;

    /** @param originals the folder that the photos' paths begin at, to hold them against the receipt too */
    public ReceiptCheck(Optional<Path> originals) {
        this.originals = originals;
        mapper.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build());
    }

    /** How a file or a receipt was found. */
    public enum Mark {
        /** Byte for byte what was delivered. */
        WHOLE(0),
        /** An earlier picture, kept beside the one that took its name. */
        KEPT(0),
        /** Not from this delivery. */
        EXTRA(0),
        /** The receipt gives no hash of it: it was never delivered, or never sent. */
        UNTOLD(0),
        /** Not there any more. */
        MISSING(1),
        /** Other bytes than were delivered. */
        ALTERED(1),
        /** There, and the disk or share does not give it. */
        UNREADABLE(2),
        /** A receipt that does not hold what Darkroom wrote. */
        DAMAGED(2);

        private final int grade;

        Mark(int grade) {
            this.grade = grade;
        }

        /** 0: as it should be; 1: the delivery is not; 2: it cannot be told. */
        public int grade() {
            return grade;
        }
    }

    /**
     * What was found.
     *
     * @param file below the delivery's folder, or below that of the originals
     * @param original whether it is an original
     * @param detail more about it, or null
     */
    public record Found(String file, boolean original, Mark mark, String detail) {
    }

    /** Whether a folder has a receipt in it. */
    public static boolean receiptIn(Path folder) throws IOException {
        return !receipts(folder).isEmpty();
    }

    private static List<Path> receipts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> RECEIPT.matcher(file.getFileName().toString()).matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
        }
    }

    /**
     * Reads every byte of a delivery.
     *
     * @param folder the folder of one shoot, with its receipt
     * @throws IOException when the folder itself cannot be read
     */
    public List<Found> check(Path folder) throws IOException {
        List<Found> found = new ArrayList<>();
        Set<String> ours = new HashSet<>();
        for (Path receipt : receipts(folder)) {
            String name = receipt.getFileName().toString();
            ours.add(name);
            try {
                JsonNode told = read(receipt);
                found.add(new Found(name, false, Mark.WHOLE, told.has(Seal.FIELD) ? null
                        : "it has no seal, so that damage to itself would not show"));
                results(folder, told, ours, found);
                originals.ifPresent(root -> photos(root, told, found));
            } catch (Damage damage) {
                found.add(new Found(name, false, Mark.DAMAGED, damage.getMessage()));
            } catch (IOException e) {
                found.add(unreadable(name, false, e));
            }
        }
        extras(folder, ours, found);
        return found;
    }

    private JsonNode read(Path receipt) throws IOException, Damage {
        if (Files.size(receipt) > MOST) {
            throw new Damage("it is longer than any receipt");
        }
        JsonNode told;
        try {
            told = mapper.readTree(Files.readAllBytes(receipt));
        } catch (JsonProcessingException e) {
            throw new Damage("it is no JSON any more");
        }
        if (!(told instanceof ObjectNode object) || !told.path("receipt").isInt()) {
            throw new Damage("it is not a receipt of Darkroom's");
        }
        if (!Seal.holds(object)) {
            throw new Damage("its seal does not fit what it says: somebody or something changed it");
        }
        if (told.path("receipt").asInt() != 1) {
            throw new Damage("it is of a newer form (" + told.path("receipt").asInt() + "); use a newer Darkroom");
        }
        for (String list : List.of("results", "photos")) {
            if (!told.path(list).isArray()) {
                throw new Damage("its list of " + list + " is gone");
            }
        }
        for (JsonNode row : told.path("results")) {
            // What it names must be a file beside it, or a forged one could have us read elsewhere.
            String name = row.path("name").textValue();
            if (name == null || !name.equals(SafeName.of(name))) {
                throw new Damage("a name in it is no name of a delivered file");
            }
            sound(row);
        }
        for (JsonNode row : told.path("photos")) {
            sound(row);
        }
        return told;
    }

    private static void sound(JsonNode row) throws Damage {
        JsonNode sha = row.path("sha256");
        if (!sha.isMissingNode() && (!sha.isTextual() || !HASH.matcher(sha.textValue()).matches())) {
            throw new Damage("a hash in it is none");
        }
    }

    private static void results(Path folder, JsonNode told, Set<String> ours, List<Found> found) {
        for (JsonNode row : told.path("results")) {
            String name = row.path("name").textValue();
            ours.add(name);
            if (row.path("delivered").isTextual()) {
                found.add(held(folder.resolve(name), name, false, row));
            } else {
                found.add(new Found(name, false, Mark.UNTOLD, "it was not delivered"));
            }
        }
    }

    private static void photos(Path root, JsonNode told, List<Found> found) {
        Set<String> seen = new HashSet<>();
        for (JsonNode row : told.path("photos")) {
            String path = row.path("path").asText("");
            if (row.path("state").asText().equals("ignored") || !seen.add(path)) {
                continue;
            }
            Path file = below(root, path);
            if (file == null) {
                found.add(new Found(path, true, Mark.DAMAGED, "its path leads out of the folder of the originals"));
            } else if (!row.has("sha256")) {
                found.add(new Found(path, true, Mark.UNTOLD, "it was not sent"));
            } else {
                found.add(held(file, path, true, row));
            }
        }
    }

    private static Path below(Path root, String path) {
        try {
            Path file = root.resolve(path).normalize();
            return !path.isEmpty() && file.startsWith(root.normalize()) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Found held(Path file, String name, boolean original, JsonNode row) {
        if (!Files.isRegularFile(file)) {
            return new Found(name, original, Mark.MISSING, Files.exists(file) ? "something else has its name" : null);
        }
        if (!row.has("sha256")) {
            return new Found(name, original, Mark.UNTOLD, "the receipt has no hash of it");
        }
        try {
            long size = Files.size(file);
            if (row.path("size").isNumber() && size != row.path("size").asLong()) {
                return new Found(name, original, Mark.ALTERED, "it has " + size + " bytes instead of "
                        + row.path("size").asLong());
            }
            return Seal.sha256(file).equals(row.path("sha256").asText()) ? new Found(name, original, Mark.WHOLE, null)
                    : new Found(name, original, Mark.ALTERED, "as long as it was, but with other bytes");
        } catch (IOException e) {
            return unreadable(name, original, e);
        }
    }

    private static Found unreadable(String name, boolean original, IOException e) {
        return new Found(name, original, Mark.UNREADABLE, e.getClass().getSimpleName());
    }

    private static void extras(Path folder, Set<String> ours, List<Found> found) throws IOException {
        Map<String, Mark> extras = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !ours.contains(name) && !GHOST.matcher(name).matches())
                    .forEach(name -> extras.put(name, kept(name, ours) ? Mark.KEPT : Mark.EXTRA));
        }
        extras.keySet().stream().sorted().forEach(name -> found.add(new Found(name, false, extras.get(name), null)));
    }

    private static boolean kept(String name, Set<String> ours) {
        Matcher before = BEFORE.matcher(name);
        return before.matches() && ours.contains(before.group(1) + (before.group(2) == null ? "" : before.group(2)));
    }

    private static final class Damage extends Exception {
        private static final long serialVersionUID = 1L;

        Damage(String why) {
            super(why, null, false, false);
        }
    }
}
