package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.delivery.Delivery.IncomingResult;
import studio.darkroom.delivery.Delivery.StoredResult;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.text.Causes;

/** delivery-put: a result stands whole under its final name or not at all, and replaces nothing. */
class DeliveryPutRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void aResultStandsUnderItsNameWithItsHash() {
        StoredResult stored = put("plain", "A_1.JPG", "picture", 7).getMessage().getBody(StoredResult.class);
        assertThat(stored.name()).isEqualTo("A_1.JPG");
        assertThat(stored.size()).isEqualTo(7);
        assertThat(stored.sha256()).hasSize(64);
        assertThat(studio.delivery.resolve("plain/A_1.JPG")).hasContent("picture");
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("plain"))).hasSize(1);
    }

    @Test
    void bytesThatEndEarlyLeaveNothing() {
        Exchange done = put("short", "A_1.JPG", "pict", 7);
        assertThat(Causes.findCause(IOException.class, done.getException()).orElseThrow()).hasMessageContaining("4 bytes instead of 7");
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("short"))).isEmpty();
    }

    @Test
    void aLengthThatNobodyToldIsNoReasonToRefuse() {
        assertThat(put("untold", "A_1.JPG", "picture", -1).getMessage().getBody(StoredResult.class).size()).isEqualTo(7);
    }

    @Test
    void theSameBytesFromBeforeACrashAreNotDoubled() {
        put("twice", "A_1.JPG", "picture", 7);
        assertThat(put("twice", "A_1.JPG", "picture", 7).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1.JPG");
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("twice"))).containsExactly("A_1.JPG");
    }

    @Test
    void otherBytesUnderThatNameStayAndTheResultGetsTheNext() {
        put("other", "A_1.JPG", "first", 5);
        assertThat(put("other", "A_1.JPG", "second", 6).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1-2.JPG");
        assertThat(studio.delivery.resolve("other/A_1.JPG")).hasContent("first");
        assertThat(studio.delivery.resolve("other/A_1-2.JPG")).hasContent("second");
    }

    @Test
    void aPartFromBeforeACrashIsNoObstacle() throws IOException {
        Path part = studio.delivery.resolve("crash/.darkroom-r1.part");
        Files.createDirectories(part.getParent());
        Files.writeString(part, "half of something that was longer than the whole");
        put("crash", "A_1.JPG", "picture", 7);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("crash"))).containsExactly("A_1.JPG");
        assertThat(studio.delivery.resolve("crash/A_1.JPG")).hasContent("picture");
    }

    @Test
    void aFolderOfThatNameIsNotReplacedEither() throws IOException {
        Files.createDirectories(studio.delivery.resolve("folder/A_1.JPG"));
        assertThat(put("folder", "A_1.JPG", "picture", 7).getMessage().getBody(StoredResult.class).name()).isEqualTo("A_1-2.JPG");
    }

    private Exchange put(String name, String file, String text, long length) {
        if (studio.findShoots().stream().noneMatch(shoot -> shoot.name().equals(name))) {
            studio.dropShoot(name, 1);
        }
        Shoot shoot = studio.findShoot(name);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return studio.context().createProducerTemplate().request("direct:delivery-put", exchange -> {
            exchange.setVariable("shoot", shoot);
            exchange.setVariable("result", new Result("r1", shoot.id(), file, file, "jpeg", null, null, null, 0, null));
            exchange.getMessage().setBody(new IncomingResult(new ByteArrayInputStream(bytes), length));
        });
    }
}
