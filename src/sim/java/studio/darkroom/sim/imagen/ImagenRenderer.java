package studio.darkroom.sim.imagen;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.picture.FillerJpegStream;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffPreviewReader;
import studio.darkroom.sim.picture.TiffWriter;
import studio.darkroom.sim.picture.XmpSidecar;
import studio.darkroom.sim.store.SimStore;

/** Renders the results of edits and exports and stores them (docs/vendors/imagen.md 4). */
public final class ImagenRenderer implements AutoCloseable {

    private static final int MAX_READ_BYTES = 96 << 20;
    private static final double STRENGTH = 1;
    private static final int MERGED_EDGE = 2048;

    private final SimStore store;
    private final String bucket;
    private final Switches switches;
    private final ExecutorService executor = Executors.newFixedThreadPool(2, run -> {
        Thread thread = new Thread(run, "sim-lab");
        thread.setDaemon(true);
        return thread;
    });

    public ImagenRenderer(SimStore store, String bucket, Switches switches) {
        this.store = store;
        this.bucket = bucket;
        this.switches = switches;
    }

    /** Renders XMP for RAW, DNG for merged brackets and projects with a DNG, and JPEG with embedded XMP for JPEG. */
    CompletableFuture<List<Result>> renderEdits(Project project, List<Upload> photos, EditRequest order) {
        boolean dng = photos.stream().anyMatch(u -> u.name().toLowerCase(Locale.ROOT).endsWith(".dng"));
        List<Callable<Result>> tasks = new ArrayList<>();
        for (List<Upload> bracket : groupBrackets(photos, order)) {
            Upload photo = bracket.get(0);
            String stem = resultStem(bracket);
            EditXmp xml = new EditXmp(photo.name(), order);
            if (PhotoFormat.of(photo.name()) == PhotoFormat.JPEG) {
                tasks.add(() -> storeResult(project, "edit/", stem + resultExtension(".JPG"), photo, () -> renderJpegWithXmp(photo, xml)));
            } else if (dng || order.isOn("hdr_merge")) {
                tasks.add(() -> storeResult(project, "edit/", stem + resultExtension(".DNG"), photo, () -> renderDng(photo, xml)));
            } else {
                tasks.add(() -> storeResult(project, "edit/", stem + resultExtension(".xmp"), photo, () -> xml.toXml().getBytes("UTF-8")));
            }
        }
        return runTasks(tasks);
    }

    /** Renders one JPEG per photo or merged bracket, with visibly edited pixels. */
    CompletableFuture<List<Result>> renderExports(Project project, List<Upload> photos, EditRequest order) {
        List<Callable<Result>> tasks = new ArrayList<>();
        for (List<Upload> bracket : groupBrackets(photos, order)) {
            Upload photo = bracket.get(0);
            tasks.add(() -> storeResult(project, "export/", resultStem(bracket) + resultExtension(".JPG"), photo,
                    () -> renderExport(photo, order, Integer.MAX_VALUE)));
        }
        return runTasks(tasks);
    }

    /**
     * Renders one JPEG per photo or merged bracket of an I2I project; merged pictures are smaller than the photos
     * (docs/vendors/imagen.md 2.7).
     */
    CompletableFuture<List<Result>> renderSmartResults(Project project, List<Upload> photos, EditRequest order) {
        int edge = order.isOn("hdr_merge") ? MERGED_EDGE : Integer.MAX_VALUE;
        List<Callable<Result>> tasks = new ArrayList<>();
        for (List<Upload> bracket : groupBrackets(photos, order)) {
            Upload photo = bracket.get(0);
            tasks.add(() -> storeResult(project, "out/", resultStem(bracket) + resultExtension(".JPEG"), photo, () -> renderExport(photo, order, edge)));
        }
        return runTasks(tasks);
    }

    private record EditXmp(String photo, EditRequest order) {
        String toXml() {
            return XmpSidecar.render(photo, order.profile() == null ? "" : order.profile().name(), order.options(), STRENGTH);
        }
    }

