package studio.darkroom.launch;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** The main class of the runner jar: extracts the libraries and runs the main class that the manifest names. */
public final class Launcher {

    /** Manifest attribute with the main class of the program; the system property overrides it. */
    static final String MAIN_ATTRIBUTE = "Darkroom-Main";
    private static final String MAIN_PROPERTY = "studio.darkroom.main";

    private Launcher() {
    }

    public static void main(String[] args) throws Throwable {
        Path jar = locateJar();
        String main = System.getProperty(MAIN_PROPERTY, readMainClass(jar));
        if (main == null) {
            throw new IllegalStateException("The manifest of " + jar + " has no attribute " + MAIN_ATTRIBUTE + ". Build the jar again, or set -D" + MAIN_PROPERTY + ".");
        }
        List<URL> urls = new ArrayList<>();
        try {
            for (Path library : LibraryExtractor.extract(jar)) {
                urls.add(library.toUri().toURL());
            }
        } catch (IOException e) {
            System.err.println("Cannot extract the libraries of " + jar + " to " + System.getProperty("java.io.tmpdir") + " (" + e
                    + "). Free disk space there, or set another folder with -Djava.io.tmpdir=<folder>.");
            System.exit(1);
        }
        urls.add(jar.toUri().toURL());
        ClassLoader loader = new URLClassLoader("program", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        MethodHandle method = MethodHandles.publicLookup().findStatic(loader.loadClass(main), "main",
                MethodType.methodType(void.class, String[].class));
        try {
            method.invoke(args);
        } catch (Throwable e) {
            e.printStackTrace();
            // threads that were already started would keep the failed program alive
            System.exit(1);
        }
    }

    private static Path locateJar() throws URISyntaxException {
        return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String readMainClass(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.getManifest().getMainAttributes().getValue(MAIN_ATTRIBUTE);
        }
    }
}
