package studio.darkroom.lifecycle;

import static studio.darkroom.lifecycle.Step.Scope.DELIVERY;
import static studio.darkroom.lifecycle.Step.Scope.DISK;
import static studio.darkroom.lifecycle.Step.Scope.FOLDER;
import static studio.darkroom.lifecycle.Step.Scope.INBOX;
import static studio.darkroom.lifecycle.Step.Scope.SPEND;
import static studio.darkroom.lifecycle.Step.Scope.STORE;
import static studio.darkroom.lifecycle.Step.Scope.VENDOR;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a shoot needs next. This enum is the only table of a shoot's life: the route of each step, the steps that may
 * follow it, the outages that hold it, what it waits for, and whether a vendor's callback wakes it.
 *
 * <p>The route of a step is {@code shoot-<word>}. The ledger stores the word and refuses a transition that is not listed
 * here.
 */
public enum Step {

    GATHER("gather", "receiving", "photos to arrive and settle", false, INBOX, FOLDER),
    OPEN("open", "uploading", "the project at %s to be created", false, VENDOR),
    UPLOAD("upload", "uploading", "photos to be uploaded", false, VENDOR, STORE, INBOX, FOLDER),
    EDIT("edit", "at %s", "the edit to be ordered from %s", true, VENDOR, SPEND),
    AWAIT_EDIT("await-edit", "at %s", "the edit by %s", true, VENDOR),
    EXPORT("export", "exporting", "the export to be ordered from %s", true, VENDOR),
    AWAIT_EXPORT("await-export", "exporting", "the export by %s", true, VENDOR),
    RETOUCH("retouch", "retouching", "retouches by %s", false, VENDOR),
    DELIVER("deliver", "delivering", "results to be delivered", false, VENDOR, STORE, DELIVERY, DISK),
    REPLACE("replace", "delivering", "retouched pictures to be delivered", false, VENDOR, STORE, DELIVERY, DISK),
    ARCHIVE("archive", "delivering", "the receipt to be written and the originals to be archived", false, DELIVERY, INBOX),
    DONE("done", "done", "nothing", false),
    CANCELLED("cancelled", "cancelled", "nothing", false);

    static {
        GATHER.leadsTo(OPEN, CANCELLED).canBeOrdered(CANCELLED);
        OPEN.leadsTo(UPLOAD).canBeOrdered(GATHER, CANCELLED);
        UPLOAD.leadsTo(EDIT, OPEN).canBeOrdered(CANCELLED);
        EDIT.leadsTo(AWAIT_EDIT, OPEN).canBeOrdered(OPEN, UPLOAD, CANCELLED);
        AWAIT_EDIT.leadsTo(EXPORT).canBeOrdered(CANCELLED);
        EXPORT.leadsTo(AWAIT_EXPORT, RETOUCH, DELIVER).canBeOrdered(CANCELLED);
        AWAIT_EXPORT.leadsTo(RETOUCH, DELIVER).canBeOrdered(CANCELLED);
        RETOUCH.leadsTo(DELIVER).canBeOrdered(RETOUCH, CANCELLED);
        DELIVER.leadsTo(ARCHIVE).canBeOrdered(RETOUCH, DELIVER, CANCELLED);
        REPLACE.leadsTo(ARCHIVE).canBeOrdered(CANCELLED);
        ARCHIVE.leadsTo(DONE).canBeOrdered(RETOUCH, DELIVER, CANCELLED);
        DONE.canBeOrdered(RETOUCH, DELIVER, REPLACE);
    }

    private static final Map<String, Step> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(Step::word, Function.identity()));

    private final String word;
    private final String activity;
    private final String waitsFor;
    private final boolean wokenByCallback;
    private final Set<Scope> scopes;
    private Set<Step> next = Set.of();
    private Set<Step> orderable = Set.of();

    Step(String word, String activity, String waitsFor, boolean wokenByCallback, Scope... scopes) {
        this.word = word;
        this.activity = activity;
        this.waitsFor = waitsFor;
        this.wokenByCallback = wokenByCallback;
        this.scopes = Set.of(scopes);
    }

    /** @param steps the steps that a route may choose after this one */
    private Step leadsTo(Step... steps) {
        next = Set.of(steps);
        return this;
    }

    /** @param steps the steps that a person may order from this one */
    private void canBeOrdered(Step... steps) {
        orderable = Set.of(steps);
    }

    /**
     * @param word as the ledger stores it, for example {@code await-edit}
     * @throws IllegalArgumentException if no step has this word
     */
    public static Step of(String word) {
        Step step = BY_WORD.get(word);
        if (step == null) {
            throw new IllegalArgumentException("The ledger contains the unknown step \"" + word + "\". Upgrade Darkroom on this node.");
        }
        return step;
    }

    /** The steps that have a route, in the order of a shoot's life. */
    public static List<Step> listActive() {
        return Stream.of(values()).filter(step -> !step.isFinal()).toList();
    }

    /** The steps during which a vendor's callback triggers an early poll. */
    public static List<Step> listWokenByCallback() {
        return Stream.of(values()).filter(step -> step.wokenByCallback).toList();
    }

    /** The name in the ledger, the routes and the API, for example {@code await-edit}. */
    public String word() {
        return word;
    }

    /** The id of the route that executes this step. */
    public String route() {
        return "shoot-" + word;
    }

    /** What happens during this step, for a person: for example {@code uploading} or {@code at imagen}. */
    public String describeActivity(String vendor) {
        return String.format(activity, vendor);
    }

    /** What a shoot waits for in this step, for a person. */
    public String describeWait(String vendor) {
        return String.format(waitsFor, vendor);
    }

    /** The kinds of outages that hold a shoot in this step. */
    public Set<Scope> scopes() {
        return scopes;
    }

    /** The steps that a route may choose after this one. */
    public Set<Step> next() {
        return next;
    }

    /** The steps that a person may order from this one. */
    public Set<Step> orderable() {
        return orderable;
    }

    /** Whether no step follows: the shoot is done or cancelled. */
    public boolean isFinal() {
        return next().isEmpty();
    }

    @Override
    public String toString() {
        return word;
    }

    /** The kinds of resources that a step depends on and that can have an outage. */
    public enum Scope {
        /** The vendor's API. */
        VENDOR,
        /** The storage behind the vendor's presigned links. */
        STORE,
        /** The inbox of the lane. */
        INBOX,
        /** The shoot's own folder in the inbox. */
        FOLDER,
        /** The delivery of the lane. */
        DELIVERY,
        /** The local disk that holds part files. */
        DISK,
        /** The spending limits of the lane and of the shoot. They hold only an edit that was not ordered yet. */
        SPEND
    }
}
