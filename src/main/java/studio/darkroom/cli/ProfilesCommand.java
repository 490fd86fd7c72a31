package studio.darkroom.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import studio.darkroom.Settings;

/** The editing profiles of an account, for the tickets. */
@Command(name = "profiles",
        description = "List the profiles of your account, to be named in a ticket by key or name.")
final class ProfilesCommand implements Callable<Integer> {

    @ParentCommand
    private Cli cli;

    @Parameters(paramLabel = "VENDOR", arity = "0..1", description = "Of this vendor; of those of the lanes if not given.")
    private String vendor;

    @Override
    public Integer call() throws Exception {
        Settings settings = cli.settings();
        if (vendor != null && !settings.vendors().containsKey(vendor)) {
            throw new Failure("There is no vendor \"" + vendor + "\"; there are "
                    + String.join(", ", settings.vendors().keySet()) + ".");
        }
        List<String> vendors = vendor != null ? List.of(vendor)
                : settings.lanes().stream().map(Settings.Lane::vendor).distinct().toList();
        try (Account account = new Account(settings, cli.routes())) {
            for (String name : vendors) {
                list(account, name);
            }
        }
        return 0;
    }

    private void list(Account account, String name) {
        if (account.facts(name).isEmpty()) {
            throw new Failure("No route file tells how to speak with " + name + ".");
        }
        if (!account.facts(name).get().isProfiles()) {
            cli.screen().line(name + " has no profiles.");
            return;
        }
        Table table = new Table(cli.screen(), "KEY", "NAME", "TYPE", "FOR");
        for (Map<String, String> row : account.profiles(name)) {
            table.row(row.getOrDefault("key", ""), row.getOrDefault("name", ""), row.getOrDefault("type", "-"),
                    row.getOrDefault("kind", "any"));
        }
        cli.screen().line(name);
        table.print(2);
    }
}
