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
import studio.darkroom.cli.DoctorCommand.Finding;
import studio.darkroom.storage.BucketPrefix;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.storage.StoreFailure;

/** Checks the permissions on a bucket and prefix, one by one. The probe object is deleted again. */
final class BucketChecks {

    /** Permissions of an access key. */
    enum Right { LIST, GET, PUT, DELETE }

    private static final String PROBE_PREFIX = ".darkroom-probe-";

    private final String subject;
    private final String place;
    private final BucketPrefix bucketPrefix;
    private final Consumer<Finding> findings;

    /** @param place display name of the bucket and prefix */
    BucketChecks(String subject, String place, BucketPrefix bucketPrefix, Consumer<Finding> findings) {
        this.subject = subject;
        this.place = place;
        this.bucketPrefix = bucketPrefix;
        this.findings = findings;
    }

    /** @param needed permissions that the lane needs */
    void checkRights(List<Right> needed) {
        String probe = PROBE_PREFIX + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        List<String> missing = new ArrayList<>();
        try {
            for (Right right : needed) {
                if (!hasRight(right, probe)) {
                    missing.add(right.name().toLowerCase(java.util.Locale.ROOT));
                }
            }
        } catch (StoreFailure failure) {
            findings.accept(Finding.fail(subject, place + " cannot be used: " + failure.getMessage(), failure.advice() + "."));
            return;
        } catch (IOException | RuntimeException e) {
            findings.accept(Finding.fail(subject, place + " cannot be used: " + studio.darkroom.text.Redactor.redact(e.getMessage()),
                    "Check the store and its keys in darkroom.bucket.*, or those of the lane."));
            return;
        }
        if (!missing.isEmpty()) {
            findings.accept(Finding.fail(subject, place + ": missing permissions: " + String.join(", ", missing),
                    "Grant these permissions to the access key for this bucket and prefix."));
            return;
        }
        String rights = String.join(", ", needed.stream().map(right -> right.name().toLowerCase(java.util.Locale.ROOT)).toList());
        findings.accept(Finding.ok(subject, place + ": permissions " + rights));
    }

    private boolean hasRight(Right right, String probe) throws IOException {
        try {
            switch (right) {
                case LIST -> bucketPrefix.checkAccess();
                case GET -> bucketPrefix.openObject(probe).close();
                case PUT -> putProbe(probe);
                case DELETE -> bucketPrefix.deleteObject(probe);
                default -> throw new IllegalStateException(right.name());
            }
            return true;
        } catch (StoreFailure failure) {
            return switch (failure.kind()) {
                case DENIED -> false;
                case MISSING -> {
                    // A missing object is reported only to keys that may read.
                    if (right != Right.GET) {
                        throw failure;
                    }
                    yield true;
                }
                default -> throw failure;
            };
        }
    }

    private void putProbe(String probe) throws IOException {
        bucketPrefix.putObject(probe, new Probe(), "text/plain", Map.of(), true);
        boolean replaced = bucketPrefix.putObject(probe, new Probe(), "text/plain", Map.of(), true);
        if (replaced) {
            findings.accept(Finding.warn(subject, place + ": the store does not support conditional writes, so an upload could"
                    + " overwrite an object of the same name", "Make sure that no other program writes to the delivery."));
        }
    }

    private record Probe() implements ByteSource {

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
