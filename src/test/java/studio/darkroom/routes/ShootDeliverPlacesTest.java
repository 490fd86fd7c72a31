package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-deliver: a delivery that is gone or cannot be written is everybody's trouble and nobody's shoot's. */
class ShootDeliverPlacesTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aDeliveryThatIsGoneIsAnOutageAndIsNotMadeAnew() throws IOException {
        studio.dropShoot("before", 1);
        studio.runUntil("before", Step.DONE);
        studio.dropShoot("gone", 2);
        studio.runUntil("gone", Step.DELIVER);
        Path aside = studio.delivery.resolveSibling("unmounted");
        Files.move(studio.delivery, aside);
        int alerts = studio.readAlerts().size();
        Shoot shoot = studio.runUntil("gone", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("delivery-gone");
        assertThat(shoot.trouble().text()).contains(studio.delivery.toString());
        studio.passTime(java.time.Duration.ofMinutes(10));
        assertThat(studio.delivery).doesNotExist();
        Files.move(aside, studio.delivery);
        studio.runUntil("gone", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("gone"))).hasSize(3);
        Await.untilTrue("the alert", () -> studio.readAlerts().size() > alerts);
        assertThat(studio.readAlerts()).hasSize(alerts + 1);
    }

    @Test
    void aDeliveryThatCannotBeWrittenIsAnOutageAndGoesOnByItself() throws IOException {
        Path inTheWay = studio.writeFile("delivery/blocked", "a file where the shoot's folder is to be");
        studio.dropShoot("blocked", 2);
        Shoot shoot = studio.runUntil("blocked", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("delivery-unwritable");
        assertThat(inTheWay).exists();
        Files.delete(inTheWay);
        studio.runUntil("blocked", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("blocked"))).hasSize(3);
        assertThat(studio.sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
    }
}
