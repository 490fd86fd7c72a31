package studio.darkroom.crash;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.nio.channels.FileChannel;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.NamedElement;
import net.bytebuddy.matcher.ElementMatcher;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.vendor.Billing;

/** Mistakes that somebody could make one day; the proof is worth something only if it catches each of them. */
public enum PlantedBug {

    /** The edit is called without its intent in the ledger, and an open one is not looked at. */
    INTENT_SKIPPED {
        @Override
        void applyTo(CrashPointWeaver weaving) {
            addAdvice(weaving, BILLING, named("recordIntent"), SkipMethodAdvice.class);
        }
    },

    /** The edit counts as taken before the vendor has answered. */
    MARKED_BEFORE_THE_ANSWER {
        @Override
        void applyTo(CrashPointWeaver weaving) {
            addAdvice(weaving, BILLING, named("recordIntent"), RecordAcceptedAdvice.class);
        }
    },

    /** Results get their final names without having been synced to disk. */
    RENAMED_BEFORE_THE_SYNC {
        @Override
        void applyTo(CrashPointWeaver weaving) throws NoSuchMethodException {
            MemberSubstitution never = MemberSubstitution.relaxed()
                    .method(named("force").and(isDeclaredBy(FileChannel.class)).and(takesArguments(boolean.class)))
                    .replaceWith(PlantedBug.class.getMethod("skipForce", FileChannel.class, boolean.class));
            weaving.addChange("studio.darkroom.delivery.FolderDelivery", never.on(any()));
        }
    };

    private static final String BILLING = "studio.darkroom.vendor.Billing";

    /** Where it is looked for: at the moment that is fatal to it. */
    boolean isShownBy(CrashTestRunner.Kill kill) {
        return switch (this) {
            case INTENT_SKIPPED -> kill.moment().startsWith("after request") && kill.moment().endsWith("edit");
            case MARKED_BEFORE_THE_ANSWER -> kill.moment().startsWith("before request") && kill.moment().endsWith("edit");
            case RENAMED_BEFORE_THE_SYNC -> kill.powerCut() && kill.moment().equals("after commit ResultRepository.recordDelivery")
                    && kill.occurrence() == 1;
        };
    }

    /** Builds the mistake in. */
    abstract void applyTo(CrashPointWeaver weaving) throws NoSuchMethodException;

    private static void addAdvice(CrashPointWeaver weaving, String type, ElementMatcher.Junction<NamedElement> method,
            Class<?> advice) {
        weaving.addChange(type, Advice.to(advice).on(method));
    }

    public static void recordAccepted(Object billing, Object shoot, String what) {
        ((Billing) billing).recordAccepted((Shoot) shoot, what, "before the answer");
    }

    public static void skipForce(FileChannel channel, boolean all) {
        CrashPoint.reach("before sync");
    }

    /** Leaves the whole method out. */
    static final class SkipMethodAdvice {

        private SkipMethodAdvice() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean before() {
            return true;
        }
    }

    /** Adds the outcome to the intent. */
    static final class RecordAcceptedAdvice {

        private RecordAcceptedAdvice() {
        }

        @Advice.OnMethodExit
        static void after(@Advice.This Object billing, @Advice.Argument(0) Object shoot, @Advice.Argument(1) String what) {
            PlantedBug.recordAccepted(billing, shoot, what);
        }
    }
}
