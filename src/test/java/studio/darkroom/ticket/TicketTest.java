package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.ticket.Ticket.Priority;
import studio.darkroom.ticket.Ticket.Retouch;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketLayers.TicketLayer;

class TicketTest {

    private static TicketLayer layer(String source, String yaml) {
        return TicketReader.read(yaml, source);
    }

    private static Ticket merge(TicketLayer... layers) {
        return Ticket.merge(Arrays.asList(layers));
    }

    @Test
    void overridesEarlierLayersAndRecordsTheSourceOfEachValue() {
        Ticket ticket = merge(
                layer("vendor defaults", "{vendor: imagen, edit: {photography_type: OTHER, straighten: false}, priority: normal}"),
                layer("wedding.yaml", "{profile: MINE, edit: {photography_type: WEDDING, crop: true}, deliver: [jpeg, edits],"
                        + " retouch: [{prompt: a}, {prompt: b}]}"),
                layer("darkroom.yaml", "{edit: {crop: false, smooth_skin: true}, deliver: [edits], retouch: [{photos: x*, preset: c}]}"));

        assertThat(ticket.vendor()).isEqualTo("imagen");
        assertThat(ticket.profile()).isEqualTo("MINE");
        assertThat(ticket.edit()).isEqualTo(TicketReader.read(
                "{photography_type: WEDDING, straighten: false, crop: false, smooth_skin: true}", "t").json());
        assertThat(ticket.deliver()).containsExactly("edits");
        assertThat(ticket.retouch()).containsExactly(new Retouch("x*", null, "c"));
        assertThat(ticket.priority()).isEqualTo(Priority.NORMAL);
        assertThat(ticket.sources()).containsExactlyInAnyOrderEntriesOf(Map.of(
                "vendor", "vendor defaults", "profile", "wedding.yaml", "edit.photography_type", "wedding.yaml",
                "edit.straighten", "vendor defaults", "edit.crop", "darkroom.yaml", "edit.smooth_skin", "darkroom.yaml",
                "deliver", "darkroom.yaml", "retouch", "darkroom.yaml", "priority", "vendor defaults"));
    }

    @Test
    void usesDefaults() {
        Ticket ticket = merge(layer("lane", "vendor: imagen"));
        assertThat(ticket).isEqualTo(new Ticket("imagen", null, ticket.edit(), List.of("jpeg"), List.of(), Priority.NORMAL,
                Map.of("vendor", "lane", "deliver", "default", "retouch", "default", "priority", "default")));
        assertThat(ticket.edit()).isEmpty();
    }

    @Test
    void ignoresEmptyKeysAndRemovesEmptyOptions() {
        Ticket ticket = merge(
                layer("lane", "{vendor: imagen, profile: MINE, edit: {crop: true, straighten: true}, priority: idle}"),
                layer("darkroom.yaml", "profile:\nedit:\npriority: ~\n"),
                layer("more", "edit: {crop: ~, window_pull: ~}"));
        assertThat(ticket.profile()).isEqualTo("MINE");
        assertThat(ticket.priority()).isEqualTo(Priority.IDLE);
        assertThat(ticket.edit()).isEqualTo(TicketReader.read("straighten: true", "t").json());
        assertThat(ticket.sources()).doesNotContainKeys("edit", "edit.crop", "edit.window_pull")
                .containsEntry("edit.straighten", "lane").containsEntry("profile", "lane");
    }

    @Test
    void dropsProfileAndEditOfAnotherVendor() {
        Ticket ticket = merge(
                layer("lane", "{vendor: imagen, profile: MINE, edit: {crop: true}, deliver: [jpeg, edits], priority: rush}"),
                layer("darkroom.yaml", "{edit: {templateId: twilight}, vendor: fotolabs}"));
        assertThat(ticket.vendor()).isEqualTo("fotolabs");
        assertThat(ticket.profile()).isNull();
        assertThat(ticket.edit()).isEqualTo(TicketReader.read("templateId: twilight", "t").json());
        assertThat(ticket.deliver()).containsExactly("jpeg", "edits");
        assertThat(ticket.priority()).isEqualTo(Priority.RUSH);
        assertThat(ticket.sources()).doesNotContainKeys("profile", "edit.crop").containsEntry("edit.templateId", "darkroom.yaml");

        assertThat(merge(layer("lane", "{edit: {crop: true}}"), layer("darkroom.yaml", "vendor: imagen")).edit()).hasSize(1);
        assertThat(merge(layer("lane", "{vendor: imagen, edit: {crop: true}}"), layer("darkroom.yaml", "vendor: imagen")).edit())
                .hasSize(1);
    }

