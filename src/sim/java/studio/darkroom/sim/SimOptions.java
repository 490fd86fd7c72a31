package studio.darkroom.sim;

import java.time.Duration;
import java.util.List;

/**
 * Start options of a simulator.
 *
 * @param port      port of the API, 0 for any free one
 * @param storePort port of the store, 0 for any free one
 * @param key       accepted API key
 * @param speed     simulated seconds per real second; links and storage of Imagen always use real time
 * @param pending   simulated time that an edit or export stays {@code Pending}
 * @param working   simulated time that it then stays {@code In Progress}
 * @param profiles  profiles of the account
 * @param templates sky templates of the account
 * @param fotolabs  ports and keys of Fotolabs
 */
public record SimOptions(int port, int storePort, String key, double speed, Duration pending, Duration working,
                         List<Profile> profiles, List<SkyTemplate> templates, FotolabsOptions fotolabs) {

    public SimOptions {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("The speed " + speed + " is not above 0. Use a factor such as 1 or 60.");
        }
        profiles = List.copyOf(profiles);
        templates = List.copyOf(templates);
    }

    /** Options for tests: free ports, real time, jobs of 200 ms. */
    public static SimOptions defaults() {
        return new SimOptions(0, 0, "sim-key-1", 1, Duration.ZERO, Duration.ofMillis(200),
                List.of(new Profile(5700, "ELEGANT HOME", "Personal", "RAW"),
                        new Profile(5701, "BRIGHT LISTING", "Personal", "JPG"),
                        new Profile(196, "GOLDEN HOUR", "Talent", "RAW"),
                        new Profile(197, "SOFT DAYLIGHT", "Talent", "JPG")),
                List.of(new SkyTemplate(1, true), new SkyTemplate(2, false), new SkyTemplate(3, false)), FotolabsOptions.defaults());
    }

    public SimOptions withPort(int port) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }

    public SimOptions withStorePort(int storePort) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }

    public SimOptions withKey(String key) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }

    public SimOptions withSpeed(double speed) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }

    public SimOptions withDurations(Duration pending, Duration working) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }

    public SimOptions withProfiles(List<Profile> profiles) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }

    public SimOptions withTemplates(List<SkyTemplate> templates) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }

    public SimOptions withFotolabs(FotolabsOptions fotolabs) {
        return new SimOptions(port, storePort, key, speed, pending, working, profiles, templates, fotolabs);
    }
}
