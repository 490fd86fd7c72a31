package studio.darkroom.crash;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;

/**
 * Puts the crash points around every commit, every request and every change of the disk, into a process of the tests; the
 * product knows nothing of it.
 */
public final class CrashAgent {

    private CrashAgent() {
    }

    /** @param planted name of a {@link PlantedBug}, or empty */
    public static void premain(String planted, Instrumentation instrumentation) throws NoSuchMethodException {
        MemberSubstitution files = files();
        AgentBuilder agent = new AgentBuilder.Default(lambdasToo()).disableClassFormatChanges()
                .type(named("com.zaxxer.hikari.pool.ProxyConnection"))
                .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Commit.class)
                        .on(named("commit"))))
                .type(named("org.apache.hc.core5.http.impl.io.HttpRequestExecutor"))
                .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Request.class)
                        .on(named("execute").and(takesArguments(4)))))
                .type(named("org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection"))
                .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Sent.class)
                        .on(named("receiveResponseHeader"))))
                .type(nameStartsWith("studio.darkroom.delivery."))
                .transform((builder, type, loader, module, domain) -> builder.visit(files.on(any())));
        if (planted != null && !planted.isEmpty()) {
            agent = PlantedBug.valueOf(planted).into(agent);
        }
        agent.installOn(instrumentation);
    }

    private static ByteBuddy lambdasToo() {
        return new ByteBuddy().ignore(none());
    }

    private static MemberSubstitution files() throws NoSuchMethodException {
        MemberSubstitution all = MemberSubstitution.relaxed();
        all = in(all, FileChannel.class, "force", FileChannel.class, boolean.class);
        all = all.method(named("write").and(isDeclaredBy(FileChannel.class)).and(takesArguments(ByteBuffer.class)))
                .replaceWith(FileEffects.class.getMethod("write", FileChannel.class, ByteBuffer.class));
        all = all.method(named("open").and(isDeclaredBy(FileChannel.class)).and(takesArguments(Path.class, OpenOption[].class)))
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
            CrashPoint.request(Called.of(request));
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void after(@Advice.Argument(0) Object request) {
            CrashPoint.at("after answer " + Called.of(request));
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
