package studio.darkroom.sim.sample;

import static studio.darkroom.sim.sample.Canvas.box;
import static studio.darkroom.sim.sample.Canvas.disc;
import static studio.darkroom.sim.sample.Canvas.mix;
import static studio.darkroom.sim.sample.Canvas.shape;
import static studio.darkroom.sim.sample.Canvas.soft;

import java.awt.Shape;
import java.awt.geom.Path2D;

/** Interiors in the style of real-estate photos. */
final class InteriorScenes {

    private static final double VX = 760;
    private static final double VY = 440;

    private InteriorScenes() {
    }

    static void drawLivingRoom(Canvas c) {
        drawWalls(c, 0xcfcabf, 0xe4e1d9, 0x8a6a48);
        window(c, 80, 150, 250, 560);
        lightPool(c, 200, 780, 900);
        c.fill(shape(420, 700, 1120, 700, 1330, 905, 250, 905), 0x9a8f86);
        c.fill(shape(450, 712, 1090, 712, 1270, 890, 310, 890), 0xb9aea2);
        c.shadow(760, 715, 380, 34, .5);
        sofa(c, 470, 480, 590, 0x6f7f86);
        painting(c, 620, 210, 290, 190);
        lamp(c, 1150, 330, 700);
        c.shadow(760, 850, 210, 26, .5);
        c.fill(soft(590, 770, 340, 26, 14), 0x6b4a2f);
        c.fill(box(612, 796, 14, 66), 0x4a3220);
        c.fill(box(894, 796, 14, 66), 0x4a3220);
        c.fill(soft(660, 752, 90, 18, 6), 0xd8d2c6);
        c.fill(disc(850, 748, 24), 0xb56a4a);
        plant(c, 390, 720, 230);
    }

    static void drawKitchen(Canvas c) {
        drawWalls(c, 0xd5d6d2, 0xe8e7e3, 0x9a8668);
        for (int row = 0; row < 6; row++) {
            for (int i = 0; i < 22; i++) {
                double shade = c.noise.at(i, row);
                c.fill(box(352 + 38.5 * i + (row % 2) * 12, 392 + 26.0 * row, 36, 24), mix(0xc7cfd0, 0xe6e9e6, shade));
            }
        }
        for (int i = 0; i < 4; i++) {
            double x = i < 2 ? 345 + 130 * i : 920 + 130 * (i - 2);
            c.fade(box(x, 190, 124, 190), 0x50666a, 0x43565a);
            c.fill(box(x + 10, 200, 104, 170), 0x5b7377, .7);
            c.fill(box(x + 104, 330, 5, 34), 0xd8c48a);
        }
        view(c, 620, 190, 285, 190);
        c.fade(box(330, 545, 880, 24), 0xece9e2, 0xc9c4b9);
        for (int i = 0; i < 7; i++) {
            c.fade(box(335 + 125 * i, 569, 120, 140), 0x4c6165, 0x3a4b4f);
            c.fill(box(372 + 125 * i, 588, 46, 5), 0xd8c48a);
        }
        c.fill(soft(700, 500, 12, 48, 8), 0xb8bcbd);
        c.fill(soft(700, 498, 60, 10, 8), 0xb8bcbd);
        lightPool(c, 560, 740, 1000);
        c.shadow(760, 905, 470, 40, .55);
        c.fade(box(370, 690, 780, 215), 0xb9a88c, 0x8d7c62);
        c.fade(soft(330, 660, 860, 36, 8), 0xf1eee8, 0xcfc9bd);
        for (int i = 0; i < 3; i++) {
            pendant(c, 520 + 240 * i);
            stool(c, 470 + 250 * i);
        }
        c.fill(soft(600, 630, 170, 32, 30), 0x7a5a3c);
        for (int i = 0; i < 6; i++) {
            c.fill(disc(632 + 22 * i, 622 - 9 * (i % 2), 15), i % 3 == 0 ? 0xc6452f : 0xd99a2b);
        }
    }

    static void drawBedroom(Canvas c) {
        drawWalls(c, 0xb9bfc4, 0xdfe0df, 0x7d6248);
        c.fill(box(345, 165, 830, 20), 0xdedcd6);
        window(c, 1240, 150, 190, 560);
        lightPool(c, 1010, 790, -700);
        c.fill(soft(470, 380, 560, 210, 30), 0x6a5646);
        for (int i = 0; i < 6; i++) {
            c.fill(soft(486 + 90 * i, 396, 78, 176, 16), 0x7b6553);
        }
        c.shadow(750, 880, 420, 46, .6);
        c.fade(shape(500, 560, 1000, 560, 1120, 850, 380, 850), 0xf0eee9, 0xc9c7c3);
        c.fade(shape(452, 668, 1046, 668, 1128, 862, 372, 862), 0x52697d, 0x3c4f60);
        c.fade(shape(372, 862, 1128, 862, 1120, 900, 380, 900), 0x3a4b5a, 0x2a3742);
        for (int i = 0; i < 4; i++) {
            c.fade(soft(512 + 122 * i, 520, 116, 74, 46), i % 3 == 0 ? 0xf7f5f0 : 0xa9b6bd, i % 3 == 0 ? 0xcdcac4 : 0x7f8c94);
        }
        for (double x : new double[] {395, 1040}) {
            c.fade(box(x, 590, 80, 120), 0x84684c, 0x5c4833);
            c.fill(box(x + 36, 530, 8, 60), 0xcdb37a);
            c.fade(shape(x + 18, 470, x + 62, 470, x + 78, 535, x + 2, 535), 0xfff1cf, 0xeccb8d);
            c.glow(x + 40, 505, 210, 0xffdc98, .5);
        }
        painting(c, 600, 210, 300, 130);
    }

