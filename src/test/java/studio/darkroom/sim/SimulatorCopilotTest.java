package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.sim.imagen.RetouchVersion;
import studio.darkroom.sim.picture.PictureEditor;

/** Retouching by prompt and preset, of both families: the contract's facts at their defaults, then each switch. */
class SimulatorCopilotTest extends SimulatorFixture {

    static String exported() {
        return client.exported("p", SimulatorTest.RAW_EDIT, "A.NEF", "B.NEF");
    }

    static Client.Reply prompt(String project, String file, String rest) {
        return client.post("/projects/" + project + "/images/" + Client.encode(file) + "/copilot", "{" + rest + "}");
    }

    static long ask(String project, String instruction, Object parent) {
        Client.Reply reply = prompt(project, "A.JPG", "\"instruction\":\"" + instruction + "\",\"parent_version_id\":" + parent);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.body().path("version_id").asLong();
    }

    static Client.Reply drop(String project, String file, String json) {
        return client.send(client.to("/projects/" + project + "/images/" + file + "/copilot")
                .header("Content-Type", "application/json").method("DELETE", HttpRequest.BodyPublishers.ofString(json)).build());
    }

    static Client.Reply finish(String project, String json) {
        return client.post("/projects/" + project + "/finalize", json);
    }

    static int[] colour(String link) {
        var picture = PictureEditor.decode(client.fetch(link).raw().body());
        int[] sum = new int[3];
        for (int y = 0; y < picture.getHeight(); y += 7) {
            for (int x = 0; x < picture.getWidth(); x += 7) {
                int p = picture.getRGB(x, y);
                sum[0] += p >> 16 & 0xff;
                sum[1] += p >> 8 & 0xff;
                sum[2] += p & 0xff;
            }
        }
        int n = ((picture.getWidth() + 6) / 7) * ((picture.getHeight() + 6) / 7);
        return new int[] {sum[0] / n, sum[1] / n, sum[2] / n};
    }

    static int[] asked(String project, String instruction) {
        Client.Reply reply = prompt(project, "A.JPG", "\"instruction\":\"" + instruction + "\"");
        return colour(reply.body().path("enhanced_image_url").asText());
    }

