package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketLayers.TicketLayer;

/** Any file named like a ticket is either read or refused with a fault. */
class TicketReaderFuzzTest {

    private static final String WHOLE = """
            vendor: imagen
            profile: &p ELEGANT HOME
            edit: {photography_type: REAL_ESTATE, hdr_merge: true, perspective_correction: true}
            deliver: [jpeg, edits]
            retouch:
              - photos: "*"
                prompt: make the sky more blue
              - {photos: "DSC_00*", preset: 'green_grass'}
            priority: rush   # now
            """;

    private final TicketValidator check = new TicketValidator();
    private final VendorSchemas vendors = new VendorSchemas();

    @Property(tries = 2000)
    void anyText(@ForAll String text) {
        survives(() -> TicketReader.read(text, "t.yaml"));
        survives(() -> TicketReader.read(text, "t.json"));
    }

    @Property(tries = 2000)
    void anyBytes(@ForAll @Size(max = 2000) byte[] bytes) {
        survives(() -> TicketReader.read(bytes, "t.yaml"));
        survives(() -> TicketReader.read(bytes, "t.json"));
    }

    @Property(tries = 5000)
    void anythingThatLooksLikeATicket(@ForAll("scraps") List<String> scraps) {
        String text = String.join("", scraps);
        survives(() -> TicketReader.read(text, "t.yaml"));
        survives(() -> TicketReader.read(text, "t.json"));
    }

    @Property(tries = 3000)
    void anyTicketWithSomethingCutOutAndPutIn(@ForAll("cuts") List<Integer> cuts, @ForAll("scraps") List<String> scraps) {
        StringBuilder text = new StringBuilder(WHOLE);
        for (int i = 0; i + 1 < cuts.size(); i += 2) {
            int from = cuts.get(i) % (text.length() + 1);
            int to = Math.min(text.length(), from + cuts.get(i + 1) % 12);
            text.replace(from, to, i < scraps.size() ? scraps.get(i) : "");
        }
        survives(() -> TicketReader.read(text.toString(), "t.yaml"));
    }

    @Property(tries = 2000)
    void anyTicketOfKnownKeysIsRightOrHasFaultsAndARightOneIsKeptWhole(@ForAll("tickets") String text) {
        survives(() -> TicketReader.read(text, "t.yaml"));
    }

    @Provide
    Arbitrary<List<String>> scraps() {
        return Arbitraries.of("\n", "\n  ", "\n- ", " ", ": ", ", ", "[", "]", "{", "}", "\"", "'", "#", "&a ", "*a", "!", "!!str ", "|",
                ">", "- ", "? ", "%", "@", "`", "---\n", "...\n", "\t", "\\", "\\u0000", "\\ud800", "\uD83C", "\0", "\u2028", "\uFEFF",
                "<<: ", "a", "vendor", "imagen", "edit", "crop", "true", "yes", "null", "~", "5", "-1e5", "1e999", "0x1", "2026-01-02",
                "retouch", "prompt", "deliver", "jpeg", "\"vendor\":", "\"a\",").list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(0, 1000).list().ofMinSize(2).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> tickets() {
        Arbitrary<String> value = Arbitraries.of("imagen", "fotolabs", "imagen-smart", "true", "false", "5", "-0.0", "~", "yes", "rush",
                "[]", "{}", "[jpeg]", "[edits, jpeg]", "x", "' '", "''", "1.5", "[{prompt: a}]", "[{preset: b, photos: c}]",
                "{crop: true}", "{hdr_merge: true, straighten: true}", "{templateId: twilight}", "{sky_replacement: true,"
                        + " sky_replacement_template_id: 12345678901}", "{bracketWindowSeconds: 1}");
        Arbitrary<String> key = Arbitraries.of("profile", "edit", "deliver", "retouch", "priority", "edi");
        return Arbitraries.maps(key, value).ofMaxSize(4).flatMap(map -> value.map(vendor -> {
            StringBuilder text = new StringBuilder("vendor: " + vendor + "\n");
            map.forEach((name, each) -> text.append(name).append(": ").append(each).append('\n'));
            return text.toString();
        }));
    }

    private void survives(Supplier<TicketLayer> reading) {
        TicketLayer read;
        try {
            read = reading.get();
        } catch (TicketException fault) {
            assertThat(fault.getMessage()).startsWith("t.").contains(": ").doesNotContain("\n").hasSizeLessThan(400);
            return;
        }
        assertThat(read.lines().values()).allMatch(line -> line > 0);
        assertThat(check.findFaults(TicketLayers.of(List.of(read)), vendors)).extracting(TicketFault::sentence)
                .allSatisfy(sentence -> assertThat(sentence).isNotBlank().doesNotContain("\n"));
        TicketLayers layers = TicketLayers.of(List.of(new TicketLayer("lane", read.json()), new TicketLayer("shoot", read.json())));
        assertThat(TicketLayers.of(List.of(read)).merged()).isEqualTo(layers.merged());
        if (check.findFaults(layers, vendors).isEmpty()) {
            Ticket ticket = layers.toTicket();
            assertThat(Ticket.fromJson(ticket.toJson())).isEqualTo(ticket);
            assertThat(ticket.toJson().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        }
    }
}
