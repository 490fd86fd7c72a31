package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own schema file can ask for nothing from outside, and can break nothing. */
class OfflineSchemaTest {

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer outside;

    @BeforeEach
    void listen() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes());
            exchange.close();
        });
        outside.start();
    }

    @AfterEach
    void close() {
        outside.stop(0);
    }

    private List<String> faults(String schema) throws IOException {
        String here = schema.replace("@", "http://127.0.0.1:" + outside.getAddress().getPort() + "/schema.json");
        JsonNode json = new ObjectMapper().readTree(here);
        return new TicketValidator().findFaults(TicketReader.read("{vendor: own, edit: {a: {b: 1}}}", "darkroom.yaml"),
                vendor -> Optional.of(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"$ref\": \"@\"}",
        "{\"properties\": {\"a\": {\"$ref\": \"@#/$defs/x\"}}}",
        "{\"$id\": \"@\", \"properties\": {\"a\": {\"$ref\": \"other.json\"}}}",
        "{\"$dynamicRef\": \"@\"}",
        "{\"allOf\": [{\"not\": {\"$ref\": \"file:///etc/hostname\"}}]}",
        "{\"$ref\": \"classpath:ticket.schema.json\"}",
        "{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}"})
    void aReferenceOutsideIsRefusedAndNotFetched(String schema) throws IOException {
        assertThat(faults(schema)).singleElement().asString()
                .startsWith("ticket schema of vendor \"own\": it refers to \"")
                .contains("nothing is fetched from outside", "$defs");
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "http://json-schema.org/draft-07/schema#", "urn:x"})
    void anotherDraftIsRefusedAndNotFetched(String draft) throws IOException {
        assertThat(faults("{\"$schema\": \"" + draft + "\"}")).singleElement().asString()
                .contains("its $schema is", "draft 2020-12");
        assertThat(asked).hasValue(0);
    }

    @Test
    void anIdElsewhereIsAnIdAndNothingMore() throws IOException {
        assertThat(faults("{\"$id\": \"@\", \"$ref\": \"#/$defs/x\", \"$defs\": {\"x\": {\"type\": \"object\"}}}")).isEmpty();
        assertThat(faults("{\"$id\": \"@\", \"$ref\": \"#/$defs/x\", \"$defs\": {\"x\": {\"maxProperties\": 0}}}")).hasSize(1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void theServerOfThisTestWouldHaveHeard() throws IOException {
        URI.create("http://127.0.0.1:" + outside.getAddress().getPort() + "/").toURL().openStream().close();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aCircleIsToldNotFollowed() throws IOException {
        assertThat(faults("{\"$ref\": \"#\"}")).singleElement().asString().startsWith("ticket schema of vendor \"own\": ");
        assertThat(faults("{\"allOf\": [{\"$ref\": \"#/$defs/x\"}], \"$defs\": {\"x\": {\"allOf\": [{\"$ref\": \"#/$defs/x\"}]}}}"))
                .singleElement().asString().contains("without end");
    }

    @Test
    void aTreeThatNamesItselfIsNoCircle() throws IOException {
        assertThat(faults("{\"type\": [\"object\", \"integer\"], \"additionalProperties\": {\"$ref\": \"#\"}}")).isEmpty();
        assertThat(faults("{\"type\": \"object\", \"additionalProperties\": {\"$ref\": \"#\"}}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "5", "[]", "\"x\"", "null", "{\"$ref\": \"#/$defs/missing\"}", "{\"$ref\": \"#missing\"}",
        "{\"properties\": {\"a\": {\"$ref\": \"#/nowhere/at/all\"}}}",
        "{\"patternProperties\": {\"(\": {}}}"})
    void aSchemaThatIsNoneIsToldInOneSentence(String schema) throws IOException {
        assertThat(faults(schema)).singleElement().asString().startsWith("ticket schema of vendor \"own\": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\": 5}", "{\"type\": \"nonsense\"}", "{\"enum\": 5}", "{\"properties\": []}", "{\"properties\": {\"a\": 7}}",
        "{\"allOf\": {}}", "{\"required\": \"a\"}", "{\"minProperties\": \"x\"}", "{\"dependentSchemas\": 1}",
        "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}", "{\"not\": 1}", "{\"if\": 5}", "{\"$defs\": 5, \"items\": []}"})
    void oddSchemasThrowNothing(String schema) throws IOException {
        assertThat(faults(schema)).allSatisfy(sentence -> assertThat(sentence).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void aRuleOfAUsersOwnSchemaIsToldInItsOwnWords() throws IOException {
        assertThat(faults("""
                {"properties": {"a": {"allOf": [{"description": "b is not for us: take it out", "not": {"required": ["b"]}}]}}}
                """)).containsExactly("edit.a: b is not for us: take it out");
        assertThat(faults("""
                {"properties": {"a": {"properties": {"not": {"description": "x"}, "b": {"type": "string"}}}}}
                """)).containsExactly("edit.a.b must be a text, found the number 1; put it in quotes");
        assertThat(faults("{\"properties\": {\"a\": {\"properties\": {\"b\": {\"exclusiveMinimum\": 1, \"maximum\": 9}}}}}"))
                .containsExactly("edit.a.b must be more than 1 to 9, found the number 1; change it");
        assertThat(faults("{\"properties\": {\"a\": {\"not\": {}}}}")).singleElement().asString().startsWith("edit.a does not fit");
    }
}
