package studio.darkroom.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import studio.darkroom.testing.FuzzCorpus;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketLayers.TicketLayer;

/** Every ticket of the corpus, and any mutation of one, is read or refused with a fault within two seconds. */
class TicketCorpusTest {

    private static final FuzzCorpus CORPUS = new FuzzCorpus("ticket");

    private final TicketValidator check = new TicketValidator();
    private final VendorSchemas vendors = new VendorSchemas();

    @Example
    void everyKeptTicket() {
        assertThat(CORPUS.files()).hasSizeGreaterThan(25);
        Set<String> read = new TreeSet<>();
        CORPUS.files().forEach((name, bytes) -> {
            if (survives(name, bytes)) {
                read.add(name);
            }
        });
        assertThat(read).contains("whole.yaml", "whole.json", "bom.yaml").doesNotContain("laughs.yaml", "self.yaml",
                "merge.yaml", "tag.yaml", "binary.yaml", "many-documents.yaml", "twice.yaml", "twice.json", "deep.yaml",
                "deep.json", "nul.yaml", "latin1.yaml", "utf16.yaml", "lone.json", "list.yaml", "scalar.yaml", "anchors.yaml",
                "number.json");
    }

    @Property(tries = 3000)
    void anythingMadeFromKeptTickets(@ForAll Random random) {
        String name = CORPUS.pickName(random);
        survives(name, CORPUS.mutate(name, random));
    }

    /** @return whether it was read */
    private boolean survives(String name, byte[] bytes) {
        return Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            TicketLayer read;
            try {
                read = TicketReader.read(bytes, name);
            } catch (TicketException fault) {
                assertThat(fault.getMessage()).startsWith(name).doesNotContain("\n").hasSizeLessThan(400);
                return false;
            }
            assertThat(check.findFaults(TicketLayers.of(List.of(read)), vendors)).extracting(TicketFault::sentence).allSatisfy(sentence -> assertThat(sentence).isNotBlank()
                    .doesNotContain("\n"));
            return true;
        });
    }
}
