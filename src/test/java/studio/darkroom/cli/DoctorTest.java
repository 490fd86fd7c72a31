package studio.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.SimOptions;
import studio.darkroom.sim.Simulator;
import studio.darkroom.testing.TestDarkroom;

/** The doctor on set-ups that are well and on broken ones, with a real vendor to ask. */
class DoctorTest {

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
        sim.faults().clear();
        keys.put("darkroom.home", folder.resolve("home").toString());
        keys.put("darkroom.http.port", "0");
        keys.put("darkroom.vendor.imagen.url", sim.imagenUrl());
        keys.put("darkroom.vendor.imagen.key", sim.key());
        keys.put("darkroom.lane.default.inbox", "folder:" + Files.createDirectories(folder.resolve("inbox")));
        keys.put("darkroom.lane.default.delivery", "folder:" + Files.createDirectories(folder.resolve("delivery")));
        keys.put("darkroom.lane.default.ticket",
                Files.writeString(folder.resolve("lane.yaml"), "profile: BRIGHT LISTING\n").toString());
    }

    @Test
    void aSetUpThatIsWellIsSaidToBe() throws IOException {
        assertThat(examine()).as(terminal.out() + terminal.err()).isZero();
        assertThat(terminal.out().lines().takeWhile(line -> !line.isEmpty()))
                .allMatch(line -> line.startsWith("ok  ") || line.startsWith("   "));
        assertThat(terminal.out()).contains("imagen", "the key works, the account has 4 profiles", "agrees with that of imagen",
                "BRIGHT LISTING (5701), for JPG photos only", "is made at the first start", "All is well.")
                .doesNotContain(sim.key());
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        List<String> before = TestDarkroom.listFiles(folder);
        examine();
        List<String> after = new ArrayList<>(TestDarkroom.listFiles(folder));
        after.remove("doctor.properties");
        assertThat(after).isEqualTo(before);
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void aWrongKeyIsFound() throws IOException {
        keys.put("darkroom.vendor.imagen.key", "wrong-key-entirely");
        assertFails("imagen", "imagen refuses the key", "-> Set a valid key in darkroom.vendor.imagen.key");
        assertThat(terminal.out()).doesNotContain("wrong-key-entirely");
    }

    @Test
    void aVendorThatCannotBeReachedIsFound() throws IOException {
        keys.put("darkroom.vendor.imagen.url", "http://127.0.0.1:1/v1");
        assertFails("imagen", "cannot be reached", "-> ");
    }

    @Test
    void aVendorThatIsDownIsFound() throws IOException {
        sim.faults().add(Fault.on("*").status(500).always());
        assertFails("imagen", "imagen returned status 500", "");
    }

    @Test
    void aVendorWithoutRoutesIsFound() throws IOException {
        keys.put("darkroom.lane.default.vendor", "retoucher");
        keys.put("darkroom.vendor.retoucher.url", "http://127.0.0.1:1");
        keys.put("darkroom.vendor.retoucher.key", "k");
        assertFails("retoucher", "no route file tells how to speak with it", "retoucher.camel.yaml");
    }

    @Test
    void aMissingInboxAndDeliveryAreFound() throws IOException {
        keys.put("darkroom.lane.default.inbox", "folder:" + folder.resolve("gone"));
        keys.put("darkroom.lane.default.delivery", "folder:" + folder.resolve("not/there"));
        assertFails("default inbox", "gone is not there", "-> Create the folder or mount the share");
        assertFails("default delivery", "is not there and cannot be made", "darkroom.lane.default.delivery");
    }

    @Test
    void aFileInPlaceOfTheHomeIsFound() throws IOException {
        keys.put("darkroom.home", Files.writeString(folder.resolve("file"), "x").resolve("home").toString());
        assertFails("home", "cannot be written", "-> Give the user");
    }

    @Test
    void aWrongTicketIsFoundWithItsNearestName() throws IOException {
        Files.writeString(folder.resolve("lane.yaml"), "profil: BRIGHT LISTING\n");
        assertFails("default ticket", "unknown key \"profil\"", "did you mean \"profile\"?");
    }

    @Test
    void anUnknownProfileIsFoundWithItsNearestName() throws IOException {
        Files.writeString(folder.resolve("lane.yaml"), "profile: BRIHGT LISTING\n");
        assertFails("default profile", "there is no \"BRIHGT LISTING\"", "did you mean \"BRIGHT LISTING\"?");
        Files.writeString(folder.resolve("lane.yaml"), "priority: rush\n");
        assertThat(examine()).isZero();
        assertThat(terminal.out()).contains("warn  default profile").contains("0 failed, 1 to look at.");
    }

    @Test
    void aBrokenLedgerIsFound() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/ledger.db"), "this is no database, and long enough to be sure of it");
        assertFails("ledger", "does not open", "-> ");
    }

    @Test
    void aRunningNodeIsNotDisturbed() throws IOException {
        try (TestDarkroom studio = TestDarkroom.startStandalone(folder.resolve("studio"), more -> { })) {
            Path config = studio.writeConfig();
            Files.writeString(config, Files.readString(config).replaceAll("(?m)^darkroom.http.port.*$",
                    "darkroom.http.port = " + studio.apiAddress().getPort()));
            assertThat(terminal.run("doctor", "--config", config.toString())).as(terminal.out()).isZero();
            assertThat(terminal.out().replaceAll("\\s+", " ")).contains("one runs at " + studio.apiAddress(),
                    "0 shoots, synchronous=FULL");
        }
    }

    @Test
    void aClockThatGoesWrongIsFound() throws IOException {
        byte[] answer = ("HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Type: application/json\r\n"
                + "Content-Length: 15\r\nConnection: close\r\n\r\n{\"profiles\":[]}").getBytes(StandardCharsets.US_ASCII);
        Files.writeString(folder.resolve("lane.yaml"), "priority: rush\n");
        try (ServerSocket vendor = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> serve(vendor, answer), "old-vendor");
            answers.setDaemon(true);
            answers.start();
            keys.put("darkroom.vendor.imagen.url", "http://127.0.0.1:" + vendor.getLocalPort() + "/v1");
            assertThat(examine()).as(terminal.out()).isZero();
        }
        assertThat(terminal.out()).containsPattern("(?m)^warn  clock +it is \\d+ minutes apart from that of imagen$")
                .contains("(NTP)");
    }

    private static void serve(ServerSocket vendor, byte[] answer) {
        while (!vendor.isClosed()) {
            try (Socket caller = vendor.accept()) {
                InputStream in = caller.getInputStream();
                for (int end = 0; end < 4; ) {
                    int next = in.read();
                    end = next < 0 ? 4 : next == "\r\n\r\n".charAt(end) ? end + 1 : next == '\r' ? 1 : 0;
                }
                caller.getOutputStream().write(answer);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private int examine() throws IOException {
        List<String> lines = keys.entrySet().stream().map(key -> key.getKey() + " = " + key.getValue()).toList();
        return terminal.run("doctor", "--config", Files.write(folder.resolve("doctor.properties"), lines).toString());
    }

    private void assertFails(String what, String... words) throws IOException {
        assertThat(examine()).as(terminal.out() + terminal.err()).isOne();
        assertThat(terminal.out()).containsPattern("(?m)^FAIL  " + what + " ");
        assertThat(terminal.out().replaceAll("\\s+", " ")).contains(words);
        assertThat(terminal.err()).isEmpty();
    }
}
