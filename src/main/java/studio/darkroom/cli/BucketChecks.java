package studio.darkroom.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import studio.darkroom.bucket.Shelf;
import studio.darkroom.bucket.StoreFailure;
import studio.darkroom.transfer.Original;

/** The rights on one place in a bucket, each tried by itself. What is written as a probe is taken away again. */
final class BucketChecks {

    /** What a key may do. */
    enum Right { LIST, GET, PUT, DELETE }

    private static final String PROBE = ".darkroom-probe-";

    private final String what;
    private final String place;
    private final Shelf shelf;
    private final Consumer<Finding> found;

    /** @param place the place as a person knows it */
    BucketChecks(String what, String place, Shelf shelf, Consumer<Finding> found) {
        this.what = what;
        this.place = place;
        this.shelf = shelf;
        this.found = found;
    }

    /** @param needed rights that the lane cannot do without */
    void run(List<Right> needed) {
        String probe = PROBE + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        List<String> missing = new ArrayList<>();
        try {
            for (Right right : needed) {
                if (!has(right, probe)) {
                    missing.add(right.name().toLowerCase(java.util.Locale.ROOT));
                }
            }
        } catch (StoreFailure failure) {
            found.accept(Finding.fail(what, place + " cannot be used: " + failure.getMessage(), failure.fix() + "."));
            return;
        } catch (IOException | RuntimeException e) {
            found.accept(Finding.fail(what, place + " cannot be used: " + studio.darkroom.trouble.Plain.text(e.getMessage()),
                    "Look after the store and its keys in darkroom.bucket, or those of the lane."));
            return;
        }
        if (!missing.isEmpty()) {
            found.accept(Finding.fail(what, place + ": the right to " + String.join(", ", missing) + " is missing",
                    "Give it to the access key, for this bucket and prefix."));
            return;
        }
        String rights = String.join(", ", needed.stream().map(right -> right.name().toLowerCase(java.util.Locale.ROOT)).toList());
        found.accept(Finding.ok(what, place + ": the rights to " + rights + " are there"));
    }

    private boolean has(Right right, String probe) throws IOException {
        try {
            switch (right) {
                case LIST -> shelf.present();
                case GET -> shelf.open(probe).close();
                case PUT -> put(probe);
                case DELETE -> shelf.delete(probe);
                default -> throw new IllegalStateException(right.name());
            }
            return true;
        } catch (StoreFailure failure) {
            return switch (failure.kind()) {
                case DENIED -> false;
                case MISSING -> {
                    // Whoever may read is told that nothing is there.
                    if (right != Right.GET) {
                        throw failure;
                    }
                    yield true;
                }
                default -> throw failure;
            };
        }
    }

    private void put(String probe) throws IOException {
        shelf.put(probe, new Probe(), "text/plain", Map.of(), true);
        boolean replaced = shelf.put(probe, new Probe(), "text/plain", Map.of(), true);
        if (replaced) {
            found.accept(Finding.warn(what, place + ": the store has no conditional put, so it is only looked before whether"
                    + " a name is free", "Let nobody else write into the delivery."));
        }
    }

    private record Probe() implements Original {

        @Override
        public long size() {
            return 1;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(new byte[] {1});
        }
    }
}
