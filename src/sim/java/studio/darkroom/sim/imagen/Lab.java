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
import studio.darkroom.sim.picture.Jpeg;
import studio.darkroom.sim.picture.Pictures;
import studio.darkroom.sim.picture.SizedJpeg;
import studio.darkroom.sim.picture.TiffPreview;
import studio.darkroom.sim.picture.TiffWriter;
import studio.darkroom.sim.picture.Xmp;
import studio.darkroom.sim.store.Store;

/** Makes the results of edits and exports and puts them into the store (contract section 4). */
public final class Lab implements AutoCloseable {

    private static final int READ_MOST = 96 << 20;
    private static final double STRENGTH = 1;
    private static final int MERGED_EDGE = 2048;

    private final Store store;
    private final String bucket;
    private final Switches switches;
    private final ExecutorService benches = Executors.newFixedThreadPool(2, run -> {
        Thread thread = new Thread(run, "sim-lab");
        thread.setDaemon(true);
        return thread;
    });

    public Lab(Store store, String bucket, Switches switches) {
        this.store = store;
        this.bucket = bucket;
        this.switches = switches;
    }

    /** XMP for RAW, DNG for merged brackets and projects with a DNG, JPEG with XMP inside for JPEG. */
    CompletableFuture<List<Result>> edits(Project project, List<Upload> photos, EditOrder order) {
        boolean dng = photos.stream().anyMatch(u -> u.name().toLowerCase(Locale.ROOT).endsWith(".dng"));
        List<Callable<Result>> tasks = new ArrayList<>();
        for (List<Upload> bracket : brackets(photos, order)) {
            Upload photo = bracket.get(0);
            String stem = stem(bracket);
            Xml xml = new Xml(photo.name(), order);
            if (Kind.of(photo.name()) == Kind.JPEG) {
                tasks.add(() -> put(project, "edit/", stem + extension(".JPG"), photo, () -> jpegWithXmp(photo, xml)));
            } else if (dng || order.isOn("hdr_merge")) {
                tasks.add(() -> put(project, "edit/", stem + extension(".DNG"), photo, () -> dng(photo, xml)));
            } else {
                tasks.add(() -> put(project, "edit/", stem + extension(".xmp"), photo, () -> xml.text().getBytes("UTF-8")));
            }
        }
        return run(tasks);
    }

    /** One JPEG per photo or merged bracket, its pixels visibly edited. */
    CompletableFuture<List<Result>> exports(Project project, List<Upload> photos, EditOrder order) {
        List<Callable<Result>> tasks = new ArrayList<>();
        for (List<Upload> bracket : brackets(photos, order)) {
            Upload photo = bracket.get(0);
            tasks.add(() -> put(project, "export/", stem(bracket) + extension(".JPG"), photo, () -> exported(photo, order, Integer.MAX_VALUE)));
        }
        return run(tasks);
    }

    /** One JPEG per photo or merged bracket of an I2I project; merged ones are smaller than the photos (contract 2.7). */
    CompletableFuture<List<Result>> smart(Project project, List<Upload> photos, EditOrder order) {
        int edge = order.isOn("hdr_merge") ? MERGED_EDGE : Integer.MAX_VALUE;
        List<Callable<Result>> tasks = new ArrayList<>();
        for (List<Upload> bracket : brackets(photos, order)) {
            Upload photo = bracket.get(0);
            tasks.add(() -> put(project, "out/", stem(bracket) + extension(".JPEG"), photo, () -> exported(photo, order, edge)));
        }
        return run(tasks);
    }

    private record Xml(String photo, EditOrder order) {
        String text() {
            return Xmp.sidecar(photo, order.profile() == null ? "" : order.profile().name(), order.options(), STRENGTH);
        }
    }

