package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** Whatever lies in an inbox: what the plan says is what gathering and opening then do. */
class PlanAgreesTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> {
        keys.put("darkroom.inbox.settle-time", "1s");
        keys.put("darkroom.inbox.incomplete-after", "2m");
        keys.put("darkroom.spend.photos-per-shoot", "6");
    });

    private static final int FOLDERS = 10;
    private static final List<String> NAMES = List.of("A_1.JPG", "a_1.jpg", "A_2.jpeg", "D_1.NEF", "D_1.JPG", "sub/A_1.JPG",
            "sub/D_1.NEF", "sub/deep/A_1.JPG", "Q.png", "ümlaut 1.JPG", "notes.txt", "._A_1.JPG", "Thumbs.db", "copy.part",
            "@eaDir/A_1.JPG", "A_1.xmp", "_READY");
    private static final List<String> TICKETS = List.of("", "", "", "profile: ELEGANT HOME\n", "profile: NOBODY\n",
            "vendor: imagen-smart\n", "vendor: imagen-smart\ndeliver: [edits]\n", "vendor: fotolabs\n", "vendor: nobody\n",
            "edit:\n  hdr_mrege: true\n",
            "profile: BRIGHT LISTING\nedit:\n  sky_replacement: true\n  sky_replacement_template_id: 9\n",
            "edit: [\n", "vendor: fotolabs\nretouch:\n  - prompt: bluer\n",
            "profile: BRIGHT LISTING\nedit:\n  crop: true\n  portrait_crop: true\n");

    private final TestDarkroom studio = STUDIO.get();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void planAndGatheringAgree(long seed) throws IOException {
        Map<String, List<String>> folders = layout(new Random(seed), "s" + seed + "-");
        Map<String, JsonNode> plans = new TreeMap<>();
        for (String folder : folders.keySet()) {
            plans.put(folder, plan(folder));
        }
        assertThat(plans.values()).as("a layout of both kinds").anyMatch(plan -> plan.path("problems").isEmpty())
                .anyMatch(plan -> !plan.path("problems").isEmpty());
        folders.forEach((folder, paths) -> studio.awaitScanned("default", paths.toArray(String[]::new)));
        open(folders.keySet());
        plans.forEach((folder, plan) -> agree(plan, shoots(folder)));
        shoots("s" + seed + "-").stream().filter(shoot -> !shoot.isEnded()).forEach(studio.actions()::cancelShoot);
    }

    private void agree(JsonNode plan, List<Shoot> shoots) {
        String all = plan + "\n" + shoots;
        assertThat(plan.path("begins").asBoolean()).as(all).isEqualTo(!shoots.isEmpty());
        List<String> foreseen = plan.path("problems").findValuesAsText("code");
        List<String> met = shoots.stream().filter(shoot -> shoot.trouble() != null)
                .map(shoot -> shoot.trouble().code()).toList();
        assertThat(met.isEmpty()).as(all).isEqualTo(foreseen.isEmpty());
        assertThat(foreseen).as(all).containsAll(met);
        plan.path("problems").forEach(problem -> shoots.stream().filter(shoot -> shoot.trouble() != null
                && shoot.trouble().code().equals(problem.path("code").asText())
                && !shoot.trouble().code().equals("photo-not-whole") && foreseen.size() == 1).forEach(shoot ->
                assertThat(problem.path("text").asText()).as(all).isEqualTo(shoot.trouble().text())));
        if (shoots.stream().anyMatch(shoot -> shoot.step().equals(Step.GATHER))) {
            return;
        }
        assertThat(shoots).as(all).extracting(Shoot::name).containsExactlyInAnyOrderElementsOf(
                plan.path("shoots").findValuesAsText("name"));
        plan.path("shoots").forEach(part -> {
            Shoot shoot = studio.findShoot(part.path("name").asText());
            Map<String, String> named = new TreeMap<>();
            part.path("photos").properties().forEach(photo -> named.put(photo.getKey(), photo.getValue().asText()));
            assertThat(studio.photos().listByShoot(shoot.id()).stream()
                    .collect(Collectors.toMap(Photo::path, Photo::name))).as(all).isEqualTo(named);
            plan.path("ticket").forEach(value -> {
                if (value.path("key").asText().equals("vendor")) {
                    assertThat(shoot.vendor()).isEqualTo(value.path("value").asText());
                }
            });
        });
        Map<String, String> left = new TreeMap<>();
        plan.path("leftOut").properties().forEach(photo -> left.put(photo.getKey(), photo.getValue().asText()));
        Map<String, String> ignored = new TreeMap<>();
        shoots.forEach(shoot -> studio.photos().listAllByShoot(shoot.id()).stream()
                .filter(photo -> photo.state().equals(Photo.IGNORED) && !photo.kind().equals("marker"))
                .forEach(photo -> ignored.put(photo.path(), photo.reason())));
        assertThat(ignored).as(all).isEqualTo(left);
    }

    private List<Shoot> shoots(String folder) {
        return studio.findShoots().stream().filter(shoot -> shoot.folder().startsWith(folder)).toList();
    }

    /** Files of each folder, dropped. */
    private Map<String, List<String>> layout(Random random, String prefix) {
        Map<String, List<String>> folders = new TreeMap<>();
        for (int i = 0; i < FOLDERS; i++) {
            String folder = prefix + i;
            List<String> paths = new ArrayList<>();
            for (String name : NAMES) {
                if (random.nextInt(4) == 0) {
                    paths.add(folder + "/" + name);
                    studio.dropFile(folder + "/" + name, bytes(name, random));
                }
            }
            String ticket = TICKETS.get(random.nextInt(TICKETS.size()));
            if (!ticket.isEmpty()) {
                paths.add(folder + "/darkroom.yaml");
                studio.dropFile(folder + "/darkroom.yaml", ticket);
            }
            if (!paths.isEmpty()) {
                folders.put(folder, paths);
            }
        }
        return folders;
    }

    private static byte[] bytes(String name, Random random) {
        int seed = random.nextInt(1000);
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        byte[] bytes = lower.endsWith(".nef") ? TestPictures.nef(seed) : lower.endsWith(".png") ? TestPictures.png(seed)
                : TestPictures.jpeg(seed);
        return random.nextInt(25) == 0 ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
    }

    private JsonNode plan(String folder) throws IOException {
        TestTerminal terminal = new TestTerminal(true);
        int code = terminal.run("plan", studio.inbox.resolve(folder).toString(), "--json", "--config",
                studio.writeConfig().toString());
        JsonNode told = new ObjectMapper().readTree(terminal.out());
        assertThat(code).as(terminal.err()).isEqualTo(told.path("held").asBoolean() ? 1 : 0);
        return told.path("folders").get(0);
    }

    /** Works on the shoots until each is opened, or edited were it not for the cap, or held. */
    private void open(Set<String> folders) {
        Set<Step> early = Set.of(Step.GATHER, Step.OPEN, Step.UPLOAD, Step.EDIT);
        for (int round = 0; round < 200; round++) {
            List<Shoot> left = studio.ledger().listSchedulable().stream()
                    .filter(shoot -> folders.contains(shoot.folder()) && early.contains(shoot.step())).toList();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(shoot -> studio.runner().runShoot(shoot.id()));
            studio.clock.set(studio.clock.instant().plus(Duration.ofSeconds(2)));
        }
        throw new AssertionError("never opened: " + studio.ledger().listSchedulable());
    }
}
