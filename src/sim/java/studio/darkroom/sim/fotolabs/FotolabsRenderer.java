package studio.darkroom.sim.fotolabs;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.picture.ColourGrade;
import studio.darkroom.sim.picture.Exposure;
import studio.darkroom.sim.picture.ExposureFusion;
import studio.darkroom.sim.picture.FillerJpegStream;
import studio.darkroom.sim.picture.JpegMetadata;
import studio.darkroom.sim.picture.PictureEditor;
import studio.darkroom.sim.picture.TiffPreviewReader;
import studio.darkroom.sim.store.SimStore;

/**
 * Renders the results: one JPEG per job, with its frames merged, in the ordered style. A comment segment identifies its
 * origin.
 */
final class FotolabsRenderer {

    private static final int MAX_READ_BYTES = 96 << 20;
    private static final int HEAD_BYTES = 1 << 20;
    private static final int MAX_EDGE = 4000;

    private final SimStore store;
    private final String bucket;
    private final Switches switches;

    FotolabsRenderer(SimStore store, String bucket, Switches switches) {
        this.store = store;
        this.bucket = bucket;
        this.switches = switches;
    }

    /** Reads the EXIF of an original; null if it has none. */
    Exposure readExposure(ListingImage frame) throws IOException {
        Exposure found = Exposure.of(read(frame, HEAD_BYTES));
        return found != null || frame.size() <= HEAD_BYTES ? found : Exposure.of(read(frame, MAX_READ_BYTES));
    }

    /** Renders the result of a job and stores it. */
    void renderResult(Listing.Task task, ProcessRequest order) throws IOException {
        String key = task.primary().resultKey();
        long size = switches.getLong("result-bytes");
        if (size > 0) {
            store.put(bucket, key, "image/jpeg", Math.max(4, size), new FillerJpegStream(task.id(), size));
            return;
        }
        List<BufferedImage> pictures = new ArrayList<>();
        for (ListingImage frame : task.images()) {
            pictures.add(decodePicture(frame));
        }
        // A merged picture already uses the full tonal range; a full edit would clip its windows.
        BufferedImage merged = pictures.size() > 1 ? PictureEditor.applyEdit(ExposureFusion.merge(pictures), .2)
                : PictureEditor.applyEdit(pictures.get(0), .8);
        ColourGrade grade = switch (order.style()) {
            case "twilight" -> ColourGrade.TWILIGHT;
            case "virtual-stage" -> ColourGrade.STAGED;
            default -> ColourGrade.NEUTRAL;
        };
        byte[] jpeg = JpegMetadata.withComment(PictureEditor.encodeJpeg(grade.equals(ColourGrade.NEUTRAL) ? merged : grade.apply(merged), .9f), describeResult(task, order));
        store.put(bucket, key, "image/jpeg", jpeg.length, new ByteArrayInputStream(jpeg));
    }

    private static String describeResult(Listing.Task task, ProcessRequest order) {
        return "imageId=" + task.id() + " jobId=" + task.id() + " style=" + order.style() + " frames=" + task.images().size()
                + " imageIds=" + task.images().stream().map(ListingImage::id).collect(Collectors.joining(","));
    }

    private BufferedImage decodePicture(ListingImage frame) throws IOException {
        byte[] original = frame.size() > MAX_READ_BYTES ? new byte[0] : read(frame, MAX_READ_BYTES);
        byte[] preview = TiffPreviewReader.findPreview(original);
        BufferedImage picture = PictureEditor.decode(preview == null ? original : preview);
        return picture == null ? PictureEditor.createPlaceholder(frame.filename()) : PictureEditor.limitEdge(picture, MAX_EDGE);
    }

    private byte[] read(ListingImage frame, int maxBytes) throws IOException {
        try (InputStream in = store.get(bucket, frame.key())) {
            return in.readNBytes(maxBytes);
        }
    }
}
