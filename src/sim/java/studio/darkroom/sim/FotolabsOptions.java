package studio.darkroom.sim;

import java.util.List;

/**
 * Start options of the simulated Fotolabs.
 *
 * @param port      port of the API, 0 for any free one
 * @param storePort port for uploads, 0 for any free one
 * @param cdnPort   port for originals and results, 0 for any free one
 * @param keys      accepted API keys, each with its own workspace
 */
public record FotolabsOptions(int port, int storePort, int cdnPort, List<String> keys) {

    public FotolabsOptions {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.stream().anyMatch(k -> !k.startsWith("fl_"))) {
            throw new IllegalArgumentException("The Fotolabs keys " + keys + " are invalid."
                    + " Use at least one key; each must begin with fl_.");
        }
    }

    public static FotolabsOptions defaults() {
        return new FotolabsOptions(0, 0, 0, List.of("fl_sim_key_1", "fl_sim_key_2"));
    }
}
