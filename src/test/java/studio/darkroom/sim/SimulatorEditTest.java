package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static studio.darkroom.sim.SimulatorTest.JPG_EDIT;
import static studio.darkroom.sim.SimulatorTest.RAW_EDIT;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Edit, status and export on the wire, as the documentation of the Imagen API describes them. */
class SimulatorEditTest extends SimulatorFixture {

    // --- 2.4: edit ---

    @Test
    void editTakesAnEmptyOrNoContentTypeOnly() {
        String project = client.uploaded("ct", "A.NEF");
        assertThat(client.post("/projects/" + project + "/edit", RAW_EDIT).status()).isEqualTo(400);
        assertThat(sim.billItems()).isEmpty();
        assertThat(client.edit(project, RAW_EDIT).status()).isEqualTo(200);
        String other = client.uploaded("ct2", "A.NEF");
        assertThat(client.send(client.to("/projects/" + other + "/edit").POST(HttpRequest.BodyPublishers.ofString(RAW_EDIT))
                .build()).status()).isEqualTo(200);
        assertThat(sim.requests("edit").get(1).header("content-type")).isEmpty();
        assertThat(sim.requests("edit").get(2).header("content-type")).isNull();
    }

    @Test
    void editContentTypeCanBeAnythingOrJsonOnly() {
        sim.switches().set("edit-content-type", "json");
        String project = client.uploaded("ct", "A.NEF");
        assertThat(client.edit(project, RAW_EDIT).status()).isEqualTo(400);
        assertThat(client.post("/projects/" + project + "/edit", RAW_EDIT).status()).isEqualTo(200);
        sim.switches().set("edit-content-type", "lenient");
        assertThat(client.post("/projects/" + client.uploaded("ct2", "A.NEF") + "/edit", RAW_EDIT).status()).isEqualTo(200);
        assertThat(client.edit(client.uploaded("ct3", "A.NEF"), RAW_EDIT).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}",
        "{\"profile_key\":\"5700\"}",
        "{\"profile_key\":1}",
        "{\"profile_key\":5700,\"photography_type\":\"HOUSES\"}",
        "{\"profile_key\":5700,\"crop_aspect_ratio\":\"16:9\"}",
        "{\"profile_key\":5700,\"hdr_output_compression\":\"NONE\"}",
        "{\"profile_key\":5700,\"crop\":\"true\"}",
        "{\"profile_key\":5700,\"crop\":true,\"headshot_crop\":true}",
        "{\"profile_key\":5700,\"crop\":true,\"portrait_crop\":true}",
        "{\"profile_key\":5700,\"straighten\":true,\"perspective_correction\":true}",
        "{\"profile_key\":5700,\"sky_replacement_template_id\":1}",
        "{\"profile_key\":5700,\"sky_replacement\":true,\"sky_replacement_template_id\":9}",
        "{\"profile_key\":5700,\"callback_url\":\"http://studio.example/x\"}",
        "{\"profile_key\":5700,\"sky_type\":\"blue\"}",
        "[]"})
    void wrongOrdersAreRefusedAndNotBilled(String order) {
        String project = client.uploaded("wrong", "A.NEF");
        assertThat(client.edit(project, order).status()).isEqualTo(400);
        assertThat(sim.billItems()).isEmpty();
        assertThat(client.status(project, "edit")).isEqualTo("Pending");
    }

    @Test
    void everyDocumentedOptionIsTaken() {
        String order = "{\"profile_key\":5700,\"photography_type\":\"REAL_ESTATE\",\"crop\":true,\"portrait_crop\":false,"
                + "\"headshot_crop\":null,\"straighten\":false,\"perspective_correction\":true,\"crop_aspect_ratio\":\"4X5\","
                + "\"hdr_merge\":true,\"hdr_output_compression\":\"LOSSLESS\",\"smooth_skin\":true,\"subject_mask\":true,"
                + "\"window_pull\":true,\"sky_replacement\":true,\"sky_replacement_template_id\":2,"
                + "\"callback_url\":\"https://127.0.0.1:1/x\",\"export\":false}";
        assertThat(client.edit(client.uploaded("all", "A.NEF"), order).status()).isEqualTo(200);
    }

    @Test
    void unknownFieldsPassWhenSwitchedSo() {
        sim.switches().set("unknown-fields", "ignore");
        assertThat(client.edit(client.uploaded("x", "A.NEF"), "{\"profile_key\":5700,\"sky_type\":\"blue\"}").status()).isEqualTo(200);
    }

    @Test
    void editNeedsRegisteredUploads() {
        String project = client.create("empty");
        client.links(project, "A.NEF");
        assertThat(client.edit(project, RAW_EDIT).status()).isEqualTo(400);
        assertThat(sim.billItems()).isEmpty();
    }

    @Test
    void registrationCanLagBehindTheUpload() {
        sim.switches().set("registered-lag", 60_000);
        String project = client.uploaded("lag", "A.NEF");
        assertThat(client.get("/projects/" + project).data().path("number_of_images").asInt()).isZero();
        assertThat(client.edit(project, RAW_EDIT).status()).isEqualTo(400);
        sim.clock().advance(Duration.ofSeconds(61));
        assertThat(client.get("/projects/" + project).data().path("number_of_images").asInt()).isEqualTo(1);
        assertThat(client.edit(project, RAW_EDIT).status()).isEqualTo(200);
    }

    @Test
    void kindsAreNotMixedAndFitTheProfile() {
        assertThat(client.edit(client.uploaded("mix", "A.NEF", "B.jpg"), RAW_EDIT).status()).isEqualTo(400);
        assertThat(client.edit(client.uploaded("jpg", "B.JPEG"), RAW_EDIT).status()).isEqualTo(400);
        assertThat(client.edit(client.uploaded("raw", "A.cr3"), JPG_EDIT).status()).isEqualTo(400);
        assertThat(client.edit(client.uploaded("heic", "A.heic"), JPG_EDIT).status()).isEqualTo(400);
        sim.switches().set("mixed-kinds", "accept");
        assertThat(client.edit(client.uploaded("mix2", "A.NEF", "B.jpg"), RAW_EDIT).status()).isEqualTo(200);
    }

    @Test
    void anEditIsBilledOnceWithItsImages() {
        String project = client.uploaded("bill", "A.NEF", "B.NEF", "C.NEF");
        client.edit(project, RAW_EDIT);
        assertThat(client.edit(project, RAW_EDIT).status()).isEqualTo(200);
        assertThat(sim.billItems()).singleElement().satisfies(b -> {
            assertThat(b.action()).isEqualTo("edit");
            assertThat(b.project()).isEqualTo(project);
            assertThat(b.name()).isEqualTo("bill");
            assertThat(b.images()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource({"400,400,1", "409,409,1", "billed,200,2"})
    void aSecondEditGoesAsSwitched(String mode, int status, int bills) {
        sim.switches().set("second-edit", mode);
        String project = client.edited("second", RAW_EDIT, "A.NEF");
        assertThat(client.edit(project, RAW_EDIT).status()).isEqualTo(status);
        assertThat(sim.billItems()).hasSize(bills);
        assertThat(sim.projects().get(0).editsAccepted()).isEqualTo(bills);
    }

    @ParameterizedTest
    @CsvSource({"message,200", "action,200", "empty,200", "202,202", "204,204"})
    void editAndExportAnswerInManyShapes(String shape, int status) {
        sim.switches().set("edit-answer", shape);
        String project = client.uploaded("shape", "A.NEF");
        Client.Reply edit = client.edit(project, RAW_EDIT);
        client.awaitStatus(project, "edit", "Completed");
        Client.Reply export = client.export(project);
        assertThat(edit.status()).isEqualTo(status);
        assertThat(export.status()).isEqualTo(status);
        assertThat(edit.raw().body().length == 0).isEqualTo(shape.equals("empty") || shape.equals("204"));
        assertThat(edit.data().has("action")).isEqualTo(shape.equals("action"));
    }

    // --- 2.5: status and result links ---

    @Test
    void statusGoesFromPendingOverInProgressToCompleted() {
        sim.switches().set("pending-ms", 3_600_000).set("working-ms", 3_600_000).set("progress", "number");
        String project = client.uploaded("states", "A.NEF");
        assertThat(client.status(project, "edit")).isEqualTo("Pending");
        client.edit(project, RAW_EDIT);
        assertThat(client.status(project, "edit")).isEqualTo("Pending");
        sim.clock().advance(Duration.ofMinutes(61));
        client.awaitStatus(project, "edit", "In Progress");
        sim.clock().advance(Duration.ofMinutes(29));
        assertThat(client.get("/projects/" + project + "/edit/status").data().path("progress").asInt()).isBetween(40, 60);
        sim.clock().advance(Duration.ofMinutes(31));
        client.awaitStatus(project, "edit", "Completed");
        assertThat(client.get("/projects/" + project + "/edit/status").data().path("progress").asInt()).isEqualTo(100);
    }

    @Test
    void statusWordsCanBeOthers() {
        sim.switches().set("case", "upper").set("working-ms", 3_600_000);
        String project = client.uploaded("words", "A.NEF");
        client.edit(project, RAW_EDIT);
        client.awaitStatus(project, "edit", "IN PROGRESS");
        sim.switches().set("case", "capital").set("working-word", "Processing");
        assertThat(client.status(project, "edit")).isEqualTo("Processing");
        sim.completeJob(sim.projects().get(0));
        client.awaitStatus(project, "edit", "Completed");
    }

    @Test
    void statusBeforeEditCanBeRefused() {
        sim.switches().set("status-before-edit", "400");
        assertThat(client.get("/projects/" + client.create("early") + "/edit/status").status()).isEqualTo(400);
    }

    @Test
    void aFailedEditStaysFailed() {
        sim.switches().set("edit-outcome", "failed");
        String project = client.uploaded("fails", "A.NEF");
        client.edit(project, RAW_EDIT);
        client.awaitStatus(project, "edit", "Failed");
        assertThat(client.export(project).status()).isEqualTo(400);
        assertThat(client.get("/projects/" + project + "/edit/get_temporary_download_links").status()).isEqualTo(400);
        assertThat(sim.billItems()).hasSize(1);
    }

    @Test
    void aStuckEditIsEndedByHand() {
        sim.switches().set("edit-outcome", "stuck");
        String project = client.uploaded("stuck", "A.NEF");
        client.edit(project, RAW_EDIT);
        sim.clock().advance(Duration.ofDays(2));
        client.awaitStatus(project, "edit", "In Progress");
        sim.failJob(sim.projects().get(0));
        assertThat(client.status(project, "edit")).isEqualTo("Failed");
        assertThatThrownBy(() -> sim.completeJob(sim.projects().get(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void linksBeforeCompletedAreRefusedOrEmpty() {
        String project = client.uploaded("soon", "A.NEF");
        assertThat(client.get("/projects/" + project + "/edit/get_temporary_download_links").status()).isEqualTo(400);
        assertThat(client.get("/projects/" + project + "/export/get_temporary_download_links").status()).isEqualTo(400);
        sim.switches().set("early-links", "empty");
        assertThat(client.get("/projects/" + project + "/edit/get_temporary_download_links").data().path("files_list").isEmpty()).isTrue();
    }

    @Test
    void linksCanBePaged() {
        sim.switches().set("links-page", 2);
        String project = client.edited("paged", RAW_EDIT, "A.NEF", "B.NEF", "C.NEF");
        JsonNode first = client.get("/projects/" + project + "/edit/get_temporary_download_links").data();
        assertThat(first.path("files_list")).hasSize(2);
        assertThat(first.path("pagination").toString()).isEqualTo("{\"total\":3,\"size\":2,\"page\":0}");
        JsonNode second = client.get("/projects/" + project + "/edit/get_temporary_download_links?page=1").data();
        assertThat(second.path("files_list")).hasSize(1);
        sim.switches().set("links-page", "one");
        assertThat(client.get("/projects/" + project + "/edit/get_temporary_download_links?page=1").data().path("files_list")).hasSize(3);
    }

    @Test
    void resultsCanBeMissing() {
        sim.switches().set("drop-results", 1);
        String project = client.exported("gap", RAW_EDIT, "A.NEF", "B.NEF", "C.NEF");
        assertThat(client.resultNames(project, "edit")).containsExactly("A.xmp", "B.xmp");
        assertThat(client.resultNames(project, "export")).containsExactly("A.JPG", "B.JPG");
        assertThat(sim.billItems().get(0).images()).isEqualTo(3);
    }

    // --- 2.6: export ---

    @Test
    void exportNeedsAFinishedEdit() {
        String project = client.uploaded("order", "A.NEF");
        assertThat(client.export(project).status()).isEqualTo(400);
        assertThat(client.get("/projects/" + project + "/export/status").status()).isEqualTo(400);
        sim.switches().set("early-export-status", "Pending");
        assertThat(client.status(project, "export")).isEqualTo("Pending");
        client.edit(project, RAW_EDIT);
        client.awaitStatus(project, "edit", "Completed");
        assertThat(client.export(project).status()).isEqualTo(200);
        client.awaitStatus(project, "export", "Completed");
        assertThat(sim.billItems()).extracting(BillItem::action).containsExactly("edit", "export");
    }

    @ParameterizedTest
    @CsvSource({"noop,200,2", "400,400,2", "409,409,2", "billed,200,3"})
    void aSecondExportGoesAsSwitched(String mode, int status, int bills) {
        sim.switches().set("second-export", mode);
        String project = client.exported("second", RAW_EDIT, "A.NEF");
        assertThat(client.export(project).status()).isEqualTo(status);
        assertThat(sim.billItems()).hasSize(bills);
    }

    @Test
    void anEditCanOrderItsExport() {
        sim.switches().set("export-gap-ms", 3_600_000);
        String project = client.edited("auto", "{\"profile_key\":5700,\"export\":true}", "A.NEF");
        assertThat(client.get("/projects/" + project + "/export/status").status()).isEqualTo(400);
        assertThat(client.get("/projects/" + project).data().path("export_status").isNull()).isTrue();
        sim.clock().advance(Duration.ofMinutes(61));
        Client.await(() -> client.get("/projects/" + project + "/export/status").status() == 200, "the export");
        client.awaitStatus(project, "export", "Completed");
        assertThat(client.resultNames(project, "export")).containsExactly("A.JPG");
    }

    @Test
    void singleLinksAreObjectsOrStrings() {
        String project = client.exported("single", RAW_EDIT, "A.NEF", "B.NEF");
        JsonNode one = client.get("/projects/" + project + "/export/get_download_link?file_name=B.JPG").data();
        assertThat(one.path("file_name").asText()).isEqualTo("B.JPG");
        assertThat(client.fetch(one.path("download_link").asText()).status()).isEqualTo(200);
        assertThat(client.get("/projects/" + project + "/export/get_download_link?file_name=X.JPG").status()).isEqualTo(404);
        assertThat(client.get("/projects/" + project + "/export/get_download_link").status()).isEqualTo(400);
        sim.switches().set("single-link", "string");
        assertThat(client.get("/projects/" + project + "/export/get_download_link?file_name=B.JPG").data().asText()).startsWith("http://");
    }

    @Test
    void anExportedJpegCanBeReplaced() {
        String project = client.exported("replace", RAW_EDIT, "A.NEF");
        JsonNode link = client.get("/projects/" + project + "/export/get_upload_link?file_name=A.JPG").data();
        assertThat(client.put(link.path("upload_link").asText(), "better".getBytes()).status()).isEqualTo(200);
        assertThat(client.fetch(client.resultLink(project, "export", 0)).text()).isEqualTo("better");
        assertThat(client.status(project, "export")).isEqualTo("Completed");
        assertThat(client.get("/projects/" + project).data().path("number_of_images").asInt()).isEqualTo(1);
    }

    // --- section 4: names of results ---

    @Test
    void resultNamesFollowTheKindOfFile() {
        String raw = client.exported("raw", RAW_EDIT, "DSC_1.NEF", "DSC_2.CR3");
        assertThat(client.resultNames(raw, "edit")).containsExactly("DSC_1.xmp", "DSC_2.xmp");
        assertThat(client.resultNames(raw, "export")).containsExactly("DSC_1.JPG", "DSC_2.JPG");
        assertThat(client.resultNames(client.edited("dng", RAW_EDIT, "A.dng"), "edit")).containsExactly("A.DNG");
        assertThat(client.resultNames(client.edited("jpg", JPG_EDIT, "A.jpeg"), "edit")).containsExactly("A.JPG");
        sim.switches().set("case", "upper");
        String upper = client.uploaded("upper", "A.NEF");
        client.edit(upper, RAW_EDIT);
        client.awaitStatus(upper, "edit", "COMPLETED");
        assertThat(client.resultNames(upper, "edit")).containsExactly("A.XMP");
    }

    @ParameterizedTest
    @CsvSource({"first,A1,B1", "middle,A2,B2", "last,A3,B3"})
    void bracketsAreMergedIntoOneDngNamedAfterAFrame(String which, String one, String two) {
        sim.switches().set("hdr-name", which);
        String project = client.exported("hdr", "{\"profile_key\":5700,\"hdr_merge\":true}",
                "A1.NEF", "A2.NEF", "A3.NEF", "B1.NEF", "B2.NEF", "B3.NEF");
        assertThat(client.resultNames(project, "edit")).isEqualTo(List.of(one + ".DNG", two + ".DNG"));
        assertThat(client.resultNames(project, "export")).isEqualTo(List.of(one + ".JPG", two + ".JPG"));
        assertThat(sim.billItems().get(0).images()).isEqualTo(6);
    }
}
