package studio.darkroom.inbox.settle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import studio.darkroom.ledger.HashRepository;
import studio.darkroom.ledger.HashRepository.PhotoHash;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.lifecycle.Problem;
import studio.darkroom.transfer.ByteSource;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.Uploads;

/** Takes down the SHA-256 of every photo as soon as it has arrived, so that whatever becomes of its bytes later shows. */
public final class OriginalHasher {

    private static final int BUFFER_SIZE = 128 * 1024;

    /** So many photos are written down together. */
    private static final int BATCH_SIZE = 50;

    private final HashRepository hashes;
    private final Uploads.OriginalLocator originals;
    private final Predicate<String> laneFilter;
    private final ShutdownSignal shutdown;

    /** @param laneFilter whether the photos of a lane are to be read */
    public OriginalHasher(HashRepository hashes, Uploads.OriginalLocator originals, Predicate<String> laneFilter, ShutdownSignal shutdown) {
        this.hashes = hashes;
        this.originals = originals;
        this.laneFilter = laneFilter;
        this.shutdown = shutdown;
    }

    /**
     * Reads the photos of a look that have settled and were not read as they are now.
     *
     * @return whether every one of them is taken down; if not, one changed meanwhile or the program is being stopped
     */
    public boolean hashPhotos(Shoot shoot, ShootGatherer.GatherState state) {
        if (!laneFilter.test(shoot.lane())) {
            return true;
        }
        boolean allHashed = true;
        List<PhotoHash> batch = new ArrayList<>();
        for (Photo photo : hashes.listUnhashed(shoot, state.photos())) {
            String sha256 = shutdown.isStopping() ? null : hashPhoto(shoot, photo);
            if (sha256 == null) {
                allHashed = false;
                continue;
            }
            batch.add(new PhotoHash(photo.id(), photo.fingerprint(), sha256, null));
            if (batch.size() == BATCH_SIZE) {
                hashes.recordHashes(shoot, batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            hashes.recordHashes(shoot, batch);
        }
        return allHashed;
    }

    /**
     * Null when it changed or went: the next look tells why.
     *
     * @throws Outage when it cannot be read now
     */
    private String hashPhoto(Shoot shoot, Photo photo) {
        try {
            ByteSource original = originals.findOriginal(photo);
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_SIZE];
            try (InputStream in = original.open()) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    sha.update(buffer, 0, count);
                }
            }
            original.checkUnchanged();
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (OriginalChanged | NoSuchFileException | Problem changed) {
            return null;
        } catch (IOException e) {
            throw ShootGatherer.createUnreadableOutage(shoot, photo.path(), e);
        }
    }
}
