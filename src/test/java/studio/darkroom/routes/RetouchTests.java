package studio.darkroom.routes;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** Shoots with retouches, and what the simulator saw of them. */
abstract class RetouchTests {

    static final String DARK = "retouch:\n  - photos: \"*\"\n    prompt: make it dark\n";
    static final String DARK_AND_BLUE = DARK + "  - photos: \"A_1.*\"\n    prompt: a blue sky\n";

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    final TestDarkroom studio = STUDIO.get();

    final void dropShoot(String name, int photos, String ticket) {
        if (!ticket.isEmpty()) {
            studio.dropFile(name + "/darkroom.yaml", ticket);
            studio.awaitScanned("default", name + "/darkroom.yaml");
        }
        studio.dropShoot(name, photos);
    }

    final List<Version> versions(String shoot, String result) {
        String id = studio.findShoot(shoot).id();
        String of = studio.results().listByShoot(id).stream().filter(each -> each.name().equals(result)).findFirst().orElseThrow()
                .id();
        return new VersionRepository(studio.ledger()).listByShoot(id).stream().filter(version -> version.resultId().equals(of)).toList();
    }

    /** The retouch calls for one result, in order. */
    final List<LoggedRequest> listCalls(String file) {
        return Stream.concat(studio.sim.requests("copilot").stream(), studio.sim.requests("enhance").stream())
                .filter(call -> call.path().contains("/" + file + "/")).sorted(Comparator.comparing(LoggedRequest::number))
                .toList();
    }

    static String parent(Version version) {
        return "\"parent_version_id\":" + version.remoteId();
    }

    final long countBills(String action) {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals(action)).count();
    }

    final List<String> outcomes(String name) {
        return studio.charges().listByShoot(studio.findShoot(name).id()).stream().filter(charge -> charge.operation().equals("retouch"))
                .map(Charge::outcome).toList();
    }

    final int[] colour(String shoot, String file) {
        return colour(studio.delivery.resolve(shoot).resolve(file));
    }

    /** Mean red, green and blue of a delivered picture. */
    static int[] colour(Path file) {
        try {
            BufferedImage picture = ImageIO.read(file.toFile());
            long[] sum = new long[3];
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    int p = picture.getRGB(x, y);
                    sum[0] += p >> 16 & 0xff;
                    sum[1] += p >> 8 & 0xff;
                    sum[2] += p & 0xff;
                }
            }
            int n = picture.getWidth() * picture.getHeight();
            return new int[] {(int) (sum[0] / n), (int) (sum[1] / n), (int) (sum[2] / n)};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