    /** Draws walls, ceiling and a plank floor with a vanishing point. */
    private static void drawWalls(Canvas c, int wall, int ceiling, int wood) {
        c.fade(box(0, 0, 1500, 1000), wall, mix(wall, 0, .2));
        c.fade(shape(0, 0, 1500, 0, 1190, 150, 330, 150), ceiling, mix(ceiling, wall, .7));
        c.fadeAcross(shape(0, 0, 330, 150, 330, 700, 0, 930), mix(wall, 0, .22), mix(wall, 0xffffff, .12));
        c.fadeAcross(shape(1500, 0, 1190, 150, 1190, 700, 1500, 930), mix(wall, 0, .06), mix(wall, 0, .3));
        c.fade(box(330, 150, 860, 550), mix(wall, 0xffffff, .18), mix(wall, 0, .08));
        Path2D floor = shape(330, 700, 1190, 700, 1500, 930, 1500, 1000, 0, 1000, 0, 930);
        c.fade(floor, mix(wood, 0, .25), wood);
        Shape clip = c.g.getClip();
        c.g.clip(floor);
        for (int i = -30; i < 45; i++) {
            double near = i * 62 + 200;
            double shade = c.noise.at(i, 3);
            c.fill(shape(VX, VY, near, 1000, near + 60, 1000), shade > .5 ? 0xffffff : 0, .11 * Math.abs(shade - .5) * 2);
            c.fill(shape(VX, VY, near - 1.5, 1000, near + 1.5, 1000), 0x1a120a, .5);
        }
        c.g.setClip(clip);
        c.fill(shape(330, 684, 1190, 684, 1190, 700, 330, 700), 0xf0eee8, .8);
        c.fill(shape(0, 905, 330, 684, 330, 700, 0, 930), 0xf0eee8, .6);
        c.fill(shape(1500, 905, 1190, 684, 1190, 700, 1500, 930), 0xf0eee8, .4);
    }

    /** Draws a tall window with curtains in a side wall, seen at an angle. */
    private static void window(Canvas c, double x, double y, double w, double h) {
        boolean left = x < 600;
        double far = left ? 60 : 0;
        double near = left ? 0 : 60;
        Path2D pane = shape(x, y + far / 2 - near / 2, x + w, y + near / 2 + (left ? 40 : -20), x + w, y + h - (left ? 60 : -30), x, y + h + (left ? 40 : -50));
        c.fill(pane, 0xf7f5ef);
        Shape clip = c.g.getClip();
        c.g.clip(pane);
        c.fade(box(x, y - 60, w, h + 200), 0xe6f2fb, 0xf6f7ee);
        for (int i = 0; i < 90; i++) {
            c.fill(disc(x + w * c.noise.at(i, 40), y + h * (.62 + .3 * c.noise.at(i, 41)), 14 + 24 * c.noise.at(i, 42)),
                    mix(0x9db58a, 0xd5dfc0, c.noise.at(i, 43)), .65);
        }
        for (double part : new double[] {.33, .66}) {
            c.fill(box(x + w * part - 4, y - 60, 8, h + 200), 0xe9e6de);
        }
        c.fill(box(x, y + h * .38, w, 8), 0xe9e6de);
        c.g.setClip(clip);
        c.glow(x + w / 2, y + h / 2, 430, 0xf3f6fa, .42);
        for (int i = 0; i < 7; i++) {
            double fold = left ? x + w - 18 + 11 * i : x - 60 + 11 * i;
            c.fadeAcross(box(fold, y - 14, 12, h + 40), 0xf4efe4, 0xc9c0b0);
        }
    }

    private static void view(Canvas c, double x, double y, double w, double h) {
        c.fill(box(x, y, w, h), 0xf4f2ec);
        c.fade(box(x + 10, y + 10, w - 20, h - 20), 0xcfe5f6, 0xeef3ea);
        Shape clip = c.g.getClip();
        c.g.clip(box(x + 10, y + 10, w - 20, h - 20));
        for (int i = 0; i < 60; i++) {
            c.fill(disc(x + w * c.noise.at(i, 50), y + h * (.75 + .3 * c.noise.at(i, 51)), 22), mix(0x7c9a6a, 0xb9cc9d, c.noise.at(i, 52)), .8);
        }
        c.g.setClip(clip);
        c.fill(box(x + w / 2 - 4, y, 8, h), 0xf4f2ec);
        c.glow(x + w / 2, y + h / 2, 330, 0xf3f6fa, .35);
    }

