package studio.darkroom.sim.sample;

import static studio.darkroom.sim.sample.Canvas.box;
import static studio.darkroom.sim.sample.Canvas.disc;
import static studio.darkroom.sim.sample.Canvas.mix;
import static studio.darkroom.sim.sample.Canvas.shape;
import static studio.darkroom.sim.sample.Canvas.soft;

import java.awt.geom.Path2D;

/** Landscapes, facades and a wedding. */
final class OutdoorScenes {

    private static final int[] FACADES = {0xa65a43, 0xc9b284, 0x6e8791, 0xd7d0c1, 0x8b4a45, 0x7f8f6d, 0xb98d5c, 0x5f6b78};

    private OutdoorScenes() {
    }

    static void drawHarbour(Canvas c) {
        c.sky(640, 0x7fa2c4, 0xd3dde0, 0xf2f2f0, .52);
        for (int i = 0; i < 8; i++) {
            house(c, -20 + 192 * i, 188, 205 + 70 * c.noise.at(i, 70), FACADES[i], i);
        }
        c.fade(box(0, 640, 1500, 26), 0x8d877c, 0x5a554d);
        c.fade(box(0, 666, 1500, 334), 0x56697a, 0x26333f);
        for (int i = 0; i < 8; i++) {
            double x = -20 + 192 * i;
            for (int y = 668; y < 900; y += 4) {
                double sway = 7 * Math.sin(y * .19 + i) + 16 * (c.noise.smooth(y * .12, i) - .5);
                c.fill(box(x + sway, y, 186, 3), mix(FACADES[i], 0x33475a, .45), .55 * (1 - (y - 668) / 240.0));
            }
        }
        for (int i = 0; i < 900; i++) {
            double y = 676 + 320 * Math.pow(c.noise.at(i, 71), .8);
            double w = 10 + 60 * c.noise.at(i, 72) * (y - 640) / 330;
            c.fill(box(1500 * c.noise.at(i, 73), y, w, 1.6), c.noise.at(i, 74) > .5 ? 0xcfe0ea : 0x14202a, .16);
        }
        boat(c, 260, 800, 1.25, 0xe9e6df);
        boat(c, 900, 742, .85, 0x35536b);
        boat(c, 1240, 868, 1.5, 0xa8423a);
    }

    private static void house(Canvas c, double x, double w, double top, int colour, int seed) {
        Path2D front = switch (seed % 3) {
            case 0 -> shape(x, 650, x, top + 60, x + w / 2, top - 50, x + w, top + 60, x + w, 650);
            case 1 -> shape(x, 650, x, top + 60, x + 30, top + 60, x + 30, top + 10, x + 62, top + 10, x + 62, top - 34, x + w - 62,
                    top - 34, x + w - 62, top + 10, x + w - 30, top + 10, x + w - 30, top + 60, x + w, top + 60, x + w, 650);
            default -> shape(x, 650, x, top, x + w, top, x + w, 650);
        };
        c.fade(front, mix(colour, 0xffffff, .08), mix(colour, 0, .22));
        c.fill(box(x + w - 6, top + 60, 6, 590 - top), 0x1b1815, .35);
        int floors = (int) ((640 - top - 60) / 96);
        for (int f = 0; f < floors; f++) {
            for (int i = 0; i < 3; i++) {
                double wx = x + 22 + i * 56;
                double wy = top + 82 + f * 96;
                if (f == floors - 1 && i == 1) {
                    c.fade(box(wx - 3, wy + 4, 40, 640 - wy - 4), 0x2f4439, 0x1f2c25);
                    continue;
                }
                c.fill(box(wx - 4, wy - 4, 44, 68), 0xf1ede4);
                c.fade(box(wx, wy, 36, 60), 0x50616f, c.noise.at(seed * 31 + f, i) > .8 ? 0xe2c07a : 0x8fa3b0);
                c.fill(box(wx + 16.5, wy, 3, 60), 0xf1ede4);
                c.fill(box(wx, wy + 24, 36, 3), 0xf1ede4);
            }
        }
    }