    @Test
    void findsTheVendorWithoutValidation() {
        assertThat(TicketLayers.of(List.of(layer("a", "vendor: imagen"), layer("b", "{vendor: fotolabs, edit: nonsense}"))).vendor())
                .contains("fotolabs");
        assertThat(TicketLayers.of(List.of(layer("a", "vendor: 5"))).vendor()).isEmpty();
        assertThat(TicketLayers.of(List.of()).vendor()).isEmpty();
    }

    @Test
    void mergesCopies() {
        TicketLayer lane = layer("lane", "{vendor: imagen, edit: {crop: true}}");
        TicketLayer shoot = layer("shoot", "{edit: {crop: false}}");
        Ticket ticket = merge(lane, shoot);
        ticket.edit().put("crop", true);
        shoot.json().withObject("/edit").put("crop", true);
        assertThat(ticket.edit().get("crop").asBoolean()).isFalse();
        assertThat(lane.json().at("/edit/crop").asBoolean()).isTrue();
        assertThatThrownBy(() -> ticket.sources().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ticket.deliver().add("edits")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void roundTripsThroughJson() {
        Ticket ticket = merge(layer("d\u00FCrkroom \"x\".yaml", """
                vendor: imagen
                profile: 17
                edit: {photography_type: WEDDING, sky_replacement: true, sky_replacement_template_id: 2, seconds: 2.50, list: [1, {a: b}]}
                deliver: [edits, jpeg]
                retouch: [{prompt: "more \\"blue\\"\\n\uD83C\uDF05"}, {photos: a*, preset: p}]
                priority: idle
                """));
        assertThat(ticket.profile()).isEqualTo("17");
        assertThat(merge(layer("lane", "{vendor: imagen, profile: 17.0}")).profile()).isEqualTo("17");
        assertThat(ticket.toJson()).doesNotContain("\n");
        assertThat(Ticket.fromJson(ticket.toJson())).isEqualTo(ticket).hasSameHashCodeAs(ticket);
        Ticket small = merge(layer("lane", "vendor: imagen"));
        assertThat(Ticket.fromJson(small.toJson())).isEqualTo(small);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "5", "[]", "null", "{}", "{\"vendor\": 5}", "{\"vendor\": \"a\", \"priority\": \"now\"}",
        "{\"vendor\": \"a\", \"edit\": 5}", "{\"vendor\": \"a\", \"retouch\": [{}]}"})
    void refusesDamagedJson(String text) {
        assertThatThrownBy(() -> Ticket.fromJson(text)).isInstanceOfSatisfying(TicketException.class,
                fault -> assertThat(fault.code()).isIn(TicketFault.Code.LEDGER_TICKET, TicketFault.Code.WRONG_TYPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{profile: x}", "{vendor: ''}", "{vendor: a, profile: [x]}", "{vendor: a, profile: true}", "{vendor: a, profile: 1.5}", "{vendor: a, edit: x}",
        "{vendor: a, deliver: []}", "{vendor: a, deliver: jpeg}", "{vendor: a, retouch: x}", "{vendor: a, retouch: [x]}",
        "{vendor: a, retouch: [{prompt: a, preset: b}]}", "{vendor: a, priority: RUSH}"})
    void refusesWrongForms(String yaml) {
        assertThatThrownBy(() -> merge(layer("darkroom.yaml", yaml))).isInstanceOfSatisfying(TicketException.class, fault -> {
            assertThat(fault.code()).isEqualTo(TicketFault.Code.WRONG_TYPE);
            assertThat(fault.fault().key()).isNotEmpty();
        });
    }

    @Test
    void reportsDeliverables() {
        Ticket ticket = merge(layer("lane", "{vendor: imagen, deliver: [edits]}"));
        assertThat(ticket.hasDeliverable("edits")).isTrue();
        assertThat(ticket.hasDeliverable("jpeg")).isFalse();
    }
}
