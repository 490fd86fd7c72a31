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
import studio.darkroom.delivery.ReceiptCheck;
import studio.darkroom.delivery.ReceiptCheck.Found;
import studio.darkroom.delivery.ReceiptCheck.Mark;

/** Whether a delivery still is what was delivered; needs nothing but the files. */
@Command(name = "verify",
        description = {"Hold a delivered folder against its receipt.json, byte for byte, years later and offline: no node, no"
            + " ledger and no settings are needed. A folder of deliveries is gone through one by one.",
            "Exit code 0: all is as it was delivered; 1: files are missing or altered; 2: it cannot be told, for there is no"
            + " receipt, or it is damaged, or a file cannot be read."})
final class VerifyCommand implements Callable<Integer> {

    private static final int UNTOLD = 2;

    @ParentCommand
    private Cli cli;

    @Parameters(paramLabel = "DELIVERY", description = "Folder of a delivered shoot, or a folder of such folders.")
    private Path delivery;

    @Option(names = "--originals", paramLabel = "INBOX",
            description = "Hold the originals in this folder, laid out as the inbox was, against the receipt too.")
    private Path originals;

    @Option(names = "--strict", description = "Exit code 1 also for files that were not delivered by Darkroom.")
    private boolean strict;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Map<Path, List<Found>> all = new LinkedHashMap<>();
        try {
            for (Path folder : folders()) {
                all.put(folder, new ReceiptCheck(Optional.ofNullable(originals)).check(folder));
            }
        } catch (IOException e) {
            return untold(delivery + " cannot be read (" + e.getClass().getSimpleName()
                    + "): look after its rights, or its disk or share.");
        }
        if (all.isEmpty()) {
            return untold("There is no receipt.json in " + delivery + ": name the folder of a shoot that Darkroom delivered.");
        }
        if (originals != null && !Files.isDirectory(originals)) {
            return untold(originals + " is not a folder that is there: name the folder of the originals.");
        }
        int code = all.values().stream().flatMap(List::stream).mapToInt(this::grade).max().orElse(0);
        if (json) {
            json(all, code);
        } else {
            all.forEach(this::print);
        }
        return code;
    }

    private int untold(String why) {
        cli.screen().err().println(Screen.plain(why));
        return UNTOLD;
    }

    private int grade(Found found) {
        return strict && found.mark() == Mark.EXTRA ? 1 : found.mark().grade();
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(delivery) || ReceiptCheck.receiptIn(delivery)) {
            return Files.isDirectory(delivery) ? List.of(delivery) : List.of();
        }
        List<Path> inside;
        try (Stream<Path> folders = Files.list(delivery)) {
            inside = folders.filter(Files::isDirectory).sorted().toList();
        }
        List<Path> delivered = new java.util.ArrayList<>();
        for (Path folder : inside) {
            if (ReceiptCheck.receiptIn(folder)) {
                delivered.add(folder);
            }
        }
        return delivered;
    }

    private void print(Path folder, List<Found> found) {
        long whole = found.stream().filter(one -> one.mark() == Mark.WHOLE && !one.original() && !receipt(one)).count();
        long sent = found.stream().filter(one -> one.mark() == Mark.WHOLE && one.original()).count();
        long wrong = found.stream().filter(one -> grade(one) > 0).count();
        cli.screen().line(Screen.plain(folder.toString()) + ": " + whole + " of "
                + found.stream().filter(VerifyCommand::delivered).count() + " files as they were delivered"
                + (originals == null ? "" : ", " + sent + " originals as they were sent")
                + (wrong == 0 ? "." : ", " + wrong + " not as they should be:"));
        List<Found> told = found.stream().filter(one -> one.mark() != Mark.WHOLE || one.detail() != null).toList();
        if (!told.isEmpty()) {
            Table table = new Table(cli.screen(), "FILE", "IS", "DETAIL");
            told.forEach(one -> table.row((one.original() ? "original " : "") + one.file(), word(one.mark()),
                    one.detail() == null ? "" : one.detail()));
            table.printAll(2);
        }
    }

    private static boolean receipt(Found found) {
        return found.file().matches("receipt(-\\d+)?\\.json");
    }

    private static boolean delivered(Found found) {
        return !found.original() && !receipt(found) && found.mark() != Mark.EXTRA && found.mark() != Mark.KEPT
                && found.mark() != Mark.UNTOLD;
    }

    private static String word(Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }

    private void json(Map<Path, List<Found>> all, int code) throws JsonProcessingException {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("code", code);
        told.put("deliveries", all.entrySet().stream().map(entry -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("folder", entry.getKey().toString());
            one.put("files", entry.getValue().stream().map(VerifyCommand::row).toList());
            return one;
        }).toList());
        cli.screen().line(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(told));
    }

    private static Map<String, Object> row(Found found) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("file", found.file());
        row.put("original", found.original());
        row.put("is", word(found.mark()));
        row.put("detail", found.detail());
        return row;
    }
}
