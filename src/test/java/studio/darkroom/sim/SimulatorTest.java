package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The profile-based family on the wire: the contract's facts at their defaults, then each switch. */
class SimulatorTest extends SimulatorFixture {

    static final String RAW_EDIT = "{\"profile_key\":5700}";
    static final String JPG_EDIT = "{\"profile_key\":5701}";

    // --- section 1: key, envelope, errors ---

    @Test
    void aMissingOrWrongKeyIs401() {
        HttpRequest none = HttpRequest.newBuilder(URI.create(sim.imagenUrl() + "/profiles/")).build();
        HttpRequest wrong = HttpRequest.newBuilder(URI.create(sim.imagenUrl() + "/profiles/")).header("x-api-key", "no").build();
        assertThat(client.send(none).status()).isEqualTo(401);
        assertThat(client.send(wrong).status()).isEqualTo(401);
        sim.switches().set("bad-key", "403");
        assertThat(client.send(wrong).status()).isEqualTo(403);
        assertThat(client.get("/profiles/").status()).isEqualTo(200);
    }

    @Test
    void answersStandInDataOrBare() {
        assertThat(client.get("/projects").body().has("data")).isTrue();
        sim.switches().set("envelope", "bare");
        assertThat(client.get("/projects").body().has("projects")).isTrue();
        String uuid = client.post("/projects/", "{\"name\":\"n\"}").body().path("project_uuid").asText();
        assertThat(client.get("/projects/n/uuid").body().asText()).isEqualTo(uuid);
    }

