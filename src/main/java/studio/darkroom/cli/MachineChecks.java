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
import studio.darkroom.Setting;
import studio.darkroom.Settings;
import studio.darkroom.ledger.LedgerDown;
import studio.darkroom.ledger.LedgerProbe;
import studio.darkroom.trouble.Plain;

/** The machine that Darkroom is to run on: Java, settings, home, ledger, and whether a node runs. Writes nothing. */
final class MachineChecks {

    private static final Pattern NETWORK = Pattern.compile(
            "nfs\\d?|cifs|smb.*|afpfs|9p|ceph|glusterfs|lustre|davfs|webdav|sshfs|fuse\\..*|vboxsf|prl_fs");
    private static final Pattern MEMORY = Pattern.compile("tmpfs|ramfs");
    private static final int JAVA = 17;
    private static final long SCARCE = 1_000_000_000;
    private static final long TOO_LITTLE = 50_000_000;

    private final Settings settings;
    private final Consumer<Finding> found;

    MachineChecks(Settings settings, Consumer<Finding> found) {
        this.settings = settings;
        this.found = found;
    }

    void run() {
        java();
        sources();
        home();
        ledger();
        node();
    }

    private void java() {
        String version = "Java " + Runtime.version() + ", " + System.getProperty("java.vendor");
        found.accept(Runtime.version().feature() >= JAVA ? Finding.ok("Java", version)
                : Finding.fail("Java", version, "Install Java " + JAVA + " or newer."));
    }

    private void sources() {
        Map<Setting.Source, Integer> counts = new TreeMap<>();
        settings.values().values().forEach(setting -> counts.merge(setting.source(), 1, Integer::sum));
        StringBuilder said = new StringBuilder();
        counts.forEach((source, count) -> said.append(said.length() == 0 ? "" : ", ").append(count).append(" from ")
                .append(source.name().toLowerCase(Locale.ROOT)));
        found.accept(Finding.ok("settings", "keys: " + said + "; lanes: "
                + String.join(", ", settings.lanes().stream().map(Settings.Lane::name).toList())));
    }

    private void home() {
        Path home = settings.home();
        Path there = existing(home);
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            found.accept(Finding.fail("home", there + " cannot be written",
                    "Give the user that runs Darkroom the right to write there, or set darkroom.home."));
            return;
        }
        found.accept(Finding.ok("home", home + (there.equals(home) ? " can be written" : " is made at the first start")));
        try {
            FileStore store = Files.getFileStore(there);
            disk(store.type().toLowerCase(Locale.ROOT));
            space(store.getUsableSpace());
        } catch (IOException e) {
            found.accept(Finding.warn("disk of home", "nobody knows what disk it is on (" + e.getClass().getSimpleName() + ")",
                    "See to it that darkroom.home is on a disk of this machine."));
        }
    }

    private void disk(String type) {
        boolean file = LedgerProbe.file(settings.ledger()).isPresent();
        if (NETWORK.matcher(type).matches() && file) {
            found.accept(Finding.fail("disk of home", "it is a network share (" + type
                    + "); a ledger on it breaks sooner or later", "Set darkroom.home to a folder on a disk of this machine."));
        } else if (MEMORY.matcher(type).matches() && file) {
            found.accept(Finding.warn("disk of home", "it is memory (" + type + "): the ledger is gone after a restart",
                    "Set darkroom.home to a folder on a disk."));
        } else {
            found.accept(Finding.ok("disk of home", "a disk of this machine (" + type + ")"));
        }
    }

    private void space(long bytes) {
        String free = String.format(Locale.ROOT, "%.1f GB free", bytes / 1e9);
        String fix = "Make room, or set darkroom.home to a larger disk.";
        found.accept(bytes < TOO_LITTLE ? Finding.fail("space of home", free, fix)
                : bytes < SCARCE ? Finding.warn("space of home", free, fix) : Finding.ok("space of home", free));
    }

    private void ledger() {
        Optional<String> hosts = settings.ledger().datasource();
        if (hosts.isPresent()) {
            found.accept(Finding.ok("ledger", "is the host's DataSource " + hosts.get()
                    + ", which only a running node can look at"));
            return;
        }
        Optional<Path> file = LedgerProbe.file(settings.ledger());
        String place = LedgerProbe.place(settings.ledger());
        if (file.isPresent() && !Files.exists(file.get())) {
            found.accept(Finding.ok("ledger", place + " is made at the first start"));
            return;
        }
        try {
            LedgerProbe.Found ledger = LedgerProbe.look(settings.ledger());
            LedgerProbe.write(settings.ledger());
            String said = place + ", " + ledger.product() + ", " + ledger.shoots().map(count -> count + " shoots")
                    .orElse("empty");
            found.accept(ledger.durable() ? Finding.ok("ledger", said + ", synchronous=FULL")
                    : Finding.fail("ledger", said + "; a power cut can lose what it has acknowledged",
                    "Switch synchronous commits on in the database."));
        } catch (LedgerDown down) {
            found.accept(Finding.fail("ledger", place + " does not open (" + Plain.text(down.getCause().getMessage()) + ")",
                    "Correct darkroom.ledger, mend the rights of the file, or end what holds it."));
        }
    }

    private void node() {
        Settings.Http door = settings.http();
        if (!door.on()) {
            found.accept(Finding.ok("node", "does not listen (darkroom.http.port = off)"));
            return;
        }
        if (door.port() == 0) {
            found.accept(Finding.ok("node", "takes any free port when it starts (darkroom.http.port = 0)"));
            return;
        }
        NodeClient node = NodeClient.of(door);
        try {
            boolean ours = node.get("/observe/health/live").path("status").isTextual();
            found.accept(ours ? Finding.ok("node", "one runs at " + node.address())
                    : taken(node));
        } catch (Failure failure) {
            found.accept(failure.getMessage().startsWith("No Darkroom")
                    ? Finding.ok("node", "none runs at " + node.address() + ", the port is free") : taken(node));
        }
    }

    private static Finding taken(NodeClient node) {
        return Finding.fail("node", "something else than Darkroom answers at " + node.address(),
                "End it, or set darkroom.http.port.");
    }

    /** The path itself, or the nearest folder above it that is there. */
    static Path existing(Path path) {
        Path there = path;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
