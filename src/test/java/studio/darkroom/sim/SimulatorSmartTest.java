package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Smart Editing (I2I) on the wire: the contract's facts at their defaults, then each switch. */
class SimulatorSmartTest extends SimulatorFixture {

    static final int PART = 5 << 20;

    static String create(String name) {
        return create(client, name);
    }

    static String create(Client client, String name) {
        return client.post("/i2i/projects", "{\"name\":\"" + name + "\"}").data().path("project_uuid").asText();
    }

    static Client.Reply links(String project, String... names) {
        List<String> files = Arrays.stream(names).map(n -> "{\"file_name\":\"" + n + "\"}").toList();
        return client.post("/i2i/projects/" + project + "/get_temporary_upload_links",
                "{\"files_list\":[" + String.join(",", files) + "],\"client_type\":\"API\"}");
    }

    static String uploaded(String name, String... photos) {
        String project = create(name);
        links(project, photos).data().path("files_list").forEach(f -> client.put(f.path("upload_link").asText(),
                Client.PHOTO.formatted(f.path("file_name").asText()).getBytes(StandardCharsets.UTF_8)));
        return project;
    }

    static Client.Reply edit(String project, String json) {
        return client.post("/i2i/projects/" + project + "/edit", json);
    }

    static JsonNode item(String project) {
        return client.get("/i2i/projects/" + project + "?get_thumbnail=false").data();
    }

    static void awaitStatus(String project, String wanted) {
        Client.await(() -> item(project).path("status").asText().equals(wanted), project + " to become " + wanted);
    }

    static String completed(String name, String json, String... photos) {
        String project = uploaded(name, photos);
        assertThat(edit(project, json).status()).isEqualTo(200);
        awaitStatus(project, "Completed");
        return project;
    }

    static Client.Reply results(String project) {
        return client.get("/i2i/projects/" + project + "/get_temporary_download_links");
    }

    static List<String> names(String project) {
        List<String> names = new ArrayList<>();
        results(project).data().path("files_list").forEach(f -> names.add(f.path("file_name").asText()));
        return names;
    }

    // --- names and lists ---

