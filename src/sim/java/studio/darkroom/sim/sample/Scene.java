package studio.darkroom.sim.sample;

import java.awt.Graphics2D;
import java.util.function.Consumer;

/** The scenes of the sample pictures, drawn on a canvas of 1500 by 1000. */
public enum Scene {
    LIVING_ROOM(InteriorScenes::drawLivingRoom), KITCHEN(InteriorScenes::drawKitchen), BEDROOM(InteriorScenes::drawBedroom), HARBOUR(OutdoorScenes::drawHarbour),
    LAKE(OutdoorScenes::drawLake), CEREMONY(OutdoorScenes::drawCeremony), COUPLE(OutdoorScenes::drawCouple), TABLE(OutdoorScenes::drawTable);

    static final int WIDTH = 1500;
    static final int HEIGHT = 1000;

    private final Consumer<Canvas> drawing;

    Scene(Consumer<Canvas> drawing) {
        this.drawing = drawing;
    }

    void draw(Graphics2D g) {
        drawing.accept(new Canvas(g, new Noise(ordinal() * 7919L + 13)));
    }
}