    @Test
    void aPromptIsAnsweredBareWithAVersionAndAPicture() {
        String project = exported();
        Client.Reply reply = prompt(project, "A.JPG", "\"instruction\":\"Make the sky blue\",\"project_source\":\"REGULAR\"");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("status").asText()).isEqualTo("SUCCESS");
        assertThat(reply.body().path("version_id").isIntegralNumber()).isTrue();
        assertThat(client.fetch(reply.body().path("enhanced_image_url").asText()).status()).isEqualTo(200);
        assertThat(sim.billItems()).extracting(BillItem::action).containsExactly("edit", "export", "copilot");
        assertThat(sim.requests("copilot")).hasSize(1);
        sim.switches().set("copilot-envelope", "data");
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"warm\"").data().path("status").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void picturesFollowTheWords() {
        String project = exported();
        int[] base = colour(client.resultLink(project, "export", 0));
        int[] blue = asked(project, "A blue hour sky, please");
        assertThat(blue[2] - blue[0]).isGreaterThan(base[2] - base[0] + 20);
        int[] green = asked(project, "greener grass");
        assertThat(2 * green[1] - green[0] - green[2]).isGreaterThan(2 * base[1] - base[0] - base[2] + 40);
        int[] warm = asked(project, "Warmer light");
        assertThat(warm[0] - warm[2]).isGreaterThan(base[0] - base[2] + 20);
        assertThat(asked(project, "brighter")[1]).isGreaterThan(base[1] + 10);
        assertThat(asked(project, "Make it dark")[1]).isLessThan(base[1] - 20);
        int[] grey = asked(project, "black and white");
        assertThat(Math.abs(grey[0] - grey[2])).isLessThan(3);
        assertThat(asked(project, "reduce the clutter on the table")).as("a slight tint").isNotEqualTo(base);
        assertThat(Math.abs(asked(project, "reduce the clutter")[0] - base[0])).isLessThan(25);
    }

    @Test
    void versionsBuildOnOneAnother() {
        String project = exported();
        int[] base = colour(client.resultLink(project, "export", 0));
        long one = ask(project, "dark", null);
        long two = ask(project, "blue", one);
        long three = ask(project, "blue", "null");
        assertThat(List.of(one, two, three)).doesNotHaveDuplicates();
        List<RetouchVersion> versions = sim.projects().get(0).versions("A.JPG");
        assertThat(versions).as("the other branch is lost").singleElement().satisfies(v -> assertThat(v.parent()).isNull());
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"warm\",\"parent_version_id\":" + two).status()).isEqualTo(400);
        sim.switches().set("copilot-branch", "keep");
        long four = ask(project, "dark", null);
        String chained = prompt(project, "A.JPG", "\"instruction\":\"blue\",\"parent_version_id\":" + four).body()
                .path("enhanced_image_url").asText();
        assertThat(colour(chained)[1]).as("dark and blue").isLessThan(base[1] - 20);
        assertThat(sim.projects().get(0).versions("A.JPG")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"instruction\":\"\"", "\"instruction\":5", "\"instruction\":\"a\",\"parent_version_id\":99",
        "\"instruction\":\"a\",\"parent_version_id\":true", "\"instruction\":\"a\",\"project_source\":\"OTHER\"", "\"instruction\":\"a\",\"x\":1"})
    void wrongPromptsAreRefusedAndNotBilled(String rest) {
        String project = exported();
        assertThat(prompt(project, "A.JPG", rest).status()).isEqualTo(400);
        assertThat(sim.billItems()).hasSize(2);
    }

    @Test
    void anInstructionHasUpTo255Characters() {
        String project = exported();
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"" + "é".repeat(255) + "\"").status()).isEqualTo(200);
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"" + "x".repeat(256) + "\"").status()).isEqualTo(400);
    }

    @Test
    void imagesAreNamedAsTheResultsAre() {
        String project = client.exported("names", SimulatorTest.RAW_EDIT, "Küche & Bad 1.NEF");
        assertThat(prompt(project, "Küche & Bad 1.NEF", "\"instruction\":\"a\"").status()).isEqualTo(404);
        assertThat(prompt(project, "Küche & Bad 1.JPG", "\"instruction\":\"a\"").status()).isEqualTo(200);
        assertThat(prompt("none", "A.JPG", "\"instruction\":\"a\"").status()).isEqualTo(404);
    }

    @Test
    void aRegularProjectIsExportedFirst() {
        String project = client.edited("early", SimulatorTest.RAW_EDIT, "A.NEF");
        List<Client.Reply> replies = List.of(prompt(project, "A.JPG", "\"instruction\":\"a\""),
                client.post("/projects/" + project + "/images/A.JPG/enhance", "{\"tool_id\":\"denoise\"}"),
                client.get("/projects/" + project + "/ai-tools"), finish(project, "{}"));
        assertThat(replies).extracting(Client.Reply::status).containsOnly(400);
        assertThat(replies).extracting(r -> r.body().at("/error/message").asText()).containsOnly("Project has not been exported yet.");
        assertThat(sim.billItems()).hasSize(1);
        sim.switches().set("copilot-precondition", "completed");
        assertThat(client.get("/projects/" + project + "/ai-tools").status()).isEqualTo(200);
    }

    @Test
    void anAccountCanBeRestricted() {
        sim.switches().set("copilot-refuse", "dragon|swimming pool");
        String project = exported();
        Client.Reply refused = prompt(project, "A.JPG", "\"instruction\":\"Add a Dragon\"");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/message").asText()).isEqualTo("Only realistic editing requests are supported.");
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"brighter\"").status()).isEqualTo(200);
        assertThat(sim.billItems()).hasSize(3);
    }

    @Test
    void promptsCanTakeTheirTime() {
        sim.switches().set("copilot-ms", 300);
        String project = exported();
        long began = System.nanoTime();
        ask(project, "warm", null);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(299));
    }

    @Test
    void presetsAreToolsThatAreListed() {
        String project = exported();
        JsonNode tools = client.get("/projects/" + project + "/ai-tools?project_source=REGULAR").data();
        assertThat(tools.path("prompts").findValuesAsText("enhancement_type"))
                .containsExactly("denoise", "green_grass", "remove_cameraman", "virtual_staging");
        String path = "/projects/" + project + "/images/B.JPG/enhance";
        long one = client.post(path, "{\"tool_id\":\"green_grass\"}").body().path("version_id").asLong();
        assertThat(client.post(path, "{\"tool_id\":\"denoise\",\"parent_version_id\":" + one + "}").status()).isEqualTo(200);
        assertThat(client.post(path, "{\"tool_id\":\"\"}").status()).isEqualTo(400);
        assertThat(client.post(path, "{\"tool_id\":\"make_rich\"}").status()).isEqualTo(400);
        assertThat(sim.billItems()).extracting(BillItem::action).containsExactly("edit", "export", "enhance", "enhance");
        JsonNode history = client.get("/projects/" + project + "/ai-tools").data().path("adjustments");
        assertThat(history.path(1).path("file_name").asText()).isEqualTo("B.JPG");
        assertThat(history.at("/1/versions/1/parent_version_id").asLong()).isEqualTo(one);
        assertThat(history.at("/1/versions/0/enhancement_type").asText()).isEqualTo("green_grass");
        assertThat(history.at("/0/versions")).isEmpty();
        sim.switches().set("ai-tools-shape", "prompts");
        assertThat(client.get("/projects/" + project + "/ai-tools").data().has("adjustments")).isFalse();
        sim.switches().set("ai-tools-shape", "history");
        assertThat(client.get("/projects/" + project + "/ai-tools").data().has("prompts")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"text,\"v-", "null,null"})
    void versionIdsAreAnOpenType(String shape, String start) {
        sim.switches().set("version-shape", shape);
        String project = exported();
        JsonNode id = prompt(project, "A.JPG", "\"instruction\":\"warm\"").body().path("version_id");
        assertThat(id.toString()).startsWith(start);
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"dark\",\"parent_version_id\":" + id).status()).isEqualTo(200);
    }

    @Test
    void resetDropsTheVersionsOfOneImage() {
        String project = exported();
        ask(project, "warm", null);
        prompt(project, "B.JPG", "\"instruction\":\"blue\"");
        assertThat(drop(project, "A.JPG", "{\"project_source\":\"REGULAR\"}").status()).isEqualTo(200);
        assertThat(drop(project, "A.JPG", "").status()).as("again, without a body").isEqualTo(200);
        assertThat(drop(project, "C.JPG", "").status()).isEqualTo(404);
        assertThat(sim.projects().get(0).versions("A.JPG")).isEmpty();
        assertThat(sim.projects().get(0).versions("B.JPG")).hasSize(1);
    }

    @Test
    void finalizeLocksAndMakesTheFinalLinks() {
        String project = exported();
        byte[] untouched = client.fetch(client.resultLink(project, "export", 1)).raw().body();
        int[] base = colour(client.resultLink(project, "export", 0));
        ask(project, "blue", ask(project, "dark", null));
        Client.Reply reply = finish(project, "{\"project_source\":\"REGULAR\"}");
        assertThat(reply.data().path("files_list").findValuesAsText("file_name")).containsExactly("A.JPG", "B.JPG");
        int[] last = colour(reply.data().at("/files_list/0/download_link").asText());
        assertThat(last[1]).isLessThan(base[1] - 20);
        assertThat(colour(client.resultLink(project, "export", 0))).isEqualTo(last);
        assertThat(client.fetch(client.resultLink(project, "export", 1)).raw().body()).isEqualTo(untouched);
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"warm\"").status()).isEqualTo(400);
        assertThat(drop(project, "A.JPG", "").status()).isEqualTo(400);
        Client.Reply again = client.send(client.to("/projects/" + project + "/finalize").POST(HttpRequest.BodyPublishers.noBody()).build());
        assertThat(again.status()).as("again, without a body").isEqualTo(200);
        assertThat(colour(client.resultLink(project, "export", 0))).isEqualTo(last);
        assertThat(sim.billItems()).extracting(BillItem::action).containsExactly("edit", "export", "copilot", "copilot", "finalize");
        assertThat(sim.billItems().get(4).images()).isEqualTo(1);
        sim.switches().set("late-copilot", "allow");
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"warm\"").status()).isEqualTo(200);
    }

    @Test
    void finalizeCanAnswerNothingAndLeaveTheLinks() {
        sim.switches().set("finalize-answer", "empty").set("final-links", "unchanged");
        String project = exported();
        byte[] before = client.fetch(client.resultLink(project, "export", 0)).raw().body();
        ask(project, "dark", null);
        Client.Reply reply = finish(project, "{}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.raw().body()).isEmpty();
        assertThat(client.fetch(client.resultLink(project, "export", 0)).raw().body()).isEqualTo(before);
    }

    @Test
    void smartProjectsAreRetouchedOnceCompleted() {
        String project = SimulatorSmartTest.create(client, "smart");
        String link = client.post("/i2i/projects/" + project + "/get_temporary_upload_links", "{\"files_list\":[{\"file_name\":\"A.NEF\"}]}")
                .data().at("/files_list/0/upload_link").asText();
        client.put(link, "photo".getBytes(StandardCharsets.UTF_8));
        String i2i = "\"instruction\":\"dark\",\"project_source\":\"I2I\"";
        assertThat(prompt(project, "A.JPEG", i2i).status()).isEqualTo(400);
        client.post("/i2i/projects/" + project + "/edit", "{}");
        Client.await(() -> client.get("/i2i/projects/" + project).data().path("status").asText().equals("Completed"), "the edit");
        assertThat(prompt(project, "A.JPEG", "\"instruction\":\"dark\"").status()).as("of the regular family").isEqualTo(404);
        assertThat(prompt(project, "A.JPEG", i2i).status()).isEqualTo(200);
        assertThat(client.get("/projects/" + project + "/ai-tools?project_source=I2I").data().at("/adjustments/0/versions")).hasSize(1);
        assertThat(client.get("/projects/" + project + "/ai-tools").status()).isEqualTo(404);
        assertThat(finish(project, "{\"project_source\":\"I2I\"}").data().at("/files_list/0/file_name").asText()).isEqualTo("A.JPEG");
        assertThat(client.get("/i2i/projects/" + project).data().path("status").asText()).isEqualTo("Completed");
        assertThat(sim.billItems()).extracting(BillItem::action).containsExactly("i2i-edit", "copilot", "finalize");
    }

    @Test
    void anAnswerLostAfterThePromptLeavesAVersionToFind() {
        String project = exported();
        sim.faults().add(Fault.on("copilot").statusAfter(504));
        assertThat(prompt(project, "A.JPG", "\"instruction\":\"warm\"").status()).isEqualTo(504);
        assertThat(client.get("/projects/" + project + "/ai-tools").data().at("/adjustments/0/versions/0/instruction").asText())
                .isEqualTo("warm");
        assertThat(sim.billItems()).extracting(BillItem::action).contains("copilot");
    }

    @Test
    void whereRetouchingGoesOnAfterFinalizeTheNextOneStartsFromTheOriginalEditAndResetBringsItBack() {
        sim.switches().set("late-copilot", "allow");
        String project = exported();
        int[] base = colour(client.resultLink(project, "export", 0));
        long dark = ask(project, "dark", null);
        assertThat(finish(project, "{}").status()).isEqualTo(200);
        assertThat(colour(client.resultLink(project, "export", 0))[1]).isLessThan(base[1] - 20);
        ask(project, "blue", dark);
        assertThat(finish(project, "{}").status()).isEqualTo(200);
        int[] both = colour(client.resultLink(project, "export", 0));
        assertThat(both[2] - both[0]).isGreaterThan(base[2] - base[0] + 10);
        assertThat(drop(project, "A.JPG", "{}").status()).isEqualTo(200);
        assertThat(colour(client.resultLink(project, "export", 0))).isEqualTo(base);
        assertThat(sim.billItems()).filteredOn(bill -> bill.action().equals("finalize")).hasSize(2);
    }
}