    private static void boat(Canvas c, double x, double y, double s, int hull) {
        c.shadow(x + 90 * s, y + 34 * s, 120 * s, 12 * s, .6);
        c.fade(shape(x - 10 * s, y, x + 200 * s, y - 6 * s, x + 172 * s, y + 34 * s, x + 18 * s, y + 34 * s), mix(hull, 0xffffff, .15), mix(hull, 0, .4));
        c.fade(soft(x + 50 * s, y - 30 * s, 74 * s, 30 * s, 10 * s), 0xf2efe8, 0xb9b4a8);
        c.fill(box(x + 60 * s, y - 22 * s, 54 * s, 11 * s), 0x2e3c47);
        c.fill(box(x + 88 * s, y - 150 * s, 4 * s, 122 * s), 0x5b4630);
        c.fill(shape(x + 94 * s, y - 144 * s, x + 94 * s, y - 40 * s, x + 168 * s, y - 40 * s), 0xe9e4d8, .92);
    }

    static void drawLake(Canvas c) {
        c.sky(560, 0x5f7fa8, 0xf0c9a0, 0xf7e0cf, .55);
        c.glow(1040, 500, 420, 0xffe3b0, .75);
        c.fill(disc(1040, 505, 34), 0xfff3d6, .9);
        int[] hills = {0x8a97ab, 0x6c7c90, 0x4f6272, 0x384a4c};
        for (int h = 0; h < hills.length; h++) {
            c.fill(ridge(c, 470 + 28 * h, 150 - 24 * h, 230.0 - 25 * h, h, 580), hills[h]);
        }
        c.fade(box(0, 575, 1500, 425), 0xc3a58c, 0x2c4152);
        for (int i = 0; i < 1600; i++) {
            double y = 578 + 420 * c.noise.at(i, 80);
            double x = 1500 * c.noise.at(i, 81);
            boolean lit = Math.abs(x - 1040) < 30 + (y - 570) * .35;
            c.fill(box(x, y, 20 + 90 * (y - 560) / 440 * c.noise.at(i, 82), 1.8), lit ? 0xffe6b8 : c.noise.at(i, 83) > .5 ? 0x9fb2bd : 0x1d2c38,
                    lit ? .4 : .14);
        }
        reeds(c);
        c.fade(shape(420, 1000, 560, 720, 640, 720, 760, 1000), 0x7a6a58, 0x4c4034);
        for (int i = 0; i < 16; i++) {
            double y = 720 + 280 * Math.pow(i / 16.0, 1.6);
            double t = (y - 720) / 280;
            c.fill(box(560 - 140 * t, y, 80 + 260 * t, 1.5 + 2.5 * t), 0x2a221a, .8);
        }
        for (double side : new double[] {0, 1}) {
            c.fill(shape(558 - 130 * .8 + side * 322, 905, 572 - 130 * .8 + side * 322, 905, 572 - 130 * .8 + side * 322, 1000, 558 - 130 * .8 + side * 322, 1000), 0x33291f);
        }
    }

    private static Path2D ridge(Canvas c, double base, double rise, double width, int seed, double floor) {
        Path2D path = new Path2D.Double();
        path.moveTo(0, floor);
        for (int x = 0; x <= 1500; x += 5) {
            path.lineTo(x, base - rise * (c.noise.rough(x / width + 50 * seed, seed, 5) - .25));
        }
        path.lineTo(1500, floor);
        path.closePath();
        return path;
    }

    private static void reeds(Canvas c) {
        for (int i = 0; i < 420; i++) {
            double x = i % 2 == 0 ? 330 * Math.pow(c.noise.at(i, 84), 1.3) : 1500 - 420 * Math.pow(c.noise.at(i, 84), 1.3);
            double h = 70 + 190 * c.noise.at(i, 85);
            double lean = 50 * (c.noise.at(i, 86) - .4);
            Path2D blade = new Path2D.Double();
            blade.moveTo(x, 1000);
            blade.quadTo(x, 1000 - h * .6, x + lean, 1000 - h);
            blade.quadTo(x + 5, 1000 - h * .6, x + 6, 1000);
            c.fill(blade, mix(0x1f2a1c, 0x6e6a3c, c.noise.at(i, 87)));
        }
    }

