package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads a ticket file, YAML or JSON, whoever wrote it and whatever is in it.
 *
 * <p>A ticket comes from an inbox, so nothing in it is trusted: at most {@value #MOST_BYTES} bytes, {@value #DEEPEST}
 * levels, {@value #MOST_VALUES} values and {@value #MOST_ALIASES} aliases; no key twice, no tags, no merge keys, one
 * document. What is read has the same meaning in both languages: only {@code true} and {@code false} are truth values
 * ({@code yes}, {@code no}, {@code on} and dates stay text), only what is a number in JSON is a number ({@code 007}
 * stays text).
 */
public final class TicketReader {

    /** A longer ticket is refused. */
    public static final int MOST_BYTES = 64 * 1024;
    static final int DEEPEST = 20;
    static final int MOST_VALUES = 10_000;
    static final int MOST_ALIASES = 10;
    static final int LONGEST_NUMBER = 20;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST).maxNumberLength(LONGEST_NUMBER).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TicketReader() {
    }

    /**
     * @param bytes      the file's content, UTF-8, with or without a byte order mark
     * @param sourceName as in {@link #read(String, String)}
     * @return as in {@link #read(String, String)}
     * @throws TicketFault if it cannot be read; nothing else is thrown
     */
    public static ObjectNode read(byte[] bytes, String sourceName) {
        tooLong(bytes.length, sourceName);
        try {
            return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), sourceName);
        } catch (CharacterCodingException e) {
            throw new TicketFault(sourceName, 0, "this is not UTF-8 text; save it as UTF-8");
        }
    }

    /**
     * @param text       the file's content
     * @param sourceName the file as its writer knows it, for sentences; a name that ends in {@code .json} must hold JSON,
     *                   any other holds YAML, or JSON if it begins with a brace
     * @return the ticket as it was written, not checked against any schema
     * @throws TicketFault if it cannot be read; nothing else is thrown
     */
    public static ObjectNode read(String text, String sourceName) {
        tooLong(text.length(), sourceName);
        tooLong(text.getBytes(StandardCharsets.UTF_8).length, sourceName);
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (content.isBlank()) {
            throw new TicketFault(sourceName, 0, "the ticket is empty; write at least one key, or remove the file");
        }
        boolean json = sourceName.toLowerCase(Locale.ROOT).endsWith(".json");
        JsonNode read = json || content.stripLeading().startsWith("{") ? json(content, sourceName, json) : null;
        if (read == null) {
            read = new YamlTree(content, sourceName).root();
        }
        if (!(read instanceof ObjectNode ticket)) {
            throw new TicketFault(sourceName, 1, "a ticket is made of keys such as \"vendor: imagen\", this is "
                    + Shown.value(read) + "; write keys, or remove the file");
        }
        tooMany(weight(ticket), sourceName, 0);
        unprintable(ticket, sourceName);
        return ticket;
    }

    /** Null if it is no JSON and may be something else. */
    private static JsonNode json(String content, String source, boolean mustBe) {
        try (JsonParser parser = JSON.createParser(content)) {
            try {
                return JSON.readTree(parser);
            } catch (StreamConstraintsException e) {
                throw new TicketFault(source, parser.currentLocation().getLineNr(), "more than " + DEEPEST
                        + " levels within each other, or a number of more than " + LONGEST_NUMBER
                        + " digits; write it shorter, a long number in quotes");
            } catch (JsonProcessingException e) {
                if (!mustBe) {
                    return null;
                }
                String problem = e.getOriginalMessage().lines().findFirst().orElse("");
                throw new TicketFault(source, parser.currentLocation().getLineNr(), "this is not a JSON ticket: "
                        + Shown.clipped(problem) + "; correct it here");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    /** The number as JSON has it. */
    static JsonNode number(String text, String source, int line) {
        JsonNode number = null;
        if (text.length() <= LONGEST_NUMBER) {
            try {
                number = JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new TicketFault(source, line, Shown.quoted(text) + " is not a number; put it in quotes");
            }
        }
        if (number == null || !finite(number)) {
            throw new TicketFault(source, line, "the number " + Shown.plain(text)
                    + " is out of all bounds; put it in quotes if it is a name");
        }
        return number;
    }

    /** How many values a tree has, itself included. */
    static int weight(JsonNode node) {
        int weight = 1;
        for (JsonNode child : node) {
            weight += weight(child);
        }
        return weight;
    }

    static void tooMany(int values, String source, int line) {
        if (values > MOST_VALUES) {
            throw new TicketFault(source, line, "the ticket has more than " + MOST_VALUES
                    + " values; a ticket needs a handful, shorten it");
        }
    }

    private static void tooLong(int length, String source) {
        if (length > MOST_BYTES) {
            throw new TicketFault(source, 0, "the ticket is larger than " + MOST_BYTES / 1024
                    + " KB; shorten it, or remove it if it is no ticket");
        }
    }

    private static boolean finite(JsonNode number) {
        return !number.isDouble() || Double.isFinite(number.doubleValue());
    }

    /** Databases and vendors refuse such characters at the worst moment, so they are refused here. */
    private static void unprintable(JsonNode node, String source) {
        if (node.isTextual()) {
            unprintable(node.textValue(), "a text", source);
        } else if (!finite(node)) {
            throw new TicketFault(source, 0, "a number is out of all bounds; put it in quotes if it is a name");
        }
        node.fieldNames().forEachRemaining(name -> unprintable(name, "a key", source));
        node.forEach(child -> unprintable(child, source));
    }

    private static void unprintable(String text, String what, String source) {
        boolean odd = text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF
                || Character.isISOControl(point) && "\n\r\t".indexOf(point) < 0);
        if (odd) {
            throw new TicketFault(source, 0, what + " holds a character that cannot be printed: "
                    + Shown.quoted(text) + "; take it out");
        }
    }
}
