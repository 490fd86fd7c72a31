package studio.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.darkroom.config.SettingKeys;

/** Rules for the text of the project's files. */
class HouseTest {

    private static final Pattern KEY = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final Pattern LINE = Pattern.compile("(?m)^#?(darkroom\\.[\\w.<>-]+) =");
    private static final Pattern SQL = Pattern.compile("\"\\s*(select .+ from |insert into |update \\w+ set |delete from )",
            Pattern.CASE_INSENSITIVE);

    static List<String> routeFiles() {
        return RouteFileTexts.listNames();
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void routeFile_test_exists(String name) {
        String words = Arrays.stream(name.substring(name.indexOf('/') + 1).split("-"))
                .map(word -> word.substring(0, 1).toUpperCase() + word.substring(1)).collect(Collectors.joining());
        String ending = (name.startsWith("vendors/") ? "Vendor" : "Route") + "Test.java";
        assertThat(RouteFileTexts.listFiles(RouteFileTexts.TESTS, ".java").stream().map(file -> file.getFileName()
                .toString()))
                .as(name).anyMatch(file -> file.startsWith(words) && file.endsWith(ending));
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void routeFile_length_isLimited(String name) {
        int most = name.startsWith("vendors/") ? 220 : 150;
        assertThat(RouteFileTexts.readText(RouteFileTexts.file(name)).lines().count()).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void routeFile_keys_areInConfiguration(String name) {
        Set<String> parameters = new TreeSet<>();
        RouteFileTexts.readYaml(name).findValues("routeTemplate").forEach(template -> template.path("parameters")
                .forEach(parameter -> parameters.add(parameter.path("name").asText())));
        Matcher key = KEY.matcher(RouteFileTexts.readText(RouteFileTexts.file(name)));
        while (key.find()) {
            assertThat(parameters.contains(key.group(1)) || configured().contains(key.group(1)))
                    .as("{{%s}} in %s", key.group(1), name).isTrue();
        }
    }

    @Test
    void configuration_keys_areKnown() {
        Set<String> known = new TreeSet<>();
        SettingKeys.expandKeys(List.of("default"), SettingKeys.builtInVendors()).forEach(each -> known.add(each.key()));
        assertThat(configured()).isNotEmpty().isSubsetOf(known);
        assertThat(known).isSubsetOf(configured());
    }

    private static Set<String> configured() {
        Set<String> keys = new TreeSet<>();
        Matcher line = LINE.matcher(RouteFileTexts.readText(Path.of("config/darkroom.properties")));
        while (line.find()) {
            keys.add(line.group(1));
        }
        return keys;
    }

    @Test
    void code_sleep_isAbsent() {
        Pattern sleeps = Pattern.compile("\\.sleep\\(|parkNanos|Thread\\.onSpinWait|\\bdelay: *\\{|- delay:|asyncDelayed");
        List<Path> all = new ArrayList<>(RouteFileTexts.listFiles(RouteFileTexts.MAIN, ".java"));
        all.addAll(RouteFileTexts.listFiles(RouteFileTexts.ROUTES, ".yaml"));
        assertThat(all).allSatisfy(file -> assertThat(RouteFileTexts.readText(file)).as("%s", file)
                .doesNotContainPattern(sleeps));
    }

    @Test
    void sql_is_inOnePackage() {
        assertThat(SQL.matcher("\"select * from shoot\"").find()).isTrue();
        assertThat(RouteFileTexts.listFiles(RouteFileTexts.MAIN, ".java")).filteredOn(file -> !file.toString()
                .replace('\\', '/')
                .contains("/ledger/")).isNotEmpty().allSatisfy(file ->
                assertThat(RouteFileTexts.readText(file)).as("%s", file).doesNotContainPattern(SQL)
                        .doesNotContain("java.sql.Prepared", "java.sql.Statement"));
        assertThat(RouteFileTexts.listFiles(RouteFileTexts.ROUTES, ".yaml")).allSatisfy(file ->
                assertThat(RouteFileTexts.readText(file)).as("%s", file).doesNotContain("sql:", "jdbc:"));
    }

    @Test
    void product_simulator_isNotReferenced() {
        assertThat(RouteFileTexts.listFiles(RouteFileTexts.MAIN, ".java")).allSatisfy(file ->
                assertThat(RouteFileTexts.readText(file)).as("%s", file).doesNotContain("studio.darkroom.sim"));
        assertThat(RouteFileTexts.listFiles(RouteFileTexts.ROUTES, ".yaml")).allSatisfy(file ->
                assertThat(RouteFileTexts.readText(file)).as("%s", file).doesNotContain("studio.darkroom.sim"));
    }

    @Test
    void simulator_product_isNotReferenced() {
        Pattern product = Pattern.compile("studio\\.darkroom\\.(?!sim\\b)\\w");
        assertThat(RouteFileTexts.listFiles(RouteFileTexts.SIMULATOR, ".java")).isNotEmpty().allSatisfy(file ->
                assertThat(RouteFileTexts.readText(file)).as("%s", file).doesNotContainPattern(product));
    }
}
