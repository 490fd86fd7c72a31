package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.TestDarkroom;

/** shoot-retouch: prompts and presets of the ticket, each made once, based on the last version, and delivered. */
class ShootRetouchRouteTest extends RetouchTests {

    @Test
    void ticket_prompts_changeDeliveredPictures() {
        dropShoot("plain", 2, "");
        studio.runUntil("plain", Step.DONE);
        dropShoot("asked", 2, DARK_AND_BLUE);
        studio.runUntil("asked", Step.DONE);
        int[] plain = colour("plain", "A_1.JPG");
        int[] asked = colour("asked", "A_1.JPG");
        assertThat(asked[1]).isLessThan(plain[1] - 20);
        assertThat(asked[2] - asked[0]).isGreaterThan(plain[2] - plain[0] + 20);
        assertThat(colour("asked", "A_2.JPG")[1]).isLessThan(colour("plain", "A_2.JPG")[1] - 20);
        assertThat(countBills("copilot")).isEqualTo(3);
        assertThat(countBills("finalize")).isEqualTo(1);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("asked"))).containsExactly("A_1.JPG", "A_2.JPG", "receipt.json");
    }

    @Test
    void ticket_severalRetouches_buildOnEachOther() {
        dropShoot("chain", 2, DARK_AND_BLUE + "  - preset: green_grass\n");
        studio.runUntil("chain", Step.DONE);
        List<LoggedRequest> first = listCalls("A_1.JPG");
        assertThat(first).extracting(LoggedRequest::call).containsExactly("copilot", "copilot", "enhance");
        List<Version> made = versions("chain", "A_1.JPG");
        assertThat(made).allMatch(version -> version.state().equals(Version.MADE) && version.deliveryRequested());
        assertThat(first).extracting(LoggedRequest::body).containsExactly(
                "{\"instruction\":\"make it dark\",\"project_source\":\"REGULAR\"}",
                "{\"instruction\":\"a blue sky\",\"parent_version_id\":" + made.get(0).remoteId()
                        + ",\"project_source\":\"REGULAR\"}",
                "{\"tool_id\":\"green_grass\",\"parent_version_id\":" + made.get(1).remoteId()
                        + ",\"project_source\":\"REGULAR\"}");
        assertThat(listCalls("A_2.JPG")).hasSize(2);
        assertThat(studio.sim.requests().stream().map(LoggedRequest::call).distinct().toList())
                .containsSubsequence("export", "ai-tools", "copilot", "finalize", "get");
        assertThat(studio.sim.requests("export-links").get(0).number())
                .isLessThan(studio.sim.requests("copilot").get(0).number());
        assertThat(outcomes("chain")).hasSize(10).filteredOn(Charge.ACCEPTED::equals).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"version-shape,text", "copilot-envelope,data", "finalize-answer,empty", "ai-tools-shape,prompts",
        "ai-tools-shape,history", "envelope,bare", "copilot-branch,keep",
        "copilot-precondition,completed"})
    void ticket_vendorVariant_buildsOnLastVersion(String name, String value) {
        studio.sim.switches().set(name, value);
        String shoot = name + "-" + value;
        dropShoot(shoot, 1, DARK_AND_BLUE);
        studio.runUntil(shoot, Step.DONE);
        assertThat(countBills("copilot")).isEqualTo(2);
        assertThat(listCalls("A_1.JPG").get(1).body()).contains(parent(versions(shoot, "A_1.JPG").get(0)));
    }

    @Test
    void refusal_onePhoto_isReportedAndOthersAreMade() {
        studio.sim.switches().set("copilot-refuse", "dragon");
        dropShoot("refused", 3, DARK + "  - photos: A_2.JPG\n    prompt: a dragon in the sky\n");
        Shoot held = studio.runUntil("refused", "problem");
        assertThat(held.trouble().code()).isEqualTo("retouch-refused");
        assertThat(held.trouble().text()).contains("A_2.JPG", "a dragon in the sky", "Only realistic editing requests")
                .doesNotContain("A_1.JPG", "A_3.JPG");
        assertThat(countBills("copilot")).isEqualTo(3);
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("refused", Step.DONE);
        assertThat(countBills("copilot")).isEqualTo(3);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("refused"))).hasSize(4);
        assertThat(studio.events.findByShoot(held.id()))
                .anyMatch(line -> line.startsWith("retouch-left-out") && line.contains("A_2.JPG"));
    }

    @Test
    void refusal_retry_makesRetouch() {
        studio.sim.faults().add(Fault.on("copilot").status(422));
        dropShoot("mended", 1, DARK_AND_BLUE);
        Shoot held = studio.runUntil("mended", "problem");
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("mended", Step.DONE);
        assertThat(countBills("copilot")).isEqualTo(2);
        assertThat(versions("mended", "A_1.JPG")).extracting(Version::describeRequest).containsExactly("make it dark", "a blue sky");
    }

    @Test
    void busyVendor_retouch_isRepeatedAndPaidOnce() {
        studio.sim.faults().add(Fault.on("copilot").retryAfter(120, 429));
        dropShoot("busy", 1, DARK);
        Shoot waiting = studio.runUntil("busy", "outage");
        assertThat(waiting.trouble().code()).isEqualTo("vendor-busy");
        studio.runUntil("busy", Step.DONE);
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    @Test
    void versionWithoutId_nextRetouch_isProblem() {
        studio.sim.switches().set("version-shape", "null");
        dropShoot("nameless", 1, DARK_AND_BLUE);
        Shoot held = studio.runUntil("nameless", "problem");
        assertThat(held.trouble().code()).isEqualTo("retouch-refused");
        assertThat(held.trouble().text()).contains("A_1.JPG (a blue sky");
        assertThat(countBills("copilot")).isEqualTo(1);
    }

    @Test
    void unknownPreset_retouch_isRefusedWithoutCharge() {
        dropShoot("unlisted", 1, "retouch:\n  - preset: moonwalk_party\n");
        Shoot held = studio.runUntil("unlisted", "problem");
        assertThat(held.trouble().code()).isEqualTo("retouch-refused");
        assertThat(held.trouble().text()).contains("A_1.JPG", "moonwalk_party");
        assertThat(countBills("enhance")).isZero();
    }

    @Test
    void ticket_impossibleRetouch_isReportedBeforeUpload() {
        assertThat(wrong("typo", "retouch:\n  - preset: gren_grass\n"))
                .contains("gren_grass", "did you mean \"green_grass\"");
        assertThat(wrong("aimless", "retouch:\n  - photos: \"DSC_*\"\n    prompt: make it dark\n"))
                .contains("\"DSC_*\"", "no photo");
        assertThat(wrong("long", "retouch:\n  - prompt: \"" + "x".repeat(256) + "\"\n")).contains("255");
        assertThat(wrong("sidecars", "deliver: [edits]\n" + DARK)).contains("JPEGs");
        assertThat(studio.sim.requests()).isEmpty();
    }

    @Test
    void slowRetouch_hasLongerTimeout() throws IOException {
        studio.overrideRoute("vendors/imagen-common", text -> text.replace("\"vendor-http:{{vendor}}\", parameters: {",
                "\"vendor-http:{{vendor}}\", parameters: { responseTimeout: 700,"));
        studio.stop();
        studio.start();
        studio.sim.switches().set("copilot-ms", 1200);
        dropShoot("slow", 1, DARK);
        studio.runUntil("slow", Step.DONE);
        assertThat(outcomes("slow")).containsExactly(Charge.INTENDED, Charge.ACCEPTED);
        assertThat(studio.context().getComponent("patient-http", HttpComponent.class).getResponseTimeout())
                .isEqualTo(Duration.ofMinutes(10).toMillis());
        studio.sim.switches().set("latency-ms", 1200);
        dropShoot("proof", 1, "");
        assertThat(studio.runUntil("proof", "outage").trouble().text()).contains("imagen", "SocketTimeoutException");
        studio.stop();
        Files.delete(studio.delivery.resolveSibling("routes").resolve("vendors/imagen-common.camel.yaml"));
        studio.start();
    }

    private String wrong(String name, String ticket) {
        dropShoot(name, 1, ticket);
        Shoot shoot = studio.runUntil(name, "problem");
        assertThat(shoot.trouble().code()).isEqualTo("ticket-wrong");
        return shoot.trouble().text();
    }
}
