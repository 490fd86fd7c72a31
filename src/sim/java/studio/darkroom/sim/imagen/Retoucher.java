package studio.darkroom.sim.imagen;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import studio.darkroom.sim.Bill;
import studio.darkroom.sim.Billing;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Refusal;
import studio.darkroom.sim.picture.Jpeg;
import studio.darkroom.sim.picture.Look;
import studio.darkroom.sim.picture.Pictures;
import studio.darkroom.sim.store.Store;

/** Makes versions of results as prompts ask for, small while they are tried out and in full size at the end. */
public final class Retoucher {

    private static final int TRIAL_EDGE = 1600;

    private final Store store;
    private final String bucket;
    private final SimClock clock;
    private final Switches switches;
    private final Billing billing;
    private final AtomicLong numbers = new AtomicLong();

    public Retoucher(Store store, String bucket, SimClock clock, Switches switches, Billing billing) {
        this.store = store;
        this.bucket = bucket;
        this.clock = clock;
        this.switches = switches;
        this.billing = billing;
    }

    /**
     * Makes and bills a version.
     *
     * @param parent id of the version to build on, null for the result itself; 400 when there is none of that id
     */
    Version retouch(Project project, Result result, Long parent, boolean preset, String text) throws IOException {
        synchronized (project) {
            List<Version> before = project.versions(result.name());
            if (parent != null && before.stream().noneMatch(v -> v.id() == parent)) {
                throw new Refusal(400, "Version " + parent + " of '" + result.name() + "' does not exist.");
            }
            long id = numbers.incrementAndGet();
            String key = project.prefix() + "copilot/" + id + "/" + result.name();
            Version made = new Version(id, parent, preset, text, key, clock.now());
            write(project, made.key(), result, chain(before, made), TRIAL_EDGE);
            project.retouched(result.name(), made, switches.is("copilot-branch", "drop"));
            bill(project, preset ? "enhance" : "copilot", 1);
            return made;
        }
    }

    /** Drops every version of a result; one that stands in its place already gives way to the original edit. */
    void reset(Project project, Result result) throws IOException {
        synchronized (project) {
            project.reset(result.name());
            if (store.exists(bucket, base(project, result))) {
                copy(base(project, result), result.key());
            }
        }
    }

    /** Puts the newest version of every retouched result in its place, in full size; bills it once for the same versions. */
    void finish(Project project) throws IOException {
        synchronized (project) {
            if (project.isFinal()) {
                return;
            }
            int retouched = 0;
            for (Result result : project.jpegs()) {
                List<Version> versions = project.versions(result.name());
                if (!versions.isEmpty()) {
                    retouched++;
                    boolean replaced = switches.is("final-links", "replaced");
                    if (replaced && !store.exists(bucket, base(project, result))) {
                        copy(result.key(), base(project, result));
                    }
                    write(project, replaced ? result.key() : aside(project, result), result,
                            chain(versions, versions.get(versions.size() - 1)), Integer.MAX_VALUE);
                }
            }
            project.finish();
            bill(project, "finalize", retouched);
        }
    }

    /** Where the final picture of a result is: in its place, or aside where the ordinary links do not change. */
    String finalKey(Project project, Result result) throws IOException {
        boolean retouched = !project.versions(result.name()).isEmpty();
        return retouched && store.exists(bucket, aside(project, result)) ? aside(project, result) : result.key();
    }

    private static String aside(Project project, Result result) {
        return project.prefix() + "copilot/final/" + result.name();
    }

    /** The versions from the result up to this one. */
    private static Deque<Version> chain(List<Version> all, Version last) {
        Deque<Version> chain = new ArrayDeque<>();
        for (Version v = last; v != null;) {
            chain.addFirst(v);
            Long parent = v.parent();
            v = parent == null ? null : all.stream().filter(o -> o.id() == parent).findFirst().orElse(null);
        }
        return chain;
    }

    /** Where the original edit is once something else stands in its place. */
    private static String base(Project project, Result result) {
        return project.prefix() + "copilot/base/" + result.name();
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = store.get(bucket, key)) {
            return in.readAllBytes();
        }
    }

    private void copy(String from, String to) throws IOException {
        byte[] bytes = read(from);
        store.put(bucket, to, "image/jpeg", bytes.length, new ByteArrayInputStream(bytes));
    }

    private void write(Project project, String key, Result result, Deque<Version> chain, int edge) throws IOException {
        byte[] base = read(store.exists(bucket, base(project, result)) ? base(project, result) : result.key());
        BufferedImage picture = Pictures.decode(base);
        byte[] exif = picture == null ? null : Jpeg.exif(base);
        picture = Pictures.within(picture == null ? Pictures.placeholder(result.name()) : picture, edge);
        for (Version version : chain) {
            picture = Look.of(version.text()).apply(picture);
        }
        byte[] jpeg = Jpeg.withMetadata(Pictures.encode(picture, .9f), exif, null);
        store.put(bucket, key, "image/jpeg", jpeg.length, new ByteArrayInputStream(jpeg));
    }

    private void bill(Project project, String action, int images) {
        billing.add(new Bill(action, project.uuid(), project.name(), clock.now(), images, "credits"));
    }
}
