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
 * Adds crash points around every commit, every request and every change of the disk. They are woven into copies of a few
 * classes that precede the originals on the class path of a test process, so that the product does not depend on them and no
 * agent has to check every class.
 */
final class CrashPointWeaver {

    private final Map<String, List<AsmVisitorWrapper>> wrappers = new TreeMap<>();

    CrashPointWeaver() throws IOException {
        addChange("com.zaxxer.hikari.pool.ProxyConnection", Advice.to(CommitAdvice.class).on(named("commit")));
        addChange("org.apache.hc.core5.http.impl.io.HttpRequestExecutor", Advice.to(RequestAdvice.class)
                .on(named("execute").and(takesArguments(4))));
        addChange("org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection", Advice.to(RequestSentAdvice.class)
                .on(named("receiveResponseHeader")));
        AsmVisitorWrapper files;
        try {
            files = fileSubstitution().on(any());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        for (String type : deliveryClasses()) {
            addChange(type, files);
        }
    }

    /** Adds a change to a class; the last change added is applied first. */
    void addChange(String type, AsmVisitorWrapper change) {
        wrappers.computeIfAbsent(type, name -> new ArrayList<>()).add(change);
    }

    /** Uploads objects in parts of the smallest size that S3 accepts, from the first kilobyte on. */
    void useSmallParts() {
        addChange("studio.darkroom.storage.BucketPrefix", new ConstantReplacer(64L << 20, 1L << 10));
        addChange("studio.darkroom.storage.LargePut", new ConstantReplacer(16L << 20, 5L << 20));
    }

    private static List<String> deliveryClasses() throws IOException {
        Path classes;
        try {
            classes = Path.of(Delivery.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        String home = Delivery.class.getPackageName();
        try (Stream<Path> all = Files.walk(classes.resolve(home.replace('.', '/')))) {
            return all.map(file -> classes.relativize(file).toString()).filter(name -> name.endsWith(".class")
                    && !name.endsWith("package-info.class")).map(name -> name.replace('/', '.').replace(".class", "")).sorted()
                    .toList();
        }
    }

    /** Writes the changed classes to a jar. */
    void writeJar(Path jar) throws IOException {
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(CrashPointWeaver.class.getClassLoader());
        TypePool pool = TypePool.Default.of(locator);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, List<AsmVisitorWrapper>> each : wrappers.entrySet()) {
                // Includes lambdas.
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

    private static MemberSubstitution fileSubstitution() throws NoSuchMethodException {
        MemberSubstitution all = MemberSubstitution.relaxed();
        all = redirectCalls(all, FileChannel.class, "force", FileChannel.class, boolean.class);
        all = all.method(named("write").and(isDeclaredBy(FileChannel.class)).and(takesArguments(ByteBuffer.class)))
                .replaceWith(CrashableFiles.class.getMethod("write", FileChannel.class, ByteBuffer.class));
        all = all.method(named("open").and(isDeclaredBy(FileChannel.class))
                        .and(takesArguments(Path.class, OpenOption[].class)))
                .replaceWith(CrashableFiles.class.getMethod("open", Path.class, OpenOption[].class));
        all = redirectCalls(all, Files.class, "createLink", Path.class, Path.class);
        all = redirectCalls(all, Files.class, "move", Path.class, Path.class, CopyOption[].class);
        all = redirectCalls(all, Files.class, "copy", Path.class, Path.class, CopyOption[].class);
        all = redirectCalls(all, Files.class, "deleteIfExists", Path.class);
        all = redirectCalls(all, Files.class, "delete", Path.class);
        all = redirectCalls(all, Files.class, "createDirectory", Path.class, FileAttribute[].class);
        return redirectCalls(all, Files.class, "createDirectories", Path.class, FileAttribute[].class);
    }

    private static MemberSubstitution redirectCalls(MemberSubstitution all, Class<?> owner, String name, Class<?>... arguments)
            throws NoSuchMethodException {
        Method instead = CrashableFiles.class.getMethod(name, arguments);
        Class<?>[] own = owner == FileChannel.class ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        return all.method(named(name).and(isDeclaredBy(owner)).and(takesArguments(own))).replaceWith(instead);
    }

    /** Wraps a commit. */
    static final class CommitAdvice {

        private CommitAdvice() {
        }

        @Advice.OnMethodEnter
        static void before() {
            CrashPoint.atCommit("before");
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void after() {
            CrashPoint.atCommit("after");
        }
    }

    /** Wraps a request and its response. */
    static final class RequestAdvice {

        private RequestAdvice() {
        }

        @Advice.OnMethodEnter
        static void before(@Advice.Argument(0) Object request) {
            CrashPoint.beforeRequest(RequestNames.nameOf(request), RequestNames.expectsContinue(request));
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void after() {
            CrashPoint.afterResponse();
        }
    }

    /** Runs between a request and its response. */
    static final class RequestSentAdvice {

        private RequestSentAdvice() {
        }

        @Advice.OnMethodEnter
        static void before() {
            CrashPoint.afterRequestSent();
        }
    }
}
