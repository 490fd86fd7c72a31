package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** The plan of a folder: what it says, its exit code, and that it leaves no trace. */
class PlanTest {

    private static Simulator sim;

    @TempDir
    Path folder;

    private final Map<String, String> keys = new TreeMap<>();
    private final TestTerminal terminal = new TestTerminal(true);

    @BeforeAll
    static void start() {
        sim = Simulator.start(SimOptions.defaults());
    }

    @AfterAll
    static void stop() {
        sim.close();
    }

    @BeforeEach
    void setUp() throws IOException {
        sim.reset();
        keys.put("darkroom.home", folder.resolve("home").toString());
        keys.put("darkroom.http.port", "0");
        for (String vendor : List.of("imagen", "imagen-smart")) {
            keys.put("darkroom.vendor." + vendor + ".url", sim.imagenUrl());
            keys.put("darkroom.vendor." + vendor + ".key", sim.key());
        }
        keys.put("darkroom.vendor.fotolabs.url", sim.fotolabsUrl());
        keys.put("darkroom.vendor.fotolabs.key", sim.fotolabsKey());
        keys.put("darkroom.lane.default.inbox", "folder:" + Files.createDirectories(folder.resolve("inbox")));
        keys.put("darkroom.lane.default.delivery", "folder:" + Files.createDirectories(folder.resolve("delivery")));
        keys.put("darkroom.lane.default.ticket",
                Files.writeString(folder.resolve("lane.yaml"), "profile: BRIGHT LISTING\n").toString());
    }

