package studio.darkroom.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docker/Dockerfile}, as far as it can be checked without an engine: the instructions of its last stage. */
record Dockerfile(List<String> instructions) {

    private static final Pattern PAIR = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|(\\S+))");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

    static Dockerfile read() throws IOException {
        String text = Files.readString(Path.of("docker/Dockerfile")).replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", "");
        List<String> last = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("FROM ")) {
                last.clear();
            }
            last.add(line);
        }
        return new Dockerfile(List.copyOf(last));
    }

    /** The arguments of each instruction of that name. */
    List<String> findInstructions(String name) {
        return instructions.stream().filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1)).toList();
    }

    String findInstruction(String name) {
        List<String> all = findInstructions(name);
        if (all.size() != 1) {
            throw new AssertionError(name + " occurs " + all.size() + " times");
        }
        return all.get(0);
    }

    /** The words of an instruction in exec form. */
    List<String> parseWords(String name) {
        return WORD.matcher(findInstruction(name)).results().map(word -> word.group(1)).toList();
    }

    Map<String, String> readEnvironment() {
        Map<String, String> environment = new TreeMap<>();
        for (String line : findInstructions("ENV")) {
            Matcher pair = PAIR.matcher(line);
            while (pair.find()) {
                environment.put(pair.group(1), pair.group(2) == null ? pair.group(3) : pair.group(2));
            }
        }
        return environment;
    }
}
