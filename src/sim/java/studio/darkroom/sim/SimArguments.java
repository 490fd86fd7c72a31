package studio.darkroom.sim;

import java.time.Duration;
import java.util.List;

/** The command line of the simulator. */
final class SimArguments {

    private static final String USAGE = "Usage: java -jar sim.jar [--port 8090] [--store-port 8091] [--key KEY]"
            + " [--fotolabs-port 8092] [--fotolabs-store-port 8093] [--fotolabs-cdn-port 8094] [--fotolabs-key fl_KEY]"
            + " [--speed FACTOR] [--pending SECONDS] [--working SECONDS]";

    private SimArguments() {
    }

    /** Options for a person at the keyboard: fixed ports, edits of a few seconds. */
    static SimOptions read(String... args) {
        SimOptions options = SimOptions.defaults().withPort(8090).withStorePort(8091)
                .withDurations(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .withFotolabs(new FotolabsOptions(8092, 8093, 8094, FotolabsOptions.defaults().keys()));
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 >= args.length) {
                throw new IllegalArgumentException("The option " + args[i] + " has no value. " + USAGE);
            }
            String value = args[i + 1];
            FotolabsOptions lab = options.fotolabs();
            try {
                options = switch (args[i]) {
                    case "--port" -> options.withPort(Integer.parseInt(value));
                    case "--store-port" -> options.withStorePort(Integer.parseInt(value));
                    case "--key" -> options.withKey(value);
                    case "--speed" -> options.withSpeed(Double.parseDouble(value));
                    case "--pending" -> options.withDurations(seconds(value), options.working());
                    case "--working" -> options.withDurations(options.pending(), seconds(value));
                    case "--fotolabs-port" -> options.withFotolabs(new FotolabsOptions(Integer.parseInt(value),
                            lab.storePort(), lab.cdnPort(), lab.keys()));
                    case "--fotolabs-store-port" -> options.withFotolabs(new FotolabsOptions(lab.port(),
                            Integer.parseInt(value), lab.cdnPort(), lab.keys()));
                    case "--fotolabs-cdn-port" -> options.withFotolabs(new FotolabsOptions(lab.port(), lab.storePort(),
                            Integer.parseInt(value), lab.keys()));
                    case "--fotolabs-key" -> options.withFotolabs(new FotolabsOptions(lab.port(), lab.storePort(),
                            lab.cdnPort(), List.of(value)));
                    default -> throw new IllegalArgumentException("The option " + args[i] + " is unknown. " + USAGE);
                };
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("The option " + args[i] + " wants a number, not '" + value + "'. " + USAGE);
            }
        }
        return options;
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }
}
