package studio.darkroom.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import studio.darkroom.config.SettingKeys;
import studio.darkroom.config.Settings;
import studio.darkroom.config.SettingsException;

/** The vendors in {@code darkroom.vendors.folder}: a route file and a ticket schema each. */
public final class CustomVendors {

    private final Path folder;

    /** @param folder need not be there */
    public CustomVendors(Path folder) {
        this.folder = folder;
    }

    /** In the order of their names; none when the folder cannot be listed. */
    List<CustomVendor> listVendors() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(CustomVendor.FILE_SUFFIX)).sorted()
                    .map(CustomVendor::new).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Their names, as far as they can be names of vendors. */
    public List<String> listNames() {
        return listVendors().stream().map(CustomVendor::name).filter(name -> SettingKeys.NAME_PATTERN.matcher(name).matches()).toList();
    }

    /** What is wrong with them, one sentence each. */
    public List<String> findFaults() {
        return listVendors().stream().flatMap(vendor -> vendor.findFaults().stream()).toList();
    }

    /** @throws SettingsException with every fault of every vendor in {@code darkroom.vendors.folder} */
    public static void requireUsable(Settings settings) {
        List<String> faults = settings.vendorsFolder().map(CustomVendors::new).map(CustomVendors::findFaults).orElse(List.of());
        if (!faults.isEmpty()) {
            throw invalidVendors(faults);
        }
    }

    static SettingsException invalidVendors(List<String> sentences) {
        return new SettingsException(sentences.stream().map(sentence -> new SettingsException.Fault("darkroom.vendors.folder",
                SettingsException.Code.INVALID_VENDOR_FILE, sentence)).toList());
    }
}
