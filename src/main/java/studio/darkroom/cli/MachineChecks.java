package studio.darkroom.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import studio.darkroom.config.Setting;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.LedgerProbe;
import studio.darkroom.ledger.LedgerUnavailable;
import studio.darkroom.text.Redactor;

/** The machine that Darkroom is to run on: Java, settings, home, ledger, and whether a node runs. Writes nothing. */
final class MachineChecks {

    private static final Pattern NETWORK_FILE_SYSTEMS = Pattern.compile(
            "nfs\\d?|cifs|smb.*|afpfs|9p|ceph|glusterfs|lustre|davfs|webdav|sshfs|fuse\\..*|vboxsf|prl_fs");
    private static final Pattern MEMORY_FILE_SYSTEMS = Pattern.compile("tmpfs|ramfs");
    private static final int MIN_JAVA_VERSION = 17;
    private static final long LOW_SPACE_BYTES = 1_000_000_000;
    private static final long MIN_SPACE_BYTES = 50_000_000;

    private final Settings settings;
    private final Consumer<Finding> findings;

    MachineChecks(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void checkMachine() {
        checkJava();
        checkSettings();
        checkHome();
        checkLedger();
        checkNode();
    }

    private void checkJava() {
        String version = "Java " + Runtime.version() + ", " + System.getProperty("java.vendor");
        findings.accept(Runtime.version().feature() >= MIN_JAVA_VERSION ? Finding.ok("Java", version)
                : Finding.fail("Java", version, "Install Java " + MIN_JAVA_VERSION + " or newer."));
    }

    private void checkSettings() {
        Map<Setting.Source, Integer> counts = new TreeMap<>();
        settings.values().values().forEach(setting -> counts.merge(setting.source(), 1, Integer::sum));
        StringBuilder summary = new StringBuilder();
        counts.forEach((source, count) -> summary.append(summary.length() == 0 ? "" : ", ").append(count).append(" from ")
                .append(source.name().toLowerCase(Locale.ROOT)));
        findings.accept(Finding.ok("settings", "keys: " + summary + "; lanes: "
                + String.join(", ", settings.lanes().stream().map(Settings.Lane::name).toList())));
    }

    private void checkHome() {
        Path home = settings.home();
        Path existing = findExistingAncestor(home);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            findings.accept(Finding.fail("home", existing + " cannot be written",
                    "Give the user that runs Darkroom the right to write there, or set darkroom.home."));
            return;
        }
        findings.accept(Finding.ok("home", home + (existing.equals(home) ? " can be written" : " is made at the first start")));
        try {
            FileStore store = Files.getFileStore(existing);
            checkDisk(store.type().toLowerCase(Locale.ROOT));
            checkSpace(store.getUsableSpace());
        } catch (IOException e) {
            findings.accept(Finding.warn("disk of home", "nobody knows what disk it is on (" + e.getClass().getSimpleName() + ")",
                    "See to it that darkroom.home is on a disk of this machine."));
        }
    }

    private void checkDisk(String type) {
        boolean sqlite = LedgerProbe.findSqliteFile(settings.ledger()).isPresent();
        if (NETWORK_FILE_SYSTEMS.matcher(type).matches() && sqlite) {
            findings.accept(Finding.fail("disk of home", "it is a network share (" + type
                    + "); a ledger on it breaks sooner or later", "Set darkroom.home to a folder on a disk of this machine."));
        } else if (MEMORY_FILE_SYSTEMS.matcher(type).matches() && sqlite) {
            findings.accept(Finding.warn("disk of home", "it is memory (" + type + "): the ledger is gone after a restart",
                    "Set darkroom.home to a folder on a disk."));
        } else {
            findings.accept(Finding.ok("disk of home", "a disk of this machine (" + type + ")"));
        }
    }

    private void checkSpace(long bytes) {
        String free = String.format(Locale.ROOT, "%.1f GB free", bytes / 1e9);
        String fix = "Make room, or set darkroom.home to a larger disk.";
        findings.accept(bytes < MIN_SPACE_BYTES ? Finding.fail("space of home", free, fix)
                : bytes < LOW_SPACE_BYTES ? Finding.warn("space of home", free, fix) : Finding.ok("space of home", free));
    }

    private void checkLedger() {
        Optional<String> hostDataSource = settings.ledger().datasource();
        if (hostDataSource.isPresent()) {
            findings.accept(Finding.ok("ledger", "is the host's DataSource " + hostDataSource.get()
                    + ", which only a running node can look at"));
            return;
        }
        Optional<Path> file = LedgerProbe.findSqliteFile(settings.ledger());
        String place = LedgerProbe.displayLocation(settings.ledger());
        if (file.isPresent() && !Files.exists(file.get())) {
            findings.accept(Finding.ok("ledger", place + " is made at the first start"));
            return;
        }
        try {
            LedgerProbe.LedgerInfo ledger = LedgerProbe.readInfo(settings.ledger());
            LedgerProbe.checkWritable(settings.ledger());
            String summary = place + ", " + ledger.product() + ", " + ledger.shootCount().map(count -> count + " shoots")
                    .orElse("empty");
            findings.accept(ledger.durable() ? Finding.ok("ledger", summary + ", synchronous=FULL")
                    : Finding.fail("ledger", summary + "; a power cut can lose what it has acknowledged",
                    "Switch synchronous commits on in the database."));
        } catch (LedgerUnavailable down) {
            findings.accept(Finding.fail("ledger", place + " does not open (" + Redactor.redact(down.getCause().getMessage()) + ")",
                    "Correct darkroom.ledger, mend the rights of the file, or end what holds it."));
        }
    }

    private void checkNode() {
        Settings.Http http = settings.http();
        if (!http.isEnabled()) {
            findings.accept(Finding.ok("node", "does not listen (darkroom.http.port = off)"));
            return;
        }
        if (http.port() == 0) {
            findings.accept(Finding.ok("node", "takes any free port when it starts (darkroom.http.port = 0)"));
            return;
        }
        NodeClient node = NodeClient.of(http);
        try {
            boolean isDarkroom = node.get("/observe/health/live").path("status").isTextual();
            findings.accept(isDarkroom ? Finding.ok("node", "one runs at " + node.address())
                    : portTakenFinding(node));
        } catch (CommandFailure failure) {
            findings.accept(failure.getMessage().startsWith("No Darkroom")
                    ? Finding.ok("node", "none runs at " + node.address() + ", the port is free") : portTakenFinding(node));
        }
    }

    private static Finding portTakenFinding(NodeClient node) {
        return Finding.fail("node", "something else than Darkroom answers at " + node.address(),
                "End it, or set darkroom.http.port.");
    }

    /** The path itself, or the nearest folder above it that is there. */
    static Path findExistingAncestor(Path path) {
        Path ancestor = path;
        while (ancestor.getParent() != null && !Files.exists(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor;
    }
}
