package studio.darkroom.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of a shoot's life, the route files that follow it, and the documents that show it. */
class StepTest {

    private static final Path ROUTES = Path.of("routes");
    private static final Pattern NEXT = Pattern.compile("next\\(\\$\\{variable\\.shoot}, '([a-z-]+)'");

    @ParameterizedTest
    @EnumSource(Step.class)
    void routeOfAStep_choosesExactlyTheStepsOfTheTable(Step step) throws IOException {
        Set<Step> said = said(step);
        assertThat(said).as(step.word()).isEqualTo(step.next());
    }

    /** What the file of a step, a route that it shares with another step, and the route of errors say. */
    private static Set<Step> said(Step step) throws IOException {
        Map<Step, Set<Step>> said = new EnumMap<>(Step.class);
        for (Step each : Step.listActive()) {
            String file = Files.readString(ROUTES.resolve(each.route() + ".camel.yaml"));
            said.put(each, find(file));
        }
        if (step == Step.AWAIT_EXPORT) {
            String shared = Files.readString(ROUTES.resolve("shoot-export.camel.yaml"));
            said.get(step).addAll(find(shared.substring(shared.indexOf("id: shoot-export-done"))));
        }
        Set<Step> startOver = find(Files.readString(ROUTES.resolve("trouble.camel.yaml")));
        if (Set.of(Step.UPLOAD, Step.EDIT).contains(step)) {
            said.get(step).addAll(startOver);
        }
        return said.getOrDefault(step, EnumSet.noneOf(Step.class));
    }

    private static Set<Step> find(String yaml) {
        Set<Step> steps = EnumSet.noneOf(Step.class);
        for (Matcher matcher = NEXT.matcher(yaml); matcher.find();) {
            steps.add(Step.of(matcher.group(1)));
        }
        return steps;
    }

    @Test
    void everyStep_isReachableAndLeadsToAnEnd() {
        Set<Step> reached = EnumSet.of(Step.GATHER);
        for (int round = 0; round < Step.values().length; round++) {
            Set<Step> more = EnumSet.noneOf(Step.class);
            reached.forEach(step -> {
                more.addAll(step.next());
                more.addAll(step.orderable());
            });
            reached.addAll(more);
        }
        assertThat(reached).containsExactlyInAnyOrder(Step.values());
        assertThat(Step.listActive()).allSatisfy(step -> assertThat(step.orderable()).contains(Step.CANCELLED));
    }

    @Test
    void wordOfANewerVersion_isRefused() {
        assertThat(Stream.of(Step.values()).map(step -> Step.of(step.word()))).containsExactly(Step.values());
        assertThatThrownBy(() -> Step.of("polish")).isInstanceOf(IllegalArgumentException.class);
    }

    /** {@code -Dtexts.update=true} writes the table and the diagram into the documents. */
    @Test
    void documents_showTheTable() throws IOException {
        check(Path.of("docs/architecture.md"), "table", table());
        check(ROUTES.resolve("README.md"), "diagram", diagram());
    }

    private static void check(Path document, String what, String wanted) throws IOException {
        String begin = "<!-- steps: " + what + " -->\n";
        String end = "<!-- end of steps -->";
        String text = Files.readString(document);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        if (Boolean.getBoolean("texts.update")) {
            Files.writeString(document, text.substring(0, from) + wanted + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to)).as(document.toString()).isEqualTo(wanted);
    }

    private static String table() {
        return "| step | next, chosen by its route | next, ordered by a person | held by an outage of | waits for | callback |\n"
                + "|---|---|---|---|---|---|\n"
                + Arrays.stream(Step.values()).map(step -> "| `" + step + "` | " + words(step.next()) + " | "
                + words(step.orderable())
                + " | " + step.scopes().stream().sorted().map(scope -> scope.name().toLowerCase())
                .collect(Collectors.joining(", "))
                + " | " + step.describeWait("the vendor") + " | "
                + (Step.listWokenByCallback().contains(step) ? "yes" : "") + " |\n").collect(Collectors.joining());
    }

    private static String words(Set<Step> steps) {
        return steps.stream().sorted().map(Step::word).collect(Collectors.joining(", "));
    }

    private static String diagram() {
        List<String> lines = Step.listActive().stream().flatMap(step -> step.next().stream().sorted()
                .map(next -> "  " + step + " --> " + next)).toList();
        return "```mermaid\nflowchart LR\n" + String.join("\n", lines) + "\n```\n";
    }
}
