package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorSchemasTest {

    private static final List<String> IMAGEN = List.of("photography_type", "crop", "portrait_crop", "headshot_crop",
            "straighten", "perspective_correction", "crop_aspect_ratio", "hdr_merge", "hdr_output_compression",
            "smooth_skin", "subject_mask", "window_pull", "sky_replacement", "sky_replacement_template_id", "export");

    private final TicketValidator check = new TicketValidator();
    private final VendorSchemas shipped = new VendorSchemas();

    private List<String> faults(String vendor, String edit) {
        return check.findFaults(TicketReader.read("{vendor: " + vendor + ", edit: {" + edit + "}}", "t"), shipped);
    }

    @Test
    void theOptionsAreThoseOfTheContracts() {
        assertThat(options("imagen")).containsExactlyInAnyOrderElementsOf(IMAGEN);
        assertThat(options("imagen-smart")).containsExactlyInAnyOrder("hdr_merge", "perspective_correction",
                "sky_replacement", "sky_replacement_template_id");
        assertThat(options("fotolabs")).containsExactlyInAnyOrder("templateId", "autoLevel", "lensCorrection",
                "changeRequestNote", "bracketWindowSeconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagen", "imagen-smart", "fotolabs"})
    void everyOptionSaysInOneLineWhatItDoesAndWhereThatIsKnownFrom(String vendor) {
        shipped.apply(vendor).orElseThrow().get("properties").properties().forEach(option ->
                assertThat(option.getValue().path("description").asText()).as(option.getKey())
                        .matches("\\S[^\\n]{10,150} \\(contract (imagen|fotolabs) [0-9].*\\)"));
        assertThat(shipped.apply(vendor).orElseThrow().get("additionalProperties").asText()).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "crop: true", "portrait_crop: true, crop: false", "headshot_crop: true", "straighten: true, perspective_correction: false",
        "perspective_correction: true, straighten: false", "sky_replacement: true", "sky_replacement: false",
        "sky_replacement: true, sky_replacement_template_id: 2", "crop_aspect_ratio: 2X3", "crop_aspect_ratio: 5X7",
        "hdr_output_compression: LOSSY", "photography_type: NO_TYPE", "photography_type: FAMILY_NEWBORN", "export: false"})
    void imagenTakes(String edit) {
        assertThat(faults("imagen", edit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "crop: true, portrait_crop: true | only one of crop, portrait_crop and headshot_crop",
        "crop: true, headshot_crop: true | only one of crop, portrait_crop and headshot_crop",
        "headshot_crop: true, portrait_crop: true | only one of crop, portrait_crop and headshot_crop",
        "crop: true, headshot_crop: true, portrait_crop: true | only one of crop, portrait_crop and headshot_crop",
        "straighten: true, perspective_correction: true | only one of straighten and perspective_correction",
        "sky_replacement_template_id: 2 | needs sky_replacement: true",
        "sky_replacement_template_id: 2, sky_replacement: false | needs sky_replacement: true",
        "sky_replacement_template_id: 2.5, sky_replacement: true | must be a whole number",
        "crop_aspect_ratio: 16:9 | must be one of 2X3, 4X5, 5X7",
        "hdr_output_compression: lossy | did you mean \"LOSSY\"?",
        "sky_type: 1 | unknown key \"sky_type\"",
        "templateId: original | unknown key \"templateId\""})
    void imagenTakesNot(String edit, String why) {
        assertThat(faults("imagen", edit)).singleElement().asString().contains(why);
    }

    @Test
    void imagenSmartTakesItsFourOptions() {
        assertThat(faults("imagen-smart", "hdr_merge: true, perspective_correction: true, sky_replacement: true,"
                + " sky_replacement_template_id: 1")).isEmpty();
        assertThat(faults("imagen-smart", "sky_replacement_template_id: 1")).containsExactly(
                "edit: sky_replacement_template_id needs sky_replacement: true; add that, or take the template out");
        assertThat(faults("imagen-smart", "photography_type: WEDDING")).singleElement().asString()
                .startsWith("unknown key \"photography_type\" in edit: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "templateId: twilight", "templateId: virtual-stage", "autoLevel: false", "lensCorrection: true",
        "bracketWindowSeconds: 0.5", "bracketWindowSeconds: 30", "bracketWindowSeconds: 30.0"})
    void fotolabsTakes(String edit) {
        assertThat(faults("fotolabs", edit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "templateId: virtual_stage | did you mean \"virtual-stage\"?",
        "bracketWindowSeconds: 0.49 | must be 0.5 to 30, found the number 0.49",
        "bracketWindowSeconds: 30.01 | must be 0.5 to 30",
        "autoLevel: yes | must be true or false",
        "lens_correction: true | did you mean \"lensCorrection\"?",
        "hdr_merge: true | unknown key \"hdr_merge\""})
    void fotolabsTakesNot(String edit, String why) {
        assertThat(faults("fotolabs", edit)).singleElement().asString().contains(why);
    }

    @Test
    void aNoteToFotolabsHasAtMost500Characters() {
        assertThat(faults("fotolabs", "changeRequestNote: " + "x".repeat(500))).isEmpty();
        assertThat(faults("fotolabs", "changeRequestNote: " + "x".repeat(501))).containsExactly(
                "edit.changeRequestNote must have 1 to 500 characters, found 501; shorten it");
    }

    @Test
    void aUsersFolderWinsOverWhatIsShipped(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("imagen.ticket.json"), "{\"title\": \"mine\"}");
        Files.writeString(folder.resolve("retoucher.camel.yaml"), "[]");
        VendorSchemas mine = new VendorSchemas(folder.resolve("absent"), folder);
        assertThat(mine.apply("imagen").orElseThrow().path("title").asText()).isEqualTo("mine");
        assertThat(mine.apply("fotolabs")).isPresent();
        assertThat(mine.apply("retoucher").map(JsonNode::isEmpty)).contains(true);
        assertThat(mine.apply("nobody")).isEmpty();
    }

    @Test
    void aVendorsNameIsNoPath(@TempDir Path folder) throws IOException {
        Path inner = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(folder.resolve("secret.ticket.json"), "{}");
        VendorSchemas mine = new VendorSchemas(inner);
        for (String name : List.of("../secret", "vendors/../../secret", "", ".", "Imagen", "a b", "x\u0000", "x".repeat(300))) {
            assertThat(mine.apply(name)).as(name).isEmpty();
        }
    }

    @Test
    void aFileThatCannotBeReadIsToldWithItsLine(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("own.ticket.json"), "{\n\"title\": }");
        VendorSchemas mine = new VendorSchemas(folder);
        assertThatThrownBy(() -> mine.apply("own")).isInstanceOf(TicketException.class)
                .hasMessageEndingWith("own.ticket.json, line 2: the schema is not JSON; correct it here");
        assertThat(check.findFaults(TicketReader.read("vendor: own", "t"), mine)).singleElement().asString()
                .contains("is not JSON");
        Files.writeString(folder.resolve("own.ticket.json"), "[" + " ".repeat(300 * 1024) + "]");
        assertThatThrownBy(() -> mine.apply("own")).isInstanceOf(TicketException.class).hasMessageContaining("256 KB");
    }

    private List<String> options(String vendor) {
        return new ArrayList<>(new TreeSet<>(shipped.apply(vendor).orElseThrow().get("properties").properties().stream()
                .map(Map.Entry::getKey).toList()));
    }
}
