package studio.darkroom.sim.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Storage for the photos and results of the demo. */
interface DemoStorage {

    /** Settings of one lane, as environment variables without the prefix {@code DARKROOM_LANE_<LANE>_}. */
    Map<String, String> laneSettings(String lane) throws IOException;

    /** Settings of all lanes, as environment variables. */
    Map<String, String> sharedSettings();

    /**
     * Copies a shoot from the camera's folder into the inbox of a lane.
     *
     * @return the place, for display
     */
    String dropShoot(Path shoot, String lane) throws IOException;

    /** Number of edited JPEGs in each place. */
    Map<String, Integer> countDelivered() throws IOException;
}
