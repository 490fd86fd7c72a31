package studio.darkroom.sim.imagen;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.BillLog;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.HttpStatusException;
import studio.darkroom.sim.picture.ColourGrade;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.store.SimStore;

/** Renders versions of results from prompts and presets: small as previews, and in full size when finalized. */
public final class Retoucher {

    private static final int PREVIEW_EDGE = 1600;

    private final SimStore store;
    private final String bucket;
    private final SimClock clock;
    private final Switches switches;
    private final BillLog billLog;
    private final AtomicLong lastVersionId = new AtomicLong();

    public Retoucher(SimStore store, String bucket, SimClock clock, Switches switches, BillLog billLog) {
        this.store = store;
        this.bucket = bucket;
        this.clock = clock;
        this.switches = switches;
        this.billLog = billLog;
    }

    /**
     * Renders and bills a version.
     *
     * @param parent id of the version that it is based on, or null for the original result; 400 if it does not exist
     */
    RetouchVersion retouch(Project project, Result result, Long parent, boolean preset, String text) throws IOException {
        synchronized (project) {
            List<RetouchVersion> before = project.versions(result.name());
            if (parent != null && before.stream().noneMatch(v -> v.id() == parent)) {
                throw new HttpStatusException(400, "Version " + parent + " of '" + result.name() + "' does not exist.");
            }
            long id = lastVersionId.incrementAndGet();
            String key = project.prefix() + "copilot/" + id + "/" + result.name();
            RetouchVersion made = new RetouchVersion(id, parent, preset, text, key, clock.now());
            renderVersions(project, made.key(), result, versionChain(before, made), PREVIEW_EDGE);
            project.addVersion(result.name(), made, switches.is("copilot-branch", "drop"));
            addBillItem(project, preset ? "enhance" : "copilot", 1);
            return made;
        }
    }

    /** Removes all versions of a result and restores the original edit if a version has replaced it. */
    void resetResult(Project project, Result result) throws IOException {
        synchronized (project) {
            project.removeVersions(result.name());
            if (store.exists(bucket, originalCopyKey(project, result))) {
                copy(originalCopyKey(project, result), result.key());
            }
        }
    }

    /** Replaces every retouched result with its newest version in full size; bills the same versions only once. */
    void finalizeProject(Project project) throws IOException {
        synchronized (project) {
            if (project.isFinal()) {
                return;
            }
            int retouched = 0;
            for (Result result : project.jpegResults()) {
                List<RetouchVersion> versions = project.versions(result.name());
                if (!versions.isEmpty()) {
                    retouched++;
                    boolean replaced = switches.is("final-links", "replaced");
                    if (replaced && !store.exists(bucket, originalCopyKey(project, result))) {
                        copy(result.key(), originalCopyKey(project, result));
                    }
                    renderVersions(project, replaced ? result.key() : finalCopyKey(project, result), result,
                            versionChain(versions, versions.get(versions.size() - 1)), Integer.MAX_VALUE);
                }
            }
            project.markFinal();
            addBillItem(project, "finalize", retouched);
        }
    }

    /** Key of the final picture of a result: the result itself, or a separate key if ordinary links must not change. */
    String finalKey(Project project, Result result) throws IOException {
        boolean retouched = !project.versions(result.name()).isEmpty();
        return retouched && store.exists(bucket, finalCopyKey(project, result)) ? finalCopyKey(project, result) : result.key();
    }

    private static String finalCopyKey(Project project, Result result) {
        return project.prefix() + "copilot/final/" + result.name();
    }

    /** The versions from the original result up to this one. */
    private static Deque<RetouchVersion> versionChain(List<RetouchVersion> all, RetouchVersion last) {
        Deque<RetouchVersion> chain = new ArrayDeque<>();
        for (RetouchVersion v = last; v != null;) {
            chain.addFirst(v);
            Long parent = v.parent();
            v = parent == null ? null : all.stream().filter(o -> o.id() == parent).findFirst().orElse(null);
        }
        return chain;
    }

    /** Key of the copy of the original edit, once a version has replaced it. */
    private static String originalCopyKey(Project project, Result result) {
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

    private void renderVersions(Project project, String key, Result result, Deque<RetouchVersion> chain, int edge) throws IOException {
        byte[] base = read(store.exists(bucket, originalCopyKey(project, result)) ? originalCopyKey(project, result) : result.key());
        BufferedImage picture = PictureEditor.decode(base);
        byte[] exif = picture == null ? null : JpegMetadata.readExif(base);
        picture = PictureEditor.limitEdge(picture == null ? PictureEditor.createPlaceholder(result.name()) : picture, edge);
        for (RetouchVersion version : chain) {
            picture = ColourGrade.forPrompt(version.text()).apply(picture);
        }
        byte[] jpeg = JpegMetadata.withMetadata(PictureEditor.encodeJpeg(picture, .9f), exif, null);
        store.put(bucket, key, "image/jpeg", jpeg.length, new ByteArrayInputStream(jpeg));
    }

    private void addBillItem(Project project, String action, int images) {
        billLog.add(new BillItem(action, project.uuid(), project.name(), clock.now(), images, "credits"));
    }
}
