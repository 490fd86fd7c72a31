package studio.darkroom.cli;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.config.Settings;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.ticket.VendorSchemas;

/** Checks an installation, with or without a running node. */
@Command(name = "doctor",
        description = "Check the machine, settings, ledger, vendors and lanes. Changes nothing. Exits with 1 if a check"
                + " fails.")
final class DoctorCommand implements Callable<Integer> {

    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(2);

    @ParentCommand
    private Cli cli;

    private final Map<Finding.Level, Integer> levelCounts = new EnumMap<>(Finding.Level.class);

    @Override
    public Integer call() throws Exception {
        levelCounts.clear();
        Settings settings = cli.loadSettings();
        new MachineChecks(settings, this::addFinding).checkMachine();
        Map<String, Optional<List<Map<String, String>>>> profiles = new LinkedHashMap<>();
        try (AccountQuery account = new AccountQuery(settings, cli.routesFolder())) {
            for (String vendor : settings.lanes().stream().map(Settings.Lane::vendor).distinct().toList()) {
                profiles.put(vendor, checkVendor(account, settings.vendors().get(vendor)));
            }
        }
        VendorSchemas schemas = new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new));
        try (BucketClients bucketClients = new BucketClients(2, settings.transfer().stallTimeout())) {
            for (Settings.Lane lane : settings.lanes()) {
                new LaneChecks(lane, schemas, bucketClients, this::addFinding).checkLane(profiles.get(lane.vendor()));
            }
        }
        int failed = levelCounts.getOrDefault(Finding.Level.FAIL, 0);
        int warned = levelCounts.getOrDefault(Finding.Level.WARN, 0);
        cli.terminal().printLine("");
        cli.terminal().printLine(failed == 0 && warned == 0 ? "All checks passed." : failed + " failed, " + warned + " warnings.");
        return failed == 0 ? 0 : 1;
    }

    private void addFinding(Finding finding) {
        levelCounts.merge(finding.level(), 1, Integer::sum);
        finding.print(cli.terminal());
    }

    private Optional<List<Map<String, String>>> checkVendor(AccountQuery account, Settings.Vendor vendor) {
        String name = vendor.name();
        if (account.findFacts(name).isEmpty()) {
            addFinding(Finding.fail(name, "no route file defines this vendor",
                    "Put " + name + ".camel.yaml into darkroom.vendors.folder, or use another vendor."));
            return Optional.empty();
        }
        try {
            List<Map<String, String>> profiles = account.fetchProfiles(name);
            boolean hasProfiles = account.findFacts(name).get().isProfiles();
            addFinding(Finding.ok(name, "the key works" + (hasProfiles ? "; " + profiles.size() + " profiles in the account" : "")));
            checkClock(vendor);
            return hasProfiles ? Optional.of(profiles) : Optional.empty();
        } catch (CommandFailure failure) {
            String message = failure.getMessage();
            int end = message.indexOf(". ");
            addFinding(end < 0 ? Finding.fail(name, message, null)
                    : Finding.fail(name, message.substring(0, end), message.substring(end + 2)));
            return Optional.empty();
        }
    }

    /** Links expire by the vendor's clock. */
    private void checkClock(Settings.Vendor vendor) {
        try {
            HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
            Instant localTime = Instant.now();
            String date = http.send(HttpRequest.newBuilder(vendor.url()).timeout(Duration.ofSeconds(20)).build(),
                    BodyHandlers.discarding()).headers().firstValue("Date").orElse("");
            Instant vendorTime = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration skew = Duration.between(vendorTime, localTime).abs();
            addFinding(skew.compareTo(MAX_CLOCK_SKEW) <= 0 ? Finding.ok("clock", "same time as " + vendor.name())
                    : Finding.warn("clock", skew.toMinutes() + " minutes off the clock of " + vendor.name(),
                    "Synchronize the clock of this machine (NTP); otherwise upload and download links expire too early or too late."));
        } catch (IOException | DateTimeException e) {
            addFinding(Finding.ok("clock", "not checked; " + vendor.name() + " sends no time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One finding of {@code doctor}.
     *
     * @param subject what was checked, in one or two words
     * @param detail what was found, without a full stop
     * @param fix what to do; null if nothing
     */
    record Finding(Level level, String subject, String detail, String fix) {

        enum Level {
            OK("ok", Style.fg_green), WARN("warn", Style.fg_yellow), FAIL("FAIL", Style.fg_red);

            private final String label;
            private final Style style;

            Level(String label, Style style) {
                this.label = label;
                this.style = style;
            }
        }

        private static final int LEVEL_WIDTH = 6;
        private static final int SUBJECT_WIDTH = 23;

        static Finding ok(String subject, String detail) {
            return new Finding(Level.OK, subject, detail, null);
        }

        static Finding warn(String subject, String detail, String fix) {
            return new Finding(Level.WARN, subject, detail, fix);
        }

        static Finding fail(String subject, String detail, String fix) {
            return new Finding(Level.FAIL, subject, detail, fix);
        }

        void print(Terminal terminal) {
            terminal.printColumns(0, new int[] {LEVEL_WIDTH, SUBJECT_WIDTH}, terminal.style(level.label, level.style),
                    terminal.style(Terminal.sanitizeText(subject)), terminal.style(Terminal.sanitizeText(detail)));
            if (fix != null) {
                terminal.printField(LEVEL_WIDTH + SUBJECT_WIDTH, terminal.style("->"), 3, fix);
            }
        }
    }
}
