package studio.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The structure of the Java code: package order, no cycles, SQL in one package, no vendor in the core, file sizes.
 *
 * <p>Each {@code KNOWN_...} number counts the remaining faults. It may only decrease.
 */
class ArchitectureTest {

    private static final String ROOT = "studio.darkroom";
    /** From the bottom up. A package uses only packages in its own line and in the lines before it. */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("text", "config", "lifecycle", "photo", "storage"), Set.of("ticket"), Set.of("ledger"), Set.of("transfer"),
            Set.of("vendor"), Set.of("inbox"), Set.of("delivery"), Set.of("runner"), Set.of("api"),
            Set.of("cli", "app", "osgi"), Set.of(""));
    /** The launcher of the runner jar runs before any other class can be loaded, and no package uses it. */
    private static final String LAUNCHER = "launch";

    private static final int KNOWN_UPWARD_USES = 0;
    private static final int KNOWN_PACKAGES_IN_CYCLES = 0;
    private static final int KNOWN_SQL_USES = 0;
    private static final int KNOWN_STEPS_IN_SQL = 0;
    private static final int KNOWN_VENDOR_NAMES = 0;
    private static final int KNOWN_LONG_FILES = 0;

    /** Quartz needs connections, and an uninstalled bundle must deregister its drivers; neither uses SQL. */
    private static final Set<String> JDBC_PLUMBING = Set.of("runner.QuartzSetup", "osgi.ClassLoaderCleanup");
    private static final int MAX_LINES = 350;
    private static final Pattern COMMENT = Pattern.compile("(\"(?:\\\\.|[^\"\\\\\n])*\")|/\\*[\\s\\S]*?\\*/|//[^\n]*");
    private static final Pattern VENDOR_NAME = Pattern.compile("imagen|fotolabs", Pattern.CASE_INSENSITIVE);
    private static final Pattern STEP_IN_SQL = Pattern.compile("\\bstep\\s*(=|<>|in\\s*\\()\\s*'", Pattern.CASE_INSENSITIVE);

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes/studio"));

    @Test
    void packages_use_pointsDown() throws IOException {
        assertKnown("upward-use", KNOWN_UPWARD_USES, findUses(use -> layer(use.getTargetClass()) > layer(use.getOriginClass())));
    }

    @Test
    void launcher_use_isSelfContained() {
        assertThat(findUses(use -> topPackage(use.getOriginClass())
                .equals(LAUNCHER) != topPackage(use.getTargetClass()).equals(LAUNCHER)))
                .isEmpty();
    }

    @Test
    void packages_use_hasNoCycle() throws IOException {
        Map<String, Set<String>> used = new TreeMap<>();
        CLASSES.forEach(user -> user.getDirectDependenciesFromSelf().stream().map(use -> use.getTargetClass()
                .getPackageName())
                .filter(target -> isOurs(target) && !target.equals(user.getPackageName()))
                .forEach(target -> used.computeIfAbsent(user.getPackageName(), name -> new TreeSet<>()).add(target)));
        assertKnown("package-in-cycle", KNOWN_PACKAGES_IN_CYCLES, used.keySet().stream()
                .filter(name -> findReachable(name, used).contains(name))
                .toList());
    }

    @Test
    void sql_use_isInLedgerOnly() throws IOException {
        List<String> users = CLASSES.stream().filter(user -> !topPackage(user).equals("ledger"))
                .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().equals("java.sql"))
                .map(use -> shortName(use.getOriginClass())).distinct().sorted().toList();
        assertThat(users).as("exceptions, all of them needed").containsAll(JDBC_PLUMBING);
        assertKnown("sql-use", KNOWN_SQL_USES, users.stream().filter(user -> !JDBC_PLUMBING.contains(user)).toList());
    }

    @Test
    void sql_step_isParameter() throws IOException {
        assertThat("where step = 'open'").containsPattern(STEP_IN_SQL);
        assertKnown("step-in-sql", KNOWN_STEPS_IN_SQL, findFiles(STEP_IN_SQL, file -> true));
    }

    @Test
    void vendorNames_core_areAbsent() throws IOException {
        assertKnown("vendor-name", KNOWN_VENDOR_NAMES, findFiles(VENDOR_NAME, file -> !file.startsWith(RouteFileTexts.MAIN.resolve(
                "studio/darkroom/config"))));
    }

    @Test
    void files_length_isLimited() throws IOException {
        assertKnown("long-file", KNOWN_LONG_FILES, Stream.of(RouteFileTexts.MAIN, RouteFileTexts.TESTS, RouteFileTexts.SIMULATOR)
                .flatMap(folder -> RouteFileTexts.listFiles(folder, ".java").stream())
                .filter(file -> RouteFileTexts.readText(file).lines().count() > MAX_LINES)
                .map(file -> file + ": " + RouteFileTexts.readText(file).lines().count()).toList());
    }

    /** Fails if there are more faults than known; all of them are in {@code target/house/<rule>.txt}. */
    private static void assertKnown(String rule, int known, List<String> faults) throws IOException {
        Path report = Path.of("target/house", rule + ".txt");
        Files.createDirectories(report.getParent());
        Files.write(report, faults);
        assertThat(faults).as(rule).hasSizeLessThanOrEqualTo(known);
    }

    private static List<String> findUses(Predicate<Dependency> isFault) {
        return CLASSES.stream().flatMap(user -> user.getDirectDependenciesFromSelf().stream())
                .filter(use -> isOurs(use.getTargetClass().getPackageName())).filter(isFault)
                .map(use -> shortName(use.getOriginClass()) + " -> " + shortName(use.getTargetClass())).distinct()
                        .sorted().toList();
    }

    private static List<String> findFiles(Pattern pattern, Predicate<Path> isChecked) {
        return RouteFileTexts.listFiles(RouteFileTexts.MAIN, ".java").stream().filter(isChecked)
                .filter(file -> pattern.matcher(COMMENT.matcher(RouteFileTexts.readText(file)).replaceAll("$1")).find())
                .map(Path::toString).collect(Collectors.toList());
    }

    private static Set<String> findReachable(String start, Map<String, Set<String>> used) {
        Set<String> reachable = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(used.getOrDefault(start, Set.of()));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (reachable.add(name)) {
                open.addAll(used.getOrDefault(name, Set.of()));
            }
        }
        return reachable;
    }

    private static String shortName(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "").replace(ROOT + ".", "");
    }

    private static boolean isOurs(String packageName) {
        return packageName.equals(ROOT) || packageName.startsWith(ROOT + ".");
    }

    private static int layer(JavaClass type) {
        String name = topPackage(type);
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            if (LAYERS.get(layer).contains(name)) {
                return layer;
            }
        }
        assertThat(name).as("package missing in LAYERS").isEqualTo(LAUNCHER);
        return LAYERS.size();
    }

    /** The first part of a package below the root; empty for the root. */
    private static String topPackage(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", "").replaceFirst("\\..*", "");
    }
}
