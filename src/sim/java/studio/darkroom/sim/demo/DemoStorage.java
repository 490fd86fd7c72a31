package studio.darkroom.sim.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where the demo's photos are dropped and its results are found. */
interface DemoStorage {

    /** Keys of the configuration for one lane, as environment variables without {@code DARKROOM_LANE_<LANE>_}. */
    Map<String, String> laneSettings(String lane) throws IOException;

    /** Keys for all lanes, as environment variables. */
    Map<String, String> sharedSettings();

    /** Copies a shoot from the camera's folder into a lane's inbox. @return the place as a person would call it */
    String dropShoot(Path shoot, String lane) throws IOException;

    /** How many edited JPEGs there are, by the place they are in. */
    Map<String, Integer> countDelivered() throws IOException;
}
