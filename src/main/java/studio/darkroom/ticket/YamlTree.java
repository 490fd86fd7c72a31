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

/**
 * One YAML document as a JSON tree. Built from the parser's events, so that no object of any class is ever made from a
 * ticket and every limit is met before memory is used, not after.
 */
final class YamlTree {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private final String source;
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private Parser events;
    private int values;
    private int aliases;

    YamlTree(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** @throws TicketFault and nothing else */
    JsonNode root() {
        try {
            events = new ParserImpl(new StreamReader(text), new LoaderOptions());
            events.getEvent();
            if (events.getEvent() instanceof StreamEndEvent) {
                throw new TicketFault(source, 0,
                        "the ticket holds nothing but comments; write at least one key, or remove the file");
            }
            JsonNode root = node(events.getEvent(), 1);
            events.getEvent();
            Event next = events.getEvent();
            if (next instanceof DocumentStartEvent) {
                throw fault(next, "a second document begins here; keep one, without \"---\" between");
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            String problem = e.getProblem() == null ? "it cannot be read" : Shown.clipped(e.getProblem());
            throw new TicketFault(source, line, "this is not YAML: " + problem + "; " + fix(problem));
        } catch (ReaderException e) {
            int position = Math.min(Math.max(0, e.getPosition()), text.length());
            int line = 1 + (int) text.substring(0, position).chars().filter(letter -> letter == '\n').count();
            throw new TicketFault(source, line, "a character that cannot be printed stands here; take it out");
        } catch (YAMLException e) {
            throw new TicketFault(source, 0, "this is not YAML: " + Shown.clipped(String.valueOf(e.getMessage()))
                    + "; correct it");
        }
    }

    private JsonNode node(Event event, int depth) {
        TicketReader.tooMany(++values, source, line(event));
        if (event instanceof AliasEvent alias) {
            return alias(alias, depth);
        }
        if (depth > TicketReader.DEEPEST && !(event instanceof ScalarEvent)) {
            throw tooDeep(event);
        }
        JsonNode node;
        if (event instanceof ScalarEvent scalar) {
            untagged(scalar.getTag(), scalar);
            node = scalar(scalar);
        } else if (event instanceof SequenceStartEvent list) {
            untagged(list.getTag(), list);
            node = list(depth);
        } else {
            untagged(((MappingStartEvent) event).getTag(), event);
            node = keys(depth);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private ArrayNode list(int depth) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Event event = events.getEvent(); !(event instanceof SequenceEndEvent); event = events.getEvent()) {
            list.add(node(event, depth + 1));
        }
        return list;
    }

    private ObjectNode keys(int depth) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> lines = new HashMap<>();
        for (Event event = events.getEvent(); !(event instanceof MappingEndEvent); event = events.getEvent()) {
            if (!(event instanceof ScalarEvent key)) {
                throw fault(event, "a key must be a word; write it as \"key: value\"");
            }
            untagged(key.getTag(), key);
            String name = key.getValue();
            if (name.equals("<<") && key.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
                throw fault(key, "merge keys (<<) are not taken; write the values out");
            }
            Integer before = lines.putIfAbsent(name, line(key));
            if (before != null) {
                throw fault(key, "the key " + Shown.quoted(name) + " stands twice, first in line " + before
                        + "; keep one of them");
            }
            keys.set(name, node(events.getEvent(), depth + 1));
        }
        return keys;
    }

    private JsonNode alias(AliasEvent alias, int depth) {
        if (++aliases > TicketReader.MOST_ALIASES) {
            throw fault(alias, "more than " + TicketReader.MOST_ALIASES + " aliases (*name) in a ticket;"
                    + " write the values out");
        }
        JsonNode node = anchors.get(alias.getAnchor());
        if (node == null) {
            throw fault(alias, "the alias " + Shown.quoted(alias.getAnchor())
                    + " stands for nothing that is finished before it; write the value out");
        }
        values += TicketReader.weight(node);
        TicketReader.tooMany(values, source, line(alias));
        if (depth - 1 + height(node) > TicketReader.DEEPEST) {
            throw tooDeep(alias);
        }
        return node.deepCopy();
    }

    private JsonNode scalar(ScalarEvent event) {
        String value = event.getValue();
        if (event.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return TextNode.valueOf(value);
        }
        return switch (value) {
            case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            default -> NUMBER.matcher(value).matches()
                    ? TicketReader.number(value, source, line(event)) : TextNode.valueOf(value);
        };
    }

    private void untagged(String tag, Event event) {
        if (tag != null) {
            throw fault(event, "the tag " + Shown.quoted(tag) + " is not taken; write the plain value");
        }
    }

    /** Levels of lists and keys; 0 for a plain value. */
    private static int height(JsonNode node) {
        int highest = 0;
        for (JsonNode child : node) {
            highest = Math.max(highest, height(child));
        }
        return node.isContainerNode() ? highest + 1 : 0;
    }

    private static String fix(String problem) {
        if (problem.contains("TAB")) {
            return "indent with blanks instead of tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "put a text that holds a colon in quotes, or correct the indentation";
        }
        return "look at the indentation, quotes and brackets here and in the line before";
    }

    private TicketFault tooDeep(Event event) {
        return fault(event, "more than " + TicketReader.DEEPEST + " levels within each other; a ticket needs three");
    }

    private TicketFault fault(Event event, String sentence) {
        return new TicketFault(source, line(event), sentence);
    }

    private static int line(Event event) {
        return event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
    }
}
