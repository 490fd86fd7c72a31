package studio.darkroom.crash;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import studio.darkroom.api.FileAccounting;
import studio.darkroom.app.NodeInstaller;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.TestClock;

/**
 * The process that is killed: the real beans and routes on a real ledger, with a clock that jumps from trigger to trigger.
 * Commands arrive on standard input: {@code run <folder> <fatal> <cut> <moment>} processes everything in a folder. Lines of
 * its own on standard output begin with {@code @}.
 */
public final class CrashWorker {

    private static final int ROUNDS = 300;
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
            StandardCharsets.UTF_8);
    private static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private final Path folder;
    private final TestClock clock = new TestClock();
    private CamelContext context;
    private NodeInstaller darkroom;
    private String lastStep;

    private CrashWorker(Path folder) {
        this.folder = folder;
    }

    static void printLine(String line) {
        OUT.println("@" + line);
    }

    public static void main(String[] args) throws IOException {
        for (String line = IN.readLine(); line != null; line = IN.readLine()) {
            String[] words = line.split(" ", 5);
            CrashWorker worker = new CrashWorker(Path.of(words[1]));
            try {
                worker.runFolder(words[4], Integer.parseInt(words[2]), Boolean.parseBoolean(words[3]));
            } catch (Exception | Error e) {
                e.printStackTrace();
                printLine("broken " + e.toString().replace('\n', ' '));
            }
        }
    }

    private void runFolder(String moment, int occurrence, boolean powerCut) throws Exception {
        Path time = folder.resolve("clock");
        if (Files.exists(time)) {
            clock.set(Instant.parse(Files.readString(time)).plusSeconds(2));
        }
        CrashableFiles.setRoot(folder);
        CrashPoint.arm(moment, occurrence, powerCut);
        Settings settings = loadSettings();
        darkroom = new NodeInstaller(settings, clock, Optional.empty());
        context = new DefaultCamelContext();
        context.disableJMX();
        String end;
        try {
            darkroom.install(context, List.of());
            context.getComponent("clock", QuartzComponent.class).setAutoStartScheduler(false);
            context.start();
            awaitScanned();
            end = runUntilDone();
        } finally {
            CrashPoint.disarm();
            context.stop();
        }
        // Nothing in the folder is in use any more.
        printLine("ended " + end);
    }

    private Settings loadSettings() throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("darkroom.properties"))) {
            properties.load(in);
        }
        Map<String, String> keys = new HashMap<>();
        properties.forEach((key, value) -> keys.put(key.toString(), value.toString()));
        return Settings.load(keys, Map.of(), Map.of("user.dir", folder.toString(), "user.home", folder.toString()));
    }

    /** Waits until the scan has recorded and scheduled all originals; archived files stay known. */
    private void awaitScanned() throws IOException {
        InboxFiles sightings = new InboxFiles(darkroom.ledger());
        Set<String> there = Set.copyOf(Files.readAllLines(folder.resolve("originals")));
        Await.untilTrue("all originals are recorded", () -> sightings.listKnownFiles("default").stream().map(InboxFiles.KnownFile::path)
                .collect(Collectors.toSet()).containsAll(there));
        BucketScan look = context.getRegistry().lookupByNameAndType("scan-default", BucketScan.class);
        if (look != null) {
            Await.untilTrue("the listing is complete", () -> look.getLastTotals().calls() > 0);
        }
        Scheduler scheduler = context.getComponent("clock", QuartzComponent.class).getScheduler();
        // A scan writes to the ledger a moment before it schedules the shoot.
        Await.untilTrue("all shoots are scheduled", () -> darkroom.ledger().listShoots().stream()
                .allMatch(shoot -> shoot.isEnded() || isHeld(shoot) || isScheduled(scheduler, shoot)));
    }

    private static boolean isScheduled(Scheduler scheduler, Shoot shoot) {
        try {
            return nextFireTime(scheduler, shoot) != null;
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return how the run ended */
    private String runUntilDone() throws SchedulerException, IOException {
        Scheduler scheduler = context.getComponent("clock", QuartzComponent.class).getScheduler();
        for (int round = 0; round < ROUNDS; round++) {
            checkReconciled();
            List<Shoot> left = darkroom.ledger().listShoots().stream().filter(shoot -> !shoot.isEnded()).toList();
            if (left.isEmpty()) {
                return "done";
            }
            Optional<Shoot> held = left.stream().filter(CrashWorker::isHeld).findFirst();
            if (held.isPresent()) {
                return "held " + held.get().trouble();
            }
            for (Shoot shoot : left) {
                if (nextFireTime(scheduler, shoot) == null) {
                    return "forgotten: no trigger for " + shoot;
                }
            }
            fireNext(scheduler);
        }
        return "endless: " + darkroom.ledger().listShoots();
    }

    private static boolean isHeld(Shoot shoot) {
        return shoot.trouble() != null && !shoot.trouble().kind().equals("outage");
    }

    private static Date nextFireTime(Scheduler scheduler, Shoot shoot) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(shoot.id(), "shoot"));
        return trigger == null ? null : trigger.getNextFireTime();
    }

    /** Fires like Quartz: removes the stored trigger before the work begins. */
    private void fireNext(Scheduler scheduler) throws SchedulerException, IOException {
        Trigger next = null;
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
            Trigger trigger = scheduler.getTrigger(key);
            if (next == null || trigger.getNextFireTime().before(next.getNextFireTime())) {
                next = trigger;
            }
        }
        Instant due = next.getNextFireTime().toInstant();
        if (due.isAfter(clock.instant())) {
            clock.set(due);
            Files.writeString(folder.resolve("clock"), due.toString());
        }
        String shoot = next.getKey().getName();
        String step = darkroom.ledger().getShoot(shoot).step().word();
        if (step.startsWith("await-") || step.equals(lastStep)) {
            printLine("await");
            awaitReply();
        }
        lastStep = step;
        scheduler.unscheduleJob(next.getKey());
        darkroom.runner().runShoot(shoot);
    }

    private static void awaitReply() {
        try {
            IN.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks seen = delivered + waiting + held + ignored. */
    private void checkReconciled() {
        FileAccounting.countByLane(new ReportQueries(darkroom.ledger()).countFiles()).forEach((lane, reckoning) -> {
            if (reckoning.unreconciled() != 0) {
                printLine("violation 5: " + reckoning);
            }
        });
    }
}
