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

/** Plausible bugs that the crash test must detect. */
public enum PlantedBug {

    /** The edit is called without recording its intent, and an existing intent is ignored. */
    INTENT_SKIPPED {
        @Override
        void applyTo(CrashPointWeaver weaving) {
            addAdvice(weaving, BILLING, named("recordIntent"), SkipMethodAdvice.class);
        }
    },

    /** The edit is recorded as accepted before the vendor has responded. */
    MARKED_BEFORE_THE_ANSWER {
        @Override
        void applyTo(CrashPointWeaver weaving) {
            addAdvice(weaving, BILLING, named("recordIntent"), RecordAcceptedAdvice.class);
        }
    },

    /** Results get their final names before they are synced to disk. */
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

    /** Whether the bug is fatal at this kill. */
    boolean isShownBy(CrashTestRunner.Kill kill) {
        return switch (this) {
            case INTENT_SKIPPED -> kill.moment().startsWith("after request") && kill.moment().endsWith("edit");
            case MARKED_BEFORE_THE_ANSWER -> kill.moment().startsWith("before request") && kill.moment().endsWith("edit");
            case RENAMED_BEFORE_THE_SYNC -> kill.powerCut() && kill.moment().equals("after commit ResultRepository.recordDelivery")
                    && kill.occurrence() == 1;
        };
    }

    /** Plants the bug. */
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

    /** Skips the whole method. */
    static final class SkipMethodAdvice {

        private SkipMethodAdvice() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean before() {
            return true;
        }
    }

    /** Records the outcome together with the intent. */
    static final class RecordAcceptedAdvice {

        private RecordAcceptedAdvice() {
        }

        @Advice.OnMethodExit
        static void after(@Advice.This Object billing, @Advice.Argument(0) Object shoot, @Advice.Argument(1) String what) {
            PlantedBug.recordAccepted(billing, shoot, what);
        }
    }
}
