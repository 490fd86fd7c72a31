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
import studio.darkroom.ticket.TicketException.TicketFault;

class VendorSchemasTest {

    private static final List<String> IMAGEN = List.of("photography_type", "crop", "portrait_crop", "headshot_crop",
            "straighten", "perspective_correction", "crop_aspect_ratio", "hdr_merge", "hdr_output_compression",
            "smooth_skin", "subject_mask", "window_pull", "sky_replacement", "sky_replacement_template_id", "export");

    private final TicketValidator check = new TicketValidator();
    private final VendorSchemas shipped = new VendorSchemas();

    private List<TicketFault> findFaults(String vendor, String edit) {
        return findFaults("{vendor: " + vendor + ", edit: {" + edit + "}}", shipped);
    }

    private List<TicketFault> findFaults(String ticket, VendorSchemas schemas) {
        return check.findFaults(TicketLayers.of(List.of(TicketReader.read(ticket, "t"))), schemas);
    }

    private static String describe(TicketFault fault) {
        return fault.code() + " " + fault.key();
    }

    @Test
    void listsTheVendorsOptions() {
        assertThat(options("imagen")).containsExactlyInAnyOrderElementsOf(IMAGEN);
        assertThat(options("imagen-smart")).containsExactlyInAnyOrder("hdr_merge", "perspective_correction",
                "sky_replacement", "sky_replacement_template_id");
        assertThat(options("fotolabs")).containsExactlyInAnyOrder("templateId", "autoLevel", "lensCorrection",
                "changeRequestNote", "bracketWindowSeconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagen", "imagen-smart", "fotolabs"})
    void describesEveryOptionAndItsSource(String vendor) {
        shipped.apply(vendor).orElseThrow().get("properties").properties().forEach(option -> {
            assertThat(option.getValue().path("description").asText()).as(option.getKey()).matches("\\S[^\\n]{10,150}");
            assertThat(option.getValue().path("$comment").asText()).as(option.getKey()).matches("docs/vendors/(imagen|fotolabs)[.]md [0-9].*");
        });
        assertThat(shipped.apply(vendor).orElseThrow().get("additionalProperties").asText()).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "crop: true", "portrait_crop: true, crop: false", "headshot_crop: true", "straighten: true, perspective_correction: false",
        "perspective_correction: true, straighten: false", "sky_replacement: true", "sky_replacement: false",
        "sky_replacement: true, sky_replacement_template_id: 2", "crop_aspect_ratio: 2X3", "crop_aspect_ratio: 5X7",
        "hdr_output_compression: LOSSY", "photography_type: NO_TYPE", "photography_type: FAMILY_NEWBORN", "export: false"})
    void acceptsForImagen(String edit) {
        assertThat(findFaults("imagen", edit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "crop: true, portrait_crop: true | BROKEN_RULE edit",
        "crop: true, headshot_crop: true | BROKEN_RULE edit",
        "headshot_crop: true, portrait_crop: true | BROKEN_RULE edit",
        "crop: true, headshot_crop: true, portrait_crop: true | BROKEN_RULE edit",
        "straighten: true, perspective_correction: true | BROKEN_RULE edit",
        "sky_replacement_template_id: 2 | BROKEN_RULE edit",
        "sky_replacement_template_id: 2, sky_replacement: false | BROKEN_RULE edit.sky_replacement",
        "sky_replacement_template_id: 2.5, sky_replacement: true | WRONG_TYPE edit.sky_replacement_template_id",
        "crop_aspect_ratio: 16:9 | WRONG_VALUE edit.crop_aspect_ratio",
        "hdr_output_compression: lossy | WRONG_VALUE edit.hdr_output_compression",
        "sky_type: 1 | UNKNOWN_KEY edit.sky_type",
        "templateId: original | UNKNOWN_KEY edit.templateId"})
    void refusesForImagen(String edit, String why) {
        assertThat(findFaults("imagen", edit)).extracting(VendorSchemasTest::describe).containsExactly(why);
    }

    @Test
    void acceptsFourOptionsForImagenSmart() {
        assertThat(findFaults("imagen-smart", "hdr_merge: true, perspective_correction: true, sky_replacement: true,"
                + " sky_replacement_template_id: 1")).isEmpty();
        assertThat(findFaults("imagen-smart", "sky_replacement_template_id: 1")).extracting(VendorSchemasTest::describe)
                .containsExactly("BROKEN_RULE edit");
        assertThat(findFaults("imagen-smart", "photography_type: WEDDING")).extracting(VendorSchemasTest::describe)
                .containsExactly("UNKNOWN_KEY edit.photography_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "templateId: twilight", "templateId: virtual-stage", "autoLevel: false", "lensCorrection: true",
        "bracketWindowSeconds: 0.5", "bracketWindowSeconds: 30", "bracketWindowSeconds: 30.0"})
    void acceptsForFotolabs(String edit) {
        assertThat(findFaults("fotolabs", edit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "templateId: virtual_stage | WRONG_VALUE edit.templateId",
        "bracketWindowSeconds: 0.49 | OUT_OF_RANGE edit.bracketWindowSeconds",
        "bracketWindowSeconds: 30.01 | OUT_OF_RANGE edit.bracketWindowSeconds",
        "autoLevel: yes | WRONG_TYPE edit.autoLevel",
        "lens_correction: true | UNKNOWN_KEY edit.lens_correction",
        "hdr_merge: true | UNKNOWN_KEY edit.hdr_merge"})
    void refusesForFotolabs(String edit, String why) {
        assertThat(findFaults("fotolabs", edit)).extracting(VendorSchemasTest::describe).containsExactly(why);
    }

    @Test
    void limitsTheNoteForFotolabs() {
        assertThat(findFaults("fotolabs", "changeRequestNote: " + "x".repeat(500))).isEmpty();
        assertThat(findFaults("fotolabs", "changeRequestNote: " + "x".repeat(501))).extracting(VendorSchemasTest::describe)
                .containsExactly("WRONG_LENGTH edit.changeRequestNote");
    }

    @Test
    void prefersTheUsersFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("imagen.ticket.json"), "{\"title\": \"mine\"}");
        Files.writeString(folder.resolve("retoucher.camel.yaml"), "[]");
        VendorSchemas mine = new VendorSchemas(folder.resolve("absent"), folder);
        assertThat(mine.apply("imagen").orElseThrow().path("title").asText()).isEqualTo("mine");
        assertThat(mine.apply("fotolabs")).isPresent();
        assertThat(mine.apply("retoucher").map(JsonNode::isEmpty)).contains(true);
        assertThat(mine.apply("nobody")).isEmpty();
    }

    @Test
    void acceptsNoPathAsVendor(@TempDir Path folder) throws IOException {
        Path inner = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(folder.resolve("secret.ticket.json"), "{}");
        VendorSchemas mine = new VendorSchemas(inner);
        for (String name : List.of("../secret", "vendors/../../secret", "", ".", "Imagen", "a b", "x\u0000", "x".repeat(300))) {
            assertThat(mine.apply(name)).as(name).isEmpty();
        }
    }

    @Test
    void reportsTheLineOfInvalidJson(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("own.ticket.json"), "{\n\"title\": }");
        VendorSchemas mine = new VendorSchemas(folder);
        assertThatThrownBy(() -> mine.apply("own")).isInstanceOfSatisfying(TicketException.class, fault -> {
            assertThat(fault.code()).isEqualTo(TicketFault.Code.SCHEMA_UNREADABLE);
            assertThat(fault.fault().source()).endsWith("own.ticket.json");
            assertThat(fault.fault().line()).isEqualTo(2);
        });
        assertThat(findFaults("vendor: own", mine)).extracting(TicketFault::code)
                .containsExactly(TicketFault.Code.SCHEMA_UNREADABLE);
        Files.writeString(folder.resolve("own.ticket.json"), "[" + " ".repeat(300 * 1024) + "]");
        assertThatThrownBy(() -> mine.apply("own")).isInstanceOfSatisfying(TicketException.class,
                fault -> assertThat(fault.code()).isEqualTo(TicketFault.Code.SCHEMA_UNREADABLE));
    }

    private List<String> options(String vendor) {
        return new ArrayList<>(new TreeSet<>(shipped.apply(vendor).orElseThrow().get("properties").properties().stream()
                .map(Map.Entry::getKey).toList()));
    }
}
