package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.ticket.Retouch;

/** shoot-retouch: prompts and presets of the ticket, each made once and on top of the last, in the delivered pictures. */
class ShootRetouchRouteTest {

    private static final String DARK = "retouch:\n  - photos: \"*\"\n    prompt: make it dark\n";
    private static final String DARK_AND_BLUE = DARK + "  - photos: \"A_1.*\"\n    prompt: a blue sky\n";

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();

    @Test
    void theDeliveredPicturesAreWhatThePromptsAskedFor() {
        shoot("plain", 2, "");
        studio.runUntil("plain", Step.DONE);
        shoot("asked", 2, DARK_AND_BLUE);
        studio.runUntil("asked", Step.DONE);
        int[] plain = colour("plain", "A_1.JPG");
        int[] asked = colour("asked", "A_1.JPG");
        assertThat(asked[1]).isLessThan(plain[1] - 20);
        assertThat(asked[2] - asked[0]).isGreaterThan(plain[2] - plain[0] + 20);
        assertThat(colour("asked", "A_2.JPG")[1]).isLessThan(colour("plain", "A_2.JPG")[1] - 20);
        assertThat(bills("copilot")).isEqualTo(3);
        assertThat(bills("finalize")).isEqualTo(1);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("asked"))).containsExactly("A_1.JPG", "A_2.JPG", "receipt.json");
    }

    @Test
    void eachChangeBuildsOnTheLastOneInTheTicketsOrderAfterTheExport() {
        shoot("chain", 2, DARK_AND_BLUE + "  - preset: green_grass\n");
        studio.runUntil("chain", Step.DONE);
        List<LoggedRequest> first = touches("A_1.JPG");
        assertThat(first).extracting(LoggedRequest::call).containsExactly("copilot", "copilot", "enhance");
        List<Version> made = versions("chain", "A_1.JPG");
        assertThat(made).allMatch(version -> version.state().equals(Version.MADE) && version.deliveryRequested());
        assertThat(first).extracting(LoggedRequest::body).containsExactly(
                "{\"instruction\":\"make it dark\",\"project_source\":\"REGULAR\"}",
                "{\"instruction\":\"a blue sky\",\"parent_version_id\":" + made.get(0).remoteId()
                        + ",\"project_source\":\"REGULAR\"}",
                "{\"tool_id\":\"green_grass\",\"parent_version_id\":" + made.get(1).remoteId()
                        + ",\"project_source\":\"REGULAR\"}");
        assertThat(touches("A_2.JPG")).hasSize(2);
        assertThat(studio.sim.requests().stream().map(LoggedRequest::call).distinct().toList())
                .containsSubsequence("export", "ai-tools", "copilot", "finalize", "get");
        assertThat(studio.sim.requests("export-links").get(0).number())
                .isLessThan(studio.sim.requests("copilot").get(0).number());
        assertThat(outcomes("chain")).hasSize(10).filteredOn(Charge.ACCEPTED::equals).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"version-shape,text", "copilot-envelope,data", "finalize-answer,empty", "ai-tools-shape,prompts",
        "ai-tools-shape,history", "envelope,bare", "copilot-branch,keep",
        "copilot-precondition,completed"})
    void theChainHoldsUnderEverySwitch(String name, String value) {
        studio.sim.switches().set(name, value);
        String shoot = name + "-" + value;
        shoot(shoot, 1, DARK_AND_BLUE);
        studio.runUntil(shoot, Step.DONE);
        assertThat(bills("copilot")).isEqualTo(2);
        assertThat(touches("A_1.JPG").get(1).body()).contains(parent(versions(shoot, "A_1.JPG").get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after:500", "status-after:503"})
    void aLostAnswerIsReadInTheVendorsHistoryAndNotPaidForAgain(String fault) {
        String name = "lost-" + fault.replace(':', '-');
        studio.sim.faults().add(Fault.parse("copilot", fault));
        shoot(name, 2, DARK_AND_BLUE);
        studio.runUntil(name, Step.DONE);
        assertThat(bills("copilot")).isEqualTo(3);
        assertThat(studio.sim.requests("copilot")).hasSize(3);
        assertThat(outcomes(name)).contains(Charge.LOST).filteredOn(Charge.ACCEPTED::equals).hasSize(3);
        assertThat(studio.sim.projects().get(0).versions("A_1.JPG")).hasSize(2);
    }

    @Test
    void aCallThatNeverArrivedIsMadeAgainOnceNoneCanBeUnderWay() {
        studio.sim.faults().add(Fault.on("copilot").dropBefore());
        shoot("never", 1, DARK);
        studio.runUntil("never", Step.RETOUCH);
        studio.runDueShoots();
        studio.passTime(Duration.ofMinutes(9));
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        studio.runUntil("never", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(2);
        assertThat(bills("copilot")).isEqualTo(1);
        assertThat(outcomes("never")).containsExactly(Charge.INTENDED, Charge.LOST, Charge.UNSENT, Charge.INTENDED,
                Charge.ACCEPTED);
    }

    @Test
    void aVendorThatTellsNoHistoryLeavesTheQuestionToAPerson() {
        studio.sim.switches().set("ai-tools-shape", "prompts");
        studio.sim.faults().add(Fault.on("copilot").dropAfter().matching("A_1"));
        shoot("silent", 2, DARK);
        Shoot asked = studio.runUntil("silent", "decision");
        assertThat(asked.trouble().code()).isEqualTo("retouch-undecided");
        assertThat(asked.trouble().text()).contains("A_1.JPG", "make it dark").doesNotContain("A_2");
        assertThat(versions("silent", "A_2.JPG")).allMatch(version -> version.state().equals(Version.MADE));
        assertThat(studio.actions().answerDecision(asked, "accept")).isEmpty();
        studio.runUntil("silent", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(2);
        assertThat(bills("copilot")).isEqualTo(2);
    }

    @Test
    void aPersonMayHaveALostRetouchMadeAgain() {
        studio.sim.switches().set("ai-tools-shape", "prompts");
        studio.sim.faults().add(Fault.on("copilot").dropBefore());
        shoot("resent", 1, DARK);
        assertThat(studio.actions().answerDecision(studio.runUntil("resent", "decision"), "resend")).isEmpty();
        studio.runUntil("resent", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(2);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void killedBetweenIntentAndCallItIsMadeOnceAndNotBeforeTheCallCouldHaveEnded() {
        Shoot held = killed("before");
        studio.runDueShoots();
        assertThat(studio.sim.requests("copilot")).isEmpty();
        studio.runUntil("before", Step.DONE);
        assertThat(bills("copilot")).isEqualTo(1);
        assertThat(Duration.between(held.stepSince(), versions("before", "A_1.JPG").get(0).madeAt()))
                .isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void killedBetweenCallAndOutcomeItIsFoundInTheHistory() throws Exception {
        killed("after");
        HttpRequest call = HttpRequest.newBuilder(URI.create(studio.sim.imagenUrl() + "/projects/"
                + studio.findShoot("after").remoteId() + "/images/A_1.JPG/copilot")).header("x-api-key", studio.sim.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"instruction\":\"make it dark\"}")).build();
        assertThat(HttpClient.newHttpClient().send(call, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        studio.runUntil("after", Step.DONE);
        assertThat(studio.sim.requests("copilot")).hasSize(1);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void killedAfterFinalizeNothingIsCalledAgain() {
        shoot("finalized", 1, DARK);
        studio.runUntil("finalized", Step.RETOUCH);
        studio.runDueShoots();
        Shoot shoot = studio.findShoot("finalized");
        assertThat(shoot.step()).isEqualTo(Step.DELIVER);
        studio.ledger().releaseShoot(shoot, Step.RETOUCH, "test", null);
        studio.runUntil("finalized", Step.DONE);
        assertThat(bills("copilot")).isEqualTo(1);
        assertThat(studio.sim.requests("finalize")).hasSize(1);
    }

    @Test
    void aRefusedRetouchNamesPhotoAndReasonAndTheOthersAreNotLost() {
        studio.sim.switches().set("copilot-refuse", "dragon");
        shoot("refused", 3, DARK + "  - photos: A_2.JPG\n    prompt: a dragon in the sky\n");
        Shoot held = studio.runUntil("refused", "problem");
        assertThat(held.trouble().code()).isEqualTo("retouch-refused");
        assertThat(held.trouble().text()).contains("A_2.JPG", "a dragon in the sky", "Only realistic editing requests")
                .doesNotContain("A_1.JPG", "A_3.JPG");
        assertThat(bills("copilot")).isEqualTo(3);
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("refused", Step.DONE);
        assertThat(bills("copilot")).isEqualTo(3);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("refused"))).hasSize(4);
        assertThat(studio.events.findByShoot(held.id()))
                .anyMatch(line -> line.startsWith("retouch-left-out") && line.contains("A_2.JPG"));
    }

    @Test
    void aRefusedRetouchThatIsMendedIsMadeOnRetry() {
        studio.sim.faults().add(Fault.on("copilot").status(422));
        shoot("mended", 1, DARK_AND_BLUE);
        Shoot held = studio.runUntil("mended", "problem");
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("mended", Step.DONE);
        assertThat(bills("copilot")).isEqualTo(2);
        assertThat(versions("mended", "A_1.JPG")).extracting(Version::describeRequest).containsExactly("make it dark", "a blue sky");
    }

    @Test
    void aBusyVendorIsAskedAgainAndPaidOnce() {
        studio.sim.faults().add(Fault.on("copilot").retryAfter(120, 429));
        shoot("busy", 1, DARK);
        Shoot waiting = studio.runUntil("busy", "outage");
        assertThat(waiting.trouble().code()).isEqualTo("vendor-busy");
        studio.runUntil("busy", Step.DONE);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void aVersionWithoutIdCannotBeBuiltOnAndSaysSo() {
        studio.sim.switches().set("version-shape", "null");
        shoot("nameless", 1, DARK_AND_BLUE);
        Shoot held = studio.runUntil("nameless", "problem");
        assertThat(held.trouble().code()).isEqualTo("retouch-refused");
        assertThat(held.trouble().text()).contains("A_1.JPG (a blue sky");
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void aPresetThatTheVendorDoesNotHaveIsRefusedAndCostsNothing() {
        shoot("unlisted", 1, "retouch:\n  - preset: moonwalk_party\n");
        Shoot held = studio.runUntil("unlisted", "problem");
        assertThat(held.trouble().code()).isEqualTo("retouch-refused");
        assertThat(held.trouble().text()).contains("A_1.JPG", "moonwalk_party");
        assertThat(bills("enhance")).isZero();
    }

    @Test
    void whatCannotBeRetouchedIsToldBeforeAnythingIsUploaded() {
        assertThat(wrong("typo", "retouch:\n  - preset: gren_grass\n"))
                .contains("gren_grass", "did you mean \"green_grass\"");
        assertThat(wrong("aimless", "retouch:\n  - photos: \"DSC_*\"\n    prompt: make it dark\n"))
                .contains("\"DSC_*\"", "no photo");
        assertThat(wrong("long", "retouch:\n  - prompt: \"" + "x".repeat(256) + "\"\n")).contains("255");
        assertThat(wrong("sidecars", "deliver: [edits]\n" + DARK)).contains("JPEGs");
        assertThat(studio.sim.requests()).isEmpty();
    }

    @Test
    void aRetouchIsWaitedForLongerThanAnyOtherCall() throws IOException {
        studio.overrideRoute("vendors/imagen-common", text -> text.replace("\"vendor-http:{{vendor}}\", parameters: {",
                "\"vendor-http:{{vendor}}\", parameters: { responseTimeout: 700,"));
        studio.stop();
        studio.start();
        studio.sim.switches().set("copilot-ms", 1200);
        shoot("slow", 1, DARK);
        studio.runUntil("slow", Step.DONE);
        assertThat(outcomes("slow")).containsExactly(Charge.INTENDED, Charge.ACCEPTED);
        assertThat(studio.context().getComponent("patient-http", HttpComponent.class).getResponseTimeout())
                .isEqualTo(Duration.ofMinutes(10).toMillis());
        studio.sim.switches().set("latency-ms", 1200);
        shoot("proof", 1, "");
        assertThat(studio.runUntil("proof", "outage").trouble().text()).contains("imagen", "SocketTimeoutException");
        studio.stop();
        Files.delete(studio.delivery.resolveSibling("routes").resolve("vendors/imagen-common.camel.yaml"));
        studio.start();
    }

    @Test
    void aFinalizeWhoseAnswerIsLostIsCalledAgainAndBilledOnce() {
        studio.sim.faults().add(Fault.on("finalize").dropAfter());
        shoot("unfinished", 1, DARK);
        studio.runUntil("unfinished", Step.DONE);
        assertThat(studio.sim.requests("finalize")).hasSize(2);
        assertThat(bills("finalize")).isEqualTo(1);
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void afterDeliveryAnOrderBuildsOnTheLastVersionAndNothingDeliveredIsLost() throws IOException {
        studio.sim.switches().set("late-copilot", "allow");
        shoot("later", 2, DARK);
        Shoot done = studio.runUntil("later", Step.DONE);
        Path folder = studio.delivery.resolve("later");
        byte[] dark = Files.readAllBytes(folder.resolve("A_1.JPG"));
        byte[] other = Files.readAllBytes(folder.resolve("A_2.JPG"));
        assertThat(studio.actions().retouchResults(done, new Retouch("A_1*", "a blue sky", null))).isEmpty();
        studio.runUntil("later", Step.DONE);
        assertThat(touches("A_1.JPG").get(1).body()).contains(parent(versions("later", "A_1.JPG").get(0)));
        assertThat(TestDarkroom.listFiles(folder)).containsExactly("A_1.JPG", "A_1.before-1.JPG", "A_2.JPG", "receipt.json");
        assertThat(Files.readAllBytes(folder.resolve("A_1.before-1.JPG"))).isEqualTo(dark);
        assertThat(Files.readAllBytes(folder.resolve("A_2.JPG"))).isEqualTo(other);
        int[] before = colour(folder.resolve("A_1.before-1.JPG"));
        int[] now = colour(folder.resolve("A_1.JPG"));
        assertThat(now[2] - now[0]).isGreaterThan(before[2] - before[0] + 10);
        assertThat(bills("copilot")).isEqualTo(3);
        assertThat(studio.sim.requests("get")).hasSize(3);
    }

    @Test
    void aFileThatAPersonChangedInTheDeliveryIsKeptToo() throws IOException {
        shoot("changed", 1, "");
        Shoot done = studio.runUntil("changed", Step.DONE);
        Path folder = studio.delivery.resolve("changed");
        Files.writeString(folder.resolve("A_1.JPG"), "mine");
        Files.writeString(folder.resolve("A_1.before-1.JPG"), "older");
        assertThat(studio.actions().retouchResults(done, new Retouch("*", null, "green_grass"))).isEmpty();
        studio.runUntil("changed", Step.DONE);
        assertThat(TestDarkroom.readText(folder.resolve("A_1.before-1.JPG"))).isEqualTo("older");
        assertThat(TestDarkroom.readText(folder.resolve("A_1.before-2.JPG"))).isEqualTo("mine");
        assertThat(colour(folder.resolve("A_1.JPG"))).hasSize(3);
    }

    @Test
    void aDeliveryCutOffBetweenKeepingAndRenamingGoesOnWithoutASecondCopy() throws IOException {
        shoot("cut", 1, "");
        Shoot done = studio.runUntil("cut", Step.DONE);
        Path folder = studio.delivery.resolve("cut");
        Files.copy(folder.resolve("A_1.JPG"), folder.resolve("A_1.before-1.JPG"));
        assertThat(studio.actions().retouchResults(done, new Retouch("*", "make it dark", null))).isEmpty();
        studio.runUntil("cut", Step.DONE);
        byte[] dark = Files.readAllBytes(folder.resolve("A_1.JPG"));
        assertThat(studio.actions().redeliverShoot(studio.findShoot("cut"))).isEmpty();
        studio.runUntil("cut", Step.DONE);
        assertThat(Files.readAllBytes(folder.resolve("A_1.JPG"))).isEqualTo(dark);
        assertThat(TestDarkroom.listFiles(folder)).containsExactly("A_1.JPG", "A_1.before-1.JPG", "receipt.json");
    }

    @Test
    void aFinalizedProjectThatTakesNoMoreSaysSoAndTheDeliveryStays() {
        shoot("locked", 1, DARK);
        Shoot done = studio.runUntil("locked", Step.DONE);
        assertThat(studio.actions().resetResults(done, "*")).isEmpty();
        Shoot held = studio.runUntil("locked", "problem");
        assertThat(held.trouble().text()).contains("A_1.JPG", "reset", "finalized");
        assertThat(studio.actions().retryShoot(held)).isEmpty();
        studio.runUntil("locked", Step.DONE);
        assertThat(TestDarkroom.listFiles(studio.delivery.resolve("locked"))).containsExactly("A_1.JPG", "receipt.json");
        assertThat(bills("copilot")).isEqualTo(1);
    }

    @Test
    void resetOfOneResultLeavesTheOthers() throws IOException {
        studio.sim.switches().set("late-copilot", "allow");
        shoot("back", 2, "");
        studio.runUntil("back", Step.DONE);
        Path folder = studio.delivery.resolve("back");
        byte[] edited = Files.readAllBytes(folder.resolve("A_1.JPG"));
        assertThat(studio.actions().retouchResults(studio.findShoot("back"), new Retouch("*", "make it dark", null))).isEmpty();
        studio.runUntil("back", Step.DONE);
        studio.sim.faults().add(Fault.on("copilot-reset").dropAfter());
        assertThat(studio.actions().resetResults(studio.findShoot("back"), "A_1.*")).isEmpty();
        studio.runUntil("back", Step.DONE);
        assertThat(Files.readAllBytes(folder.resolve("A_1.JPG"))).isEqualTo(edited);
        assertThat(colour(folder.resolve("A_2.JPG"))[1]).isLessThan(colour(folder.resolve("A_2.before-1.JPG"))[1] - 10);
        assertThat(studio.actions().retouchResults(studio.findShoot("back"), new Retouch("A_1.*", "warmer", null))).isEmpty();
        studio.runUntil("back", Step.DONE);
        assertThat(touches("A_1.JPG").get(1).body()).doesNotContain("parent_version_id");
        assertThat(studio.sim.requests("finalize")).hasSize(2);
    }

    /** A shoot whose first retouch was meant to be called when the process ended. */
    private Shoot killed(String name) {
        shoot(name, 1, DARK);
        studio.runUntil(name, Step.RETOUCH);
        studio.sim.faults().add(Fault.on("ai-tools").status(500));
        studio.runDueShoots();
        Shoot held = studio.ledger().claimShoot(due(name).id()).orElseThrow();
        Version first = new VersionRepository(studio.ledger()).listByShoot(held.id()).get(0);
        new VersionRepository(studio.ledger()).recordIntent(held, first, null, "[]", "test");
        studio.stop();
        studio.start();
        return held;
    }

    private Shoot due(String name) {
        studio.clock.set(studio.findShoot(name).dueAt());
        return studio.findShoot(name);
    }

    private String wrong(String name, String ticket) {
        shoot(name, 1, ticket);
        Shoot shoot = studio.runUntil(name, "problem");
        assertThat(shoot.trouble().code()).isEqualTo("ticket-wrong");
        return shoot.trouble().text();
    }

    private void shoot(String name, int photos, String ticket) {
        if (!ticket.isEmpty()) {
            studio.dropFile(name + "/darkroom.yaml", ticket);
            studio.awaitScanned("default", name + "/darkroom.yaml");
        }
        studio.dropShoot(name, photos);
    }

    private List<Version> versions(String shoot, String result) {
        String id = studio.findShoot(shoot).id();
        String of = studio.results().listByShoot(id).stream().filter(each -> each.name().equals(result)).findFirst().orElseThrow()
                .id();
        return new VersionRepository(studio.ledger()).listByShoot(id).stream().filter(version -> version.resultId().equals(of)).toList();
    }

    private List<LoggedRequest> touches(String file) {
        return Stream.concat(studio.sim.requests("copilot").stream(), studio.sim.requests("enhance").stream())
                .filter(call -> call.path().contains("/" + file + "/")).sorted(Comparator.comparing(LoggedRequest::number))
                .toList();
    }

    private static String parent(Version version) {
        return "\"parent_version_id\":" + version.remoteId();
    }

    private long bills(String action) {
        return studio.sim.billItems().stream().filter(bill -> bill.action().equals(action)).count();
    }

    private List<String> outcomes(String name) {
        return studio.charges().listByShoot(studio.findShoot(name).id()).stream().filter(charge -> charge.operation().equals("retouch"))
                .map(Charge::outcome).toList();
    }

    private int[] colour(String shoot, String file) {
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
