package studio.darkroom.cli;

import studio.darkroom.Settings;
import studio.darkroom.SettingsFault;
import studio.darkroom.Standalone;

/** The program's command line. */
public final class Cli {

    private Cli() {
    }

    public static void main(String[] args) throws Exception {
        Settings settings;
        try {
            settings = Settings.load();
        } catch (SettingsFault e) {
            e.faults().forEach(System.err::println);
            System.exit(2);
            return;
        }
        new Standalone(settings).run();
    }
}