    static void drawCeremony(Canvas c) {
        c.sky(470, 0x87abcf, 0xdfe8ea, 0xffffff, .48);
        c.fill(ridge(c, 420, 90, 260, 3, 520), 0x6c8a6a);
        for (int i = 0; i < 260; i++) {
            double x = 1500 * c.noise.at(i, 90);
            c.fill(disc(x, 440 + 40 * c.noise.at(i, 91), 26 + 34 * c.noise.at(i, 92)), mix(0x2f4a2c, 0x6f8f50, c.noise.at(i, 93)));
        }
        meadow(c, 480);
        c.fill(shape(700, 500, 800, 500, 1010, 1000, 490, 1000), 0xe9e4da, .9);
        for (int row = 0; row < 6; row++) {
            double t = Math.pow((row + 1) / 6.0, 1.7);
            double y = 530 + 400 * t;
            for (int seat = 0; seat < 5; seat++) {
                double s = .28 + .95 * t;
                chair(c, 690 - 60 * t - (seat + 1) * 74 * s, y, s);
                chair(c, 810 + 60 * t + seat * 74 * s + 16 * s, y, s);
            }
        }
        arch(c, 750, 500);
    }

    private static void meadow(Canvas c, double top) {
        c.fade(box(0, top, 1500, 1000 - top), 0x87a05c, 0x3f5a2c);
        for (int i = 0; i < 9000; i++) {
            double y = top + (1000 - top) * Math.pow(c.noise.at(i, 94), .7);
            double s = (y - top) / (1000 - top);
            c.fill(box(1500 * c.noise.at(i, 95), y - 4 - 16 * s, 1 + 1.6 * s, 5 + 18 * s), mix(0x30461f, 0xb3c07a, c.noise.at(i, 96)), .55);
        }
    }

    private static void chair(Canvas c, double x, double y, double s) {
        c.shadow(x + 26 * s, y + 62 * s, 34 * s, 8 * s, .4);
        c.fade(soft(x, y - 50 * s, 52 * s, 60 * s, 10 * s), 0xfbfaf6, 0xcfccc4);
        c.fade(soft(x - 3 * s, y + 6 * s, 58 * s, 16 * s, 8 * s), 0xf4f2ec, 0xb9b5ab);
        c.fill(box(x + 2 * s, y + 20 * s, 5 * s, 40 * s), 0xd8d4ca);
        c.fill(box(x + 45 * s, y + 20 * s, 5 * s, 40 * s), 0xd8d4ca);
    }

    private static void arch(Canvas c, double x, double foot) {
        int[] petals = {0xf6ebe4, 0xe7b7b2, 0xd98b8b, 0xf4d9c6, 0x6d8557, 0x556b45};
        c.fill(box(x - 92, foot - 250, 9, 262), 0x8a6d4d);
        c.fill(box(x + 84, foot - 250, 9, 262), 0x8a6d4d);
        for (int i = 0; i < 620; i++) {
            double t = c.noise.at(i, 97);
            double angle = Math.PI * (1.02 - 1.04 * t);
            double r = 88 + 22 * (c.noise.at(i, 98) - .5);
            double px = x + r * Math.cos(angle);
            double py = foot - 240 - r * .9 * Math.sin(angle) + (t < .08 || t > .92 ? 150 * c.noise.at(i, 99) : 0);
            c.fill(disc(px, py, 4 + 8 * c.noise.at(i, 100)), petals[(int) (6 * c.noise.at(i, 101))], .95);
        }
    }

    static void drawCouple(Canvas c) {
        c.sky(780, 0x35476e, 0xf2a86b, 0xf3b893, .5);
        c.glow(700, 640, 560, 0xffd08a, .8);
        c.fill(disc(700, 655, 46), 0xfff0cc, .95);
        c.fill(ridge(c, 700, 120, 300, 2, 1000), 0x5a5568);
        c.fill(ridge(c, 790, 150, 420, 5, 1000), 0x2e2c36);
        Path2D hill = new Path2D.Double();
        hill.moveTo(0, 900);
        hill.quadTo(620, 730, 1500, 880);
        hill.lineTo(1500, 1000);
        hill.lineTo(0, 1000);
        hill.closePath();
        c.fade(hill, 0x2a2520, 0x0f0d0b);
        int dark = 0x15110f;
        c.fill(disc(640, 520, 27), dark);
        c.fill(soft(606, 548, 70, 150, 44), dark);
        c.fill(shape(612, 660, 640, 660, 636, 822, 612, 822), dark);
        c.fill(shape(644, 660, 672, 660, 668, 822, 644, 822), dark);
        c.fill(disc(726, 540, 24), 0x1c1613);
        c.fill(disc(738, 530, 15), 0x1c1613);
        c.fill(soft(700, 562, 52, 110, 40), 0x3a2d28);
        Path2D dress = new Path2D.Double();
        dress.moveTo(704, 640);
        dress.quadTo(690, 740, 640, 824);
        dress.lineTo(880, 834);
        dress.quadTo(770, 740, 750, 640);
        dress.closePath();
        c.fade(dress, 0x6e574b, 0x2c221e);
        c.fill(shape(664, 580, 676, 574, 712, 640, 700, 646), dark);
        for (int i = 0; i < 1400; i++) {
            double x = 1500 * c.noise.at(i, 110);
            double y = 845 + 155 * c.noise.at(i, 111);
            c.fill(shape(x, y, x + 2, y, x + 5 * (c.noise.at(i, 112) - .3), y - 14 - 26 * c.noise.at(i, 113)), 0x3d3226, .8);
        }
    }

