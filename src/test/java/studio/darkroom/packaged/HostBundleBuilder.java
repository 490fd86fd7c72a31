package studio.darkroom.packaged;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleActivator;

/** Builds a bundle of another application for Karaf: an activator and its libraries. */
final class HostBundleBuilder {

    private final Path jar;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Class<? extends BundleActivator> activator;

    HostBundleBuilder(Path folder, String name, Class<? extends BundleActivator> activator) {
        this.jar = folder.resolve(name + ".jar");
        this.activator = activator;
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Name", name);
        headers.put("Bundle-Version", "1.0.0");
        headers.put("Bundle-Activator", activator.getName());
        headers.put("DynamicImport-Package", "*");
    }

    HostBundleBuilder addHeader(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Writes the bundle with these libraries. */
    Path writeBundle(Collection<Path> libraries) throws IOException {
        addHeader("Bundle-ClassPath", Stream.concat(Stream.of("."), libraries.stream().map(HostBundleBuilder::name))
                .collect(Collectors.joining(",")));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Class<?> one : Stream.concat(Stream.of(activator), List.of(activator.getClasses()).stream()).toList()) {
                String path = one.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(path));
                entries.write(one.getResourceAsStream("/" + path).readAllBytes());
            }
            for (Path library : libraries) {
                entries.putNextEntry(new JarEntry(name(library)));
                entries.write(Files.readAllBytes(library));
            }
        }
        return jar;
    }

    private static String name(Path library) {
        return library.getFileName().toString();
    }
}
