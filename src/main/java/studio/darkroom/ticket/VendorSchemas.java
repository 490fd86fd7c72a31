package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketValidator.OfflineSchema;

/**
 * Finds the schema of a vendor's {@code edit}: {@code <vendor>.ticket.json} in the given folders, then in the jar. Each is
 * read once. A vendor that has a route file but no schema accepts any option.
 */
public final class VendorSchemas implements Function<String, Optional<JsonNode>> {

    private static final Pattern VENDOR_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_BYTES = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Path> folders;
    private final Map<String, JsonNode> cache = new ConcurrentHashMap<>();

    /** @param folders with vendors' route files, the first has precedence; a folder may be missing */
    public VendorSchemas(Path... folders) {
        this.folders = List.of(folders);
    }

    /**
     * @param vendor from a ticket, not trusted: a name consists of small letters, digits and hyphens
     * @return the schema; empty if there is no such vendor
     * @throws TicketException if the file cannot be read
     */
    @Override
    public Optional<JsonNode> apply(String vendor) {
        if (!VENDOR_NAME.matcher(vendor).matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(cache.computeIfAbsent(vendor, this::loadSchema));
    }

    /** @throws TicketException if the vendor's schema cannot be used */
    public void requireUsable(String vendor) {
        apply(vendor).ifPresent(schema -> new OfflineSchema("ticket schema of vendor " + Redactor.quote(vendor), schema));
    }

    private JsonNode loadSchema(String vendor) {
        String schemaName = vendor + ".ticket.json";
        String routeName = vendor + ".camel.yaml";
        for (Path folder : folders) {
            Path file = folder.resolve(schemaName);
            if (Files.isRegularFile(file)) {
                return parseSchema(file.toString(), () -> Files.newInputStream(file));
            }
            if (Files.isRegularFile(folder.resolve(routeName))) {
                return JsonNodeFactory.instance.objectNode();
            }
        }
        ClassLoader classLoader = VendorSchemas.class.getClassLoader();
        if (classLoader.getResource("routes/vendors/" + schemaName) == null) {
            return classLoader.getResource("routes/vendors/" + routeName) == null ? null : JsonNodeFactory.instance.objectNode();
        }
        return parseSchema(schemaName, () -> classLoader.getResourceAsStream("routes/vendors/" + schemaName));
    }

    private static JsonNode parseSchema(String name, StreamOpener file) {
        try (InputStream bytes = file.open()) {
            byte[] content = bytes.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw createException(name, 0, "the schema is larger than " + MAX_BYTES / 1024 + " KB; shorten it");
            }
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            throw createException(name, line, "the schema is not valid JSON; correct it");
        } catch (IOException e) {
            throw createException(name, 0, "cannot read the schema: " + Redactor.shortenExplanation(String.valueOf(e.getMessage()))
                    + "; check its permissions");
        }
    }

    private static TicketException createException(String name, int line, String sentence) {
        return new TicketException(TicketFault.Code.SCHEMA_UNREADABLE, name, line, sentence);
    }

    private interface StreamOpener {
        InputStream open() throws IOException;
    }
}
