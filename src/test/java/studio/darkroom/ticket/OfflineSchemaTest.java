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
import studio.darkroom.ticket.TicketException.TicketFault;

/** A user's own schema file can load nothing and break nothing. */
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

    private List<TicketFault> findFaults(String schema) throws IOException {
        String here = schema.replace("@", "http://127.0.0.1:" + outside.getAddress().getPort() + "/schema.json");
        JsonNode json = new ObjectMapper().readTree(here);
        return new TicketValidator().findFaults(TicketLayers.of(List.of(TicketReader.read("{vendor: own, edit: {a: {b: 1}}}", "darkroom.yaml"))),
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
    void refusesExternalReferencesWithoutLoadingThem(String schema) throws IOException {
        assertThat(findFaults(schema)).singleElement().extracting(TicketFault::code).isEqualTo(TicketFault.Code.SCHEMA_UNUSABLE);
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "http://json-schema.org/draft-07/schema#", "urn:x"})
    void refusesOtherDraftsWithoutLoadingThem(String draft) throws IOException {
        assertThat(findFaults("{\"$schema\": \"" + draft + "\"}")).singleElement().extracting(TicketFault::code).isEqualTo(TicketFault.Code.SCHEMA_UNUSABLE);
        assertThat(asked).hasValue(0);
    }

    @Test
    void treatsAnIdAsAName() throws IOException {
        assertThat(findFaults("{\"$id\": \"@\", \"$ref\": \"#/$defs/x\", \"$defs\": {\"x\": {\"type\": \"object\"}}}")).isEmpty();
        assertThat(findFaults("{\"$id\": \"@\", \"$ref\": \"#/$defs/x\", \"$defs\": {\"x\": {\"maxProperties\": 0}}}")).hasSize(1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void noticesRequestsToTheTestServer() throws IOException {
        URI.create("http://127.0.0.1:" + outside.getAddress().getPort() + "/").toURL().openStream().close();
        assertThat(asked).hasValue(1);
    }

    @Test
    void refusesCycles() throws IOException {
        assertThat(findFaults("{\"$ref\": \"#\"}")).singleElement().extracting(TicketFault::code).isEqualTo(TicketFault.Code.SCHEMA_UNUSABLE);
        assertThat(findFaults("{\"allOf\": [{\"$ref\": \"#/$defs/x\"}], \"$defs\": {\"x\": {\"allOf\": [{\"$ref\": \"#/$defs/x\"}]}}}"))
                .singleElement().extracting(TicketFault::code).isEqualTo(TicketFault.Code.SCHEMA_UNUSABLE);
    }

    @Test
    void acceptsARecursiveTree() throws IOException {
        assertThat(findFaults("{\"type\": [\"object\", \"integer\"], \"additionalProperties\": {\"$ref\": \"#\"}}")).isEmpty();
        assertThat(findFaults("{\"type\": \"object\", \"additionalProperties\": {\"$ref\": \"#\"}}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "5", "[]", "\"x\"", "null", "{\"$ref\": \"#/$defs/missing\"}", "{\"$ref\": \"#missing\"}",
        "{\"properties\": {\"a\": {\"$ref\": \"#/nowhere/at/all\"}}}",
        "{\"patternProperties\": {\"(\": {}}}"})
    void refusesInvalidSchemas(String schema) throws IOException {
        assertThat(findFaults(schema)).singleElement().extracting(TicketFault::code).isEqualTo(TicketFault.Code.SCHEMA_UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\": 5}", "{\"type\": \"nonsense\"}", "{\"enum\": 5}", "{\"properties\": []}", "{\"properties\": {\"a\": 7}}",
        "{\"allOf\": {}}", "{\"required\": \"a\"}", "{\"minProperties\": \"x\"}", "{\"dependentSchemas\": 1}",
        "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}", "{\"not\": 1}", "{\"if\": 5}", "{\"$defs\": 5, \"items\": []}"})
    void survivesOddSchemas(String schema) throws IOException {
        assertThat(findFaults(schema)).extracting(TicketFault::sentence)
                .allSatisfy(sentence -> assertThat(sentence).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void reportsAUsersRuleInItsOwnWords() throws IOException {
        assertThat(findFaults("""
                {"properties": {"a": {"allOf": [{"errorMessage": {"not": "b isn't for us; remove it"}, "not": {"required": ["b"]}}]}}}
                """)).containsExactly(new TicketFault(TicketFault.Code.BROKEN_RULE, "darkroom.yaml", 1, "edit.a",
                "edit.a: b isn't for us; remove it"));
        assertThat(findFaults("""
                {"properties": {"a": {"properties": {"not": {"description": "x"}, "b": {"type": "string"}}}}}
                """)).singleElement().satisfies(fault -> assertPlace(fault, TicketFault.Code.WRONG_TYPE, "edit.a.b"));
        assertThat(findFaults("{\"properties\": {\"a\": {\"properties\": {\"b\": {\"exclusiveMinimum\": 1, \"maximum\": 9}}}}}"))
                .singleElement().satisfies(fault -> assertPlace(fault, TicketFault.Code.OUT_OF_RANGE, "edit.a.b"));
        assertThat(findFaults("{\"properties\": {\"a\": {\"not\": {}}}}")).singleElement()
                .satisfies(fault -> assertPlace(fault, TicketFault.Code.WRONG_VALUE, "edit.a"));
    }

    private static void assertPlace(TicketFault fault, TicketFault.Code code, String key) {
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.key()).isEqualTo(key);
    }
}
