package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.sim.Profile;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;

/** shoot-open: the profile is found and fits, and there is one project per shoot, whatever becomes of the answers. */
class ShootOpenRouteTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(SimOptions.defaults()
            .withDurations(Duration.ZERO, Duration.ZERO).withProfiles(List.of(
                    new Profile(5701, "BRIGHT LISTING", "Personal", "JPG"),
                    new Profile(5702, "ELEGANT HOME", "Personal", "RAW"),
                    new Profile(5703, "TWICE", "Personal", "JPG"), new Profile(5704, "TWICE", "Talent", ""),
                    new Profile(5705, "BOTH", "Personal", "JPG"), new Profile(5706, "BOTH", "Personal", "RAW"))),
            keys -> { });

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void unknownProfile_isAProblem_beforeAnyUpload() {
        Shoot shoot = problem("unknown", "BRIHGT LISTING");
        assertThat(shoot.trouble().code()).isEqualTo("profile-unknown");
        assertThat(shoot.trouble().text()).contains("did you mean \"BRIGHT LISTING\"");
        assertThat(asked()).containsExactly("profiles");
    }

    @Test
    void aMendedProfileIsReadAgainOnRetry() {
        Shoot shoot = problem("mended", "BRIHGT LISTING");
        studio.dropFile("mended/darkroom.yaml", "profile: bright listing\n");
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil("mended", Step.DONE);
        assertThat(studio.sim.requests("edit")).singleElement()
                .satisfies(edit -> assertThat(edit.body()).contains("5701"));
    }

    @Test
    void aNameThatSeveralProfilesHaveIsAProblemNamingTheirKeys() {
        Shoot shoot = problem("ambiguous", "TWICE");
        assertThat(shoot.trouble().code()).isEqualTo("profile-ambiguous");
        assertThat(shoot.trouble().fix()).contains("5703", "5704");
        assertThat(asked()).containsExactly("profiles");
    }

    @Test
    void ofTwoProfilesOfOneNameTheOneForThesePhotosIsTaken() {
        opened("both", "profile: BOTH\n");
        assertThat(studio.findShoot("both").profile()).isEqualTo("5705");
    }

    @Test
    void aProfileCanBeNamedByItsKey() {
        opened("key", "profile: 5704\n");
        assertThat(studio.findShoot("key").profile()).isEqualTo("5704");
    }

    @Test
    void aProfileForOtherPhotosIsAProblem() {
        Shoot shoot = problem("unfit", "ELEGANT HOME");
        assertThat(shoot.trouble().code()).isEqualTo("profile-unfit");
        assertThat(shoot.trouble().text()).contains("RAW", "JPEG");
        assertThat(asked()).containsExactly("profiles");
    }

    @ParameterizedTest
    @CsvSource({"imagen,templates", "imagen,list", "imagen-smart,templates"})
    void unknownSky_isAProblem_beforeAnyUpload(String vendor, String shape) {
        studio.sim.switches().set("templates-shape", shape);
        String name = "sky-" + vendor + "-" + shape;
        String sky = "vendor: " + vendor + "\nedit:\n  sky_replacement: true\n  sky_replacement_template_id: ";
        ticket(name, sky + "99\n");
        studio.dropShoot(name, 5);
        Shoot shoot = studio.runUntil(name, "problem");
        assertThat(shoot.trouble().code()).isEqualTo("choice-unknown");
        assertThat(shoot.trouble().text()).contains("sky_replacement_template_id 99", vendor);
        assertThat(shoot.trouble().fix()).contains("1 (default), 2, 3.");
        assertThat(asked()).doesNotContain("create", "i2i-create", "edit").contains("templates");
        studio.dropFile(name + "/darkroom.yaml", sky + "2\n");
        assertThat(studio.actions().retryShoot(shoot)).isEmpty();
        studio.runUntil(name, Step.DONE);
        assertThat(studio.sim.requests("put")).hasSize(5);
    }

    @Test
    void anAccountThatDoesNotTellItsSkiesHoldsNobodyUp() {
        studio.sim.faults().add(Fault.on("templates").status(404));
        opened("untold", "edit:\n  sky_replacement: true\n  sky_replacement_template_id: 2\n");
        assertThat(asked()).contains("templates");
    }

    @Test
    void aProjectWhoseMakingWasNeverAnsweredIsFoundAgainByItsName() {
        studio.sim.faults().add(Fault.on("create").dropAfter());
        opened("lost-after", "");
        assertThat(studio.sim.requests("create")).hasSize(1);
        assertThat(studio.sim.projects()).hasSize(1);
        assertThat(studio.sim.projects().get(0).name()).endsWith(studio.findShoot("lost-after").id());
    }

    @Test
    void aProjectThatWasNeverMadeIsMadeUnderTheSameName() {
        studio.sim.faults().add(Fault.on("create").dropBefore());
        opened("lost-before", "");
        assertThat(studio.sim.requests("create")).hasSize(2).extracting(LoggedRequest::body).containsOnly(
                "{\"name\":\"default-lost-before-" + studio.findShoot("lost-before").id() + "\"}");
        assertThat(studio.sim.projects()).hasSize(1);
    }

    @Test
    void aProjectThatIsThereAlreadyIsNotMadeAgainAfterARestart() {
        studio.dropShoot("restarted", 1);
        studio.runUntil("restarted", Step.OPEN);
        studio.sim.faults().add(Fault.on("create").dropAfter());
        studio.runDueShoots();
        studio.stop();
        studio.start();
        studio.runUntil("restarted", Step.DONE);
        assertThat(studio.sim.projects()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "409", "422"})
    void aNameThatTurnsOutToBeTakenIsAdopted(String conflict) throws Exception {
        String name = "conflict-" + conflict;
        studio.sim.switches().set("name-conflict", conflict);
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.OPEN);
        create(studio.findShoot(name).projectName());
        studio.sim.faults().add(Fault.on("lookup").status(404));
        studio.runUntil(name, Step.UPLOAD);
        assertThat(studio.sim.projects()).singleElement()
                .satisfies(project -> assertThat(project.uuid()).isEqualTo(studio.findShoot(name).remoteId()));
    }

    @Test
    void aRefusalOfTheNameThatNobodyHasIsAProblemWithTheVendorsWords() {
        studio.sim.faults().add(Fault.on("create").status(400));
        studio.dropShoot("refused", 1);
        Shoot shoot = studio.runUntil("refused", "problem");
        assertThat(shoot.trouble().code()).isEqualTo("vendor-refused");
        assertThat(shoot.trouble().text()).contains("400", "Simulated fault");
        assertThat(studio.sim.projects()).isEmpty();
    }

    private Shoot problem(String name, String profile) {
        ticket(name, "profile: " + profile + "\n");
        studio.dropShoot(name, 1);
        return studio.runUntil(name, "problem");
    }

    private void opened(String name, String ticket) {
        if (!ticket.isEmpty()) {
            ticket(name, ticket);
        }
        studio.dropShoot(name, 1);
        studio.runUntil(name, Step.UPLOAD);
    }

    private void ticket(String name, String text) {
        studio.dropFile(name + "/darkroom.yaml", text);
        studio.awaitScanned("default", name + "/darkroom.yaml");
    }

    private void create(String label) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest
                .newBuilder(URI.create(studio.sim.imagenUrl() + "/projects/")).header("x-api-key", studio.sim.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + label + "\"}")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private List<String> asked() {
        return studio.sim.requests().stream().map(LoggedRequest::call).toList();
    }
}
