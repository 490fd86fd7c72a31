package studio.darkroom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The vendors in {@code darkroom.vendors.folder}: a route file and a ticket schema each. */
final class OwnVendors {

    private final Path folder;

    /** @param folder need not be there */
    OwnVendors(Path folder) {
        this.folder = folder;
    }

    /** In the order of their names; none when the folder cannot be listed. */
    List<OwnVendor> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(OwnVendor.ENDING)).sorted()
                    .map(OwnVendor::new).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Their names, as far as they can be names of vendors. */
    List<String> names() {
        return all().stream().map(OwnVendor::name).filter(name -> SettingSources.NAME.matcher(name).matches()).toList();
    }

    /** What stands in the way of working with them, one sentence each. */
    List<String> faults() {
        return all().stream().flatMap(vendor -> vendor.faults().stream()).toList();
    }
}
