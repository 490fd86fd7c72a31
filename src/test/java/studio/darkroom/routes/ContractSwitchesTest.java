package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import studio.darkroom.sim.Switches;

/** No way of the contracts' tables that the simulator offers is forgotten by the contract tests of the vendors. */
class ContractSwitchesTest {

    private static final Path TESTS = Path.of("src/test/java/studio/darkroom/routes");
    private static final Pattern ROW = Pattern.compile("\\((6\\.\\d+|A\\d+)\\)");
    private static final Pattern WORDS = Pattern.compile("[\\w-]+(\\|[\\w-]+)+");

    /** Values that a shoot cannot bring to light by itself, and the test that tries them. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("single-link", "ShootReplaceRouteTest, with a picture that takes a result's place"),
            Map.entry("i2i-single-link", "ShootReplaceRouteTest, with a picture that takes a result's place"),
            Map.entry("bad-key", "VendorContract, with a wrong key"),
            Map.entry("copilot-precondition", "ShootRetouchRouteTest, with a chain of retouches"),
            Map.entry("copilot-envelope", "ShootRetouchRouteTest, with a chain of retouches"),
            Map.entry("ai-tools-shape", "ShootRetouchRouteTest, with a chain of retouches"),
            Map.entry("second-complete", "TransferPartsRouteTest, with photos in parts"),
            Map.entry("fotolabs-billing-status", "FotolabsAssumptionsTest, with a declined card"),
            Map.entry("fotolabs-free-status", "FotolabsAssumptionsTest, on the free plan"),
            Map.entry("fotolabs-locked-upload-status", "FotolabsAssumptionsTest, with a project that somebody else ordered"),
            Map.entry("fotolabs-rate-limit", "FotolabsContractTest, with a limit that ends"),
            Map.entry("fotolabs-retry-after", "FotolabsContractTest, with a limit that ends"),
            Map.entry("fotolabs-base-path", "FotolabsContractTest, with an address that has a path"));

    @Test
    void everyValueOfEverySwitchOfATableIsTried() {
        Set<String> tried = new HashSet<>();
        for (VendorContract contract : List.of(new ImagenContractTest(), new ImagenSmartContractTest(),
                new FotolabsContractTest())) {
            Stream.concat(contract.ways().stream(), contract.held().stream().map(VendorContract.Held::way))
                    .forEach(way -> tried.add(way.name() + "=" + way.value()));
        }
        List<String> forgotten = new ArrayList<>();
        int rows = 0;
        for (Switches.Switch each : Switches.definitions().values()) {
            if (!ROW.matcher(each.meaning()).find() || ELSEWHERE.containsKey(each.name())) {
                continue;
            }
            rows++;
            if (WORDS.matcher(each.allowed()).matches()) {
                Stream.of(each.allowed().split("\\|")).filter(value -> !value.equals(each.defaultValue()))
                        .map(value -> each.name() + "=" + value).filter(way -> !tried.contains(way)).forEach(forgotten::add);
            } else if (tried.stream().noneMatch(way -> way.startsWith(each.name() + "="))) {
                forgotten.add(each.name());
            }
        }
        assertThat(rows).isGreaterThan(35);
        assertThat(forgotten).isEmpty();
        assertThat(Switches.definitions()).containsKeys(ELSEWHERE.keySet().toArray(new String[0]));
    }

    /** What is said to be tried elsewhere is set there, by its name. */
    @Test
    void whatIsTriedElsewhereIsTriedThere() {
        assertThat(ELSEWHERE).allSatisfy((name, where) -> assertThat(TESTS.resolve(where.substring(0, where.indexOf(','))
                + ".java")).content().containsPattern("\"" + name + "[,\"]"));
    }

    /** Each row of a table that knows of another way has a switch; the others are fixed or about what routes never do. */
    @Test
    void everyRowOfTheTablesHasItsSwitch() {
        Set<String> rows = new HashSet<>();
        Switches.definitions().values().forEach(each -> ROW.matcher(each.meaning()).results()
                .forEach(row -> rows.add(row.group(1))));
        assertThat(rows).contains("6.1", "6.2", "6.4", "6.5", "6.6", "6.7", "6.8", "6.9", "6.10", "6.11", "6.12", "6.13",
                "6.15", "6.16", "6.18", "6.19", "6.20", "6.21", "6.22", "6.23", "6.24", "6.26", "6.27");
        assertThat(rows).contains("A1", "A2", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A12", "A13", "A15", "A16", "A18",
                "A19", "A22", "A23", "A24", "A25");
    }
}
