package studio.darkroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.delivery.receipt.ReceiptVerifier;
import studio.darkroom.delivery.receipt.ReceiptVerifier.FileStatus;
import studio.darkroom.delivery.receipt.ReceiptVerifier.Finding;

/** Verifies a delivered folder against its receipt; needs nothing but the files. */
@Command(name = "verify",
        description = {"Verify a delivered folder against its receipt.json, byte for byte. Works offline, without a node, ledger"
            + " or settings. In a folder of deliveries, verifies each of them.",
            "Exit codes: 0 verified; 1 files are missing or altered; 2 not verifiable: the receipt is missing or damaged, or"
            + " a file cannot be read."})
final class VerifyCommand implements Callable<Integer> {

    private static final int EXIT_UNVERIFIABLE = 2;

    @ParentCommand
    private Cli cli;

    @Parameters(paramLabel = "DELIVERY", description = "Folder of a delivered shoot, or a folder of such folders.")
    private Path delivery;

    @Option(names = "--originals", paramLabel = "INBOX",
            description = "Also verify the originals in this folder, which has the layout of the inbox.")
    private Path originals;

    @Option(names = "--strict", description = "Also exit with 1 if there are files that Darkroom did not deliver.")
    private boolean strict;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Map<Path, List<Finding>> all = new LinkedHashMap<>();
        try {
            for (Path folder : findDeliveries()) {
                all.put(folder, new ReceiptVerifier(Optional.ofNullable(originals)).checkFolder(folder));
            }
        } catch (IOException e) {
            return reportUnverifiable(delivery + " cannot be read (" + e.getClass().getSimpleName()
                    + "). Check its permissions, or its disk or share.");
        }
        if (all.isEmpty()) {
            return reportUnverifiable(delivery + " has no receipt.json. Choose the delivered folder of a shoot.");
        }
        if (originals != null && !Files.isDirectory(originals)) {
            return reportUnverifiable(originals + " is not a folder. Choose the folder of the originals.");
        }
        int code = all.values().stream().flatMap(List::stream).mapToInt(this::exitCodeOf).max().orElse(0);
        if (json) {
            printJson(all, code);
        } else {
            all.forEach(this::printDelivery);
        }
        return code;
    }

    private int reportUnverifiable(String reason) {
        cli.terminal().err().println(Terminal.sanitizeText(reason));
        return EXIT_UNVERIFIABLE;
    }

    private int exitCodeOf(Finding found) {
        return strict && found.status() == FileStatus.EXTRA ? 1 : found.status().severity();
    }

    private List<Path> findDeliveries() throws IOException {
        if (!Files.isDirectory(delivery) || ReceiptVerifier.hasReceipt(delivery)) {
            return Files.isDirectory(delivery) ? List.of(delivery) : List.of();
        }
        List<Path> inside;
        try (Stream<Path> folders = Files.list(delivery)) {
            inside = folders.filter(Files::isDirectory).sorted().toList();
        }
        List<Path> delivered = new java.util.ArrayList<>();
        for (Path folder : inside) {
            if (ReceiptVerifier.hasReceipt(folder)) {
                delivered.add(folder);
            }
        }
        return delivered;
    }

    private void printDelivery(Path folder, List<Finding> found) {
        long intactCount = found.stream().filter(one -> one.status() == FileStatus.WHOLE && !one.original() && !isReceipt(one)).count();
        long intactOriginalCount = found.stream().filter(one -> one.status() == FileStatus.WHOLE && one.original()).count();
        long failedCount = found.stream().filter(one -> exitCodeOf(one) > 0).count();
        cli.terminal().printLine(Terminal.sanitizeText(folder.toString()) + ": " + intactCount + " of "
                + found.stream().filter(VerifyCommand::isDelivered).count() + " files verified"
                + (originals == null ? "" : ", " + intactOriginalCount + " originals verified")
                + (failedCount == 0 ? "." : ", " + failedCount + " not verified:"));
        List<Finding> listed = found.stream().filter(one -> one.status() != FileStatus.WHOLE || one.detail() != null).toList();
        if (!listed.isEmpty()) {
            Table table = new Table(cli.terminal(), "FILE", "STATUS", "DETAIL");
            listed.forEach(one -> table.addRow((one.original() ? "original " : "") + one.file(), formatMark(one.status()),
                    one.detail() == null ? "" : one.detail()));
            table.printWrapped(2);
        }
    }

    private static boolean isReceipt(Finding found) {
        return found.file().matches("receipt(-\\d+)?\\.json");
    }

    private static boolean isDelivered(Finding found) {
        return !found.original() && !isReceipt(found) && found.status() != FileStatus.EXTRA && found.status() != FileStatus.KEPT
                && found.status() != FileStatus.UNVERIFIED;
    }

    private static String formatMark(FileStatus mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }

    private void printJson(Map<Path, List<Finding>> all, int code) throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", code);
        document.put("deliveries", all.entrySet().stream().map(entry -> {
            Map<String, Object> entryDocument = new LinkedHashMap<>();
            entryDocument.put("folder", entry.getKey().toString());
            entryDocument.put("files", entry.getValue().stream().map(VerifyCommand::toJsonRow).toList());
            return entryDocument;
        }).toList());
        cli.terminal().printLine(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document));
    }

    private static Map<String, Object> toJsonRow(Finding found) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("file", found.file());
        row.put("original", found.original());
        // the value of earlier versions
        row.put("is", found.status() == FileStatus.UNVERIFIED ? "untold" : formatMark(found.status()));
        row.put("detail", found.detail());
        return row;
    }
}
