package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-gather: a ticket that cannot be used stops its shoot before any call, and a mended one lets it go on. */
class ShootGatherTicketTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aWrongTicketIsAProblemWithItsNeighbourAndAMendedOneGoesOn() {
        Shoot shoot = problem("wrong", "edit:\n  hdr_mrege: true\n");
        assertThat(shoot.trouble().text()).contains("hdr_mrege", "hdr_merge", "darkroom.yaml");
        assertThat(studio.sim.requests()).isEmpty();
        studio.dropFile("wrong/darkroom.yaml", "edit:\n  straighten: true\n");
        studio.awaitScanned("default", "wrong/darkroom.yaml");
        studio.runUntil("wrong", Step.DONE);
        assertThat(studio.sim.requests("edit")).singleElement()
                .satisfies(edit -> assertThat(edit.body()).isEqualTo("{\"profile_key\":5701,\"straighten\":true}"));
    }

    @Test
    void aTicketThatIsNoYamlIsAProblemThatNamesIt() {
        Shoot shoot = problem("garbled", "edit: [\n");
        assertThat(shoot.trouble().text()).contains("darkroom.yaml");
        assertThat(studio.sim.requests()).isEmpty();
    }

    @Test
    void twoTicketsInOneShootAreAProblemUntilOneIsTakenAway() {
        studio.dropFile("two/darkroom.json", "{}");
        studio.awaitScanned("default", "two/darkroom.json");
        Shoot shoot = problem("two", "priority: rush\n");
        assertThat(shoot.trouble().text()).contains("darkroom.json", "darkroom.yaml");
        studio.removeFile("two/darkroom.json");
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("two", Step.DONE);
        assertThat(studio.findShoot("two").priority()).isEqualTo(9);
    }

    @Test
    void anUnknownVendorIsAProblemThatNamesThoseThereAre() {
        Shoot shoot = problem("vendor", "vendor: imagine\n");
        assertThat(shoot.trouble().text()).contains("imagine", "imagen");
        assertThat(studio.sim.requests()).isEmpty();
    }

    @Test
    void retouchAtAVendorWithoutItIsRefusedBeforeAnyCall() {
        Shoot shoot = problem("retouch",
                "vendor: fotolabs\nretouch:\n  - photos: \"*\"\n    prompt: make the sky more blue\n");
        assertThat(shoot.trouble().text()).contains("retouch", "fotolabs");
        assertThat(studio.sim.requests()).isEmpty();
    }

    @Test
    void theTicketIsEchoedInTheReceipt() {
        studio.dropFile("echo/darkroom.yaml", "edit:\n  crop: true\n");
        studio.awaitScanned("default", "echo/darkroom.yaml");
        studio.dropShoot("echo", 1);
        studio.runUntil("echo", Step.DONE);
        assertThat(TestDarkroom.readText(studio.delivery.resolve("echo/receipt.json"))).contains("\"crop\" : true",
                "\"edit.crop\" : \"darkroom.yaml\"", "\"profile\" : \"lane.yaml\"");
    }

    private Shoot problem(String name, String ticket) {
        studio.dropFile(name + "/darkroom.yaml", ticket);
        studio.awaitScanned("default", name + "/darkroom.yaml");
        studio.dropShoot(name, 1);
        Shoot shoot = studio.runUntil(name, "problem");
        assertThat(shoot.trouble().code()).isEqualTo("ticket-wrong");
        return shoot;
    }
}