    @Test
    void aNameIsValidUntilItIsTaken() {
        assertThat(client.get("/i2i/projects/is_valid_name?name=a%20b").data().path("is_valid").asBoolean()).isTrue();
        create("a b");
        assertThat(client.get("/i2i/projects/is_valid_name?name=a%20b").data().path("is_valid").asBoolean(true)).isFalse();
        assertThat(client.get("/i2i/projects/is_valid_name").status()).isEqualTo(400);
        Client.Reply again = client.post("/i2i/projects/", "{\"name\":\"a b\"}");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body().at("/error/message").asText()).isEqualTo("Project with name 'a b' already exists");
        sim.switches().set("i2i-name-shape", "boolean");
        assertThat(client.get("/i2i/projects/is_valid_name?name=a%20b").data().isBoolean()).isTrue();
        sim.switches().set("i2i-name-shape", "valid");
        assertThat(client.get("/i2i/projects/is_valid_name?name=c").data().path("valid").asBoolean()).isTrue();
        sim.switches().set("i2i-name-shape", "empty");
        assertThat(client.get("/i2i/projects/is_valid_name?name=c").status()).isEqualTo(200);
        assertThat(client.get("/i2i/projects/is_valid_name?name=a%20b").status()).isEqualTo(409);
    }

    @Test
    void namesOfTheTwoFamiliesAreApartUnlessSwitched() {
        assertThat(client.create("both")).isNotEmpty();
        assertThat(create("both")).isNotEmpty();
        sim.switches().set("name-space", "shared");
        client.create("one");
        assertThat(client.get("/i2i/projects/is_valid_name?name=one").data().path("is_valid").asBoolean(true)).isFalse();
        assertThat(client.post("/i2i/projects", "{\"name\":\"one\"}").status()).isEqualTo(400);
        create("two");
        assertThat(client.post("/projects/", "{\"name\":\"two\"}").status()).isEqualTo(400);
    }

    @Test
    void listsArePagedAndHoldOnlyThisFamily() {
        client.create("regular");
        for (int i = 0; i < 22; i++) {
            create("p" + i);
        }
        JsonNode first = client.get("/i2i/projects").data();
        assertThat(first.path("projects")).hasSize(20);
        assertThat(first.at("/projects/0/name").asText()).isEqualTo("p21");
        assertThat(first.path("pagination").toString()).isEqualTo("{\"total\":22,\"size\":20,\"page\":0}");
        assertThat(client.get("/i2i/projects?page=1").data().path("projects")).hasSize(2);
        assertThat(client.get("/i2i/projects?size=101").status()).isEqualTo(400);
        assertThat(client.get("/projects").data().path("projects")).hasSize(1);
    }

    @Test
    void aProjectOfOneFamilyIsNotFoundInTheOther() {
        assertThat(client.get("/projects/" + create("i2i")).status()).isEqualTo(404);
        assertThat(client.get("/i2i/projects/" + client.create("regular")).status()).isEqualTo(404);
        assertThat(client.send(HttpRequest.newBuilder(java.net.URI.create(sim.imagenUrl() + "/i2i/projects")).build()).status())
                .isEqualTo(401);
    }

    // --- edit and status ---

    @Test
    void theProjectTellsItsOwnStatus() {
        sim.switches().set("pending-ms", 3_600_000).set("working-ms", 3_600_000);
        String project = uploaded("states", "A.NEF", "B.NEF");
        assertThat(item(project).path("status").asText()).isEqualTo("Pending");
        assertThat(item(project).path("number_of_images").asInt()).isEqualTo(2);
        edit(project, "{}");
        assertThat(item(project).path("status").asText()).isEqualTo("Pending");
        sim.clock().advance(Duration.ofMinutes(61));
        awaitStatus(project, "In Progress");
        assertThat(results(project).status()).isEqualTo(400);
        sim.switches().set("early-links", "empty");
        assertThat(results(project).data().path("files_list")).isEmpty();
        sim.clock().advance(Duration.ofMinutes(61));
        awaitStatus(project, "Completed");
        JsonNode done = client.get("/i2i/projects/" + project).data();
        assertThat(done.path("profile").isNull()).isTrue();
        assertThat(done.path("export_status").isNull()).isTrue();
        assertThat(client.fetch(done.path("thumbnail_src").asText()).status()).isEqualTo(200);
    }

    @Test
    void aSecondEditSaysTheSameAndStartsNothing() {
        String project = uploaded("twice", "A.NEF", "B.NEF");
        Client.Reply first = edit(project, "{\"perspective_correction\":true}");
        Client.Reply second = edit(project, "{}");
        assertThat(first.data().path("message").asText()).isNotEmpty();
        assertThat(second.body()).isEqualTo(first.body());
        awaitStatus(project, "Completed");
        assertThat(edit(project, "{\"hdr_merge\":true}").status()).isEqualTo(200);
        assertThat(sim.billItems()).singleElement().satisfies(b -> {
            assertThat(b.action()).isEqualTo("i2i-edit");
            assertThat(b.images()).isEqualTo(2);
        });
        assertThat(sim.smartProjects().get(0).editRequest().options()).containsOnlyKeys("perspective_correction");
        assertThat(item(project).path("ai_tools").toString()).isEqualTo("[\"perspective_correction\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"profile_key\":5700}", "{\"crop\":true}", "{\"export\":true}", "{\"hdr_merge\":\"yes\"}",
        "{\"sky_replacement_template_id\":1}", "{\"sky_replacement\":true,\"sky_replacement_template_id\":9}",
        "{\"callback_url\":\"http://studio.example/x\"}"})
    void wrongOrdersAreRefusedAndNotBilled(String order) {
        String project = uploaded("wrong", "A.NEF");
        assertThat(edit(project, order).status()).isEqualTo(400);
        assertThat(sim.billItems()).isEmpty();
        assertThat(edit(project, "{\"sky_replacement\":true,\"sky_replacement_template_id\":2}").status()).isEqualTo(200);
    }

    @Test
    void editWantsJson() {
        String project = uploaded("json", "A.NEF");
        HttpRequest untyped = client.to("/i2i/projects/" + project + "/edit").header("Content-Type", "")
                .POST(HttpRequest.BodyPublishers.ofString("{}")).build();
        assertThat(client.send(untyped).status()).isEqualTo(415);
        assertThat(sim.billItems()).isEmpty();
    }

    @Test
    void anEditWithNothingRegisteredIs500() {
        sim.switches().set("registered-lag", 60_000);
        String project = uploaded("lag", "A.NEF");
        assertThat(item(project).path("number_of_images").asInt()).isZero();
        assertThat(edit(project, "{}").status()).isEqualTo(500);
        sim.switches().set("i2i-empty-edit", "400");
        assertThat(edit(project, "{}").status()).isEqualTo(400);
        assertThat(sim.billItems()).isEmpty();
        sim.clock().advance(Duration.ofSeconds(61));
        assertThat(item(project).path("number_of_images").asInt()).isEqualTo(1);
        assertThat(edit(project, "{}").status()).isEqualTo(200);
    }

    @Test
    void aMinimumOfImagesCanBeAsked() {
        sim.switches().set("i2i-minimum", 5);
        String project = uploaded("few", "A.NEF", "B.NEF", "C.NEF", "D.NEF");
        assertThat(edit(project, "{}").status()).isEqualTo(400);
        client.put(links(project, "E.NEF").data().at("/files_list/0/upload_link").asText(), new byte[] {1});
        assertThat(edit(project, "{}").status()).isEqualTo(200);
    }

    @Test
    void aFailedEditStaysFailed() {
        sim.switches().set("edit-outcome", "failed");
        String project = uploaded("fails", "A.NEF");
        edit(project, "{}");
        awaitStatus(project, "Failed");
        assertThat(results(project).status()).isEqualTo(400);
        assertThat(client.get("/i2i/projects/" + project + "/get_upload_link?file_name=A.JPEG").status()).isEqualTo(400);
    }

    @Test
    void aStuckEditIsEndedByHand() {
        sim.switches().set("edit-outcome", "stuck");
        String project = uploaded("stuck", "A.NEF");
        edit(project, "{}");
        awaitStatus(project, "In Progress");
        assertThat(client.control("POST", "/projects/" + project + "/complete", "").status()).isEqualTo(204);
        awaitStatus(project, "Completed");
        assertThat(client.control("GET", "/projects", "").body().path(0).path("family").asText()).isEqualTo("i2i");
    }
}
