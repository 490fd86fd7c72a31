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
import studio.darkroom.text.Hashes;
import studio.darkroom.text.SafeName;

/**
 * Compares the files of a delivery with the receipts in its folder. It needs neither ledger, node, settings nor network. A
 * folder has several receipts if shoots of several lanes were delivered into it.
 */
public final class ReceiptVerifier {

    private static final Pattern RECEIPT_NAME = Pattern.compile("receipt(-\\d+)?\\.json");
    private static final Pattern BACKUP_NAME = Pattern.compile("(.*)\\.before-\\d+(\\.[^.]*)?");
    private static final Pattern SYSTEM_FILE_NAME = Pattern.compile("(?i)\\._.*|\\.ds_store|thumbs\\.db|desktop\\.ini|\\.darkroom-.*\\.part");
    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    /** Enough for about 100,000 photos. */
    private static final long MAX_RECEIPT_BYTES = 128L * 1024 * 1024;

    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final Optional<Path> originalsFolder;

    /** @param originalsFolder the folder that the paths of the photos are relative to; if present, the originals are compared too */
    public ReceiptVerifier(Optional<Path> originalsFolder) {
        this.originalsFolder = originalsFolder;
        mapper.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build());
    }

    /** The state of a file or a receipt. */
    public enum FileStatus {
        /** The bytes are those that were delivered. */
        WHOLE(0),
        /** An earlier file, kept beside the result that replaced it. */
        KEPT(0),
        /** The file is not part of this delivery. */
        EXTRA(0),
        /** The receipt has no hash of the file, because it was not delivered or not uploaded. */
        UNVERIFIED(0),
        /** The file does not exist. */
        MISSING(1),
        /** The bytes are not those that were delivered. */
        ALTERED(1),
        /** The file exists but cannot be read. */
        UNREADABLE(2),
        /** The receipt is not what Darkroom wrote. */
        DAMAGED(2);

        private final int severity;

        FileStatus(int severity) {
            this.severity = severity;
        }

        /** 0: verified; 1: the delivery is incomplete or changed; 2: the file cannot be verified. */
        public int severity() {
            return severity;
        }
    }

    /**
     * The state of one file.
     *
     * @param file relative to the folder of the delivery or of the originals
     * @param original whether the file is an original
     * @param detail more about the state; null if there is nothing to add
     */
    public record Finding(String file, boolean original, FileStatus status, String detail) {
    }

    /** Whether a folder contains a receipt. */
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
     * Reads and compares every file of a delivery.
     *
     * @param folder the folder of one shoot
     * @throws IOException if the folder cannot be listed
     */
    public List<Finding> checkFolder(Path folder) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<String> knownNames = new HashSet<>();
        for (Path receipt : listReceipts(folder)) {
            String name = receipt.getFileName().toString();
            knownNames.add(name);
            try {
                JsonNode json = readReceipt(receipt);
                findings.add(new Finding(name, false, FileStatus.WHOLE, json.has(Receipt.SEAL_FIELD) ? null
                        : "The receipt has no seal, so damage to the receipt itself cannot be detected."));
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
            throw new DamagedReceipt("The file is too large for a receipt.");
        }
        JsonNode json;
        try {
            json = mapper.readTree(Files.readAllBytes(receipt));
        } catch (JsonProcessingException e) {
            throw new DamagedReceipt("The file is not valid JSON.");
        }
        if (!(json instanceof ObjectNode object) || !json.path("receipt").isInt()) {
            throw new DamagedReceipt("The file is not a Darkroom receipt.");
        }
        if (!Receipt.isSealValid(object)) {
            throw new DamagedReceipt("The content does not match its seal; the file was changed or damaged.");
        }
        if (json.path("receipt").asInt() != Receipt.VERSION) {
            throw new DamagedReceipt("The receipt has format version " + json.path("receipt").asInt() + "; verify it with a newer version of Darkroom.");
        }
        for (String list : List.of("results", "photos")) {
            if (!json.path(list).isArray()) {
                throw new DamagedReceipt("The list of " + list + " is missing.");
            }
        }
        for (JsonNode row : json.path("results")) {
            // A forged name must not make us read outside this folder.
            String name = row.path("name").textValue();
            if (name == null || !name.equals(SafeName.of(name))) {
                throw new DamagedReceipt("A result has an invalid file name.");
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
            throw new DamagedReceipt("A SHA-256 value is invalid.");
        }
    }

    private static void checkResults(Path folder, JsonNode json, Set<String> knownNames, List<Finding> findings) {
        for (JsonNode row : json.path("results")) {
            String name = row.path("name").textValue();
            knownNames.add(name);
            if (row.path("delivered").isTextual()) {
                findings.add(checkFile(folder.resolve(name), name, false, row));
            } else {
                findings.add(new Finding(name, false, FileStatus.UNVERIFIED, "not delivered"));
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
                findings.add(new Finding(path, true, FileStatus.DAMAGED, "The path is outside the folder of the originals."));
            } else if (!row.has("sha256")) {
                findings.add(new Finding(path, true, FileStatus.UNVERIFIED, "not uploaded"));
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
            return new Finding(name, original, FileStatus.MISSING, Files.exists(file) ? "not a regular file" : null);
        }
        if (!row.has("sha256")) {
            return new Finding(name, original, FileStatus.UNVERIFIED, "no SHA-256 in the receipt");
        }
        try {
            long size = Files.size(file);
            if (row.path("size").isNumber() && size != row.path("size").asLong()) {
                return new Finding(name, original, FileStatus.ALTERED, size + " bytes instead of " + row.path("size").asLong());
            }
            return Hashes.sha256Hex(Files.newInputStream(file)).equals(row.path("sha256").asText()) ? new Finding(name, original, FileStatus.WHOLE, null)
                    : new Finding(name, original, FileStatus.ALTERED, "same size, different content");
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

        DamagedReceipt(String reason) {
            super(reason, null, false, false);
        }
    }
}
