package studio.darkroom.sim.fotolabs;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.picture.Exposure;
import studio.darkroom.sim.picture.Fusion;
import studio.darkroom.sim.picture.Jpeg;
import studio.darkroom.sim.picture.Look;
import studio.darkroom.sim.picture.Pictures;
import studio.darkroom.sim.picture.SizedJpeg;
import studio.darkroom.sim.picture.TiffPreview;
import studio.darkroom.sim.store.Store;

/** Makes the results: a JPEG per job, its frames merged, in the style of the order, that tells in a comment what it is. */
final class Finishing {

    private static final int READ_MOST = 96 << 20;
    private static final int HEAD = 1 << 20;
    private static final int EDGE = 4000;

    private final Store store;
    private final String bucket;
    private final Switches switches;

    Finishing(Store store, String bucket, Switches switches) {
        this.store = store;
        this.bucket = bucket;
        this.switches = switches;
    }

    /** What the camera noted with an original, or null. */
    Exposure exposure(Frame frame) throws IOException {
        Exposure found = Exposure.of(read(frame, HEAD));
        return found != null || frame.size() <= HEAD ? found : Exposure.of(read(frame, READ_MOST));
    }

    /** Makes the result of a job and stores it. */
    void make(Listing.Task task, ProcessOrder order) throws IOException {
        String key = task.primary().resultKey();
        long size = switches.number("result-bytes");
        if (size > 0) {
            store.put(bucket, key, "image/jpeg", Math.max(4, size), new SizedJpeg(task.id(), size));
            return;
        }
        List<BufferedImage> pictures = new ArrayList<>();
        for (Frame frame : task.frames()) {
            pictures.add(picture(frame));
        }
        // A merged picture already uses the whole range of light; a full edit would burn its windows out.
        BufferedImage merged = pictures.size() > 1 ? Pictures.edited(Fusion.of(pictures), .2)
                : Pictures.edited(pictures.get(0), .8);
        Look look = switch (order.style()) {
            case "twilight" -> Look.TWILIGHT;
            case "virtual-stage" -> Look.STAGED;
            default -> Look.PLAIN;
        };
        byte[] jpeg = Jpeg.withComment(Pictures.encode(look.equals(Look.PLAIN) ? merged : look.apply(merged), .9f), told(task, order));
        store.put(bucket, key, "image/jpeg", jpeg.length, new ByteArrayInputStream(jpeg));
    }

    private static String told(Listing.Task task, ProcessOrder order) {
        return "imageId=" + task.id() + " jobId=" + task.id() + " style=" + order.style() + " frames=" + task.frames().size()
                + " imageIds=" + task.frames().stream().map(Frame::id).collect(Collectors.joining(","));
    }

    private BufferedImage picture(Frame frame) throws IOException {
        byte[] original = frame.size() > READ_MOST ? new byte[0] : read(frame, READ_MOST);
        byte[] preview = TiffPreview.of(original);
        BufferedImage picture = Pictures.decode(preview == null ? original : preview);
        return picture == null ? Pictures.placeholder(frame.filename()) : Pictures.within(picture, EDGE);
    }

    private byte[] read(Frame frame, int most) throws IOException {
        try (InputStream in = store.get(bucket, frame.key())) {
            return in.readNBytes(most);
        }
    }
}
