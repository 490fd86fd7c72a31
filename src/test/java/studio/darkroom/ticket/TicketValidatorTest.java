package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TicketValidatorTest {

    private final TicketValidator check = new TicketValidator();
    private final VendorSchemas vendors = new VendorSchemas();

    private List<String> faults(String yaml) {
        return check.findFaults(TicketReader.read(yaml, "darkroom.yaml"), vendors);
    }

    @Test
    void aTicketThatIsRightHasNoFaults() {
        assertThat(faults("vendor: imagen")).isEmpty();
        assertThat(faults("""
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
    void everyFaultIsToldAtOnce() {
        assertThat(faults("""
                vendor: imagen
                priorty: rush
                edit: {hdr_merg: true, photography_type: WEDING, straighten: yes}
                deliver: []
                """)).containsExactlyInAnyOrder(
                "unknown key \"priorty\" in the ticket: did you mean \"priority\"?",
                "unknown key \"hdr_merg\" in edit: did you mean \"hdr_merge\"?",
                "edit.photography_type must be one of NO_TYPE, OTHER, PORTRAITS, WEDDING, REAL_ESTATE, LANDSCAPE_NATURE, EVENTS,"
                        + " FAMILY_NEWBORN, BOUDOIR, SPORTS, SCHOOL, found the text \"WEDING\"; did you mean \"WEDDING\"?",
                "edit.straighten must be true or false, found the text \"yes\"; write true, without quotes",
                "deliver is empty; write what you want, or leave the key out");
    }

    @Test
    void aKeyOnTheWrongLevelIsSentToItsPlace() {
        assertThat(faults("vendor: imagen\nhdr_merge: true")).containsExactly(
                "unknown key \"hdr_merge\" in the ticket: move it into edit");
        assertThat(faults("vendor: imagen\nedit: {priority: rush}")).containsExactly(
                "unknown key \"priority\" in edit: move it beside edit");
        assertThat(faults("vendor: imagen\nedit: {profile_key: 3}")).containsExactly(
                "unknown key \"profile_key\" in edit: did you mean \"profile\", which stands beside edit?");
        assertThat(faults("vendor: imagen\nhdr-merg: true")).containsExactly(
                "unknown key \"hdr-merg\" in the ticket: did you mean \"hdr_merge\", which stands in edit?");
    }

    @Test
    void whatDarkroomSetsItselfIsNoOption() {
        assertThat(faults("vendor: imagen-smart\nedit: {callback_url: https://example.net}")).containsExactly(
                "unknown key \"callback_url\" in edit: known are hdr_merge, perspective_correction, sky_replacement,"
                        + " sky_replacement_template_id");
    }

    @Test
    void aWrongKindOfValueIsNamedWithWhatToWrite() {
        assertThat(faults("""
                vendor: imagen
                profile: true
                edit: {crop: [a], straighten: 1, export: off, sky_replacement: true, sky_replacement_template_id: '2'}
                deliver: jpeg
                retouch: all
                """)).containsExactlyInAnyOrder(
                "profile must be a text or a whole number, found true; put it in quotes",
                "edit.crop must be true or false, found a list; change it",
                "edit.straighten must be true or false, found the number 1; write true",
                "edit.export must be true or false, found the text \"off\"; write false, without quotes",
                "edit.sky_replacement_template_id must be a whole number, found the text \"2\"; take the quotes away",
                "deliver must be a list, found the text \"jpeg\"; write [jpeg]",
                "retouch must be a list, found the text \"all\"; change it");
        assertThat(faults("vendor: imagen\nedit: x")).containsExactly(
                "edit must be a group of keys, found the text \"x\"; change it");
    }

    @Test
    void entriesAreCountedFromOne() {
        assertThat(faults("""
                vendor: imagen
                deliver: [jpeg, jpg]
                retouch: [x, {prompt: a, preset: b}, {photos: "*"}, {prompt: ""}, {prompt: "  "}, {prompts: a, preset: b}, {photos: 1, preset: b}]
                """)).containsExactlyInAnyOrder(
                "deliver 2 must be one of jpeg, edits, found the text \"jpg\"; did you mean \"jpeg\"?",
                "retouch 1 must be a group of keys, found the text \"x\"; change it",
                "retouch 2: needs either a prompt or a preset, one of the two: for both, write two entries",
                "retouch 3: needs either a prompt or a preset, one of the two: for both, write two entries",
                "retouch 4: prompt is empty; write what you want, or leave the key out",
                "retouch 5: prompt does not fit, found the text \"  \"; wanted is: What to change, in words",
                "unknown key \"prompts\" in retouch 6: did you mean \"prompt\"?",
                "retouch 7: photos must be a text, found the number 1; put it in quotes");
        assertThat(faults("vendor: imagen\ndeliver: [jpeg, jpeg]")).containsExactly(
                "deliver names the same thing twice; keep it once");
    }

    @Test
    void aPromptHasAtMost255Characters() {
        assertThat(faults("vendor: imagen\nretouch: [{prompt: " + "\uD83C\uDF05".repeat(255) + "}]")).isEmpty();
        assertThat(faults("vendor: imagen\nretouch: [{prompt: " + "x".repeat(256) + "}]")).containsExactly(
                "retouch 1: prompt must have 1 to 255 characters, found 256; shorten it");
    }

    @Test
    void aVendorMustBeKnown() {
        assertThat(faults("edit: {}")).singleElement().asString().startsWith("the ticket lacks the key \"vendor\"; add it");
        assertThat(faults("vendor: imagn")).containsExactly(
                "the vendor \"imagn\" is not known here: did you mean \"imagen\"?");
        assertThat(faults("vendor: ../imagen")).singleElement().asString().contains("is not known here");
        assertThat(faults("vendor: ''")).containsExactly("vendor is empty; write what you want, or leave the key out");
        assertThat(faults("vendor: 5")).containsExactly("vendor must be a text, found the number 5; put it in quotes");
    }

    @Test
    void aFaultNamesTheFileItComesFrom() {
        TicketLayers layers = TicketLayers.of(List.of(
                new TicketLayer("wedding.yaml", TicketReader.read("vendor: imagen\nedit: {crop: true, hdr_merg: true}", "wedding.yaml")),
                new TicketLayer("darkroom.yaml", TicketReader.read("edit: {portrait_crop: true}\nprioritty: rush", "darkroom.yaml"))));
        assertThat(check.findFaults(layers, vendors)).containsExactlyInAnyOrder(
                "wedding.yaml: unknown key \"hdr_merg\" in edit: did you mean \"hdr_merge\"?",
                "darkroom.yaml: unknown key \"prioritty\" in the ticket: did you mean \"priority\"?",
                "darkroom.yaml with wedding.yaml: edit: only one of crop, portrait_crop and headshot_crop can be true:"
                        + " keep the one you want");
    }

    @Test
    void aVendorMayDemandAnOptionEvenWhereNoEditWasWritten() {
        JsonNode schema = TicketReader.read("{required: [style], properties: {style: {description: the look}}}", "own");
        assertThat(check.findFaults(TicketReader.read("vendor: own", "darkroom.yaml"), vendor -> Optional.of(schema)))
                .containsExactly("edit lacks the key \"style\"; add it (the look)");
    }

    @Test
    void aSchemaThatChangedIsReadAnew() {
        JsonNode before = TicketReader.read("{properties: {style: {type: string}}}", "own");
        JsonNode after = TicketReader.read("{properties: {style: {type: integer}}}", "own");
        var ticket = TicketReader.read("vendor: own\nedit: {style: warm}", "darkroom.yaml");
        assertThat(check.findFaults(ticket, vendor -> Optional.of(before))).isEmpty();
        assertThat(check.findFaults(ticket, vendor -> Optional.of(after))).hasSize(1);
    }
}
