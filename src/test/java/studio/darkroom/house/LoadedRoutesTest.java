package studio.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.testing.SharedTestDarkroom;

/** Rules for the routes as Camel has loaded them. */
class LoadedRoutesTest {

    @RegisterExtension
    static final SharedTestDarkroom STUDIO = new SharedTestDarkroom(keys -> {
        keys.put("darkroom.lanes", "default, objects");
        keys.put("darkroom.lane.objects.inbox", "bucket:missing");
        keys.put("darkroom.lane.objects.inbox.events", "http://127.0.0.1:9/1/objects");
        keys.put("darkroom.lane.objects.delivery", "bucket:missing-too");
        keys.put("darkroom.lane.default.touched-up",
                keys.get("darkroom.lane.default.inbox").replaceAll("^folder:", "") + "-touched-up");
    });

    private static final Pattern FILE = Pattern.compile("([\\w-]+)\\.camel\\.yaml");

    private final CamelContext context = STUDIO.get().context();
    private final List<RouteDefinition> routes = ((ModelCamelContext) context).getRouteDefinitions();

    @Test
    void routes_ids_beginWithFileName() {
        assertThat(routes).hasSizeGreaterThan(20).allSatisfy(route -> assertThat(route.getRouteId())
                .startsWith(file(route)).matches("[a-z0-9]+(-[a-z0-9]+)+"));
        assertThat(routes).extracting(RouteDefinition::getRouteId).doesNotHaveDuplicates();
    }

    @Test
    void routes_descriptions_exist() {
        assertThat(routes).allSatisfy(route -> assertThat(route.getDescriptionText()).as(route.getRouteId())
                .hasSizeGreaterThan(20));
        assertThat(((ModelCamelContext) context).getRouteTemplateDefinitions()).isNotEmpty()
                .allSatisfy(template -> assertThat(template.getDescriptionText()).as(template.getId())
                        .hasSizeGreaterThan(20));
    }

    @Test
    void endpoints_internal_areNamedAsRoutes() {
        assertThat(routes).filteredOn(route -> !fromTemplate(route)).allSatisfy(route -> assertThat(
                context.getRoute(route.getRouteId()).getEndpoint().getEndpointUri().replace("//", ""))
                .isEqualTo("direct:" + route.getRouteId()));
    }

    @Test
    void endpoints_called_exist() {
        Set<String> there = routes.stream().map(RouteDefinition::getRouteId).collect(Collectors.toSet());
        for (RouteDefinition route : routes) {
            for (SendDefinition<?> send : findAll(route, SendDefinition.class)) {
                String uri = send.getEndpointUri();
                if (route.getTemplateParameters() != null) {
                    uri = uri.replace("{{vendor}}", String.valueOf(route.getTemplateParameters().get("vendor")));
                }
                if (uri.startsWith("direct:")) {
                    assertThat(there).as("called by %s", route.getRouteId()).contains(name(uri));
                }
            }
        }
    }

    @Test
    void dynamicCalls_block_isFalse() {
        assertThat(routes.stream().flatMap(route -> findAll(route, ToDynamicDefinition.class).stream())).isNotEmpty()
                .allSatisfy(call -> assertThat(call.getUri()).startsWith("direct:").contains("block=false"));
    }

    @Test
    void routes_delays_areAbsent() {
        assertThat(routes.stream().flatMap(route -> Stream.of(DelayDefinition.class, ThrottleDefinition.class)
                .flatMap(type -> findAll(route, type).stream()))).isEmpty();
    }

    @Test
    void loops_use_isPagingOnly() {
        for (RouteDefinition route : routes) {
            for (LoopDefinition loop : findAll(route, LoopDefinition.class)) {
                assertThat(loop.getDoWhile()).as(route.getRouteId()).isEqualTo("true");
                assertThat(route.getRouteId()).matches(".*-(results|find)|inbox-bucket-.*");
            }
        }
    }

