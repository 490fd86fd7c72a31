package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonPointer;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.TicketException.TicketFault;

/**
 * Converts one YAML document to a JSON tree and records the line of each key and list entry.
 *
 * <p>SnakeYAML composes the nodes; it creates no object of any other class. Jackson's YAML parser is not used here
 * because it passes aliases on as text, ignores the tag of a first key and the documents after the first, and reads
 * {@code 1_000} and {@code 0x1F} as numbers.
 */
final class YamlParser {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private final String source;
    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    private int valueCount;

    YamlParser(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** @throws TicketException if the text is not one document within the limits; throws nothing else */
    JsonNode parse() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(TicketReader.MAX_BYTES);
        options.setNestingDepthLimit(TicketReader.MAX_DEPTH + 1);
        options.setMaxAliasesForCollections(TicketReader.MAX_ALIASES);
        try {
            Node root = new Composer(new CheckedEvents(options), new TextResolver(), options).getSingleNode();
            if (root == null) {
                throw createException(TicketFault.Code.EMPTY, null,
                        "the ticket contains only comments; write at least one key or remove the file");
            }
            return convert(root, JsonPointer.empty(), 1);
        } catch (MarkedYAMLException e) {
            String problem = e.getProblem() == null ? "unreadable" : Redactor.shortenExplanation(e.getProblem());
            throw createException(TicketFault.Code.INVALID_YAML, e.getProblemMark(), "invalid YAML: " + problem + "; " + suggestFix(problem));
        } catch (ReaderException e) {
            int position = Math.min(Math.max(0, e.getPosition()), text.length());
            int line = 1 + (int) text.substring(0, position).chars().filter(letter -> letter == '\n').count();
            throw new TicketException(TicketFault.Code.UNPRINTABLE, source, line, "the line contains an unprintable character; remove it");
        } catch (YAMLException e) {
            throw createException(TicketFault.Code.INVALID_YAML, null,
                    "invalid YAML: " + Redactor.shortenExplanation(String.valueOf(e.getMessage())) + "; correct it");
        }
    }

    /** Filled by {@link #parse()}. */
    Map<JsonPointer, Integer> lines() {
        return lines;
    }

    private JsonNode convert(Node node, JsonPointer path, int depth) {
        TicketReader.requireValueLimit(++valueCount, source, getLine(node.getStartMark()));
        if (node instanceof ScalarNode scalar) {
            return convertScalar(scalar);
        }
        if (node.isTwoStepsConstruction()) {
            throw createException(TicketFault.Code.RECURSIVE_ALIAS, node.getStartMark(),
                    "an alias refers to the value that contains it; write the value out");
        }
        requireDepth(depth, node.getStartMark());
        return node instanceof SequenceNode list ? convertList(list, path, depth) : convertMapping((MappingNode) node, path, depth);
    }

    private ArrayNode convertList(SequenceNode node, JsonPointer path, int depth) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Node entry : node.getValue()) {
            JsonPointer entryPath = path.appendIndex(list.size());
            lines.put(entryPath, getLine(entry.getStartMark()));
            list.add(convert(entry, entryPath, depth + 1));
        }
        return list;
    }

    private ObjectNode convertMapping(MappingNode node, JsonPointer path, int depth) {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : node.getValue()) {
            Mark place = entry.getKeyNode().getStartMark();
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw createException(TicketFault.Code.BAD_KEY, place, "a key must be a word; write it as \"key: value\"");
            }
            String name = key.getValue();
            JsonPointer entryPath = path.appendProperty(name);
            if (key.isPlain() && name.equals("<<")) {
                throw createException(TicketFault.Code.MERGE_KEY, place, "merge keys (<<) are not supported; write the values out");
            }
            if (mapping.has(name)) {
                throw createException(TicketFault.Code.DUPLICATE_KEY, place, "duplicate key " + Redactor.quote(name)
                        + ", first used in line " + lines.get(entryPath) + "; remove one of them");
            }
            lines.put(entryPath, getLine(place));
            mapping.set(name, convert(entry.getValueNode(), entryPath, depth + 1));
        }
        return mapping;
    }

    private JsonNode convertScalar(ScalarNode node) {
        String value = node.getValue();
        if (!node.isPlain()) {
            return TextNode.valueOf(value);
        }
        return switch (value) {
            case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            default -> NUMBER.matcher(value).matches()
                    ? TicketReader.parseNumber(value, source, getLine(node.getStartMark())) : TextNode.valueOf(value);
        };
    }

    private static String suggestFix(String problem) {
        if (problem.contains("TAB")) {
            return "indent with spaces instead of tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "put text that contains a colon in quotes, or correct the indentation";
        }
        return "check indentation, quotes and brackets in this line and the line before";
    }

    private void requireDepth(int depth, Mark place) {
        if (depth > TicketReader.MAX_DEPTH) {
            throw createException(TicketFault.Code.TOO_DEEP, place,
                    "more than " + TicketReader.MAX_DEPTH + " nested levels; a ticket needs three");
        }
    }

    private TicketException createException(TicketFault.Code code, Mark place, String sentence) {
        return new TicketException(code, source, getLine(place), sentence);
    }

    private static int getLine(Mark place) {
        return place == null ? 0 : place.getLine() + 1;
    }

    /** Leaves the type of plain scalars to {@link #convertScalar}. */
    private static final class TextResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // no rules: every untagged scalar is text
        }
    }

    /** Refuses what a ticket may not contain before nodes are composed from it. */
    private final class CheckedEvents extends ParserImpl {

        private int depth;
        private int aliasCount;
        private int documentCount;

        CheckedEvents(LoaderOptions options) {
            super(new StreamReader(text), options);
        }

        @Override
        public Event getEvent() {
            Event event = super.getEvent();
            if (event instanceof ScalarEvent scalar) {
                requireNoTag(scalar.getTag(), event);
            } else if (event instanceof CollectionStartEvent start) {
                requireDepth(++depth, event.getStartMark());
                requireNoTag(start.getTag(), event);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent && ++aliasCount > TicketReader.MAX_ALIASES) {
                throw createException(TicketFault.Code.TOO_MANY_ALIASES, event.getStartMark(),
                        "more than " + TicketReader.MAX_ALIASES + " aliases (*name); write the values out");
            } else if (event instanceof DocumentStartEvent && ++documentCount > 1) {
                throw createException(TicketFault.Code.SEVERAL_DOCUMENTS, event.getStartMark(),
                        "a second document begins here; keep one document and remove the line \"---\"");
            }
            return event;
        }

        private void requireNoTag(String tag, Event event) {
            if (tag != null) {
                throw createException(TicketFault.Code.TAG, event.getStartMark(),
                        "tags such as " + Redactor.quote(tag) + " are not supported; write the plain value");
            }
        }
    }
}
