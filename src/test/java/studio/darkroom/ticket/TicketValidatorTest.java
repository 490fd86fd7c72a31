package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static studio.darkroom.ticket.TicketException.TicketFault.Code.BROKEN_RULE;
import static studio.darkroom.ticket.TicketException.TicketFault.Code.DUPLICATE_VALUE;
import static studio.darkroom.ticket.TicketException.TicketFault.Code.MISSING_KEY;
import static studio.darkroom.ticket.TicketException.TicketFault.Code.UNKNOWN_KEY;
import static studio.darkroom.ticket.TicketException.TicketFault.Code.WRONG_LENGTH;
import static studio.darkroom.ticket.TicketException.TicketFault.Code.WRONG_TYPE;
import static studio.darkroom.ticket.TicketException.TicketFault.Code.WRONG_VALUE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.darkroom.ticket.TicketException.TicketFault;

class TicketValidatorTest {

    private final TicketValidator validator = new TicketValidator();
    private final VendorSchemas vendors = new VendorSchemas();

    private List<TicketFault> findFaults(String yaml) {
        return findFaults(vendors, yaml);
    }

    private List<TicketFault> findFaults(Function<String, Optional<JsonNode>> schemas, String... tickets) {
        return validator.findFaults(TicketLayers.of(Arrays.stream(tickets).map(each -> TicketReader.read(each, "darkroom.yaml")).toList()),
                schemas);
    }

    private static String place(TicketFault fault) {
        return fault.code() + " " + fault.line() + " " + fault.key();
    }

    @Test
    void acceptsACorrectTicket() {
        assertThat(findFaults("vendor: imagen")).isEmpty();
        assertThat(findFaults("""
                vendor: imagen
                profile: 17
                edit: {photography_type: SCHOOL, crop: true, portrait_crop: false, hdr_merge: true,
                       hdr_output_compression: LOSSLESS, sky_replacement: true, sky_replacement_template_id: 3, export: true}
                deliver: [edits, jpeg]
                retouch: [{prompt: more blue}, {photos: "a*", preset: green_grass}]
                priority: idle
                """)).isEmpty();
    }

    @Test
    void reportsEveryFaultWithKeyAndLine() {
        assertThat(findFaults("""
                vendor: imagen
                priorty: rush
                edit:
                  hdr_merg: true
                  photography_type: WEDING
                  straighten: yes
                deliver: []
                """)).extracting(TicketValidatorTest::place).containsExactlyInAnyOrder(
                UNKNOWN_KEY + " 2 priorty", UNKNOWN_KEY + " 4 edit.hdr_merg", WRONG_VALUE + " 5 edit.photography_type",
                WRONG_TYPE + " 6 edit.straighten", WRONG_LENGTH + " 7 deliver");
    }

    @Test
    void reportsLinesOfJsonTickets() {
        String json = "{\"vendor\": \"imagen\",\n \"edit\": {\n  \"crop\": 1},\n \"retouch\": [{\"preset\": \"a\"},\n  {\n \"prompt\": \"\"}]}";
        assertThat(validator.findFaults(TicketLayers.of(List.of(TicketReader.read(json, "darkroom.json"))), vendors))
                .extracting(TicketValidatorTest::place)
                .containsExactlyInAnyOrder(WRONG_TYPE + " 3 edit.crop", WRONG_LENGTH + " 6 retouch 2: prompt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "priorty: rush | did you mean \"priority\"?",
        "edit: {hdr_merg: true} | did you mean \"hdr_merge\"?",
        "edit: {photography_type: WEDING} | did you mean \"WEDDING\"?",
        "hdr_merge: true | move it into edit",
        "edit: {priority: rush} | move it out of edit to the top level",
        "edit: {profile_key: 3} | did you mean \"profile\" at the top level?",
        "hdr-merg: true | did you mean \"hdr_merge\" in edit?",
        "edit: {straighten: yes} | write true without quotes",
        "edit: {straighten: 1} | write true",
        "edit: {export: off} | write false without quotes",
        "edit: {sky_replacement: true, sky_replacement_template_id: '2'} | remove the quotes",
        "profile: true | put it in quotes",
        "deliver: jpeg | write [jpeg]",
        "deliver: [jpg] | did you mean \"jpeg\"?",
        "retouch: [{prompts: a, preset: b}] | did you mean \"prompt\"?"})
    void suggestsTheFix(String line, String hint) {
        assertThat(findFaults("vendor: imagen\n" + line)).singleElement().extracting(TicketFault::text).asString().endsWith(hint);
    }

    @Test
    void refusesKeysThatDarkroomSets() {
        assertThat(findFaults("vendor: imagen-smart\nedit: {callback_url: https://example.net}")).singleElement()
                .satisfies(fault -> assertThat(place(fault)).isEqualTo(UNKNOWN_KEY + " 2 edit.callback_url"))
                .satisfies(fault -> assertThat(fault.text()).contains("hdr_merge, perspective_correction, sky_replacement"));
    }

