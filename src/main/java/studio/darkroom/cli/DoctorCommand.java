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
import picocli.CommandLine.ParentCommand;
import studio.darkroom.Settings;
import studio.darkroom.bucket.Stores;
import studio.darkroom.ticket.VendorSchemas;

/** Looks over a set-up, with or without a running node, and says of each thing whether it is well. */
@Command(name = "doctor",
        description = "Check the set-up: machine, settings, ledger, vendors, lanes. Nothing is changed; exit code 1 if"
                + " anything fails.")
final class DoctorCommand implements Callable<Integer> {

    private static final Duration SKEW = Duration.ofMinutes(2);

    @ParentCommand
    private Cli cli;

    private final Map<Finding.Level, Integer> levels = new EnumMap<>(Finding.Level.class);

    @Override
    public Integer call() throws Exception {
        levels.clear();
        Settings settings = cli.settings();
        new MachineChecks(settings, this::found).run();
        Map<String, Optional<List<Map<String, String>>>> profiles = new LinkedHashMap<>();
        try (Account account = new Account(settings, cli.routes())) {
            for (String vendor : settings.lanes().stream().map(Settings.Lane::vendor).distinct().toList()) {
                profiles.put(vendor, vendor(account, settings.vendors().get(vendor)));
            }
        }
        VendorSchemas schemas = new VendorSchemas(settings.vendorsFolder().stream().toArray(Path[]::new));
        try (Stores stores = new Stores(2, settings.transfer().stall())) {
            for (Settings.Lane lane : settings.lanes()) {
                new LaneChecks(lane, schemas, stores, this::found).run(profiles.get(lane.vendor()));
            }
        }
        int failed = levels.getOrDefault(Finding.Level.FAIL, 0);
        int warned = levels.getOrDefault(Finding.Level.WARN, 0);
        cli.screen().line("");
        cli.screen().line(failed == 0 && warned == 0 ? "All is well." : failed + " failed, " + warned + " to look at.");
        return failed == 0 ? 0 : 1;
    }

    private void found(Finding finding) {
        levels.merge(finding.level(), 1, Integer::sum);
        finding.print(cli.screen());
    }

    private Optional<List<Map<String, String>>> vendor(Account account, Settings.Vendor vendor) {
        String name = vendor.name();
        if (account.facts(name).isEmpty()) {
            found(Finding.fail(name, "no route file tells how to speak with it",
                    "Put " + name + ".camel.yaml into darkroom.vendors.folder, or set another vendor."));
            return Optional.empty();
        }
        try {
            List<Map<String, String>> profiles = account.profiles(name);
            boolean has = account.facts(name).get().isProfiles();
            found(Finding.ok(name, "the key works" + (has ? ", the account has " + profiles.size() + " profiles" : "")));
            clock(vendor);
            return has ? Optional.of(profiles) : Optional.empty();
        } catch (Failure failure) {
            String said = failure.getMessage();
            int end = said.indexOf(". ");
            found(end < 0 ? Finding.fail(name, said, null)
                    : Finding.fail(name, said.substring(0, end), said.substring(end + 2)));
            return Optional.empty();
        }
    }

    /** The vendor's clock is the one that links expire by. */
    private void clock(Settings.Vendor vendor) {
        try {
            HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
            Instant before = Instant.now();
            String date = http.send(HttpRequest.newBuilder(vendor.url()).timeout(Duration.ofSeconds(20)).build(),
                    BodyHandlers.discarding()).headers().firstValue("Date").orElse("");
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration apart = Duration.between(theirs, before).abs();
            found(apart.compareTo(SKEW) <= 0 ? Finding.ok("clock", "agrees with that of " + vendor.name())
                    : Finding.warn("clock", "it is " + apart.toMinutes() + " minutes apart from that of " + vendor.name(),
                    "Let the machine set its clock by the network (NTP); links expire by the clock."));
        } catch (IOException | DateTimeException e) {
            found(Finding.ok("clock", vendor.name() + " does not tell the time, so nothing to compare with"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