    @Test
    void routes_errors_reachStepOrTrouble() {
        List<String> steps = Step.listActive().stream().map(Step::route).toList();
        assertThat(routes).extracting(RouteDefinition::getRouteId).containsAll(steps);
        assertThat(routes).allSatisfy(route -> assertThat(route.getRouteConfigurationId()).as(route.getRouteId())
                .isEqualTo(steps.contains(route.getRouteId()) ? "trouble" : "passes-up"));
    }

    @Test
    void vendors_verbs_areInOrder() {
        List<String> order = List.of("check", "choices", "open", "find", "links", "link", "parts-open", "parts-complete",
                "parts-abort", "uploaded", "edit", "edit-state", "export", "export-state", "versions", "retouch",
                "reset", "finalize", "results", "replace", "images", "project", "call", "ask");
        for (String file : RouteFileTexts.listNames().stream().filter(name -> name.startsWith("vendors/")).toList()) {
            String vendor = file.substring("vendors/".length());
            List<String> verbs = new ArrayList<>();
            RouteFileTexts.readYaml(file).forEach(element -> Stream.of(element.at("/route/id"), element.at("/templatedRoute/routeId"))
                    .filter(JsonNode::isTextual).forEach(id -> verbs.add(id.asText().substring(vendor.length() + 1))));
            if (verbs.isEmpty()) {
                assertThat(RouteFileTexts.readYaml(file)).as(file).allMatch(element -> element.has("routeTemplate"));
                continue;
            }
            assertThat(verbs).as(vendor).isSubsetOf(order)
                    .containsAll(List.of("check", "open", "links", "edit", "edit-state",
                    "results"));
            assertThat(verbs).as(vendor).isEqualTo(order.stream().filter(verbs::contains).toList());
        }
    }

    @Test
    void routes_loaded_areThoseOfFolder() {
        Set<String> loaded = routes.stream().map(LoadedRoutesTest::file).collect(Collectors.toSet());
        ((ModelCamelContext) context).getRouteTemplateDefinitions()
                .forEach(template -> loaded.add(fileOf(template.getId())));
        Set<String> faces = Set.of("api", "callback");
        assertThat(RouteFileTexts.listNames().stream().map(name -> name.substring(name.indexOf('/') + 1))
                .filter(name -> !faces.contains(name))).containsExactlyInAnyOrderElementsOf(loaded);
    }

    @Test
    void routes_all_areStarted() {
        assertThat(context.getRoutes()).hasSize(routes.size()).extracting(Route::getId)
                .allMatch(id -> context.getRouteController().getRouteStatus(id).isStarted());
    }

    private static boolean fromTemplate(RouteDefinition route) {
        return Boolean.TRUE.equals(route.isTemplate()) || route.getTemplateParameters() != null;
    }

    private static String name(String uri) {
        return uri.replace("direct://", "").replace("direct:", "").replaceAll("\\?.*", "");
    }

    /** The file of a route without folder and extension; for a route made from a template, the file of the template. */
    private static String file(RouteDefinition route) {
        if (route.getResource() == null) {
            return fileOf(route.getRouteId());
        }
        Matcher matcher = FILE.matcher(route.getResource().getLocation());
        assertThat(matcher.find()).as(route.getResource().getLocation()).isTrue();
        return matcher.group(1);
    }

    private static String fileOf(String id) {
        return RouteFileTexts.listNames().stream().map(name -> name.substring(name.indexOf('/') + 1)).filter(id::startsWith)
                .max(Comparator.comparing(String::length)).orElseThrow();
    }

    private static <T> Collection<T> findAll(RouteDefinition route, Class<T> type) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), type);
    }

    @Test
    void templates_ids_beginWithFileName() {
        assertThat(((ModelCamelContext) context).getRouteTemplateDefinitions())
                .extracting(RouteTemplateDefinition::getId).allMatch(id -> id.startsWith(fileOf(id)));
    }
}
