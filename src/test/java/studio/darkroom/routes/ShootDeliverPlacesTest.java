package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** shoot-deliver: a delivery that is gone or cannot be written is everybody's trouble and nobody's shoot's. */
class ShootDeliverPlacesTest {

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio();

    private final Studio studio = STUDIO.get();

    @Test
    void aDeliveryThatIsGoneIsAnOutageAndIsNotMadeAnew() throws IOException {
        studio.shoot("before", 1);
        studio.until("before", Step.DONE);
        studio.shoot("gone", 2);
        studio.until("gone", Step.DELIVER);
        Path aside = studio.delivery.resolveSibling("unmounted");
        Files.move(studio.delivery, aside);
        int alerts = studio.alerts().size();
        Shoot shoot = studio.until("gone", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("delivery-gone");
        assertThat(shoot.trouble().text()).contains(studio.delivery.toString());
        studio.pass(java.time.Duration.ofMinutes(10));
        assertThat(studio.delivery).doesNotExist();
        Files.move(aside, studio.delivery);
        studio.until("gone", Step.DONE);
        assertThat(Studio.files(studio.delivery.resolve("gone"))).hasSize(3);
        Until.holds("the alert", () -> studio.alerts().size() > alerts);
        assertThat(studio.alerts()).hasSize(alerts + 1);
    }

    @Test
    void aDeliveryThatCannotBeWrittenIsAnOutageAndGoesOnByItself() throws IOException {
        Path inTheWay = studio.write("delivery/blocked", "a file where the shoot's folder is to be");
        studio.shoot("blocked", 2);
        Shoot shoot = studio.until("blocked", "outage");
        assertThat(shoot.trouble().code()).isEqualTo("delivery-unwritable");
        assertThat(inTheWay).exists();
        Files.delete(inTheWay);
        studio.until("blocked", Step.DONE);
        assertThat(Studio.files(studio.delivery.resolve("blocked"))).hasSize(3);
        assertThat(studio.sim.billed()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
    }
}