    @Test
    void aFolderThatGoesThroughIsToldInFull() throws IOException {
        drop("inbox/smith/A_1.JPG", TestPictures.jpeg(1));
        drop("inbox/smith/A_2.JPG", TestPictures.jpeg(2));
        drop("inbox/smith/second/A_1.JPG", TestPictures.jpeg(3));
        drop("inbox/smith/._A_1.JPG", new byte[] {1});
        drop("inbox/smith/notes.txt", new byte[] {1});
        write("inbox/smith/darkroom.yaml", "edit:\n  straighten: true\n");
        assertThat(plan("inbox/smith")).as(terminal.out() + terminal.err()).isZero();
        assertThat(told()).contains("shoots smith: 3 jpeg photos", "vendor imagen",
                "billed 1 edit of 3 photos (charged: each edit, per photo; each retouch)", "delivery",
                "starts after 30s without changes",
                "vendor imagen darkroom.lane.default.vendor", "profile BRIGHT LISTING lane.yaml, the lane's ticket",
                "edit.straighten true darkroom.yaml in the shoot", "priority normal nobody wrote it",
                "Ignored, as they are no photos (2)", "smith/notes.txt", "smith/._A_1.JPG",
                "Renamed for the vendor (1)", "smith/second/A_1.JPG second-A_1.JPG",
                "Nothing stands in the way of 1 edit of 3 photos. Nothing was changed.");
        assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void nothingIsChangedAnywhere() throws IOException {
        drop("inbox/smith/A_1.JPG", TestPictures.jpeg(1));
        write("plan.properties", "");
        List<String> before = TestDarkroom.listFiles(folder);
        assertThat(plan("inbox")).isZero();
        assertThat(TestDarkroom.listFiles(folder)).isEqualTo(before);
        assertThat(folder.resolve("home")).doesNotExist();
        assertThat(sim.requests()).isNotEmpty().extracting(LoggedRequest::method).containsOnly("GET");
    }

    @Test
    void kindsThatDoNotGoTogetherAreTwoShootsAndTwinsAreLeftOut() throws IOException {
        write("lane.yaml", "vendor: imagen-smart\nedit:\n  hdr_merge: true\n");
        drop("elsewhere/mixed/D_1.NEF", TestPictures.nef(1));
        drop("elsewhere/mixed/D_1.JPG", TestPictures.jpeg(1));
        drop("elsewhere/mixed/P_9.JPG", TestPictures.jpeg(9));
        drop("elsewhere/mixed/Q.PNG", TestPictures.png(4));
        write("elsewhere/mixed/_READY", "");
        assertThat(plan("elsewhere/mixed")).as(terminal.out() + terminal.err()).isZero();
        assertThat(told()).contains("shoots mixed: 1 raw photo mixed-jpeg: 1 jpeg photo", "billed 2 edits of 2 photos",
                "starts after 2s without changes (ready marker found)", "Left out (2)", "1: mixed/D_1.JPG",
                "imagen-smart does not accept PNG photos",
                "mind mixed: The shoot has 1 photo; imagen-smart expects at least 5",
                "mind hdr_merge: ");
    }

    @Test
    void whatWouldHoldItIsSaidWithTheFix() throws IOException {
        drop("inbox/wrong/A_1.JPG", TestPictures.jpeg(1));
        write("inbox/wrong/darkroom.yaml", "edit:\n  straigthen: true\n");
        drop("inbox/half/A_1.JPG", Arrays.copyOf(TestPictures.jpeg(2), 1000));
        drop("inbox/raw/D_1.NEF", TestPictures.nef(3));
        drop("inbox/nobody/A_1.JPG", TestPictures.jpeg(4));
        write("inbox/nobody/darkroom.yaml", "profile: BRIHGT LISTING\n");
        drop("inbox/retouched/A_1.JPG", TestPictures.jpeg(5));
        write("inbox/retouched/darkroom.yaml", "retouch:\n  - prompt: bluer\nvendor: fotolabs\ndeliver: [edits]\n");
        assertThat(plan("inbox")).isOne();
        assertThat(told()).contains("unknown key \"straigthen\"", "did you mean \"straighten\"?",
                "to mend it Correct the ticket",
                "1 photo is incomplete and will be waited for up to 24h: half/A_1.JPG",
                "Not whole, or not surely (1)",
                "Profile \"BRIGHT LISTING\" is for JPG photos, but the shoot has RAW photos.",
                "did you mean \"BRIGHT LISTING\"?", "fotolabs does not support retouch.",
                "5 folders would be held until that is mended. Nothing was changed.");
        assertThat(plan("inbox/half/..//raw")).as("one of them").isOne();
        assertThat(terminal.out()).contains("1 folder would be held").doesNotContain("half");
    }

    @Test
    void anUnknownVendorOfATicketIsAProblem() throws IOException {
        drop("inbox/who/A_1.JPG", TestPictures.jpeg(1));
        write("inbox/who/darkroom.yaml", "vendor: imagine\n");
        assertThat(plan("inbox/who")).isOne();
        assertThat(told()).contains("imagine", "imagen", "shoots none as it is");
    }

    @Test
    void theCapOfAShootHoldsIt() throws IOException {
        keys.put("darkroom.spend.photos-per-shoot", "1");
        drop("inbox/big/A_1.JPG", TestPictures.jpeg(1));
        drop("inbox/big/A_2.JPG", TestPictures.jpeg(2));
        assertThat(plan("inbox/big")).isOne();
        assertThat(told()).contains("The shoot has 2 photos; the limit is 1 per shoot");
    }

    @Test
    void aVendorThatDoesNotAnswerLeavesOnlyTheProfileOpen() throws IOException {
        keys.put("darkroom.vendor.imagen.url", "http://127.0.0.1:1/v1");
        drop("inbox/offline/A_1.JPG", TestPictures.jpeg(1));
        assertThat(plan("inbox/offline")).as(terminal.out() + terminal.err()).isZero();
        assertThat(told()).contains("mind Cannot check the profile: imagen", "1 edit of 1 photo");
    }

    @Test
    void withoutPhotosNothingBegins() throws IOException {
        write("inbox/empty/notes.txt", "nothing yet");
        assertThat(plan("inbox/empty")).isZero();
        assertThat(told()).contains("There is no photo here, so no shoot would begin.");
        assertThat(sim.requests()).isEmpty();
        assertThat(plan("inbox")).isZero();
    }

    @Test
    void wrongUsageIsToldApart() throws IOException {
        assertThat(plan("inbox/nowhere")).isEqualTo(2);
        assertThat(terminal.err()).contains("nowhere is not a folder that is there.");
        assertThat(plan("inbox", "--lane", "weddings")).isEqualTo(2);
        assertThat(terminal.err()).contains("There is no lane \"weddings\"; there are default.");
        keys.put("darkroom.lanes", "default, second");
        keys.put("darkroom.lane.second.inbox", "folder:" + Files.createDirectories(folder.resolve("inbox-2")));
        keys.put("darkroom.lane.second.delivery", "folder:" + folder.resolve("delivery-2"));
        drop("elsewhere/A_1.JPG", TestPictures.jpeg(1));
        assertThat(plan("elsewhere")).isEqualTo(2);
        assertThat(terminal.err()).contains("say with --lane", "default, second");
        assertThat(plan("elsewhere", "--lane", "default")).isZero();
        drop("inbox-2/own/A_1.JPG", TestPictures.jpeg(1));
        assertThat(plan("inbox-2/own")).as("a lane without a profile").isOne();
        assertThat(told()).contains("lane second", "does not name a profile");
    }

    @Test
    void aMachineReadsItAsJson() throws IOException {
        drop("inbox/smith/A_1.JPG", TestPictures.jpeg(1));
        drop("inbox/B_1.JPG", TestPictures.jpeg(2));
        write("inbox/smith/darkroom.yaml", "edits: {}\n");
        assertThat(plan("inbox", "--json")).isOne();
        JsonNode told = new ObjectMapper().readTree(terminal.out());
        assertThat(told.path("held").asBoolean()).isTrue();
        assertThat(told.path("photos").asInt()).isEqualTo(2);
        assertThat(told.path("edits").asInt()).isEqualTo(2);
        assertThat(told.path("folders").findValuesAsText("folder")).containsExactly("", "smith");
        assertThat(told.at("/folders/0/shoots/0/name").asText()).isEqualTo("loose");
        assertThat(told.at("/folders/0/problems")).isEmpty();
        assertThat(told.at("/folders/1/problems/0/code").asText()).isEqualTo("ticket-wrong");
        assertThat(told.at("/folders/1/shoots/0/photos").path("smith/A_1.JPG").asText()).isEqualTo("A_1.JPG");
        assertThat(told.at("/folders/0/ticket").findValuesAsText("key"))
                .contains("vendor", "profile", "deliver", "priority");
    }

    private void drop(String path, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.write(folder.resolve(path), bytes);
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), text);
    }

    private int plan(String path, String... more) throws IOException {
        List<String> lines = keys.entrySet().stream().map(key -> key.getKey() + " = " + key.getValue()).toList();
        String[] line = {"plan", folder.resolve(path).toString(), "--config",
            Files.write(folder.resolve("plan.properties"), lines).toString()};
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return terminal.run(all);
    }

    private String told() {
        return terminal.out().replaceAll("\\s+", " ");
    }
}