    private List<List<Upload>> brackets(List<Upload> photos, EditOrder order) {
        List<Upload> sorted = photos.stream().sorted(Comparator.comparing(Upload::name)).toList();
        int frames = order.isOn("hdr_merge") ? (int) switches.number("hdr-frames") : 1;
        List<List<Upload>> out = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i += frames) {
            out.add(sorted.subList(i, Math.min(sorted.size(), i + frames)));
        }
        int kept = (int) Math.max(0, out.size() - switches.number("drop-results"));
        return out.subList(0, kept);
    }

    private String stem(List<Upload> bracket) {
        int at = switch (switches.get("hdr-name")) {
            case "middle" -> bracket.size() / 2;
            case "last" -> bracket.size() - 1;
            default -> 0;
        };
        return Kind.stem(bracket.get(at).name());
    }

    private String extension(String normal) {
        return switches.is("case", "upper") ? normal.toUpperCase(Locale.ROOT) : normal;
    }

    private CompletableFuture<List<Result>> run(List<Callable<Result>> tasks) {
        List<CompletableFuture<Result>> made = tasks.stream().map(t -> CompletableFuture.supplyAsync(() -> {
            try {
                return t.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, benches)).toList();
        return CompletableFuture.allOf(made.toArray(CompletableFuture[]::new))
                .thenApply(all -> made.stream().map(CompletableFuture::join).toList());
    }

    private Result put(Project project, String folder, String name, Upload photo, Callable<byte[]> content) throws Exception {
        String key = project.prefix() + folder + name;
        long size = switches.number("result-bytes");
        String lower = name.toLowerCase(Locale.ROOT);
        String type = lower.endsWith(".xmp") ? "application/rdf+xml" : lower.endsWith(".dng") ? "image/x-adobe-dng" : "image/jpeg";
        if (size > 0 && !lower.endsWith(".xmp")) {
            store.put(bucket, key, type, Math.max(4, size), new SizedJpeg(name, size));
        } else {
            byte[] bytes = content.call();
            store.put(bucket, key, type, bytes.length, new ByteArrayInputStream(bytes));
        }
        return new Result(name, key, photo.name());
    }

    private byte[] jpegWithXmp(Upload photo, Xml xml) throws IOException {
        byte[] original = read(photo);
        try {
            return Jpeg.withMetadata(original, Jpeg.exif(original), xml.text());
        } catch (IOException e) {
            return Jpeg.withMetadata(Pictures.encode(Pictures.placeholder(photo.name()), .85f), null, xml.text());
        }
    }

    /** @param edge most pixels of the longer edge */
    private byte[] exported(Upload photo, EditOrder order, int edge) throws IOException {
        byte[] original = read(photo);
        byte[] jpeg = Kind.of(photo.name()) == Kind.JPEG ? original : TiffPreview.of(original);
        BufferedImage picture = jpeg == null ? null : Pictures.decode(jpeg);
        BufferedImage shown = Pictures.within(picture == null ? Pictures.placeholder(photo.name()) : picture, edge);
        byte[] edited = Pictures.encode(Pictures.edited(shown, STRENGTH), .9f);
        return Jpeg.withMetadata(edited, picture == null ? null : Jpeg.exif(jpeg), new Xml(photo.name(), order).text());
    }

    private byte[] dng(Upload photo, Xml xml) throws IOException {
        byte[] preview = TiffPreview.of(read(photo));
        if (preview == null) {
            preview = Pictures.encode(Pictures.placeholder(photo.name()), .85f);
        }
        BufferedImage picture = Pictures.decode(preview);
        return TiffWriter.write(new TiffWriter.Directory()
                .longs(254, 0).longs(256, picture.getWidth()).longs(257, picture.getHeight()).shorts(258, 8, 8, 8)
                .shorts(259, 7).shorts(262, 6).ascii(271, "Darkroom").ascii(272, "Simulator").data(273, 279, preview)
                .shorts(274, 1).shorts(277, 3).longs(278, picture.getHeight())
                .bytes(700, xml.text().getBytes("UTF-8")).bytes(50706, new byte[] {1, 4, 0, 0})
                .ascii(50708, "Darkroom Simulator"));
    }

    /** The photo's bytes; very large ones are not looked at and get a picture made from their name. */
    private byte[] read(Upload photo) throws IOException {
        if (photo.size() > READ_MOST) {
            return new byte[0];
        }
        try (InputStream in = store.get(bucket, photo.key())) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        benches.shutdownNow();
    }
}
