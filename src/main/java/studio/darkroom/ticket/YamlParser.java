package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import studio.darkroom.text.Quotes;

/**
 * One YAML document as a JSON tree. Built from the parser's events, so that no object of any class is ever made from a
 * ticket and every limit is met before memory is used, not after.
 */
final class YamlParser {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private final String source;
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private Parser parser;
    private int valueCount;
    private int aliasCount;

    YamlParser(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** @throws TicketException and nothing else */
    JsonNode parse() {
        try {
            parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
            parser.getEvent();
            if (parser.getEvent() instanceof StreamEndEvent) {
                throw new TicketException(source, 0,
                        "the ticket holds nothing but comments; write at least one key, or remove the file");
            }
            JsonNode root = parseNode(parser.getEvent(), 1);
            parser.getEvent();
            Event next = parser.getEvent();
            if (next instanceof DocumentStartEvent) {
                throw createException(next, "a second document begins here; keep one, without \"---\" between");
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            String problem = e.getProblem() == null ? "it cannot be read" : Quotes.shortenExplanation(e.getProblem());
            throw new TicketException(source, line, "this is not YAML: " + problem + "; " + suggestFix(problem));
        } catch (ReaderException e) {
            int position = Math.min(Math.max(0, e.getPosition()), text.length());
            int line = 1 + (int) text.substring(0, position).chars().filter(letter -> letter == '\n').count();
            throw new TicketException(source, line, "a character that cannot be printed stands here; take it out");
        } catch (YAMLException e) {
            throw new TicketException(source, 0, "this is not YAML: " + Quotes.shortenExplanation(String.valueOf(e.getMessage()))
                    + "; correct it");
        }
    }

    private JsonNode parseNode(Event event, int depth) {
        TicketReader.requireValueLimit(++valueCount, source, getLine(event));
        if (event instanceof AliasEvent alias) {
            return resolveAlias(alias, depth);
        }
        if (depth > TicketReader.MAX_DEPTH && !(event instanceof ScalarEvent)) {
            throw createDepthException(event);
        }
        JsonNode node;
        if (event instanceof ScalarEvent scalar) {
            requireNoTag(scalar.getTag(), scalar);
            node = parseScalar(scalar);
        } else if (event instanceof SequenceStartEvent list) {
            requireNoTag(list.getTag(), list);
            node = parseList(depth);
        } else {
            requireNoTag(((MappingStartEvent) event).getTag(), event);
            node = parseMapping(depth);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private ArrayNode parseList(int depth) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Event event = parser.getEvent(); !(event instanceof SequenceEndEvent); event = parser.getEvent()) {
            list.add(parseNode(event, depth + 1));
        }
        return list;
    }

    private ObjectNode parseMapping(int depth) {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> lines = new HashMap<>();
        for (Event event = parser.getEvent(); !(event instanceof MappingEndEvent); event = parser.getEvent()) {
            if (!(event instanceof ScalarEvent key)) {
                throw createException(event, "a key must be a word; write it as \"key: value\"");
            }
            requireNoTag(key.getTag(), key);
            String name = key.getValue();
            if (name.equals("<<") && key.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
                throw createException(key, "merge keys (<<) are not taken; write the values out");
            }
            Integer firstLine = lines.putIfAbsent(name, getLine(key));
            if (firstLine != null) {
                throw createException(key, "the key " + Quotes.quote(name) + " stands twice, first in line " + firstLine
                        + "; keep one of them");
            }
            mapping.set(name, parseNode(parser.getEvent(), depth + 1));
        }
        return mapping;
    }

    private JsonNode resolveAlias(AliasEvent alias, int depth) {
        if (++aliasCount > TicketReader.MAX_ALIASES) {
            throw createException(alias, "more than " + TicketReader.MAX_ALIASES + " aliases (*name) in a ticket;"
                    + " write the values out");
        }
        JsonNode node = anchors.get(alias.getAnchor());
        if (node == null) {
            throw createException(alias, "the alias " + Quotes.quote(alias.getAnchor())
                    + " stands for nothing that is finished before it; write the value out");
        }
        valueCount += TicketReader.countValues(node);
        TicketReader.requireValueLimit(valueCount, source, getLine(alias));
        if (depth - 1 + measureDepth(node) > TicketReader.MAX_DEPTH) {
            throw createDepthException(alias);
        }
        return node.deepCopy();
    }

    private JsonNode parseScalar(ScalarEvent event) {
        String value = event.getValue();
        if (event.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return TextNode.valueOf(value);
        }
        return switch (value) {
            case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            default -> NUMBER.matcher(value).matches()
                    ? TicketReader.parseNumber(value, source, getLine(event)) : TextNode.valueOf(value);
        };
    }

    private void requireNoTag(String tag, Event event) {
        if (tag != null) {
            throw createException(event, "the tag " + Quotes.quote(tag) + " is not taken; write the plain value");
        }
    }

    /** Levels of lists and keys; 0 for a plain value. */
    private static int measureDepth(JsonNode node) {
        int maxDepth = 0;
        for (JsonNode child : node) {
            maxDepth = Math.max(maxDepth, measureDepth(child));
        }
        return node.isContainerNode() ? maxDepth + 1 : 0;
    }

    private static String suggestFix(String problem) {
        if (problem.contains("TAB")) {
            return "indent with blanks instead of tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "put a text that holds a colon in quotes, or correct the indentation";
        }
        return "look at the indentation, quotes and brackets here and in the line before";
    }

    private TicketException createDepthException(Event event) {
        return createException(event, "more than " + TicketReader.MAX_DEPTH + " levels within each other; a ticket needs three");
    }

    private TicketException createException(Event event, String sentence) {
        return new TicketException(source, getLine(event), sentence);
    }

    private static int getLine(Event event) {
        return event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
    }
}
