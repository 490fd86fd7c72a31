package studio.darkroom.sim.sample;

import java.awt.Graphics2D;
import java.util.function.Consumer;

/** What the sample pictures show, drawn by code on a canvas of 1500 by 1000. */
public enum Scene {
    LIVING_ROOM(Rooms::living), KITCHEN(Rooms::kitchen), BEDROOM(Rooms::bedroom), HARBOUR(Outdoors::harbour),
    LAKE(Outdoors::lake), CEREMONY(Outdoors::ceremony), COUPLE(Outdoors::couple), TABLE(Outdoors::table);

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
