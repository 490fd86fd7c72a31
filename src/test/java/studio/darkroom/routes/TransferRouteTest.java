package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.delivery.Delivery.IncomingResult;
import studio.darkroom.delivery.Downloads;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.testing.RecordingServer;
import studio.darkroom.testing.SharedTestDarkroom;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;
import studio.darkroom.text.Causes;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.Uploads;

/** transfer: a presigned link is followed byte for byte, once, with what was signed and nothing else. */
class TransferRouteTest {

    /** As a store signs a key with a blank, a plus and an umlaut; sorted or decoded and encoded anew it is another link. */
    private static final String QUERY = "/b/in%20put/A%201%2B%C3%BC.JPG?X-Z=9&X-Amz-Signature=ab%2Bc%2F=&X-Amz-Date=20260601T080000Z"
            + "&response-content-disposition=attachment%3B%20filename%3D%22A%2B1.JPG%22&x=a+b&empty=";

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom();

    private final TestDarkroom studio = STUDIO.get();
    private final RecordingServer recorder = new RecordingServer();

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void aPutCarriesItsLengthAndNothingThatWasNotSigned() {
        put("plain", null, Map.of());
        assertThat(recorder.requests()).singleElement().satisfies(put -> {
            assertThat(put.requestLine()).isEqualTo("PUT " + QUERY + " HTTP/1.1");
            assertThat(put.headerNames()).containsExactly("connection", "content-length", "host", "user-agent");
            assertThat(put.headers()).contains("Content-Length: " + TestPictures.jpeg(0).length);
            assertThat(put.body()).isEqualTo(TestPictures.jpeg(0));
        });
    }

    @Test
    void signedHeadersAreSentAsTheyWereSigned() {
        put("signed", "image/jpeg", Map.of("x-amz-acl", "private"));
        assertThat(recorder.requests().get(0).headers()).contains("Content-Type: image/jpeg", "x-amz-acl: private");
    }

    @Test
    void anEmptyTypeIsSentEmpty() {
        put("empty", "", Map.of());
        assertThat(recorder.requests().get(0).headers()).anyMatch(line -> line.strip().equals("Content-Type:"));
    }

    @Test
    void aPutThatIsAnswered503IsNotSentAgainByTheClient() {
        recorder.queueResponse("503 Slow Down|Retry-After: 1", "<Error/>");
        Exchange done = put("slow", null, Map.of());
        assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(recorder.requests()).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        recorder.queueResponse("307 Temporary Redirect|Location: " + recorder.url() + "/elsewhere", "");
        Exchange done = put("redirected", null, Map.of());
        assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(307);
        assertThat(recorder.requests()).hasSize(1);
    }

    @Test
    void aGetAsksForTheBytesAsTheyAre() throws Exception {
        studio.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:test-read").to("direct:transfer-get").process(exchange -> {
                    IncomingResult incoming = exchange.getMessage().getBody(IncomingResult.class);
                    String text = new String(incoming.bytes().readAllBytes(), StandardCharsets.UTF_8);
                    incoming.bytes().close();
                    exchange.getMessage().setBody(incoming.length() + " " + text);
                });
            }
        });
        recorder.queueResponse("200 OK|ETag: \"1\"|Set-Cookie: a=b", "0123456789");
        assertThat(get("direct:test-read", "get").getMessage().getBody()).isEqualTo("10 0123456789");
        recorder.queueResponse("200 OK", "again");
        assertThat(get("direct:test-read", "get").getMessage().getBody()).isEqualTo("5 again");
        assertThat(recorder.requests()).hasSize(2).allSatisfy(get -> {
            assertThat(get.requestLine()).isEqualTo("GET " + QUERY + " HTTP/1.1");
            assertThat(get.headerNames()).as("no cookie is kept").containsExactly("connection", "host", "user-agent");
        });
    }

    @Test
    void aRefusedGetTellsStatusAndHostAndNeverTheSignature() {
        recorder.queueResponse("503 Slow Down", "<Error>see http://127.0.0.1/b?X-Amz-Signature=abc</Error>");
        Exchange done = get("direct:transfer-get", "refused");
        TransientFailure passing = Causes.findCause(TransientFailure.class, done.getException()).orElseThrow();
        assertThat(passing.text()).contains("503", "127.0.0.1").doesNotContain("Signature");
        assertThat(recorder.requests()).hasSize(1);
    }

    private Exchange put(String name, String type, Map<String, String> headers) {
        Photo photo = photo(name);
        return request("direct:transfer-put", name, Map.of("upload",
                new Uploads.Upload(photo, new Link(recorder.url() + QUERY, type, headers, null, null))));
    }

    private Exchange get(String uri, String name) {
        photo(name);
        Result result = new Result("r", "s", "A.JPG", "A.JPG", "jpeg", null, null, null, 0, null);
        return request(uri, name, Map.of("download",
                new Downloads.Download(result, new Link(recorder.url() + QUERY, null, Map.of(), null, null))));
    }

    /** Everything that a careless earlier call may have left behind is on the message. */
    private Exchange request(String uri, String name, Map<String, Object> variables) {
        Shoot shoot = studio.findShoot(name);
        return studio.context().createProducerTemplate().request(uri, exchange -> {
            exchange.setVariable("shoot", shoot);
            variables.forEach(exchange::setVariable);
            exchange.getMessage().setHeader("x-api-key", "secret");
            exchange.getMessage().setHeader("Authorization", "Bearer secret");
            exchange.getMessage().setHeader("Content-Type", "application/json");
            exchange.getMessage().setHeader(Exchange.HTTP_URI, "http://127.0.0.1:1/elsewhere");
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "DELETE");
            exchange.getMessage().setHeader(Exchange.HTTP_QUERY, "a=b");
            exchange.getMessage().setHeader(Exchange.HTTP_PATH, "/further");
            exchange.getMessage().setBody("left over");
        });
    }

    private Photo photo(String name) {
        if (studio.findShoots().stream().noneMatch(shoot -> shoot.name().equals(name))) {
            studio.dropShoot(name, 1);
            studio.runUntil(name, Step.OPEN);
        }
        return studio.photos().listByShoot(studio.findShoot(name).id()).get(0);
    }

    @Test
    void everyCallOfAWholeShootCarriesWhatItMustAndNothingElse() {
        studio.dropShoot("whole", 2);
        studio.runUntil("whole", Step.DONE);
        List<String> storeHeaders = studio.sim.requests().stream().filter(call -> call.isStore())
                .flatMap(call -> call.headers().keySet().stream()).map(String::toLowerCase).distinct().sorted().toList();
        assertThat(storeHeaders).containsExactly("connection", "content-length", "host", "user-agent");
        assertThat(studio.sim.requests()).filteredOn(call -> !call.isStore()).allSatisfy(call -> {
            assertThat(call.header("x-api-key")).isNotNull();
            assertThat(call.headers().keySet().stream().map(String::toLowerCase)).isSubsetOf("connection", "content-length",
                    "content-type", "host", "user-agent", "x-api-key");
        });
    }
}
