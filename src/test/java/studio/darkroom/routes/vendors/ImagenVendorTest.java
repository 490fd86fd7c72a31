package studio.darkroom.routes.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** The vendor imagen: what it is asked, and when it is not asked again. Its ways are tried by ImagenContractTest. */
class ImagenVendorTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void theCallsOfAShootInTheirOrder() {
        studio.dropShoot("order", 1);
        studio.runUntil("order", Step.DONE);
        String uuid = studio.findShoot("order").remoteId();
        List<String> asked = studio.sim.requests().stream().filter(call -> !call.isStore())
                .map(call -> call.method() + " " + call.path().replace(uuid, "U").replace("/v1", "")).distinct().toList();
        assertThat(asked).containsExactly("GET /profiles/", "GET /projects/" + studio.findShoot("order").projectName() + "/uuid",
                "POST /projects/", "POST /projects/U/get_temporary_upload_links", "GET /projects/U", "POST /projects/U/edit",
                "GET /projects/U/edit/status", "GET /projects/U/export/status", "POST /projects/U/export",
                "GET /projects/U/export/get_temporary_download_links");
        assertThat(studio.sim.requests("project")).allMatch(call -> "false".equals(call.query().get("get_thumbnail")));
    }

    @Test
    void theTicketsOptionsAreSentUnderTheirOwnNamesAndTypes() {
        studio.dropFile("options/darkroom.yaml", """
                profile: elegant home
                edit:
                  photography_type: REAL_ESTATE
                  perspective_correction: true
                  sky_replacement: true
                  sky_replacement_template_id: 2
                deliver: [jpeg, edits]
                """);
        studio.dropFile("options/D_1.NEF", TestPictures.nef(1));
        studio.awaitScanned("default", "options/darkroom.yaml", "options/D_1.NEF");
        studio.runUntil("options", Step.DONE);
        assertThat(studio.sim.requests("edit")).singleElement().satisfies(edit -> assertThat(edit.body()).isEqualTo(
                "{\"profile_key\":5700,\"photography_type\":\"REAL_ESTATE\",\"perspective_correction\":true,"
                + "\"sky_replacement\":true,\"sky_replacement_template_id\":2}"));
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("options"))).containsExactly("D_1.JPG", "D_1.xmp", "receipt.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "409"})
    void aVendorThatRefusesASecondEditIsNeverAskedForOne(String refusal) {
        studio.sim.switches().set("second-edit", refusal).set("second-export", refusal).set("status-before-edit", "400");
        studio.sim.faults().add(Fault.on("edit").dropAfter());
        studio.sim.faults().add(Fault.on("export").dropAfter());
        studio.dropShoot("second-" + refusal, 1);
        studio.runUntil("second-" + refusal, Step.DONE);
        assertThat(studio.sim.requests("edit")).hasSize(1);
        assertThat(studio.sim.requests("export")).hasSize(1);
    }

    @Test
    void aKeyThatIsForbiddenIsAnOutageTooAndGoesToNobodyElse() {
        studio.sim.switches().set("bad-key", "403");
        studio.sim.faults().add(Fault.on("profiles").status(403));
        studio.dropShoot("forbidden", 1);
        Shoot shoot = studio.runUntil("forbidden", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("key-refused");
        studio.runUntil("forbidden", Step.DONE);
        assertThat(studio.sim.requests()).filteredOn(LoggedRequest::isStore).isNotEmpty()
                .allMatch(call -> call.header("x-api-key") == null);
    }
}
