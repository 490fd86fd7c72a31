package studio.darkroom.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The store behind the links: signatures, expiry, headers, evidence, and use as an ordinary bucket. */
class SimulatorStoreTest extends SimulatorFixture {

    static String link(String name) {
        return client.links(client.create("p-" + name), name).data().at("/files_list/0/upload_link").asText();
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aPutThroughALinkIsStoredAsItIs() throws Exception {
        byte[] photo = bytes(3_000_000);
        Client.Reply reply = client.put(link("A.NEF"), photo);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.raw().headers().firstValue("ETag").orElse("")).isEqualTo("\""
                + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(photo)) + "\"");
        try (InputStream in = sim.store().get(sim.bucket(), sim.projects().get(0).prefix() + "in/A.NEF")) {
            assertThat(in.readAllBytes()).isEqualTo(photo);
        }
        assertThat(sim.projects().get(0).uploads().get(0).size()).isEqualTo(3_000_000);
    }

    @Test
    void namesWithSpacesAndUmlautsPass() {
        assertThat(client.put(link("Küche & Bad 100% #1 (2).NEF"), bytes(10)).status()).isEqualTo(200);
        assertThat(sim.projects().get(0).uploads().get(0).puts()).isEqualTo(1);
    }

    @Test
    void aChangedLinkIsRefused() {
        String link = link("A.NEF");
        assertThat(client.put(link.replace("A.NEF", "B.NEF"), bytes(10)).status()).isEqualTo(403);
        assertThat(client.fetch(link).status()).isEqualTo(403);
        assertThat(sim.projects().get(0).uploads().get(0).storedAt()).isNull();
    }

    @Test
    void aRealContentTypeIsRefusedAnEmptyOnePasses() {
        String link = link("A.NEF");
        Client.Reply refused = client.put(link, bytes(10), "Content-Type", "image/jpeg");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("SignatureDoesNotMatch");
        assertThat(client.put(link, bytes(10), "Content-Type", "").status()).isEqualTo(200);
        assertThat(client.put(link, bytes(10)).status()).isEqualTo(200);
        assertThat(sim.requests("put")).extracting(r -> r.header("Content-Type")).containsExactly("image/jpeg", "", null);
        sim.switches().set("put-content-type", "any");
        assertThat(client.put(link, bytes(10), "Content-Type", "image/jpeg").status()).isEqualTo(200);
    }

    @Test
    void aContentTypeCanBeSigned() {
        sim.switches().set("put-content-type", "signed:image/jpeg");
        String link = link("A.JPG");
        assertThat(client.put(link, bytes(10)).status()).isEqualTo(403);
        assertThat(client.put(link, bytes(10), "Content-Type", "image/png").status()).isEqualTo(403);
        assertThat(client.put(link, bytes(10), "Content-Type", "image/jpeg").status()).isEqualTo(200);
    }

    @Test
    void anMd5InTheLinksCallMustComeAgainInThePut() throws Exception {
        byte[] photo = bytes(1000);
        String md5 = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(photo));
        String project = client.create("md5");
        String files = "{\"files_list\":[{\"file_name\":\"A.NEF\",\"md5\":\"" + md5 + "\"}]}";
        String link = client.post("/projects/" + project + "/get_temporary_upload_links", files).data()
                .at("/files_list/0/upload_link").asText();
        assertThat(client.put(link, photo).status()).isEqualTo(403);
        assertThat(client.put(link, bytes(999), "Content-MD5", md5).status()).isEqualTo(400);
        assertThat(client.put(link, photo, "Content-MD5", md5).status()).isEqualTo(200);
        sim.switches().set("md5", "ignored");
        link = client.post("/projects/" + project + "/get_temporary_upload_links", files).data()
                .at("/files_list/0/upload_link").asText();
        assertThat(client.put(link, photo).status()).isEqualTo(200);
        assertThat(client.post("/projects/" + project + "/get_temporary_upload_links", files.replace(md5, "abc")).status())
                .isEqualTo(400);
    }

    @Test
    void linksExpire() {
        sim.switches().set("link-life", 1);
        String link = link("A.NEF");
        Client.await(() -> client.fetch(link).status() == 403 && client.put(link, bytes(10)).status() == 403, "the link to expire");
        sim.switches().set("link-life", 3600);
        assertThat(client.put(link("B.NEF"), bytes(10)).status()).isEqualTo(200);
    }

    @Test
    void evidenceTellsWhatEachRequestCarried() {
        String link = link("A.NEF");
        client.put(link, bytes(10));
        client.put(link, bytes(10), "x-api-key", sim.key());
        List<LoggedRequest> puts = sim.requests("put");
        assertThat(puts).extracting(LoggedRequest::leaked).containsExactly(false, true);
        assertThat(puts.get(0).path()).endsWith("/in/A.NEF");
        assertThat(puts.get(0).bytesIn()).isEqualTo(10);
        assertThat(puts.get(0).status()).isEqualTo(200);
        assertThat(puts.get(0).header("Content-Length")).isEqualTo("10");
        assertThat(puts.toString()).doesNotContain(sim.key())
                .doesNotContain(link.substring(link.indexOf("X-Amz-Signature=") + 16));
        assertThat(puts.get(1).header("x-api-key")).startsWith("sha256:");
    }

    @Test
    void theStoreIsAnOrdinaryS3ForItsClients() throws IOException {
        String bucket = sim.createBucket("inbox-" + System.nanoTime());
        try (S3Client s3 = S3Client.builder().endpointOverride(URI.create(sim.storeUrl())).forcePathStyle(true)
                .region(Region.of(sim.storeRegion())).credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(sim.storeAccessKey(), sim.storeSecretKey()))).build()) {
            s3.putObject(b -> b.bucket(bucket).key("wedding/A 1.NEF"), RequestBody.fromBytes(bytes(200_000)));
            assertThat(s3.listObjectsV2(b -> b.bucket(bucket)).contents()).singleElement()
                    .satisfies(o -> assertThat(o.size()).isEqualTo(200_000));
            try (InputStream in = s3.getObject(b -> b.bucket(bucket).key("wedding/A 1.NEF"))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes(200_000));
            }
            assertThat(s3.headObject(b -> b.bucket(bucket).key("wedding/A 1.NEF")).contentLength()).isEqualTo(200_000);
            assertThatThrownBy(() -> s3.putObject(b -> b.bucket(bucket).key("wedding/A 1.NEF").ifNoneMatch("*"),
                    RequestBody.fromBytes(bytes(10)))).hasMessageContaining("412");
            s3.deleteObject(b -> b.bucket(bucket).key("wedding/A 1.NEF"));
            assertThat(s3.listObjectsV2(b -> b.bucket(bucket)).contents()).isEmpty();
        }
        assertThat(sim.requests()).filteredOn(LoggedRequest::isStore).extracting(LoggedRequest::leaked).containsOnly(false);
    }

    @Test
    void aRefusedPutIsAnsweredAndTheConnectionGoesOn() throws IOException {
        URI link = URI.create(link("A.NEF"));
        try (Socket socket = new Socket(link.getHost(), link.getPort())) {
            socket.setSoTimeout(10_000);
            for (int size : new int[] {10, 5_000_000, 10, 0}) {
                for (String name : new String[] {"B.NEF", "A.NEF"}) {
                    socket.getOutputStream().write(("PUT " + link.getRawPath().replace("A.NEF", name) + "?" + link.getRawQuery()
                            + " HTTP/1.1\r\nHost: " + link.getAuthority() + "\r\nContent-Length: " + size + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().write(bytes(size));
                    assertThat(status(socket.getInputStream())).isEqualTo(name.equals("A.NEF") ? 200 : 403);
                }
            }
        }
        assertThat(sim.projects().get(0).uploads().get(0).puts()).isEqualTo(4);
    }

    /** Reads one answer with its body; gives its status. */
    private static int status(InputStream in) throws IOException {
        String head = until(in, "\r\n\r\n");
        var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        } else {
            until(in, "\r\n0\r\n\r\n");
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int b = in.read();
            assertThat(b).as("the connection was closed after: %s", read).isNotNegative();
            read.append((char) b);
        }
        return read.toString();
    }

    @Test
    void manyAtOnceGetTheirOwnAnswers() {
        String project = client.create("many");
        String good = client.links(project, "A.NEF").data().at("/files_list/0/upload_link").asText();
        String bad = good.replace("A.NEF", "B.NEF");
        List<Integer> answers = IntStream.range(0, 240).parallel().mapToObj(i ->
                client.put(i % 3 == 0 ? bad : good, bytes(i % 5 == 0 ? 400_000 : 20)).status()).toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i)).as("answer %d", i).isEqualTo(i % 3 == 0 ? 403 : 200);
        }
        assertThat(sim.projects().get(0).uploads().get(0).puts()).isEqualTo(160);
    }

    @Test
    void expectContinueIsAnsweredByTheStore() throws IOException {
        URI link = URI.create(link("A.NEF"));
        try (Socket socket = new Socket(link.getHost(), link.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("PUT " + link.getRawPath() + "?" + link.getRawQuery() + " HTTP/1.1\r\nHost: "
                    + link.getAuthority() + "\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] first = socket.getInputStream().readNBytes(12);
            assertThat(new String(first, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 100");
            socket.getOutputStream().write("photo".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).contains("HTTP/1.1 200");
        }
        assertThat(sim.projects().get(0).uploads().get(0).size()).isEqualTo(5);
    }

    @Test
    void resultsOfAnySizeAreMadeOnTheFly() {
        sim.switches().set("result-bytes", 5_000_001);
        String project = client.exported("big", SimulatorTest.RAW_EDIT, "A.NEF");
        byte[] jpeg = client.fetch(client.resultLink(project, "export", 0)).raw().body();
        byte[] again = client.fetch(client.resultLink(project, "export", 0)).raw().body();
        assertThat(jpeg).hasSize(5_000_001).isEqualTo(again);
        assertThat(Arrays.copyOf(jpeg, 2)).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xd8});
        assertThat(Arrays.copyOfRange(jpeg, jpeg.length - 2, jpeg.length)).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xd9});
        assertThat(client.fetch(client.resultLink(project, "edit", 0)).text()).contains("crs:Exposure2012");
    }

    @Test
    void latencyAndBandwidthCanBeSet() {
        sim.switches().set("latency-ms", 150);
        String link = link("A.NEF");
        long began = System.nanoTime();
        client.put(link, bytes(10));
        assertThat(System.nanoTime() - began).isGreaterThan(150_000_000L);
        sim.switches().set("latency-ms", 0).set("bandwidth", 1_000_000);
        began = System.nanoTime();
        client.put(link, bytes(300_000));
        assertThat(System.nanoTime() - began).isBetween(250_000_000L, 3_000_000_000L);
    }

    @Test
    void twoSimulatorsKnowNothingOfEachOther() {
        try (Simulator other = Simulator.start(SimOptions.defaults().withKey("other"))) {
            Client second = new Client(other);
            String project = second.uploaded("mine", "A.NEF");
            assertThat(other.projects()).hasSize(1);
            assertThat(sim.projects()).isEmpty();
            assertThat(sim.requests()).isEmpty();
            assertThat(client.get("/projects/" + project).status()).isEqualTo(404);
            assertThat(other.bucket()).isNotEqualTo(sim.bucket());
        }
    }
}
