package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import picocli.CommandLine.Help.Ansi;
import studio.darkroom.api.ActionEndpoint;
import studio.darkroom.api.ApiResponses.ApiRefusal;
import studio.darkroom.api.Reports;
import studio.darkroom.api.SpendReport;
import studio.darkroom.cli.Cli.CommandFailure;
import studio.darkroom.cli.Cli.NodeApi;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.Database.LedgerUnavailable;

/** The commands in the shell of a host. They work on the node in the same process, also if it has no HTTP port. */
public final class EmbeddedShell {

    private static final int WIDTH = 120;

    private final Supplier<Settings> settings;
    private final Supplier<Optional<CamelContext>> context;
    private final Optional<Path> routesFolder;

    /**
     * @param settings the node's settings; may throw {@link studio.darkroom.config.SettingsException}
     * @param context the running node; empty if there is none
     * @param routesFolder folder whose route files replace the built-in ones
     */
    public EmbeddedShell(Supplier<Settings> settings, Supplier<Optional<CamelContext>> context, Optional<Path> routesFolder) {
        this.settings = settings;
        this.context = context;
        this.routesFolder = routesFolder;
    }

    /**
     * @param arguments a command with its options, as on the command line
     * @return exit code as in {@link Cli}
     */
    public int execute(PrintStream out, PrintStream err, String... arguments) {
        Charset charset = Charset.defaultCharset();
        Terminal terminal = new Terminal(createWriter(out, charset), createWriter(err, charset), charset.equals(StandardCharsets.UTF_8), Ansi.OFF,
                WIDTH);
        return Cli.buildCommandLine(new Cli(terminal, this)).execute(arguments);
    }

    private static PrintWriter createWriter(PrintStream stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(stream, charset), true);
    }

    Settings loadSettings() {
        return settings.get();
    }

    /** @throws CommandFailure if no node runs in this process */
    NodeApi connectNode() {
        return new LocalNode(context.get().orElseThrow(() ->
                new CommandFailure("No Darkroom node runs in this process. See the log for the reason.")).getRegistry());
    }

    Optional<Path> routesFolder() {
        return routesFolder;
    }

    /** The node in this process, called without HTTP. */
    private record LocalNode(Reports reports, SpendReport spendReport, ActionEndpoint actions) implements NodeApi {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        LocalNode(Registry registry) {
            this(registry.lookupByNameAndType("reports", Reports.class),
                    registry.lookupByNameAndType("spendReport", SpendReport.class),
                    registry.lookupByNameAndType("actions", ActionEndpoint.class));
        }

        @Override
        public JsonNode listShoots(String state, String lane) {
            return toJson(() -> reports.listShoots(state, lane));
        }

        @Override
        public JsonNode describeShoot(String shoot) {
            return toJson(() -> reports.describeShoot(shoot));
        }

        @Override
        public JsonNode reportCharges(String since, String until, String lane) {
            return toJson(() -> spendReport.buildReport(since, until, lane));
        }

        @Override
        public JsonNode runShootAction(String shoot, String action, String body) {
            return toJson(() -> actions.runShootAction(shoot, action, body));
        }

        @Override
        public JsonNode runLaneAction(String lane, String action) {
            return toJson(() -> actions.runLaneAction(lane, action));
        }

        private static JsonNode toJson(Supplier<Object> call) {
            try {
                return MAPPER.valueToTree(call.get());
            } catch (ApiRefusal | LedgerUnavailable refused) {
                throw new CommandFailure(Terminal.sanitizeText(refused.getMessage()));
            }
        }
    }
}