    private List<List<Upload>> groupBrackets(List<Upload> photos, EditRequest order) {
        List<Upload> sorted = photos.stream().sorted(Comparator.comparing(Upload::name)).toList();
        int frames = order.isOn("hdr_merge") ? (int) switches.getLong("hdr-frames") : 1;
        List<List<Upload>> out = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i += frames) {
            out.add(sorted.subList(i, Math.min(sorted.size(), i + frames)));
        }
        int kept = (int) Math.max(0, out.size() - switches.getLong("drop-results"));
        return out.subList(0, kept);
    }

    private String resultStem(List<Upload> bracket) {
        int at = switch (switches.get("hdr-name")) {
            case "middle" -> bracket.size() / 2;
            case "last" -> bracket.size() - 1;
            default -> 0;
        };
        return PhotoFormat.stem(bracket.get(at).name());
    }

    private String resultExtension(String normal) {
        return switches.is("case", "upper") ? normal.toUpperCase(Locale.ROOT) : normal;
    }

    private CompletableFuture<List<Result>> runTasks(List<Callable<Result>> tasks) {
        List<CompletableFuture<Result>> made = tasks.stream().map(t -> CompletableFuture.supplyAsync(() -> {
            try {
                return t.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, executor)).toList();
        return CompletableFuture.allOf(made.toArray(CompletableFuture[]::new))
                .thenApply(all -> made.stream().map(CompletableFuture::join).toList());
    }

    private Result storeResult(Project project, String folder, String name, Upload photo, Callable<byte[]> content) throws Exception {
        String key = project.prefix() + folder + name;
        long size = switches.getLong("result-bytes");
        String lower = name.toLowerCase(Locale.ROOT);
        String type = lower.endsWith(".xmp") ? "application/rdf+xml" : lower.endsWith(".dng") ? "image/x-adobe-dng" : "image/jpeg";
        if (size > 0 && !lower.endsWith(".xmp")) {
            store.put(bucket, key, type, Math.max(4, size), new FillerJpegStream(name, size));
        } else {
            byte[] bytes = content.call();
            store.put(bucket, key, type, bytes.length, new ByteArrayInputStream(bytes));
        }
        return new Result(name, key, photo.name());
    }

    private byte[] renderJpegWithXmp(Upload photo, EditXmp xml) throws IOException {
        byte[] original = readPhoto(photo);
        try {
            return JpegMetadata.withMetadata(original, JpegMetadata.readExif(original), xml.toXml());
        } catch (IOException e) {
            return JpegMetadata.withMetadata(PictureEditor.encodeJpeg(PictureEditor.createPlaceholder(photo.name()), .85f), null, xml.toXml());
        }
    }

    /** @param edge maximum pixels of the longer edge */
    private byte[] renderExport(Upload photo, EditRequest order, int edge) throws IOException {
        byte[] original = readPhoto(photo);
        byte[] jpeg = PhotoFormat.of(photo.name()) == PhotoFormat.JPEG ? original : TiffPreviewReader.findPreview(original);
        BufferedImage picture = jpeg == null ? null : PictureEditor.decode(jpeg);
        BufferedImage shown = PictureEditor.limitEdge(picture == null ? PictureEditor.createPlaceholder(photo.name()) : picture, edge);
        byte[] edited = PictureEditor.encodeJpeg(PictureEditor.applyEdit(shown, STRENGTH), .9f);
        return JpegMetadata.withMetadata(edited, picture == null ? null : JpegMetadata.readExif(jpeg), new EditXmp(photo.name(), order).toXml());
    }

    private byte[] renderDng(Upload photo, EditXmp xml) throws IOException {
        byte[] preview = TiffPreviewReader.findPreview(readPhoto(photo));
        if (preview == null) {
            preview = PictureEditor.encodeJpeg(PictureEditor.createPlaceholder(photo.name()), .85f);
        }
        BufferedImage picture = PictureEditor.decode(preview);
        return TiffWriter.write(new TiffWriter.Directory()
                .longs(254, 0).longs(256, picture.getWidth()).longs(257, picture.getHeight()).shorts(258, 8, 8, 8)
                .shorts(259, 7).shorts(262, 6).ascii(271, "Darkroom").ascii(272, "Simulator").data(273, 279, preview)
                .shorts(274, 1).shorts(277, 3).longs(278, picture.getHeight())
                .bytes(700, xml.toXml().getBytes("UTF-8")).bytes(50706, new byte[] {1, 4, 0, 0})
                .ascii(50708, "Darkroom Simulator"));
    }

    /** Returns the bytes of a photo; a very large photo is not read and is replaced by a picture generated from its name. */
    private byte[] readPhoto(Upload photo) throws IOException {
        if (photo.size() > MAX_READ_BYTES) {
            return new byte[0];
        }
        try (InputStream in = store.get(bucket, photo.key())) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
