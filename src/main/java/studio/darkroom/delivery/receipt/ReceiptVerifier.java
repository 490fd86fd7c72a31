package studio.darkroom.delivery.receipt;

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
import studio.darkroom.text.SafeName;

/**
 * Holds the folder of a delivery against the receipts in it, from the files alone: no ledger, no node, no settings, no
 * network. A folder has several receipts when shoots of several lanes were delivered into it.
 */
public final class ReceiptVerifier {

    private static final Pattern RECEIPT_NAME = Pattern.compile("receipt(-\\d+)?\\.json");
    private static final Pattern BACKUP_NAME = Pattern.compile("(.*)\\.before-\\d+(\\.[^.]*)?");
    private static final Pattern SYSTEM_FILE_NAME = Pattern.compile("(?i)\\._.*|\\.ds_store|thumbs\\.db|desktop\\.ini|\\.darkroom-.*\\.part");
    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    /** No receipt is longer than this many bytes: about 100,000 photos. */
    private static final long MAX_RECEIPT_BYTES = 128L * 1024 * 1024;

    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final Optional<Path> originalsFolder;

    /** @param originalsFolder the folder that the photos' paths begin at, to hold them against the receipt too */
    public ReceiptVerifier(Optional<Path> originalsFolder) {
        this.originalsFolder = originalsFolder;
        mapper.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build());
    }

    /** How a file or a receipt was found. */
    public enum FileStatus {
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

        private final int severity;

        FileStatus(int severity) {
            this.severity = severity;
        }

        /** 0: as it should be; 1: the delivery is not; 2: it cannot be told. */
        public int severity() {
            return severity;
        }
    }

    /**
     * What was found.
     *
     * @param file below the delivery's folder, or below that of the originals
     * @param original whether it is an original
     * @param detail more about it, or null
     */
    public record Finding(String file, boolean original, FileStatus status, String detail) {
    }

    /** Whether a folder has a receipt in it. */
    public static boolean hasReceipt(Path folder) throws IOException {
        return !listReceipts(folder).isEmpty();
    }

    private static List<Path> listReceipts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> RECEIPT_NAME.matcher(file.getFileName().toString()).matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
        }
    }

    /**
     * Reads every byte of a delivery.
     *
     * @param folder the folder of one shoot, with its receipt
     * @throws IOException when the folder itself cannot be read
     */
    public List<Finding> checkFolder(Path folder) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<String> knownNames = new HashSet<>();
        for (Path receipt : listReceipts(folder)) {
            String name = receipt.getFileName().toString();
            knownNames.add(name);
            try {
                JsonNode json = readReceipt(receipt);
                findings.add(new Finding(name, false, FileStatus.WHOLE, json.has(ReceiptSeal.FIELD) ? null
                        : "it has no seal, so that damage to itself would not show"));
                checkResults(folder, json, knownNames, findings);
                originalsFolder.ifPresent(root -> checkPhotos(root, json, findings));
            } catch (DamagedReceipt damage) {
                findings.add(new Finding(name, false, FileStatus.DAMAGED, damage.getMessage()));
            } catch (IOException e) {
                findings.add(newUnreadable(name, false, e));
            }
        }
        findExtras(folder, knownNames, findings);
        return findings;
    }

    private JsonNode readReceipt(Path receipt) throws IOException, DamagedReceipt {
        if (Files.size(receipt) > MAX_RECEIPT_BYTES) {
            throw new DamagedReceipt("it is longer than any receipt");
        }
        JsonNode json;
        try {
            json = mapper.readTree(Files.readAllBytes(receipt));
        } catch (JsonProcessingException e) {
            throw new DamagedReceipt("it is no JSON any more");
        }
        if (!(json instanceof ObjectNode object) || !json.path("receipt").isInt()) {
            throw new DamagedReceipt("it is not a receipt of Darkroom's");
        }
        if (!ReceiptSeal.isValid(object)) {
            throw new DamagedReceipt("its seal does not fit what it says: somebody or something changed it");
        }
        if (json.path("receipt").asInt() != 1) {
            throw new DamagedReceipt("it is of a newer form (" + json.path("receipt").asInt() + "); use a newer Darkroom");
        }
        for (String list : List.of("results", "photos")) {
            if (!json.path(list).isArray()) {
                throw new DamagedReceipt("its list of " + list + " is gone");
            }
        }
        for (JsonNode row : json.path("results")) {
            // What it names must be a file beside it, or a forged one could have us read elsewhere.
            String name = row.path("name").textValue();
            if (name == null || !name.equals(SafeName.of(name))) {
                throw new DamagedReceipt("a name in it is no name of a delivered file");
            }
            checkHashField(row);
        }
        for (JsonNode row : json.path("photos")) {
            checkHashField(row);
        }
        return json;
    }

    private static void checkHashField(JsonNode row) throws DamagedReceipt {
        JsonNode sha = row.path("sha256");
        if (!sha.isMissingNode() && (!sha.isTextual() || !SHA256_HEX.matcher(sha.textValue()).matches())) {
            throw new DamagedReceipt("a hash in it is none");
        }
    }

    private static void checkResults(Path folder, JsonNode json, Set<String> knownNames, List<Finding> findings) {
        for (JsonNode row : json.path("results")) {
            String name = row.path("name").textValue();
            knownNames.add(name);
            if (row.path("delivered").isTextual()) {
                findings.add(checkFile(folder.resolve(name), name, false, row));
            } else {
                findings.add(new Finding(name, false, FileStatus.UNTOLD, "it was not delivered"));
            }
        }
    }

    private static void checkPhotos(Path root, JsonNode json, List<Finding> findings) {
        Set<String> seenPaths = new HashSet<>();
        for (JsonNode row : json.path("photos")) {
            String path = row.path("path").asText("");
            if (row.path("state").asText().equals("ignored") || !seenPaths.add(path)) {
                continue;
            }
            Path file = resolveBelow(root, path);
            if (file == null) {
                findings.add(new Finding(path, true, FileStatus.DAMAGED, "its path leads out of the folder of the originals"));
            } else if (!row.has("sha256")) {
                findings.add(new Finding(path, true, FileStatus.UNTOLD, "it was not sent"));
            } else {
                findings.add(checkFile(file, path, true, row));
            }
        }
    }

    private static Path resolveBelow(Path root, String path) {
        try {
            Path file = root.resolve(path).normalize();
            return !path.isEmpty() && file.startsWith(root.normalize()) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Finding checkFile(Path file, String name, boolean original, JsonNode row) {
        if (!Files.isRegularFile(file)) {
            return new Finding(name, original, FileStatus.MISSING, Files.exists(file) ? "something else has its name" : null);
        }
        if (!row.has("sha256")) {
            return new Finding(name, original, FileStatus.UNTOLD, "the receipt has no hash of it");
        }
        try {
            long size = Files.size(file);
            if (row.path("size").isNumber() && size != row.path("size").asLong()) {
                return new Finding(name, original, FileStatus.ALTERED, "it has " + size + " bytes instead of "
                        + row.path("size").asLong());
            }
            return ReceiptSeal.hashFile(file).equals(row.path("sha256").asText()) ? new Finding(name, original, FileStatus.WHOLE, null)
                    : new Finding(name, original, FileStatus.ALTERED, "as long as it was, but with other bytes");
        } catch (IOException e) {
            return newUnreadable(name, original, e);
        }
    }

    private static Finding newUnreadable(String name, boolean original, IOException e) {
        return new Finding(name, original, FileStatus.UNREADABLE, e.getClass().getSimpleName());
    }

    private static void findExtras(Path folder, Set<String> knownNames, List<Finding> findings) throws IOException {
        Map<String, FileStatus> extras = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !knownNames.contains(name) && !SYSTEM_FILE_NAME.matcher(name).matches())
                    .forEach(name -> extras.put(name, isBackup(name, knownNames) ? FileStatus.KEPT : FileStatus.EXTRA));
        }
        extras.keySet().stream().sorted().forEach(name -> findings.add(new Finding(name, false, extras.get(name), null)));
    }

    private static boolean isBackup(String name, Set<String> knownNames) {
        Matcher matcher = BACKUP_NAME.matcher(name);
        return matcher.matches() && knownNames.contains(matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2)));
    }

    private static final class DamagedReceipt extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedReceipt(String why) {
            super(why, null, false, false);
        }
    }
}
