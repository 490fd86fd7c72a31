package studio.darkroom.sim;

import java.time.Duration;
import java.util.List;

/** Parses the command line of the simulator. */
final class SimArgumentParser {

    private static final String USAGE = "Usage: java -jar sim.jar [--port 8090] [--store-port 8091] [--key KEY]"
            + " [--fotolabs-port 8092] [--fotolabs-store-port 8093] [--fotolabs-cdn-port 8094] [--fotolabs-key fl_KEY]"
            + " [--speed FACTOR] [--pending SECONDS] [--working SECONDS]";

    private SimArgumentParser() {
    }

    /** Parses the arguments. Defaults for interactive use: fixed ports, edits of a few seconds. */
    static SimOptions parse(String... args) {
        SimOptions options = SimOptions.defaults().withPort(8090).withStorePort(8091)
                .withDurations(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .withFotolabs(new FotolabsOptions(8092, 8093, 8094, FotolabsOptions.defaults().keys()));
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 >= args.length) {
                throw new IllegalArgumentException("Option " + args[i] + " has no value. " + USAGE);
            }
            String value = args[i + 1];
            FotolabsOptions fotolabs = options.fotolabs();
            try {
                options = switch (args[i]) {
                    case "--port" -> options.withPort(Integer.parseInt(value));
                    case "--store-port" -> options.withStorePort(Integer.parseInt(value));
                    case "--key" -> options.withKey(value);
                    case "--speed" -> options.withSpeed(Double.parseDouble(value));
                    case "--pending" -> options.withDurations(seconds(value), options.working());
                    case "--working" -> options.withDurations(options.pending(), seconds(value));
                    case "--fotolabs-port" -> options.withFotolabs(new FotolabsOptions(Integer.parseInt(value),
                            fotolabs.storePort(), fotolabs.cdnPort(), fotolabs.keys()));
                    case "--fotolabs-store-port" -> options.withFotolabs(new FotolabsOptions(fotolabs.port(),
                            Integer.parseInt(value), fotolabs.cdnPort(), fotolabs.keys()));
                    case "--fotolabs-cdn-port" -> options.withFotolabs(new FotolabsOptions(fotolabs.port(), fotolabs.storePort(),
                            Integer.parseInt(value), fotolabs.keys()));
                    case "--fotolabs-key" -> options.withFotolabs(new FotolabsOptions(fotolabs.port(), fotolabs.storePort(),
                            fotolabs.cdnPort(), List.of(value)));
                    default -> throw new IllegalArgumentException("Unknown option " + args[i] + ". " + USAGE);
                };
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("Option " + args[i] + " needs a number, not '" + value + "'. " + USAGE);
            }
        }
        return options;
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }
}
