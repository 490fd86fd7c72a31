package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static studio.darkroom.sim.FotolabsTest.listing;
import static studio.darkroom.sim.FotolabsTest.name;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.sample.BracketShoot;
import studio.darkroom.sim.sample.Exif;
import studio.darkroom.sim.sample.RawFileWriter;
import studio.darkroom.sim.sample.Scene;

/** Processing, states and results of Fotolabs on the wire. */
class FotolabsProcessTest extends SimulatorFixture {

    // --- process ---

    @Test
    void processGroupsChargesLocksAndAnswersJobs() {
        sim.switches().set("fotolabs-stuck", ".*");
        String project = listing();
        Client.Reply reply = lab.process(project, "{\"templateId\":\"original\",\"autoLevel\":true,\"bracketWindowSeconds\":2}");
        assertThat(reply.status()).isEqualTo(200);
        JsonNode jobs = reply.body().path("jobs");
        assertThat(jobs).extracting(j -> j.path("type").asText()).containsExactly("hdr", "hdr", "single");
        jobs.forEach(j -> assertThat(j.at("/imageIds/0").asText()).isEqualTo(j.path("jobId").asText()));
        assertThat(name(jobs.path(0).path("jobId").asText())).isEqualTo("A0.jpg");
        assertThat(jobs.path(1).path("imageIds")).extracting(i -> name(i.asText())).containsExactly("B0.jpg", "B1.jpg", "B2.jpg");
        assertThat(lab.status(project)).isEqualTo("processing");
        assertThat(lab.process(project, "{}").status()).isEqualTo(409);
        assertThat(lab.link(project, "D.jpg").status()).isEqualTo(409);
        assertThat(sim.billItems()).singleElement().satisfies(b -> {
            assertThat(b.action()).isEqualTo("fotolabs-process");
            assertThat(b.project()).isEqualTo(project);
            assertThat(b.kind()).isEqualTo("payg");
            assertThat(b.images()).isEqualTo(7);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"templateId\":\"dusk\"}", "{\"autoLevel\":\"yes\"}", "{\"lensCorrection\":1}", "{\"lensCorrection\":null}",
        "{\"changeRequestNote\":5}", "{\"bracketWindowSeconds\":0.4}", "{\"bracketWindowSeconds\":31}", "{\"style\":\"original\"}"})
    void wrongOrdersAreRefusedAndLeaveTheProjectPending(String body) {
        String project = lab.create();
        lab.upload(project, "A.jpg", LabClient.plain());
        assertThat(lab.process(project, body).status()).isEqualTo(400);
        assertThat(lab.status(project)).isEqualTo("pending");
        assertThat(sim.billItems()).isEmpty();
        assertThat(lab.process(project, "{\"lensCorrection\":false,\"changeRequestNote\":\"more sky\",\"bracketWindowSeconds\":0.5}").status())
                .isEqualTo(200);
        assertThat(sim.fotolabs().listings().get(0).processRequest().lensCorrection()).isFalse();
    }

    @Test
    void refusalsAreCheckedInTheirOrder() {
        String empty = lab.create();
        sim.switches().set("fotolabs-payment", "missing");
        assertThat(lab.process(empty, "{\"templateId\":\"dusk\"}").status()).isEqualTo(400);
        assertThat(lab.process(empty, "{}").status()).as("no images").isEqualTo(400);
        lab.upload(empty, "A.jpg", LabClient.plain());
        Client.Reply unpaid = lab.process(empty, "{}");
        assertThat(unpaid.status()).isEqualTo(402);
        assertThat(unpaid.body().path("error").asText()).contains("payment method");
        assertThat(lab.status(empty)).isEqualTo("pending");
        sim.switches().set("fotolabs-payment", "ok");
        assertThat(lab.process(empty, "{}").status()).isEqualTo(200);
        sim.switches().set("fotolabs-payment", "missing");
        assertThat(lab.process(empty, "{\"templateId\":\"dusk\"}").status()).as("state before body").isEqualTo(409);
        assertThat(lab.process("00000000-0000-0000-0000-000000000000", "{").status()).isEqualTo(404);
        sim.switches().set("fotolabs-plan", "free");
        assertThat(lab.process("00000000-0000-0000-0000-000000000000", "{}").status()).isEqualTo(403);
        assertThat(sim.billItems()).hasSize(1);
    }

    @Test
    void anAnswerLostAfterTheEffectCostsOnce() {
        String project = listing();
        sim.faults().add(Fault.on("fotolabs-process").dropAfter());
        assertThatThrownBy(() -> lab.process(project, "{}")).isInstanceOf(UncheckedIOException.class);
        assertThat(lab.process(project, "{}").status()).isEqualTo(409);
        assertThat(sim.billItems()).hasSize(1);
        String other = listing();
        sim.faults().add(Fault.on("fotolabs-process").dropBefore());
        assertThatThrownBy(() -> lab.process(other, "{}")).isInstanceOf(UncheckedIOException.class);
        assertThat(lab.status(other)).isEqualTo("pending");
        sim.faults().add(Fault.on("fotolabs-process").statusAfter(504));
        assertThat(lab.process(other, "{}").status()).isEqualTo(504);
        assertThat(sim.billItems()).hasSize(2);
    }

    // --- states and results ---

    @Test
    void imagesStepForwardAndTheProjectEndsWithItsLastJob() {
        sim.switches().set("fotolabs-start-ms", "60000").set("fotolabs-work-ms", "60000").set("fotolabs-hdr-ms", "120000");
        String project = listing();
        lab.process(project, "{}");
        assertThat(lab.images(project).values()).extracting(i -> i.path("status").asText()).containsOnly("pending");
        sim.clock().advance(Duration.ofSeconds(61));
        Client.await(() -> lab.images(project).values().stream().allMatch(i -> i.path("status").asText().equals("processing")), "all to start");
        sim.clock().advance(Duration.ofSeconds(61));
        Client.await(() -> lab.images(project).values().stream().filter(i -> i.path("status").asText().equals("completed")).count() == 1,
                "the single to end");
        assertThat(lab.status(project)).isEqualTo("processing");
        sim.clock().advance(Duration.ofSeconds(61));
        lab.awaitCompleted(project);
        assertThat(lab.images(project).values()).extracting(i -> i.path("status").asText()).containsOnly("completed");
        assertThat(lab.images(project).values()).filteredOn(i -> !i.path("resultImageUrl").isNull()).hasSize(3)
                .extracting(i -> name(i.path("imageId").asText())).containsExactlyInAnyOrder("A0.jpg", "B0.jpg", "C.jpg");
        assertThat(lab.process(project, "{}").status()).isEqualTo(409);
        JsonNode image = lab.images(project).values().iterator().next();
        assertThat(lab.get("/v1/images/" + image.path("imageId").asText()).body()).isEqualTo(image);
        assertThat(image.path("updatedAt").asText()).isGreaterThan(image.path("createdAt").asText());
    }

    @Test
    void aResultTellsWhichFramesMadeIt() {
        String project = listing();
        JsonNode job = lab.process(project, "{\"templateId\":\"twilight\"}").body().at("/jobs/0");
        lab.awaitCompleted(project);
        String id = job.path("jobId").asText();
        String link = lab.images(project).get(id).path("resultImageUrl").asText();
        assertThat(link).startsWith(sim.fotolabs().cdnUrl()).endsWith("/result/" + id + ".jpg");
        Client.Reply result = lab.fetch(link);
        assertThat(result.raw().headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(JpegMetadata.isComplete(result.raw().body())).isTrue();
        assertThat(JpegMetadata.readComment(result.raw().body())).contains("jobId=" + id).contains("style=twilight").contains("frames=3")
                .contains(job.at("/imageIds/2").asText());
        assertThat(PictureEditor.decode(result.raw().body()).getWidth()).isEqualTo(96);
    }

    @Test
    void theBracketedSampleBecomesThreePictures(@TempDir Path folder) throws IOException {
        String project = lab.create();
        for (Path file : new BracketShoot("b", List.of(Scene.KITCHEN, Scene.BEDROOM), List.of(Scene.LAKE), 300).write(folder)) {
            lab.upload(project, file.getFileName().toString(), Files.readAllBytes(file));
        }
        JsonNode jobs = lab.process(project, "{}").body().path("jobs");
        assertThat(jobs).extracting(j -> j.path("type").asText() + j.path("imageIds").size()).containsExactly("hdr3", "hdr3", "single1");
        lab.awaitCompleted(project);
        assertThat(lab.images(project).values()).filteredOn(i -> !i.path("resultImageUrl").isNull()).hasSize(3)
                .allSatisfy(i -> assertThat(burntOut(PictureEditor.decode(lab.fetch(i.path("resultImageUrl").asText()).raw().body())))
                        .isLessThan(.05));
    }

    /** The share of a picture that is nothing but white. */
    private static double burntOut(BufferedImage picture) {
        return IntStream.range(0, picture.getWidth() * picture.getHeight())
                .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
                .filter(rgb -> Math.min(rgb & 0xff, Math.min(rgb >> 8 & 0xff, rgb >> 16 & 0xff)) >= 0xfc).count() / (double) (picture.getWidth() * picture.getHeight());
    }

    @Test
    void aRawIsGroupedAndShownByItsPreview() throws IOException {
        String project = lab.create();
        BufferedImage picture = new BufferedImage(90, 60, BufferedImage.TYPE_INT_RGB);
        for (int shutter : new int[] {60, 15}) {
            byte[] nef = RawFileWriter.writeNef(picture, new Exif("NIKON", "Z 6", LabClient.NOON, shutter, 80, 100, 35, 90, 60));
            lab.put(lab.link(project, shutter + ".NEF").body().path("uploadUrl").asText(), "image/x-nikon-nef", nef);
        }
        JsonNode job = lab.process(project, "{}").body().at("/jobs/0");
        assertThat(job.path("imageIds")).hasSize(2);
        lab.awaitCompleted(project);
        byte[] result = lab.fetch(lab.images(project).get(job.path("jobId").asText()).path("resultImageUrl").asText()).raw().body();
        assertThat(PictureEditor.decode(result).getWidth()).isEqualTo(90);
    }

    @Test
    void stylesAreSeen() {
        double[] light = new double[3];
        double[] warmth = new double[3];
        List<String> styles = List.of("original", "twilight", "virtual-stage");
        for (int i = 0; i < 3; i++) {
            String project = lab.create();
            String id = lab.upload(project, "A.jpg", LabClient.plain());
            lab.process(project, "{\"templateId\":\"" + styles.get(i) + "\"}");
            lab.awaitCompleted(project);
            int pixel = PictureEditor.decode(lab.fetch(lab.images(project).get(id).path("resultImageUrl").asText()).raw().body()).getRGB(40, 30);
            light[i] = (pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff);
            warmth[i] = (pixel >> 16 & 0xff) - (pixel & 0xff);
        }
        assertThat(light[1]).isLessThan(light[0] * .8);
        assertThat(warmth[1]).isLessThan(warmth[0] - 30);
        assertThat(warmth[2]).isGreaterThan(warmth[0] + 30);
    }

    @Test
    void theCdnNeedsNoKeyAndNotesOneThatLeaks() {
        String project = lab.create();
        String id = lab.upload(project, "A.jpg", LabClient.plain());
        lab.process(project, "{}");
        lab.awaitCompleted(project);
        String link = lab.images(project).get(id).path("resultImageUrl").asText();
        assertThat(lab.fetch(link).status()).isEqualTo(200);
        assertThat(lab.fetch(link, "Authorization", "Bearer " + sim.fotolabsKey()).status()).isEqualTo(200);
        assertThat(sim.requests("fotolabs-get")).extracting(LoggedRequest::leaked).containsExactly(false, true);
        assertThat(lab.fetch(link, "Range", "bytes=0-9").raw().body()).hasSize(10);
        assertThat(lab.fetch(link.replace(id, "00000000-0000-0000-0000-000000000000")).status()).isEqualTo(404);
        assertThat(lab.put(link, "image/jpeg", new byte[3]).status()).isEqualTo(405);
        sim.faults().add(Fault.on("fotolabs-get").expiredLink());
        assertThat(lab.fetch(link).status()).isEqualTo(403);
        sim.faults().add(Fault.on("fotolabs-get").shortBody());
        assertThat(lab.fetch(link).raw().body().length).isLessThan(lab.fetch(link).raw().body().length);
        sim.faults().add(Fault.on("fotolabs-cdn").cut());
        assertThatThrownBy(() -> lab.fetch(link)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void resetForgetsListingsAndControlTellsThem() {
        String project = listing();
        lab.process(project, "{}");
        lab.awaitCompleted(project);
        Client control = new Client(sim);
        JsonNode known = control.control("GET", "/listings", "").body().path(0);
        assertThat(known.path("id").asText()).isEqualTo(project);
        assertThat(known.path("images")).hasSize(7);
        assertThat(known.path("jobs")).hasSize(3);
        assertThat(known.at("/order/style").asText()).isEqualTo("original");
        assertThat(control.control("GET", "/billed", "").body().path(0).path("kind").asText()).isEqualTo("payg");
        assertThat(control.control("GET", "/state", "").body().path("fotolabs").asText()).isEqualTo(sim.fotolabsUrl());
        sim.reset();
        assertThat(sim.fotolabs().listings()).isEmpty();
        assertThat(lab.project(project).status()).isEqualTo(404);
    }
}
