package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.TicketException.TicketFault.Code;
import studio.darkroom.ticket.TicketLayers.TicketLayer;

/**
 * Reads a ticket file, YAML or JSON.
 *
 * <p>A ticket comes from an inbox, so nothing in it is trusted: at most {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH}
 * levels, {@value #MAX_VALUES} values and {@value #MAX_ALIASES} aliases; no duplicate keys, tags or merge keys; one
 * document. Values mean the same in both languages: only {@code true} and {@code false} are truth values
 * ({@code yes}, {@code no}, {@code on} and dates stay text), and only what JSON calls a number is one ({@code 007}
 * stays text).
 */
public final class TicketReader {

    /** The largest ticket that is read. */
    public static final int MAX_BYTES = 64 * 1024;
    static final int MAX_DEPTH = 20;
    static final int MAX_VALUES = 10_000;
    static final int MAX_ALIASES = 10;
    static final int MAX_NUMBER_LENGTH = 20;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_NUMBER_LENGTH).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TicketReader() {
    }

    /**
     * @param bytes  UTF-8, with or without a byte order mark
     * @param source the file as its author knows it; a name that ends in {@code .json} must contain JSON, any other YAML,
     *               or JSON if it begins with a brace
     * @return the content with its lines, not checked against any schema
     * @throws TicketException if the file is not a ticket; throws nothing else
     */
    public static TicketLayer read(byte[] bytes, String source) {
        requireSizeLimit(bytes.length, source);
        try {
            return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), source);
        } catch (CharacterCodingException e) {
            throw new TicketException(Code.NOT_UTF8, source, 0, "the file is not UTF-8 text; save it as UTF-8");
        }
    }

    /** The same for text that is already decoded. */
    public static TicketLayer read(String text, String source) {
        requireSizeLimit(text.length(), source);
        requireSizeLimit(text.getBytes(StandardCharsets.UTF_8).length, source);
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (content.isBlank()) {
            throw new TicketException(Code.EMPTY, source, 0, "the ticket is empty; write at least one key or remove the file");
        }
        boolean jsonRequired = source.toLowerCase(Locale.ROOT).endsWith(".json");
        JsonNode root = jsonRequired || content.stripLeading().startsWith("{") ? parseJson(content, source, jsonRequired) : null;
        Map<JsonPointer, Integer> lines;
        if (root == null) {
            YamlParser parser = new YamlParser(content, source);
            root = parser.parse();
            lines = parser.lines();
        } else {
            lines = findJsonLines(content);
        }
        if (!(root instanceof ObjectNode ticket)) {
            throw new TicketException(Code.NOT_A_MAPPING, source, 1, "a ticket consists of lines such as \"priority: rush\", found "
                    + Redactor.describeValue(root) + "; write keys or remove the file");
        }
        requireValueLimit(countValues(ticket), source, 0);
        requirePrintable(ticket, source);
        return new TicketLayer(source, ticket, lines);
    }

    /** Null if it is not JSON and may be something else. */
    private static JsonNode parseJson(String content, String source, boolean required) {
        try (JsonParser parser = JSON.createParser(content)) {
            try {
                return JSON.readTree(parser);
            } catch (StreamConstraintsException e) {
                throw new TicketException(Code.TOO_DEEP, source, parser.currentLocation().getLineNr(), "more than " + MAX_DEPTH
                        + " nested levels, or a number of more than " + MAX_NUMBER_LENGTH
                        + " digits; remove levels, or put the number in quotes");
            } catch (JsonProcessingException e) {
                if (!required) {
                    return null;
                }
                String problem = e.getOriginalMessage().lines().findFirst().orElse("");
                throw new TicketException(problem.startsWith("Duplicate field") ? Code.DUPLICATE_KEY : Code.INVALID_JSON, source,
                        parser.currentLocation().getLineNr(), "invalid JSON: " + Redactor.shortenExplanation(problem) + "; correct it");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<JsonPointer, Integer> findJsonLines(String content) {
        Map<JsonPointer, Integer> lines = new HashMap<>();
        try (JsonParser parser = JSON.createParser(content)) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(parser.getParsingContext().pathAsPointer(), parser.currentTokenLocation().getLineNr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** @param text a number as JSON writes it */
    static JsonNode parseNumber(String text, String source, int line) {
        JsonNode number = null;
        if (text.length() <= MAX_NUMBER_LENGTH) {
            try {
                number = JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new TicketException(Code.NUMBER_OUT_OF_RANGE, source, line, Redactor.quote(text) + " is not a number; put it in quotes");
            }
        }
        if (number == null || !isFinite(number)) {
            throw new TicketException(Code.NUMBER_OUT_OF_RANGE, source, line, "the number " + Redactor.shorten(text)
                    + " is out of range; put it in quotes if it is a name");
        }
        return number;
    }

    /** The number of values in a tree, itself included. */
    static int countValues(JsonNode node) {
        int count = 1;
        for (JsonNode child : node) {
            count += countValues(child);
        }
        return count;
    }

    static void requireValueLimit(int values, String source, int line) {
        if (values > MAX_VALUES) {
            throw new TicketException(Code.TOO_MANY_VALUES, source, line, "the ticket has more than " + MAX_VALUES
                    + " values; shorten it");
        }
    }

    private static void requireSizeLimit(int length, String source) {
        if (length > MAX_BYTES) {
            throw new TicketException(Code.TOO_LARGE, source, 0, "the ticket is larger than " + MAX_BYTES / 1024
                    + " KB; shorten it, or rename it if it is not a ticket");
        }
    }

    private static boolean isFinite(JsonNode number) {
        return !number.isDouble() || Double.isFinite(number.doubleValue());
    }

    /** Databases and vendors refuse such characters later, in the middle of a shoot. */
    private static void requirePrintable(JsonNode node, String source) {
        if (node.isTextual()) {
            requirePrintable(node.textValue(), "a text", source);
        } else if (!isFinite(node)) {
            throw new TicketException(Code.NUMBER_OUT_OF_RANGE, source, 0, "a number is out of range; put it in quotes if it is a name");
        }
        node.fieldNames().forEachRemaining(name -> requirePrintable(name, "a key", source));
        node.forEach(child -> requirePrintable(child, source));
    }

    private static void requirePrintable(String text, String what, String source) {
        boolean hasUnprintable = text.codePoints().anyMatch(codePoint -> codePoint >= 0xD800 && codePoint <= 0xDFFF
                || Character.isISOControl(codePoint) && "\n\r\t".indexOf(codePoint) < 0);
        if (hasUnprintable) {
            throw new TicketException(Code.UNPRINTABLE, source, 0, what + " contains an unprintable character: "
                    + Redactor.quote(text) + "; remove it");
        }
    }
}
