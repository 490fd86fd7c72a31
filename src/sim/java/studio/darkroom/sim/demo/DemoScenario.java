package studio.darkroom.sim.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import studio.darkroom.sim.Simulator;
import studio.darkroom.sim.sample.BracketShoot;
import studio.darkroom.sim.sample.SampleShoot;
import studio.darkroom.sim.sample.Scene;

/**
 * The demo of one vendor.
 *
 * @param vendor       name of the vendor in lanes and tickets
 * @param billedAction name of a paid edit in the simulator's bill
 * @param canRetouch   whether the vendor retouches by prompt
 * @param laneShoots   lanes, each with the shoot that is dropped into it
 */
record DemoScenario(String vendor, String billedAction, boolean canRetouch, List<LaneShoot> laneShoots) {

    /**
     * One lane and its shoot.
     *
     * @param lane      name of the lane
     * @param photoType description of the photos
     * @param ticket    text of the lane's ticket; empty for none
     * @param shoot     name of the shoot
     */
    record LaneShoot(String lane, String photoType, String ticket, String shoot, PhotoWriter photos) {
    }

    /** Writes the photos of a shoot into a sub-folder with its name. */
    @FunctionalInterface
    interface PhotoWriter {
        void write(Path into) throws IOException;
    }

    /**
     * Returns the scenario of a vendor.
     *
     * @throws IllegalArgumentException if the vendor has no demo; the message lists the vendors
     */
    static DemoScenario of(String vendor) {
        return switch (vendor.strip().toLowerCase(Locale.ROOT)) {
            case "imagen" -> new DemoScenario("imagen", "edit", true, List.of(
                    laneShoot("raw", "profile: ELEGANT HOME\ndeliver: [jpeg]\n", SampleShoot.wedding()),
                    laneShoot("jpeg", "profile: BRIGHT LISTING\ndeliver: [jpeg]\n", SampleShoot.listing())));
            case "imagen-smart" -> new DemoScenario("imagen-smart", "i2i-edit", true, List.of(
                    laneShoot("raw", "", addScene(SampleShoot.wedding(), Scene.HARBOUR)),
                    laneShoot("jpeg", "edit:\n  perspective_correction: true\n", addScene(SampleShoot.listing(), Scene.LAKE))));
            case "fotolabs" -> new DemoScenario("fotolabs", "fotolabs-process", false, List.of(
                    laneShoot("raw", "", SampleShoot.wedding()),
                    new LaneShoot("brackets", "JPEG, two views in brackets of three", "edit:\n  bracketWindowSeconds: 3\n",
                            BracketShoot.listing().name(), BracketShoot.listing()::write)));
            default -> throw new IllegalArgumentException("There is no demo of the vendor '" + vendor
                    + "'. Use -Ddemo.vendor=imagen, imagen-smart or fotolabs.");
        };
    }

    private static LaneShoot laneShoot(String lane, String ticket, SampleShoot shoot) {
        return new LaneShoot(lane, shoot.raw() ? "RAW" : "JPEG", ticket, shoot.name(), shoot::write);
    }

    /** Adds one photo, because Smart Editing requires at least five. */
    private static SampleShoot addScene(SampleShoot shoot, Scene scene) {
        List<Scene> more = Stream.concat(shoot.scenes().stream(), Stream.of(scene)).toList();
        return new SampleShoot(shoot.name(), more, shoot.raw(), shoot.width());
    }

    /** The simulator's address of the vendor's API. */
    String url(Simulator sim) {
        return vendor.equals("fotolabs") ? sim.fotolabsUrl() : sim.imagenUrl();
    }

    String key(Simulator sim) {
        return vendor.equals("fotolabs") ? sim.fotolabsKey() : sim.key();
    }

    /** Writes a ticket into the folder of a shoot that retouches every result by this prompt. */
    static void writeRetouchTicket(Path shoot, String prompt) throws IOException {
        Files.writeString(shoot.resolve("darkroom.yaml"), "retouch:\n  - photos: \"*\"\n    prompt: "
                + new ObjectMapper().writeValueAsString(prompt) + "\n");
    }
}
