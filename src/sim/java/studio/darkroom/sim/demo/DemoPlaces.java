package studio.darkroom.sim.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where the demo's photos are dropped and its results are found. */
interface DemoPlaces {

    /** Keys of the configuration for one lane, as environment variables without {@code DARKROOM_LANE_<LANE>_}. */
    Map<String, String> lane(String lane) throws IOException;

    /** Keys for all lanes, as environment variables. */
    Map<String, String> all();

    /** Copies a shoot from the camera's folder into a lane's inbox. @return the place as a person would call it */
    String drop(Path shoot, String lane) throws IOException;

    /** How many edited JPEGs there are, by the place they are in. */
    Map<String, Integer> delivered() throws IOException;
}
