package studio.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.NodeProcess;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** The packaged program, killed where it hurts: everything is delivered once, and one edit is billed. */
class StoryIT {

    private static final int PHOTOS = 24;

    @TempDir
    Path folder;

    @Test
    void killedInTheMiddleOfTheUpload() throws IOException {
        try (Simulator sim = Simulator.start(SimOptions.defaults()); NodeProcess node = node(sim)) {
            sim.faults().add(Fault.on("put").delay(300).always());
            node.start();
            Await.untilTrue("some photos are up", () -> sim.requests("put").size() >= 5);
            node.kill();
            int before = sim.requests("put").size();
            assertThat(before).isLessThan(PHOTOS);
            assertThat(TestDarkroom.listFiles(node.delivery)).isEmpty();
            sim.faults().clear();
            node.start();
            finished(sim, node);
            assertThat(sim.requests("put").size()).as("only what was under way is sent again")
                    .isLessThanOrEqualTo(PHOTOS + 8);
        }
    }

    @Test
    void killedInTheMiddleOfTheEdit() throws IOException {
        try (Simulator sim = Simulator.start(SimOptions.defaults()); NodeProcess node = node(sim)) {
            sim.faults().add(Fault.on("edit").dropAfter().times(1));
            sim.faults().add(Fault.on("status").delay(1500).times(1));
            node.start();
            Await.untilTrue("the edit is billed", () -> !sim.billItems().isEmpty());
            node.kill();
            node.start();
            finished(sim, node);
        }
    }

    @Test
    void killedInTheMiddleOfTheDelivery() throws IOException {
        try (Simulator sim = Simulator.start(SimOptions.defaults()); NodeProcess node = node(sim)) {
            sim.faults().add(Fault.on("get").delay(400).always());
            node.start();
            Await.untilTrue("some results are delivered", Duration.ofSeconds(40),
                    () -> TestDarkroom.listFiles(node.delivery).stream().filter(name -> name.endsWith(".JPG")).count() >= 3);
            node.kill();
            assertThat(Files.exists(node.delivery.resolve("smith/receipt.json"))).isFalse();
            sim.faults().clear();
            node.start();
            finished(sim, node);
        }
    }

    @Test
    void killedInTheMiddleOfTheRetouch() throws IOException {
        try (Simulator sim = Simulator.start(SimOptions.defaults()); NodeProcess node = node(sim)) {
            node.setVariable("DARKROOM_LANE_DEFAULT_TICKET", Files.writeString(folder.resolve("lane.yaml"),
                    "profile: BRIGHT LISTING\nretouch:\n  - prompt: make it dark\n").toString());
            sim.switches().set("copilot-ms", 500);
            node.start();
            Await.untilTrue("some results are retouched", Duration.ofSeconds(60), () -> retouched(sim) >= 6);
            node.kill();
            assertThat(retouched(sim)).isLessThan(PHOTOS);
            node.start();
            finished(sim, node);
            assertThat(retouched(sim)).isEqualTo(PHOTOS);
            assertThat(sim.projects().get(0).jpegResults()).allMatch(result ->
                    sim.projects().get(0).versions(result.name()).size() == 1);
        }
    }

    private static long retouched(Simulator sim) {
        return sim.billItems().stream().filter(bill -> bill.action().equals("copilot")).count();
    }

    @Test
    void toldToStopItEndsCleanlyAndGoesOnAfterTheNextStart() throws IOException {
        try (Simulator sim = Simulator.start(SimOptions.defaults()); NodeProcess node = node(sim)) {
            sim.faults().add(Fault.on("put").delay(300).always());
            node.start();
            Await.untilTrue("some photos are up", () -> sim.requests("put").size() >= 5);
            assertThat(node.stop()).isIn(0, 143);
            int puts = sim.requests("put").size();
            assertThat(puts).isLessThan(PHOTOS);
            node.start();
            finished(sim, node);
            assertThat(sim.requests("put")).as("nothing that was answered is sent again").hasSize(PHOTOS);
        }
    }

    private NodeProcess node(Simulator sim) throws IOException {
        NodeProcess node = new NodeProcess(folder, sim);
        node.setVariable("DARKROOM_LANE_DEFAULT_TICKET",
                Files.writeString(folder.resolve("lane.yaml"), "profile: BRIGHT LISTING\n").toString());
        IntStream.range(0, PHOTOS).forEach(i -> node.dropFile("smith/IMG_%02d.JPG".formatted(i), TestPictures.jpeg(i)));
        originals = contents(node.inbox);
        return node;
    }

    private Map<String, String> originals;

    private void finished(Simulator sim, NodeProcess node) throws IOException {
        node.awaitDelivery("smith");
        assertThat(sim.projects()).hasSize(1);
        assertThat(sim.billItems()).filteredOn(bill -> bill.action().equals("edit")).hasSize(1);
        assertThat(TestDarkroom.listFiles(node.delivery)).hasSize(PHOTOS + 1)
                .containsAll(IntStream.range(0, PHOTOS).mapToObj("smith/IMG_%02d.JPG"::formatted).toList());
        assertThat(contents(node.inbox)).isEqualTo(originals);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String file : TestDarkroom.listFiles(folder)) {
            contents.put(file, java.util.Arrays.hashCode(Files.readAllBytes(folder.resolve(file))) + " "
                    + Files.getLastModifiedTime(folder.resolve(file)));
        }
        return contents;
    }
}
