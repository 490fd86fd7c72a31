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

/** What {@code java -jar} runs: lays the libraries out and calls the program that the manifest names. */
public final class Launcher {

    /** Manifest attribute with the program's main class; a system property of the second name wins. */
    static final String MAIN_ATTRIBUTE = "Darkroom-Main";
    private static final String MAIN_PROPERTY = "studio.darkroom.main";

    private Launcher() {
    }

    public static void main(String[] args) throws Throwable {
        Path jar = locateJar();
        String main = System.getProperty(MAIN_PROPERTY, main(jar));
        if (main == null) {
            throw new IllegalStateException(jar + " does not say what to run: its manifest has no " + MAIN_ATTRIBUTE + ".");
        }
        List<URL> urls = new ArrayList<>();
        try {
            for (Path library : LibraryExtractor.extract(jar)) {
                urls.add(library.toUri().toURL());
            }
        } catch (IOException e) {
            System.err.println("The libraries inside " + jar + " cannot be unpacked into " + System.getProperty("java.io.tmpdir")
                    + " (" + e + "): make room there, or name another folder with -Djava.io.tmpdir=<folder>.");
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
            // threads that were started on the way would keep a program alive that cannot work
            System.exit(1);
        }
    }

    private static Path locateJar() throws URISyntaxException {
        return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String main(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.getManifest().getMainAttributes().getValue(MAIN_ATTRIBUTE);
        }
    }
}