    @Test
    void reportsWrongTypes() {
        assertThat(findFaults("""
                vendor: imagen
                profile: true
                edit: {crop: [a], straighten: 1, export: off, sky_replacement: true, sky_replacement_template_id: '2'}
                deliver: jpeg
                retouch: all
                """)).extracting(TicketValidatorTest::place).containsExactlyInAnyOrder(
                WRONG_TYPE + " 2 profile", WRONG_TYPE + " 3 edit.crop", WRONG_TYPE + " 3 edit.straighten", WRONG_TYPE + " 3 edit.export",
                WRONG_TYPE + " 3 edit.sky_replacement_template_id", WRONG_TYPE + " 4 deliver", WRONG_TYPE + " 5 retouch");
        assertThat(findFaults("vendor: imagen\nedit: x")).extracting(TicketValidatorTest::place).containsExactly(WRONG_TYPE + " 2 edit");
    }

    @Test
    void countsListEntriesFromOne() {
        assertThat(findFaults("""
                vendor: imagen
                deliver: [jpeg, jpg]
                retouch:
                  - x
                  - {prompt: a, preset: b}
                  - photos: "*"
                  - {prompt: ""}
                  - {prompt: "  "}
                  - prompts: a
                    preset: b
                  - {photos: 1, preset: b}
                """)).extracting(TicketValidatorTest::place).containsExactlyInAnyOrder(
                WRONG_VALUE + " 2 deliver 2", WRONG_TYPE + " 4 retouch 1", BROKEN_RULE + " 5 retouch 2", BROKEN_RULE + " 6 retouch 3",
                WRONG_LENGTH + " 7 retouch 4: prompt", BROKEN_RULE + " 8 retouch 5: prompt", UNKNOWN_KEY + " 9 retouch 6: prompts",
                WRONG_TYPE + " 11 retouch 7: photos");
        assertThat(findFaults("vendor: imagen\ndeliver: [jpeg, jpeg]")).extracting(TicketValidatorTest::place)
                .containsExactly(DUPLICATE_VALUE + " 2 deliver");
    }

    @Test
    void limitsAPromptTo255Characters() {
        assertThat(findFaults("vendor: imagen\nretouch: [{prompt: " + "\uD83C\uDF05".repeat(255) + "}]")).isEmpty();
        assertThat(findFaults("vendor: imagen\nretouch: [{prompt: " + "x".repeat(256) + "}]")).extracting(TicketValidatorTest::place)
                .containsExactly(WRONG_LENGTH + " 2 retouch 1: prompt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "edit: {} | MISSING_KEY 0 vendor", "vendor: imagn | UNKNOWN_VENDOR 1 vendor", "vendor: ../imagen | UNKNOWN_VENDOR 1 vendor",
        "vendor: '' | WRONG_LENGTH 1 vendor", "vendor: 5 | WRONG_TYPE 1 vendor"})
    void requiresAKnownVendor(String yaml, String fault) {
        assertThat(findFaults(yaml)).extracting(TicketValidatorTest::place).containsExactly(fault);
        assertThat(findFaults("vendor: imagn")).singleElement().extracting(TicketFault::text).asString().contains("\"imagen\"");
    }

    @Test
    void namesTheFileOfEachFault() {
        TicketLayers layers = TicketLayers.of(List.of(
                TicketReader.read("vendor: imagen\nedit:\n  crop: true\n  hdr_merg: true", "wedding.yaml"),
                TicketReader.read("edit: {portrait_crop: true}\nprioritty: rush", "darkroom.yaml")));
        assertThat(validator.findFaults(layers, vendors)).extracting(fault -> fault.source() + " " + place(fault)).containsExactlyInAnyOrder(
                "wedding.yaml " + UNKNOWN_KEY + " 4 edit.hdr_merg", "darkroom.yaml " + UNKNOWN_KEY + " 2 prioritty",
                "darkroom.yaml and wedding.yaml " + BROKEN_RULE + " 0 edit");
    }

    @Test
    void reportsAMissingOptionEvenWithoutEdit() {
        JsonNode schema = TicketReader.read("{required: [style], properties: {style: {description: the look}}}", "own").json();
        assertThat(findFaults(vendor -> Optional.of(schema), "vendor: own")).singleElement()
                .satisfies(fault -> assertThat(place(fault)).isEqualTo(MISSING_KEY + " 0 edit.style"))
                .satisfies(fault -> assertThat(fault.text()).contains("the look"));
    }

    @Test
    void usesASchemaThatChanged() {
        JsonNode before = TicketReader.read("{properties: {style: {type: string}}}", "own").json();
        JsonNode after = TicketReader.read("{properties: {style: {type: integer}}}", "own").json();
        assertThat(findFaults(vendor -> Optional.of(before), "vendor: own\nedit: {style: warm}")).isEmpty();
        assertThat(findFaults(vendor -> Optional.of(after), "vendor: own\nedit: {style: warm}")).hasSize(1);
    }
}
