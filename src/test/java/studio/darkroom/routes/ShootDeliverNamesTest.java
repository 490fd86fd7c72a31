package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.ledger.Photo;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.StubImagenServer;
import studio.darkroom.testing.TestDarkroom;

/** shoot-deliver: whatever a vendor calls its results, they stay in the shoot's folder and replace nothing. */
class ShootDeliverNamesTest {

    @TempDir
    Path folder;

    @Test
    void hostileNamesLeadNowhere() {
        try (StubImagenServer vendor = new StubImagenServer();
                TestDarkroom studio = new TestDarkroom(folder, keys -> keys.put("darkroom.vendor.imagen.url", vendor.url()))) {
            String[] names = {"A_1.JPG", "../../evil.jpg", "..\\\\..\\\\evil.jpg", "/etc/passwd", "CON.jpg", "a_1.jpg",
                ".darkroom-x.part", "receipt.json", "line\\nbreak\\u0000.jpg", "", "..", "sub/dir/A_1.JPG",
                "x".repeat(4_000) + ".jpg", "\\u202egpj.exe", "COM1 .jpg", "A_1.JPG.", "\\ud83d\\ude00.jpg", "\\ud800.jpg", "A_1.jpg::$DATA",
                "%2e%2e%2fetc", "${jndi:ldap://x}", "-rf"};
            for (int i = 0; i < names.length; i++) {
                vendor.addResult(names[i], ("result " + i).getBytes(StandardCharsets.UTF_8));
            }
            studio.dropShoot("strange", 1);
            studio.runUntil("strange", Step.DONE);
            assertThat(TestDarkroom.listFiles(studio.delivery)).hasSize(names.length + 1).allMatch(name -> name.startsWith("strange/"));
            assertThat(studio.delivery.resolve("strange/A_1.JPG")).hasContent("result 0");
            assertThat(TestDarkroom.readText(studio.delivery.resolve("strange/receipt.json"))).contains("\"receipt\" : 1");
            assertThat(TestDarkroom.listFiles(folder)).noneMatch(name -> name.contains("evil") && !name.startsWith("delivery/strange/"));
            assertThat(studio.results().listByShoot(studio.findShoot("strange").id())).hasSize(names.length)
                    .allMatch(result -> result.deliveredAt() != null)
                    .extracting(result -> result.name().toLowerCase(java.util.Locale.ROOT)).doesNotHaveDuplicates();
            assertThat(studio.photos().listByShoot(studio.findShoot("strange").id())).singleElement()
                    .satisfies(photo -> assertThat(photo.state()).isEqualTo(Photo.DELIVERED));
        }
    }
}
