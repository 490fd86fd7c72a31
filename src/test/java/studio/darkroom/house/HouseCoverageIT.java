package studio.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import studio.darkroom.testing.RouteCoverage;

/** Runs after all unit tests. Checks that at least one of them visited each node of each route file. */
class HouseCoverageIT {

    /** Nodes that no test can visit, as {@code file: route kind#number}, with the reason. */
    private static final Map<String, String> UNREACHABLE = Map.of();

    @Test
    void routeNodes_allTests_areVisited() throws IOException {
        Map<String, Map<Integer, Long>> visits = RouteCoverage.readVisits();
        assertThat(visits).as("route coverage of the unit tests in this build").isNotEmpty();
        Map<String, String> unvisited = new TreeMap<>();
        for (String name : RouteFileTexts.listNames()) {
            String file = name + ".camel.yaml";
            Map<Integer, Long> lines = visits.getOrDefault(file, Map.of());
            for (RouteNode node : listNodes(name)) {
                if (lines.getOrDefault(node.recordedLine(), 0L) == 0) {
                    unvisited.put(file + ": " + node.label(), "line " + node.line());
                }
            }
        }
        assertThat(unvisited.keySet().stream().map(node -> node + ", " + unvisited.get(node))
                .filter(node -> !UNREACHABLE.containsKey(node.substring(0, node.lastIndexOf(", "))))).isEmpty();
        assertThat(UNREACHABLE.keySet()).as("exceptions, all of them needed").isSubsetOf(unvisited.keySet());
    }

    /**
     * One step of a route.
     *
     * @param line         line in the file, from 1
     * @param recordedLine line number that Camel gives the node: where its settings begin, from 0
     */
    private record RouteNode(String label, int line, int recordedLine) {
    }

    private static List<RouteNode> listNodes(String name) {
        Node root = new Compose(LoadSettings.builder().build())
                .composeString(RouteFileTexts.readText(RouteFileTexts.file(name)))
                .orElseThrow();
        List<RouteNode> nodes = new ArrayList<>();
        collectNodes(root, name, new TreeMap<>(), nodes);
        return nodes;
    }

    private static void collectNodes(Node node, String owner, Map<String, Integer> counts, List<RouteNode> nodes) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> collectNodes(each, owner, counts, nodes));
        } else if (node instanceof MappingNode mapping) {
            String id = mapping.getValue().stream()
                    .filter(tuple -> isKey(tuple, "id") && tuple.getValueNode() instanceof ScalarNode)
                    .map(tuple -> ((ScalarNode) tuple.getValueNode()).getValue()).findFirst().orElse(owner);
            for (NodeTuple tuple : mapping.getValue()) {
                if (isKey(tuple, "steps") && tuple.getValueNode() instanceof SequenceNode steps) {
                    steps.getValue().forEach(step -> addNode(((MappingNode) step).getValue().get(0), id, counts, nodes));
                }
                collectNodes(tuple.getValueNode(), id, counts, nodes);
            }
        }
    }

    private static void addNode(NodeTuple step, String owner, Map<String, Integer> counts, List<RouteNode> nodes) {
        if (isKey(step, "doTry")) {
            // Camel shows interceptors only the nodes inside it.
            return;
        }
        String label = owner + " " + ((ScalarNode) step.getKeyNode()).getValue();
        int number = counts.merge(label, 1, Integer::sum);
        nodes.add(new RouteNode(label + "#" + number, step.getKeyNode().getStartMark().orElseThrow().getLine() + 1,
                step.getValueNode().getStartMark().orElseThrow().getLine()));
    }

    private static boolean isKey(NodeTuple tuple, String name) {
        return tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
    }
}
