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

/** The fictitious vendor of {@code routes/vendors/README.md} on a real port, and the vendor files on that page. */
public final class ExampleVendorServer implements AutoCloseable {

    public static final String KEY = "atelier-key-4711";

    private static final Path README = Path.of("routes/vendors/README.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One received call. */
    public record ReceivedCall(String line, Map<String, String> headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final HttpServer server;
    private final List<ReceivedCall> calls = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> photos = new TreeMap<>();
    private final Set<String> lostAnswers = new TreeSet<>();
    private String jobName;
    private int chargedEdits;
    private int polls;
    private boolean mergesBrackets;

    public ExampleVendorServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    /** Writes the two vendor files of the page into a folder, and returns the folder. */
    public static Path writeFiles(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("atelier.camel.yaml"), readCodeBlock("yaml"));
            Files.writeString(folder.resolve("atelier.ticket.json"), readCodeBlock("json"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only code block of this language on the page. */
    public static String readCodeBlock(String language) {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(TestDarkroom.readText(README));
        if (!block.find()) {
            throw new AssertionError(README + " has no code block of " + language);
        }
        return block.group(1);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<ReceivedCall> calls() {
        return calls;
    }

    /** The calls with this method whose path contains this text. */
    public List<ReceivedCall> calls(String method, String path) {
        return calls.stream().filter(call -> call.line().startsWith(method + " ") && call.line().contains(path)).toList();
    }

    /** Number of charged edits. */
    public int chargedEdits() {
        return chargedEdits;
    }

    /** From now on, merges all photos of a job into one picture. */
    public void mergeBrackets() {
        mergesBrackets = true;
    }

    /** Performs the next call with this request line, and drops its response. */
    public void loseNextAnswer(String line) {
        lostAnswers.add(line);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            ReceivedCall call = new ReceivedCall(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), headers,
                    exchange.getRequestBody().readAllBytes());
            calls.add(call);
            boolean store = call.line().contains(" /store/");
            byte[] body = new byte[0];
            int status = store || ("Bearer " + KEY).equals(headers.get("Authorization")) ? 200 : 401;
            if (status == 200) {
                Object answer = answer(call);
                status = answer instanceof Integer code ? code : 200;
                body = answer instanceof byte[] bytes ? bytes
                        : answer instanceof JsonNode json ? JSON.writeValueAsBytes(json) : body;
            }
            if (lostAnswers.remove(call.line().replaceAll("/job-1", "/{id}"))) {
                return;
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Object answer(ReceivedCall call) throws IOException {
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
            return jobName != null && line.endsWith("/" + jobName) ? answer.put("id", "job-1") : 404;
        }
        switch (line) {
            case "GET /account":
                return answer;
            case "POST /jobs":
                jobName = JSON.readTree(call.body()).path("name").asText();
                return answer.put("id", "job-1");
            case "POST /jobs/job-1/photos":
                ArrayNode links = answer.putArray("photos");
                JSON.readTree(call.body()).path("photos").forEach(photo -> links.addObject()
                        .put("name", photo.path("name").asText())
                        .put("put", url() + "/store/in/" + photo.path("name").asText()));
                return answer;
            case "POST /jobs/job-1/edit":
                return chargedEdits++ == 0 ? 202 : 409;
            case "GET /jobs/job-1":
                boolean done = chargedEdits > 0 && ++polls > 2;
                return answer.put("photos", photos.size())
                        .put("status", done ? "done" : chargedEdits > 0 ? "processing" : "pending");
            case "GET /jobs/job-1/results":
                ArrayNode results = answer.putArray("results");
                photos.keySet().stream().limit(mergesBrackets ? 1 : photos.size()).forEach(name -> results.addObject().put("file", name.replaceAll("\\.[^.]*$", ".jpg"))
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
