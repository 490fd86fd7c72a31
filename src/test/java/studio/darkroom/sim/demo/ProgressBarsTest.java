package studio.darkroom.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bars of the demo, drawn from what the product's API answers. */
class ProgressBarsTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private static ShootState shoot(String step, String state, int uploaded, int delivered) {
        return new ShootState("smith-wedding", step, state, 4, uploaded, 4, delivered, "");
    }

    private String drawn(boolean ansi, List<List<ShootState>> moments) {
        ProgressBars bars = new ProgressBars(new PrintStream(bytes, true, StandardCharsets.UTF_8), ansi);
        moments.forEach(bars::show);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aBarGrowsWithThePhotosAndNeverShrinks() {
        List<ShootState> life = List.of(shoot("gather", "active", 0, 0), shoot("open", "active", 0, 0), shoot("upload", "active", 0, 0),
                shoot("upload", "active", 2, 0), shoot("upload", "active", 4, 0), shoot("edit", "active", 4, 0),
                shoot("await-edit", "active", 4, 0), shoot("export", "active", 4, 0), shoot("await-export", "active", 4, 0),
                shoot("retouch", "active", 4, 0), shoot("deliver", "active", 4, 0), shoot("deliver", "active", 4, 3),
                shoot("archive", "active", 4, 4), shoot("done", "done", 4, 4));
        for (int i = 1; i < life.size(); i++) {
            assertThat(life.get(i).progress()).isGreaterThanOrEqualTo(life.get(i - 1).progress());
        }
        assertThat(life.get(life.size() - 1).progress()).isEqualTo(1);
        assertThat(ProgressBars.formatLine(shoot("upload", "active", 2, 0)))
                .isEqualTo("  smith-wedding    [########........................]  25 %  uploading 2 of 4");
        assertThat(ProgressBars.formatLine(shoot("done", "done", 4, 4)))
                .isEqualTo("  smith-wedding    [################################] 100 %  done, 4 delivered");
    }

    @Test
    void withoutATerminalOnlyChangesAreTold() {
        String text = drawn(false, List.of(List.of(shoot("upload", "active", 1, 0)), List.of(shoot("upload", "active", 1, 0)),
                List.of(shoot("upload", "active", 2, 0))));
        assertThat(text.lines()).hasSize(2);
        assertThat(text).contains("uploading 1 of 4").contains("uploading 2 of 4").doesNotContain("\u001b");
    }

    @Test
    void onATerminalTheLinesAreDrawnOverThemselves() {
        ShootState other = new ShootState("harbour-row-12", "gather", "active", 0, 0, 0, 0, "");
        String text = drawn(true, List.of(List.of(shoot("upload", "active", 1, 0)), List.of(shoot("done", "done", 4, 4), other)));
        assertThat(text).startsWith("\u001b[2K").contains("\u001b[1A\u001b[2K\u001b[32m  smith-wedding");
        assertThat(text.lines()).hasSize(3);
    }

    @Test
    void troubleIsToldWithItsFix() throws IOException {
        List<ShootState> read = ShootState.parseList(new ObjectMapper().readTree("""
                [{"id":"01","lane":"raw","name":"smith-wedding","step":"edit","state":"decision","photos":4,"uploaded":4,
                  "results":0,"delivered":0,"trouble":{"kind":"decision","code":"X","text":"The answer was lost.","fix":"Decide."},
                  "unknown":1}, {"name":"fresh","trouble":null}]"""));
        assertThat(read.get(0).describe()).isEqualTo("decision: The answer was lost. Decide.");
        assertThat(read.get(0).needsPerson()).isTrue();
        assertThat(read.get(1)).isEqualTo(new ShootState("fresh", "gather", "active", 0, 0, 0, 0, ""));
        assertThat(drawn(true, List.of(read))).contains("\u001b[31m  smith-wedding");
    }
}