    @ParameterizedTest
    @CsvSource({"object,/error/message", "text,/error", "detail,/detail", "message,/message"})
    void errorsHaveTheShapeThatIsSet(String shape, String pointer) {
        sim.switches().set("error-shape", shape);
        Client.Reply reply = client.get("/projects/none/edit/status");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body().at(pointer).asText()).isEqualTo("Project not found");
    }

    @Test
    void errorsCanBePlainHtmlOrEmpty() {
        sim.switches().set("error-shape", "plain");
        assertThat(client.get("/projects/none").text()).isEqualTo("Project not found");
        sim.switches().set("error-shape", "html");
        assertThat(client.get("/projects/none").text()).startsWith("<html>");
        sim.switches().set("error-shape", "empty");
        assertThat(client.get("/projects/none").text()).isEmpty();
    }

    @Test
    void unknownPathsAre404AndWrongMethods405() {
        assertThat(client.get("/nothing").status()).isEqualTo(404);
        assertThat(client.send(client.to("/profiles").DELETE().build()).status()).isEqualTo(405);
    }

    // --- 2.1, 2.2: profiles, templates, projects ---

    @Test
    void profilesTellKeyNameTypeAndImageType() {
        JsonNode list = client.get("/profiles/").data().path("profiles");
        assertThat(list).anySatisfy(p -> {
            assertThat(p.path("profile_name").asText()).isEqualTo("ELEGANT HOME");
            assertThat(p.path("profile_key").isInt()).isTrue();
            assertThat(p.path("image_type").asText()).isEqualTo("RAW");
        });
        assertThat(list.findValuesAsText("profile_type")).contains("Talent", "Personal");
        assertThat(list.findValuesAsText("image_type")).contains("JPG");
        sim.switches().set("profiles-shape", "list");
        assertThat(client.get("/profiles").data().isArray()).isTrue();
    }

    @Test
    void skyTemplatesAreAnObjectOrAList() {
        assertThat(client.get("/projects/sky_replacement/templates").data().at("/templates/0/is_default").asBoolean()).isTrue();
        sim.switches().set("templates-shape", "list");
        assertThat(client.get("/projects/sky_replacement/templates").data().path(0).path("id").asInt()).isEqualTo(1);
    }

    @Test
    void createAnswersAUuidOfTwentyFourHexDigits() {
        assertThat(client.create("shoot-1")).matches("[0-9a-f]{24}");
        assertThat(client.send(client.to("/projects/").POST(HttpRequest.BodyPublishers.noBody()).build()).data()
                .path("project_uuid").asText()).matches("[0-9a-f]{24}");
        assertThat(client.post("/projects", "{}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "409", "422"})
    void aNameThatIsTakenIsRefused(String status) {
        client.create("twice");
        sim.switches().set("name-conflict", status);
        Client.Reply reply = client.post("/projects/", "{\"name\":\"twice\"}");
        assertThat(reply.status()).isEqualTo(Integer.parseInt(status));
        assertThat(reply.body().at("/error/message").asText()).isEqualTo("Project with name 'twice' already exists");
        assertThat(sim.projects()).hasSize(1);
    }

    @Test
    void theFormWithoutSlashIsRedirectedWhenSwitchedSo() {
        sim.switches().set("slash", "redirect");
        Client.Reply reply = client.post("/projects", "{}");
        assertThat(reply.status()).isEqualTo(307);
        assertThat(reply.raw().headers().firstValue("Location").orElse("")).isEqualTo("/v1/projects/");
        assertThat(client.post("/projects/", "{}").status()).isEqualTo(200);
        assertThat(sim.projects()).hasSize(1);
    }

    @Test
    void aProjectIsFoundByItsName() {
        String uuid = client.create("wedding 1, Müller & Co");
        String path = "/projects/" + Client.encode("wedding 1, Müller & Co") + "/uuid";
        assertThat(client.get(path).data().asText()).isEqualTo(uuid);
        sim.switches().set("lookup-shape", "project_uuid");
        assertThat(client.get(path).data().path("project_uuid").asText()).isEqualTo(uuid);
        sim.switches().set("lookup-shape", "uuid");
        assertThat(client.get(path).data().path("uuid").asText()).isEqualTo(uuid);
        assertThat(client.get("/projects/unheard/uuid").status()).isEqualTo(404);
    }

    @Test
    void listsArePagedNewestFirst() {
        for (int i = 0; i < 23; i++) {
            client.create("p" + i);
        }
        JsonNode first = client.get("/projects").data();
        assertThat(first.path("projects")).hasSize(20);
        assertThat(first.at("/projects/0/name").asText()).isEqualTo("p22");
        assertThat(first.path("pagination").toString()).isEqualTo("{\"total\":23,\"size\":20,\"page\":0}");
        assertThat(client.get("/projects?size=20&page=1").data().path("projects")).hasSize(3);
        assertThat(client.get("/projects?size=100").data().path("projects")).hasSize(23);
        assertThat(client.get("/projects?size=101").status()).isEqualTo(400);
        assertThat(client.get("/projects?size=0").status()).isEqualTo(400);
        assertThat(client.get("/projects?page=-1").status()).isEqualTo(400);
    }

    @Test
    void anItemTellsTheStateOfItsProject() {
        String project = client.uploaded("item", "A.NEF", "B.NEF");
        JsonNode before = client.get("/projects/" + project + "?get_thumbnail=false").data();
        assertThat(before.path("status").asText()).isEqualTo("Pending");
        assertThat(before.path("number_of_images").asInt()).isEqualTo(2);
        assertThat(before.path("profile").isNull()).isTrue();
        assertThat(before.path("ai_tools").isNull()).isTrue();
        assertThat(before.path("export_status").isNull()).isTrue();
        assertThat(before.path("created_at").asText()).endsWith("Z");
        client.edit(project, "{\"profile_key\":5700,\"window_pull\":true,\"crop\":false}");
        client.awaitStatus(project, "edit", "Completed");
        client.export(project);
        client.awaitStatus(project, "export", "Completed");
        JsonNode after = client.get("/projects/" + project).data();
        assertThat(after.path("profile").asText()).isEqualTo("ELEGANT HOME");
        assertThat(after.path("ai_tools").toString()).isEqualTo("[\"window_pull\"]");
        assertThat(after.path("export_status").asText()).isEqualTo("Completed");
        assertThat(client.fetch(after.path("thumbnail_src").asText()).status()).isEqualTo(200);
    }

    // --- 2.3: links ---

    @Test
    void aNameTwiceInOneListIsRefusedWithTheDocumentedText() {
        Client.Reply reply = client.links(client.create("dup"), "A.NEF", "B.NEF", "A.NEF");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().at("/error/message").asText()).isEqualTo("File \"A.NEF\" appears 2 times.");
    }

    @Test
    void linksWantBaseNamesAndJson() {
        String project = client.create("names");
        assertThat(client.links(project, "a/b.NEF").status()).isEqualTo(400);
        assertThat(client.links(project).status()).isEqualTo(400);
        assertThat(client.post("/projects/" + project + "/get_temporary_upload_links", "{nonsense").status()).isEqualTo(400);
        HttpRequest untyped = client.to("/projects/" + project + "/get_temporary_upload_links")
                .POST(HttpRequest.BodyPublishers.ofString("{\"files_list\":[{\"file_name\":\"A.NEF\"}]}")).build();
        assertThat(client.send(untyped).status()).isEqualTo(415);
        sim.switches().set("json-content-type", "lenient");
        assertThat(client.send(untyped).status()).isEqualTo(200);
    }

    @Test
    void linksCanBeAskedForAgainUntilTheEdit() {
        String project = client.uploaded("again", "A.NEF");
        assertThat(client.links(project, "A.NEF").status()).isEqualTo(200);
        client.edit(project, RAW_EDIT);
        assertThat(client.links(project, "B.NEF").status()).isEqualTo(400);
        sim.switches().set("late-upload", "allow");
        assertThat(client.links(project, "B.NEF").status()).isEqualTo(200);
    }
}
