package studio.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** References in the documents lead to existing files, headings and tests; references in code lead to existing sections. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract)|testing/\\w+)`");
    private static final Pattern VENDOR_SECTION = Pattern.compile("docs/vendors/(\\w+)\\.md (\\d+(?:\\.\\d+)?)");

    @Test
    void links_documents_leadToFilesAndHeadings() {
        List<String> broken = new ArrayList<>();
        for (Path document : listDocuments()) {
            Matcher links = LINK.matcher(RouteFileTexts.readText(document));
            while (links.find()) {
                if (!links.group(1).contains("://") && !isPresent(document, links.group(1))) {
                    broken.add(document + ": " + links.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void promises_tests_exist() {
        List<Path> tests = RouteFileTexts.listFiles(RouteFileTexts.TESTS, ".java");
        Set<String> names = Stream.concat(tests.stream().map(DocumentsTest::className),
                tests.stream().map(test -> test.getParent().getFileName() + "/" + className(test)))
                        .collect(Collectors.toSet());
        assertThat(TEST_NAME.matcher(RouteFileTexts.readText(Path.of("docs/promises.md"))).results()
                .map(match -> match.group(1)))
                .isNotEmpty().isSubsetOf(names);
    }

    @Test
    void vendorSections_code_exist() {
        List<String> missing = new ArrayList<>();
        int found = 0;
        List<Path> files = new ArrayList<>(RouteFileTexts.listFiles(RouteFileTexts.MAIN, ".java"));
        files.addAll(RouteFileTexts.listFiles(RouteFileTexts.SIMULATOR, ".java"));
        files.addAll(RouteFileTexts.listFiles(Path.of("routes"), ".yaml"));
        for (Path file : files) {
            for (Matcher section = VENDOR_SECTION.matcher(RouteFileTexts.readText(file)); section.find(); found++) {
                String text = RouteFileTexts.readText(Path.of("docs/vendors", section.group(1) + ".md"));
                if (!Pattern.compile("(?m)^#+ " + Pattern.quote(section.group(2)) + "[. ]").matcher(text).find()) {
                    missing.add(file + ": " + section.group());
                }
            }
        }
        assertThat(found).as("references").isPositive();
        assertThat(missing).isEmpty();
    }

    private static List<Path> listDocuments() {
        List<Path> documents = new ArrayList<>(RouteFileTexts.listFiles(Path.of("docs"), ".md"));
        documents.addAll(RouteFileTexts.listFiles(Path.of("routes"), ".md"));
        documents.addAll(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")));
        return documents;
    }

    private static boolean isPresent(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : Path.of("").resolve(document).resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || RouteFileTexts.readText(target).lines()
                .filter(line -> line.startsWith("#"))
                .anyMatch(heading -> anchor(heading).equals(parts[1])));
    }

    /** The anchor that Git hosts generate for a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
    }

    private static String className(Path file) {
        return file.getFileName().toString().replaceFirst("\\.java$", "");
    }
}