    static void drawTable(Canvas c) {
        c.fade(box(0, 0, 1500, 1000), 0x241d1c, 0x3b2e27);
        int[] lights = {0xffcf87, 0xffb45e, 0xffe3b3, 0xd98a5a, 0xb7c8d6};
        for (int i = 0; i < 120; i++) {
            double r = 14 + 52 * c.noise.at(i, 120);
            double x = 1500 * c.noise.at(i, 121);
            double y = 560 * c.noise.at(i, 122);
            int colour = lights[(int) (5 * c.noise.at(i, 123))];
            c.fill(disc(x, y, r), colour, .12 + .16 * c.noise.at(i, 124));
            c.g.setColor(Canvas.colour(colour, .22));
            c.g.draw(disc(x, y, r));
        }
        c.fade(shape(0, 640, 1500, 610, 1500, 1000, 0, 1000), 0xb9ab9a, 0xe5dccf);
        for (int i = 0; i < 3; i++) {
            plate(c, 260 + 480 * i, 850 + 20 * i);
        }
        for (int i = 0; i < 4; i++) {
            candle(c, 180 + 390 * i + 40 * (i % 2), 690 - 14 * i);
        }
        for (int i = 0; i < 5; i++) {
            glass(c, 330 + 255 * i, 720 - 8 * i);
        }
        for (int i = 0; i < 190; i++) {
            double angle = 6.28 * c.noise.at(i, 130);
            double r = 100 * Math.sqrt(c.noise.at(i, 131));
            c.fill(disc(770 + 1.5 * r * Math.cos(angle), 610 + .8 * r * Math.sin(angle), 10 + 15 * c.noise.at(i, 132)),
                    new int[] {0xf3e3da, 0xdba4a0, 0xb86a6e, 0x5f7548, 0x45592f}[(int) (5 * c.noise.at(i, 133))]);
        }
    }

    private static void plate(Canvas c, double x, double y) {
        c.shadow(x, y + 16, 180, 48, .35);
        c.g.setColor(Canvas.colour(0xf7f4ee, 1));
        c.g.fill(new java.awt.geom.Ellipse2D.Double(x - 165, y - 44, 330, 88));
        c.g.setColor(Canvas.colour(0xd8d0c3, 1));
        c.g.fill(new java.awt.geom.Ellipse2D.Double(x - 112, y - 28, 224, 56));
        c.fade(shape(x - 40, y - 60, x + 34, y - 70, x + 58, y + 10, x - 22, y + 18), 0x8d9c86, 0x65745f);
    }

    private static void candle(Canvas c, double x, double foot) {
        c.shadow(x, foot + 8, 46, 12, .5);
        c.fade(soft(x - 22, foot - 170, 44, 180, 10), 0xfff3da, 0xcdb58e);
        c.fill(new java.awt.geom.Ellipse2D.Double(x - 6, foot - 206, 12, 36), 0xfff6d8);
        c.glow(x, foot - 190, 190, 0xffc873, .7);
    }

    private static void glass(Canvas c, double x, double foot) {
        c.shadow(x, foot + 6, 40, 10, .35);
        c.fill(soft(x - 34, foot - 190, 68, 110, 60), 0xe8eef0, .3);
        c.fill(soft(x - 28, foot - 140, 56, 58, 46), 0x7b2332, .75);
        c.fill(box(x - 3, foot - 82, 6, 78), 0xe8eef0, .45);
        c.fill(new java.awt.geom.Ellipse2D.Double(x - 32, foot - 8, 64, 14), 0xe8eef0, .45);
        c.fill(soft(x - 24, foot - 180, 8, 74, 8), 0xffffff, .5);
    }
}