    private static void lightPool(Canvas c, double x, double y, double reach) {
        for (int i = 0; i < 3; i++) {
            double at = x + reach * .12 * i;
            double side = Math.signum(reach);
            c.fill(shape(at, y, at + 70 * side, y - 20, at + (70 + 160) * side, y + 170, at + 130 * side, y + 190), 0xfff6df, .26);
        }
    }

    private static void sofa(Canvas c, double x, double y, double w, int cloth) {
        c.fade(soft(x, y, w, 150, 50), mix(cloth, 0xffffff, .12), cloth);
        c.fade(soft(x - 40, y + 60, 90, 170, 46), mix(cloth, 0xffffff, .1), mix(cloth, 0, .25));
        c.fade(soft(x + w - 50, y + 60, 90, 170, 46), mix(cloth, 0xffffff, .02), mix(cloth, 0, .35));
        for (int i = 0; i < 3; i++) {
            c.fade(soft(x + 40 + i * (w - 80) / 3, y + 110, (w - 80) / 3 - 6, 90, 26), mix(cloth, 0xffffff, .2), mix(cloth, 0, .18));
        }
        c.fade(soft(x - 6, y + 185, w + 12, 48, 16), mix(cloth, 0, .2), mix(cloth, 0, .45));
        c.fade(soft(x + 70, y + 55, 92, 84, 26), 0xc98a4b, 0x99622f);
        c.fade(soft(x + w - 165, y + 58, 92, 82, 26), 0xe0dccf, 0xa9a391);
    }

    private static void painting(Canvas c, double x, double y, double w, double h) {
        c.fill(box(x + 8, y + 10, w, h), 0x1a1612, .3);
        c.fill(box(x, y, w, h), 0x3a2f27);
        c.fade(box(x + 10, y + 10, w - 20, h - 20), 0xc7d3d2, 0xe7d7b5);
        Shape clip = c.g.getClip();
        c.g.clip(box(x + 10, y + 10, w - 20, h - 20));
        for (int i = 0; i < 4; i++) {
            double base = y + h * (.45 + .14 * i);
            c.fill(shape(x, base, x + w * .3, base - 40 + 18 * i, x + w * .62, base + 8, x + w, base - 30 + 9 * i, x + w, y + h, x, y + h),
                    mix(0x7d98a1, 0x8a5a3a, i / 3.0), .8);
        }
        c.g.setClip(clip);
    }

    private static void lamp(Canvas c, double x, double y, double foot) {
        c.shadow(x, foot + 6, 60, 12, .5);
        c.fill(box(x - 4, y + 60, 8, foot - y - 60), 0x3a3430);
        c.fill(soft(x - 46, foot - 6, 92, 14, 12), 0x3a3430);
        c.fade(shape(x - 40, y - 50, x + 40, y - 50, x + 66, y + 64, x - 66, y + 64), 0xfff2d2, 0xeac583);
        c.glow(x, y + 10, 260, 0xffd994, .5);
    }

    private static void pendant(Canvas c, double x) {
        c.fill(box(x - 1.5, 60, 3, 190), 0x2e2b28);
        c.fade(shape(x - 14, 250, x + 14, 250, x + 56, 310, x - 56, 310), 0x3c3f40, 0x232526);
        c.fill(disc(x, 312, 16), 0xfff3cf);
        c.glow(x, 320, 190, 0xffe2a6, .55);
    }

    private static void stool(Canvas c, double x) {
        c.fill(box(x + 16, 800, 8, 140), 0x2b2622);
        c.fill(box(x + 76, 800, 8, 140), 0x2b2622);
        c.fill(box(x + 16, 880, 68, 6), 0x2b2622);
        c.fade(soft(x, 770, 100, 34, 20), 0xa8744a, 0x6d4729);
    }

    private static void plant(Canvas c, double x, double foot, double height) {
        c.shadow(x, foot + 4, 60, 14, .5);
        for (int i = 0; i < 26; i++) {
            double lean = (c.noise.at(i, 60) - .5) * 190;
            double rise = height * (.55 + .5 * c.noise.at(i, 61));
            Path2D leaf = new Path2D.Double();
            leaf.moveTo(x, foot - 80);
            leaf.quadTo(x + lean * .2, foot - 80 - rise * .8, x + lean, foot - 70 - rise);
            leaf.quadTo(x + lean * .5 + 16, foot - 80 - rise * .5, x + 6, foot - 80);
            c.fill(leaf, mix(0x24402a, 0x6b9457, c.noise.at(i, 62)));
        }
        c.fade(shape(x - 46, foot - 90, x + 46, foot - 90, x + 34, foot, x - 34, foot), 0xd9d3c8, 0x98907f);
    }
}
