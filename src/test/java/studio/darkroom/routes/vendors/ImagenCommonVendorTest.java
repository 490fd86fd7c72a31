package studio.darkroom.routes.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.BillItem;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** The verbs that imagen and imagen-smart share, with the parameters of each. */
class ImagenCommonVendorTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @ParameterizedTest
    @CsvSource({"imagen, REGULAR", "imagen-smart, I2I"})
    void eachVendorSendsItsOwnProjectSource(String vendor, String source) {
        assertSource("plain-" + vendor, vendor, source);
    }

    private void assertSource(String name, String vendor, String source) {
        studio.dropFile(name + "/darkroom.yaml", "vendor: " + vendor + "\nretouch:\n  - photos: \"*\"\n    prompt: make it dark\n"
                + "  - photos: \"A_1.*\"\n    prompt: a blue sky\n");
        studio.awaitScanned("default", name + "/darkroom.yaml");
        studio.dropShoot(name, 2);
        studio.runUntil(name, Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(3)
                .allMatch(call -> call.body().contains("\"project_source\":\"" + source + "\""));
        assertThat(studio.sim.requests("ai-tools")).isNotEmpty()
                .allMatch(call -> source.equals(call.query().get("project_source")));
        assertThat(studio.sim.requests("finalize")).singleElement()
                .satisfies(call -> assertThat(call.body()).isEqualTo("{\"project_source\":\"" + source + "\"}"));
        assertThat(studio.sim.billItems()).extracting(BillItem::action).doesNotContainAnyElementsOf(
                vendor.equals("imagen") ? List.of("i2i-edit") : List.of("export", "edit"));
    }

    @Test
    void aChangedCopyBesideTheProgramIsUsedByBothVendors() throws IOException {
        studio.overrideRoute("vendors/imagen-common", text -> text.replace("source={{source}}", "source={{source}}&changed=yes"));
        studio.stop();
        studio.start();
        try {
            assertSource("changed", "imagen-smart", "I2I");
            assertThat(studio.sim.requests("ai-tools")).isNotEmpty().allMatch(call -> "yes".equals(call.query().get("changed")));
        } finally {
            studio.stop();
            Files.delete(studio.delivery.resolveSibling("routes").resolve("vendors/imagen-common.camel.yaml"));
            studio.start();
        }
    }
}
