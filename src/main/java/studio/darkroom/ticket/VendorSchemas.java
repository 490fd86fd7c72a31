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

/**
 * Finds the schema of a vendor's {@code edit}: {@code <vendor>.ticket.json} in the folders given, then among those that
 * are shipped. Each is read once. A vendor that has a route file but no schema takes any option.
 */
public final class VendorSchemas implements Function<String, Optional<JsonNode>> {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MOST_BYTES = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Path> folders;
    private final Map<String, JsonNode> read = new ConcurrentHashMap<>();

    /** @param folders of vendors' route files, the first wins over the next; none needs to exist */
    public VendorSchemas(Path... folders) {
        this.folders = List.of(folders);
    }

    /**
     * @param vendor as a ticket has it, not trusted: anything but small letters, digits and hyphens is no vendor
     * @return the schema, or nothing if there is no such vendor
     * @throws TicketFault if there is a file that cannot be read
     */
    @Override
    public Optional<JsonNode> apply(String vendor) {
        if (!NAME.matcher(vendor).matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(read.computeIfAbsent(vendor, this::find));
    }

    /** @throws TicketFault if the vendor's schema cannot be used */
    public void usable(String vendor) {
        apply(vendor).ifPresent(schema -> new SealedSchema("ticket schema of vendor " + Shown.quoted(vendor), schema));
    }

    private JsonNode find(String vendor) {
        String schema = vendor + ".ticket.json";
        String route = vendor + ".camel.yaml";
        for (Path folder : folders) {
            Path file = folder.resolve(schema);
            if (Files.isRegularFile(file)) {
                return schema(file.toString(), () -> Files.newInputStream(file));
            }
            if (Files.isRegularFile(folder.resolve(route))) {
                return JsonNodeFactory.instance.objectNode();
            }
        }
        ClassLoader shipped = VendorSchemas.class.getClassLoader();
        if (shipped.getResource("routes/vendors/" + schema) == null) {
            return shipped.getResource("routes/vendors/" + route) == null ? null : JsonNodeFactory.instance.objectNode();
        }
        return schema(schema, () -> shipped.getResourceAsStream("routes/vendors/" + schema));
    }

    private static JsonNode schema(String name, Opened file) {
        try (InputStream bytes = file.open()) {
            byte[] content = bytes.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new TicketFault(name, 0, "the schema is larger than " + MOST_BYTES / 1024 + " KB; shorten it");
            }
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            throw new TicketFault(name, line, "the schema is not JSON; correct it here");
        } catch (IOException e) {
            throw new TicketFault(name, 0, "the schema cannot be read (" + Shown.clipped(String.valueOf(e.getMessage()))
                    + "); look at its permissions");
        }
    }

    private interface Opened {
        InputStream open() throws IOException;
    }
}
