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
import studio.darkroom.delivery.Deliveries;
import studio.darkroom.delivery.Incoming;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Step;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Recorder;
import studio.darkroom.testing.SharedStudio;
import studio.darkroom.testing.Studio;
import studio.darkroom.transfer.Link;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.trouble.Cause;
import studio.darkroom.trouble.Passing;

/** transfer: a presigned link is followed byte for byte, once, with what was signed and nothing else. */
class TransferRouteTest {

    /** As a store signs a key with a blank, a plus and an umlaut; sorted or decoded and encoded anew it is another link. */
    private static final String QUERY = "/b/in%20put/A%201%2B%C3%BC.JPG?X-Z=9&X-Amz-Signature=ab%2Bc%2F=&X-Amz-Date=20260601T080000Z"
            + "&response-content-disposition=attachment%3B%20filename%3D%22A%2B1.JPG%22&x=a+b&empty=";

    @RegisterExtension
    static final SharedStudio STUDIO = new SharedStudio();

    private final Studio studio = STUDIO.get();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void aPutCarriesItsLengthAndNothingThatWasNotSigned() {
        put("plain", null, Map.of());
        assertThat(recorder.asked()).singleElement().satisfies(put -> {
            assertThat(put.line()).isEqualTo("PUT " + QUERY + " HTTP/1.1");
            assertThat(put.names()).containsExactly("connection", "content-length", "host", "user-agent");
            assertThat(put.headers()).contains("Content-Length: " + Pictures.jpeg(0).length);
            assertThat(put.body()).isEqualTo(Pictures.jpeg(0));
        });
    }

    @Test
    void signedHeadersAreSentAsTheyWereSigned() {
        put("signed", "image/jpeg", Map.of("x-amz-acl", "private"));
        assertThat(recorder.asked().get(0).headers()).contains("Content-Type: image/jpeg", "x-amz-acl: private");
    }

    @Test
    void anEmptyTypeIsSentEmpty() {
        put("empty", "", Map.of());
        assertThat(recorder.asked().get(0).headers()).anyMatch(line -> line.strip().equals("Content-Type:"));
    }

    @Test
    void aPutThatIsAnswered503IsNotSentAgainByTheClient() {
        recorder.answers("503 Slow Down|Retry-After: 1", "<Error/>");
        Exchange done = put("slow", null, Map.of());
        assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(recorder.asked()).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        recorder.answers("307 Temporary Redirect|Location: " + recorder.url() + "/elsewhere", "");
        Exchange done = put("redirected", null, Map.of());
        assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(307);
        assertThat(recorder.asked()).hasSize(1);
    }

    @Test
    void aGetAsksForTheBytesAsTheyAre() throws Exception {
        studio.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:test-read").to("direct:transfer-get").process(exchange -> {
                    Incoming incoming = exchange.getMessage().getBody(Incoming.class);
                    String text = new String(incoming.bytes().readAllBytes(), StandardCharsets.UTF_8);
                    incoming.bytes().close();
                    exchange.getMessage().setBody(incoming.length() + " " + text);
                });
            }
        });
        recorder.answers("200 OK|ETag: \"1\"|Set-Cookie: a=b", "0123456789");
        assertThat(get("direct:test-read", "get").getMessage().getBody()).isEqualTo("10 0123456789");
        recorder.answers("200 OK", "again");
        assertThat(get("direct:test-read", "get").getMessage().getBody()).isEqualTo("5 again");
        assertThat(recorder.asked()).hasSize(2).allSatisfy(get -> {
            assertThat(get.line()).isEqualTo("GET " + QUERY + " HTTP/1.1");
            assertThat(get.names()).as("no cookie is kept").containsExactly("connection", "host", "user-agent");
        });
    }

    @Test
    void aRefusedGetTellsStatusAndHostAndNeverTheSignature() {
        recorder.answers("503 Slow Down", "<Error>see http://127.0.0.1/b?X-Amz-Signature=abc</Error>");
        Exchange done = get("direct:transfer-get", "refused");
        Passing passing = Cause.of(Passing.class, done.getException()).orElseThrow();
        assertThat(passing.text()).contains("503", "127.0.0.1").doesNotContain("Signature");
        assertThat(recorder.asked()).hasSize(1);
    }

    private Exchange put(String name, String type, Map<String, String> headers) {
        Photo photo = photo(name);
        return request("direct:transfer-put", name, Map.of("upload",
                new Uploads.Upload(photo, new Link(recorder.url() + QUERY, type, headers, null, null))));
    }

    private Exchange get(String uri, String name) {
        photo(name);
        Result result = new Result("r", "s", "A.JPG", "A.JPG", "jpeg", null, null, null, 0, null);
        return request(uri, name, Map.of("parcel",
                new Deliveries.Parcel(result, new Link(recorder.url() + QUERY, null, Map.of(), null, null))));
    }

    /** Everything that a careless earlier call may have left behind is on the message. */
    private Exchange request(String uri, String name, Map<String, Object> variables) {
        Shoot shoot = studio.shoot(name);
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
        if (studio.shoots().stream().noneMatch(shoot -> shoot.name().equals(name))) {
            studio.shoot(name, 1);
            studio.until(name, Step.OPEN);
        }
        return studio.photos().of(studio.shoot(name).id()).get(0);
    }

    @Test
    void everyCallOfAWholeShootCarriesWhatItMustAndNothingElse() {
        studio.shoot("whole", 2);
        studio.until("whole", Step.DONE);
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
