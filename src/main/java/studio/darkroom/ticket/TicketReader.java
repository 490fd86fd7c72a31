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
import studio.darkroom.text.Quotes;

/**
 * Reads a ticket file, YAML or JSON, whoever wrote it and whatever is in it.
 *
 * <p>A ticket comes from an inbox, so nothing in it is trusted: at most {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH}
 * levels, {@value #MAX_VALUES} values and {@value #MAX_ALIASES} aliases; no key twice, no tags, no merge keys, one
 * document. What is read has the same meaning in both languages: only {@code true} and {@code false} are truth values
 * ({@code yes}, {@code no}, {@code on} and dates stay text), only what is a number in JSON is a number ({@code 007}
 * stays text).
 */
public final class TicketReader {

    /** A longer ticket is refused. */
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
     * @param bytes      the file's content, UTF-8, with or without a byte order mark
     * @param sourceName as in {@link #read(String, String)}
     * @return as in {@link #read(String, String)}
     * @throws TicketException if it cannot be read; nothing else is thrown
     */
    public static ObjectNode read(byte[] bytes, String sourceName) {
        requireSizeLimit(bytes.length, sourceName);
        try {
            return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), sourceName);
        } catch (CharacterCodingException e) {
            throw new TicketException(sourceName, 0, "this is not UTF-8 text; save it as UTF-8");
        }
    }

    /**
     * @param text       the file's content
     * @param sourceName the file as its writer knows it, for sentences; a name that ends in {@code .json} must hold JSON,
     *                   any other holds YAML, or JSON if it begins with a brace
     * @return the ticket as it was written, not checked against any schema
     * @throws TicketException if it cannot be read; nothing else is thrown
     */
    public static ObjectNode read(String text, String sourceName) {
        requireSizeLimit(text.length(), sourceName);
        requireSizeLimit(text.getBytes(StandardCharsets.UTF_8).length, sourceName);
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (content.isBlank()) {
            throw new TicketException(sourceName, 0, "the ticket is empty; write at least one key, or remove the file");
        }
        boolean isJson = sourceName.toLowerCase(Locale.ROOT).endsWith(".json");
        JsonNode root = isJson || content.stripLeading().startsWith("{") ? parseJson(content, sourceName, isJson) : null;
        if (root == null) {
            root = new YamlParser(content, sourceName).parse();
        }
        if (!(root instanceof ObjectNode ticket)) {
            throw new TicketException(sourceName, 1, "a ticket is made of keys such as \"vendor: imagen\", this is "
                    + Quotes.describeValue(root) + "; write keys, or remove the file");
        }
        requireValueLimit(countValues(ticket), sourceName, 0);
        requirePrintable(ticket, sourceName);
        return ticket;
    }

    /** Null if it is no JSON and may be something else. */
    private static JsonNode parseJson(String content, String source, boolean required) {
        try (JsonParser parser = JSON.createParser(content)) {
            try {
                return JSON.readTree(parser);
            } catch (StreamConstraintsException e) {
                throw new TicketException(source, parser.currentLocation().getLineNr(), "more than " + MAX_DEPTH
                        + " levels within each other, or a number of more than " + MAX_NUMBER_LENGTH
                        + " digits; write it shorter, a long number in quotes");
            } catch (JsonProcessingException e) {
                if (!required) {
                    return null;
                }
                String problem = e.getOriginalMessage().lines().findFirst().orElse("");
                throw new TicketException(source, parser.currentLocation().getLineNr(), "this is not a JSON ticket: "
                        + Quotes.shortenExplanation(problem) + "; correct it here");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    /** The number as JSON has it. */
    static JsonNode parseNumber(String text, String source, int line) {
        JsonNode number = null;
        if (text.length() <= MAX_NUMBER_LENGTH) {
            try {
                number = JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new TicketException(source, line, Quotes.quote(text) + " is not a number; put it in quotes");
            }
        }
        if (number == null || !isFinite(number)) {
            throw new TicketException(source, line, "the number " + Quotes.shorten(text)
                    + " is out of all bounds; put it in quotes if it is a name");
        }
        return number;
    }

    /** How many values a tree has, itself included. */
    static int countValues(JsonNode node) {
        int count = 1;
        for (JsonNode child : node) {
            count += countValues(child);
        }
        return count;
    }

    static void requireValueLimit(int values, String source, int line) {
        if (values > MAX_VALUES) {
            throw new TicketException(source, line, "the ticket has more than " + MAX_VALUES
                    + " values; a ticket needs a handful, shorten it");
        }
    }

    private static void requireSizeLimit(int length, String source) {
        if (length > MAX_BYTES) {
            throw new TicketException(source, 0, "the ticket is larger than " + MAX_BYTES / 1024
                    + " KB; shorten it, or remove it if it is no ticket");
        }
    }

    private static boolean isFinite(JsonNode number) {
        return !number.isDouble() || Double.isFinite(number.doubleValue());
    }

    /** Databases and vendors refuse such characters at the worst moment, so they are refused here. */
    private static void requirePrintable(JsonNode node, String source) {
        if (node.isTextual()) {
            requirePrintable(node.textValue(), "a text", source);
        } else if (!isFinite(node)) {
            throw new TicketException(source, 0, "a number is out of all bounds; put it in quotes if it is a name");
        }
        node.fieldNames().forEachRemaining(name -> requirePrintable(name, "a key", source));
        node.forEach(child -> requirePrintable(child, source));
    }

    private static void requirePrintable(String text, String what, String source) {
        boolean hasUnprintable = text.codePoints().anyMatch(codePoint -> codePoint >= 0xD800 && codePoint <= 0xDFFF
                || Character.isISOControl(codePoint) && "\n\r\t".indexOf(codePoint) < 0);
        if (hasUnprintable) {
            throw new TicketException(source, 0, what + " holds a character that cannot be printed: "
                    + Quotes.quote(text) + "; take it out");
        }
    }
}
