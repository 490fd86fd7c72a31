package studio.darkroom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The made-up vendor of {@code routes/vendors/README.md}, on a real port, and the files that the page gives for it. */
public final class Atelier implements AutoCloseable {

    public static final String KEY = "atelier-key-4711";

    private static final Path PAGE = Path.of("routes/vendors/README.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One call as it came. */
    public record Asked(String line, Map<String, String> headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> photos = new TreeMap<>();
    private final Set<String> dropped = new TreeSet<>();
    private String job;
    private int charged;
    private int looks;

    public Atelier() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    /** Writes the two files that the page gives into a folder, and gives the folder. */
    public static Path files(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("atelier.camel.yaml"), block("yaml"));
            Files.writeString(folder.resolve("atelier.ticket.json"), block("json"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one block of this language on the page. */
    public static String block(String language) {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(Studio.text(PAGE));
        if (!block.find()) {
            throw new AssertionError(PAGE + " has no block of " + language);
        }
        return block.group(1);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Asked> asked() {
        return asked;
    }

    /** The calls of this method whose path holds this text. */
    public List<Asked> asked(String method, String path) {
        return asked.stream().filter(call -> call.line().startsWith(method + " ") && call.line().contains(path)).toList();
    }

    /** How many edits were charged. */
    public int charged() {
        return charged;
    }

    /** The next call of this line is done, and its answer lost. */
    public void drops(String line) {
        dropped.add(line);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            Asked call = new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), headers,
                    exchange.getRequestBody().readAllBytes());
            asked.add(call);
            boolean store = call.line().contains(" /store/");
            byte[] body = new byte[0];
            int status = store || ("Bearer " + KEY).equals(headers.get("Authorization")) ? 200 : 401;
            if (status == 200) {
                Object answer = answer(call);
                status = answer instanceof Integer code ? code : 200;
                body = answer instanceof byte[] bytes ? bytes
                        : answer instanceof JsonNode json ? JSON.writeValueAsBytes(json) : body;
            }
            if (dropped.remove(call.line().replaceAll("/job-1", "/{id}"))) {
                return;
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Object answer(Asked call) throws IOException {
        String line = call.line();
        if (line.startsWith("PUT /store/in/")) {
            photos.put(line.substring(14), call.body());
            return 200;
        }
        if (line.startsWith("GET /store/out/")) {
            return photos.get(line.substring(15));
        }
        ObjectNode answer = JSON.createObjectNode();
        if (line.startsWith("GET /jobs/named/")) {
            return job != null && line.endsWith("/" + job) ? answer.put("id", "job-1") : 404;
        }
        switch (line) {
            case "GET /account":
                return answer;
            case "POST /jobs":
                job = JSON.readTree(call.body()).path("name").asText();
                return answer.put("id", "job-1");
            case "POST /jobs/job-1/photos":
                ArrayNode links = answer.putArray("photos");
                JSON.readTree(call.body()).path("photos").forEach(photo -> links.addObject()
                        .put("name", photo.path("name").asText())
                        .put("put", url() + "/store/in/" + photo.path("name").asText()));
                return answer;
            case "POST /jobs/job-1/edit":
                return charged++ == 0 ? 202 : 409;
            case "GET /jobs/job-1":
                boolean done = charged > 0 && ++looks > 2;
                return answer.put("photos", photos.size())
                        .put("status", done ? "done" : charged > 0 ? "processing" : "pending");
            case "GET /jobs/job-1/results":
                ArrayNode results = answer.putArray("results");
                photos.keySet().forEach(name -> results.addObject().put("file", name.replaceAll("\\.[^.]*$", ".jpg"))
                        .put("get", url() + "/store/out/" + name));
                return answer;
            default:
                return 404;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
