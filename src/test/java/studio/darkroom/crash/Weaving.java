package studio.darkroom.crash;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;
import studio.darkroom.delivery.Delivery;

/**
 * Puts the crash points around every commit, every request and every change of the disk: into copies of a few classes,
 * which a process of the tests finds before the classes themselves. The product knows nothing of it, and no agent has to
 * look at each class of each process.
 */
final class Weaving {

    private final Map<String, List<AsmVisitorWrapper>> wrappers = new TreeMap<>();

    Weaving() throws IOException {
        in("com.zaxxer.hikari.pool.ProxyConnection", Advice.to(Commit.class).on(named("commit")));
        in("org.apache.hc.core5.http.impl.io.HttpRequestExecutor", Advice.to(Request.class)
                .on(named("execute").and(takesArguments(4))));
        in("org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection", Advice.to(Sent.class)
                .on(named("receiveResponseHeader")));
        AsmVisitorWrapper files;
        try {
            files = files().on(any());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        for (String type : deliveries()) {
            in(type, files);
        }
    }

    /** Changes a class; what is told last sees its code first. */
    void in(String type, AsmVisitorWrapper change) {
        wrappers.computeIfAbsent(type, name -> new ArrayList<>()).add(change);
    }

    /** Has objects put in parts of the least size that S3 takes, from the first kilobyte on. */
    void inParts() {
        in("studio.darkroom.bucket.Shelf", new Constant(64L << 20, 1L << 10));
        in("studio.darkroom.bucket.LargePut", new Constant(16L << 20, 5L << 20));
    }

    private static List<String> deliveries() throws IOException {
        Path classes;
        try {
            classes = Path.of(Delivery.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        String home = Delivery.class.getPackageName();
        try (Stream<Path> all = Files.list(classes.resolve(home.replace('.', '/')))) {
            return all.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class")
                    && !name.startsWith("package-info")).map(name -> home + "." + name.replace(".class", "")).sorted()
                    .toList();
        }
    }

    /** Writes the changed classes down. */
    void into(Path jar) throws IOException {
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(Weaving.class.getClassLoader());
        TypePool pool = TypePool.Default.of(locator);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, List<AsmVisitorWrapper>> each : wrappers.entrySet()) {
                // What a lambda does counts too.
                DynamicType.Builder<?> builder = new ByteBuddy().ignore(none())
                        .decorate(pool.describe(each.getKey()).resolve(), locator);
                for (AsmVisitorWrapper change : each.getValue()) {
                    builder = builder.visit(change);
                }
                out.putNextEntry(new ZipEntry(each.getKey().replace('.', '/') + ".class"));
                out.write(builder.make(pool).getBytes());
                out.closeEntry();
            }
        }
    }

    private static MemberSubstitution files() throws NoSuchMethodException {
        MemberSubstitution all = MemberSubstitution.relaxed();
        all = in(all, FileChannel.class, "force", FileChannel.class, boolean.class);
        all = all.method(named("write").and(isDeclaredBy(FileChannel.class)).and(takesArguments(ByteBuffer.class)))
                .replaceWith(FileEffects.class.getMethod("write", FileChannel.class, ByteBuffer.class));
        all = all.method(named("open").and(isDeclaredBy(FileChannel.class))
                        .and(takesArguments(Path.class, OpenOption[].class)))
                .replaceWith(FileEffects.class.getMethod("open", Path.class, OpenOption[].class));
        all = in(all, Files.class, "createLink", Path.class, Path.class);
        all = in(all, Files.class, "move", Path.class, Path.class, CopyOption[].class);
        all = in(all, Files.class, "copy", Path.class, Path.class, CopyOption[].class);
        all = in(all, Files.class, "deleteIfExists", Path.class);
        all = in(all, Files.class, "delete", Path.class);
        all = in(all, Files.class, "createDirectory", Path.class, FileAttribute[].class);
        return in(all, Files.class, "createDirectories", Path.class, FileAttribute[].class);
    }

    private static MemberSubstitution in(MemberSubstitution all, Class<?> owner, String name, Class<?>... arguments)
            throws NoSuchMethodException {
        Method instead = FileEffects.class.getMethod(name, arguments);
        Class<?>[] own = owner == FileChannel.class ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        return all.method(named(name).and(isDeclaredBy(owner)).and(takesArguments(own))).replaceWith(instead);
    }

    /** Around a commit. */
    static final class Commit {

        private Commit() {
        }

        @Advice.OnMethodEnter
        static void before() {
            CrashPoint.commit("before");
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void after() {
            CrashPoint.commit("after");
        }
    }

    /** Around a request and its answer. */
    static final class Request {

        private Request() {
        }

        @Advice.OnMethodEnter
        static void before(@Advice.Argument(0) Object request) {
            CrashPoint.request(Called.of(request), Called.asks(request));
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void after() {
            CrashPoint.answered();
        }
    }

    /** Between a request and its answer. */
    static final class Sent {

        private Sent() {
        }

        @Advice.OnMethodEnter
        static void before() {
            CrashPoint.requested();
        }
    }
}
