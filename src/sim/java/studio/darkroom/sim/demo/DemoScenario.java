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
 * What the demo shows of one vendor.
 *
 * @param vendor  as lanes and tickets name it
 * @param billedAction    what the simulator's bill calls an edit there
 * @param canRetouch whether the vendor retouches by a prompt
 * @param laneShoots    one lane each, with the shoot that is dropped into it
 */
record DemoScenario(String vendor, String billedAction, boolean canRetouch, List<LaneShoot> laneShoots) {

    /**
     * One lane and its shoot.
     *
     * @param lane   its name
     * @param photoType   of the photos, for people
     * @param ticket text of the lane's ticket; empty for none
     * @param shoot  name of the shoot
     */
    record LaneShoot(String lane, String photoType, String ticket, String shoot, PhotoWriter photos) {
    }

    /** Writes the photos of a shoot into a folder of its name below the given one. */
    @FunctionalInterface
    interface PhotoWriter {
        void write(Path into) throws IOException;
    }

    /** By the vendor's name. @throws IllegalArgumentException with a sentence that says which there are */
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
                    + "': use -Ddemo.vendor=imagen, imagen-smart or fotolabs.");
        };
    }

    private static LaneShoot laneShoot(String lane, String ticket, SampleShoot shoot) {
        return new LaneShoot(lane, shoot.raw() ? "RAW" : "JPEG", ticket, shoot.name(), shoot::write);
    }

    /** One photo more: Smart Editing wants five at least. */
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

    /** Puts a ticket into the folder of a shoot that asks for every result to be retouched by this prompt. */
    static void writeRetouchTicket(Path shoot, String prompt) throws IOException {
        Files.writeString(shoot.resolve("darkroom.yaml"), "retouch:\n  - photos: \"*\"\n    prompt: "
                + new ObjectMapper().writeValueAsString(prompt) + "\n");
    }
}
