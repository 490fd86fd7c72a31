package studio.darkroom.sim;

import java.util.List;

/**
 * What the simulated Fotolabs starts with.
 *
 * @param port      port of the API, 0 for any free one
 * @param storePort port uploads go to, 0 for any free one
 * @param cdnPort   port originals and results come from, 0 for any free one
 * @param keys      API keys that are accepted, each with a workspace of its own
 */
public record FotolabsOptions(int port, int storePort, int cdnPort, List<String> keys) {

    public FotolabsOptions {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.stream().anyMatch(k -> !k.startsWith("fl_"))) {
            throw new IllegalArgumentException("The Fotolabs keys " + keys + " cannot be used: give at least one, each beginning with fl_.");
        }
    }

    public static FotolabsOptions defaults() {
        return new FotolabsOptions(0, 0, 0, List.of("fl_sim_key_1", "fl_sim_key_2"));
    }
}
