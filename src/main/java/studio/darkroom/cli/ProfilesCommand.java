package studio.darkroom.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.config.Settings;

/** Lists the editing profiles of an account. */
@Command(name = "profiles",
        description = "List the profiles of your account. A ticket names one by key or name.")
final class ProfilesCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Parameters(paramLabel = "VENDOR", arity = "0..1", description = "Vendor. Default: the vendors of the lanes.")
    private String vendor;

    @Override
    public Integer call() throws Exception {
        Settings settings = cli.loadSettings();
        if (vendor != null && !settings.vendors().containsKey(vendor)) {
            throw new CommandFailure("There is no vendor \"" + vendor + "\". Vendors: "
                    + String.join(", ", settings.vendors().keySet()) + ".");
        }
        List<String> vendors = vendor != null ? List.of(vendor)
                : settings.lanes().stream().map(Settings.Lane::vendor).distinct().toList();
        try (AccountQuery account = new AccountQuery(settings, cli.routesFolder())) {
            for (String name : vendors) {
                printProfiles(account, name);
            }
        }
        return 0;
    }

    private void printProfiles(AccountQuery account, String name) {
        if (account.findFacts(name).isEmpty()) {
            throw new CommandFailure("No route file defines the vendor " + name + ".");
        }
        if (!account.findFacts(name).get().isProfiles()) {
            cli.terminal().printLine(name + " has no profiles.");
            return;
        }
        Table table = new Table(cli.terminal(), "KEY", "NAME", "TYPE", "FOR");
        for (Map<String, String> row : account.fetchProfiles(name)) {
            table.addRow(row.getOrDefault("key", ""), row.getOrDefault("name", ""), row.getOrDefault("type", "-"),
                    row.getOrDefault("kind", "any"));
        }
        cli.terminal().printLine(name);
        table.printTruncated(2);
    }
}
