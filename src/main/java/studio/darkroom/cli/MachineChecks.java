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
import studio.darkroom.cli.DoctorCommand.Finding;
import studio.darkroom.config.Setting;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.Database.LedgerUnavailable;
import studio.darkroom.ledger.LedgerDataSource;
import studio.darkroom.text.Redactor;

/** Checks the machine: Java, settings, home, ledger, and whether a node runs. Writes nothing. */
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
        settings.renamedKeys().forEach((oldKey, key) -> findings.accept(Finding.warn("settings", oldKey + " has a new name",
                "Rename it to " + key + ". The old name still works.")));
    }

    private void checkHome() {
        Path home = settings.home();
        Path existing = findExistingAncestor(home);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            findings.accept(Finding.fail("home", existing + " cannot be written",
                    "Grant write permission to the user that runs Darkroom, or set darkroom.home."));
            return;
        }
        findings.accept(Finding.ok("home", home + (existing.equals(home) ? " is writable" : " will be created at the first start")));
        try {
            FileStore store = Files.getFileStore(existing);
            checkDisk(store.type().toLowerCase(Locale.ROOT));
            checkSpace(store.getUsableSpace());
        } catch (IOException e) {
            findings.accept(Finding.warn("disk of home", "could not determine the disk type (" + e.getClass().getSimpleName() + ")",
                    "Make sure that darkroom.home is on a local disk."));
        }
    }

    private void checkDisk(String type) {
        boolean sqlite = LedgerDataSource.findSqliteFile(settings.ledger()).isPresent();
        if (NETWORK_FILE_SYSTEMS.matcher(type).matches() && sqlite) {
            findings.accept(Finding.fail("disk of home", "network share (" + type
                    + "); network shares can corrupt an SQLite ledger", "Set darkroom.home to a folder on a local disk."));
        } else if (MEMORY_FILE_SYSTEMS.matcher(type).matches() && sqlite) {
            findings.accept(Finding.warn("disk of home", "memory (" + type + "); a restart deletes the ledger",
                    "Set darkroom.home to a folder on a disk."));
        } else {
            findings.accept(Finding.ok("disk of home", "local disk (" + type + ")"));
        }
    }

    private void checkSpace(long bytes) {
        String free = String.format(Locale.ROOT, "%.1f GB free", bytes / 1e9);
        String fix = "Free disk space, or set darkroom.home to a larger disk.";
        findings.accept(bytes < MIN_SPACE_BYTES ? Finding.fail("space of home", free, fix)
                : bytes < LOW_SPACE_BYTES ? Finding.warn("space of home", free, fix) : Finding.ok("space of home", free));
    }

    private void checkLedger() {
        Optional<String> hostDataSource = settings.ledger().datasource();
        if (hostDataSource.isPresent()) {
            findings.accept(Finding.ok("ledger", "DataSource " + hostDataSource.get()
                    + " of the host; only a running node can check it"));
            return;
        }
        Optional<Path> file = LedgerDataSource.findSqliteFile(settings.ledger());
        String place = LedgerDataSource.displayLocation(settings.ledger());
        if (file.isPresent() && !Files.exists(file.get())) {
            findings.accept(Finding.ok("ledger", place + " will be created at the first start"));
            return;
        }
        try {
            LedgerDataSource.LedgerInfo ledger = LedgerDataSource.readInfo(settings.ledger());
            LedgerDataSource.checkWritable(settings.ledger());
            String summary = place + ", " + ledger.product() + ", " + ledger.shootCount().map(count -> count + " shoots")
                    .orElse("empty");
            findings.accept(ledger.durable() ? Finding.ok("ledger", summary + ", synchronous=FULL")
                    : Finding.fail("ledger", summary + "; a power failure can lose committed data",
                    "Enable synchronous commits in the database."));
        } catch (LedgerUnavailable down) {
            findings.accept(Finding.fail("ledger", place + " cannot be opened (" + Redactor.redact(down.getCause().getMessage()) + ")",
                    "Correct darkroom.ledger.*, fix the permissions of the file, or stop the program that locks it."));
        }
    }

    private void checkNode() {
        Settings.Http http = settings.http();
        if (!http.isEnabled()) {
            findings.accept(Finding.ok("node", "HTTP is disabled (darkroom.http.port = off)"));
            return;
        }
        if (http.port() == 0) {
            findings.accept(Finding.ok("node", "selects a free port at startup (darkroom.http.port = 0)"));
            return;
        }
        NodeClient node = NodeClient.of(http);
        findings.accept(switch (node.probeListener()) {
            case DARKROOM -> Finding.ok("node", "running at " + node.address());
            case NONE -> Finding.ok("node", "not running; " + node.address() + " is free");
            case OTHER -> Finding.fail("node", "another program listens at " + node.address(),
                    "Stop it, or set darkroom.http.port.");
        });
    }

    /** The path itself, or its nearest parent that exists. */
    static Path findExistingAncestor(Path path) {
        Path ancestor = path;
        while (ancestor.getParent() != null && !Files.exists(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor;
    }
}
