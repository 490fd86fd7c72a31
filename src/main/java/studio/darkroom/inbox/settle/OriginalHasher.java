package studio.darkroom.inbox.settle;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.PhotoRepository.PhotoHash;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.storage.ByteSource;
import studio.darkroom.text.Hashes;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.transfer.Uploads;

/** Records the SHA-256 of each photo as soon as it has settled, so that a later change of its content is detected. */
public final class OriginalHasher {

    /** Photos per transaction. */
    private static final int BATCH_SIZE = 50;

    private final PhotoRepository photos;
    private final Uploads.OriginalLocator originals;
    private final Predicate<String> laneFilter;
    private final ShutdownSignal shutdown;

    /** @param laneFilter selects the lanes whose photos are read */
    public OriginalHasher(PhotoRepository photos, Uploads.OriginalLocator originals, Predicate<String> laneFilter, ShutdownSignal shutdown) {
        this.photos = photos;
        this.originals = originals;
        this.laneFilter = laneFilter;
        this.shutdown = shutdown;
    }

    /**
     * Hashes the settled photos of a check that have no hash yet.
     *
     * @return whether all of them have a hash; false if one changed meanwhile or Darkroom is stopping
     */
    public boolean hashPhotos(Shoot shoot, ShootGatherer.GatherState state) {
        if (!laneFilter.test(shoot.lane())) {
            return true;
        }
        boolean allHashed = true;
        List<PhotoHash> batch = new ArrayList<>();
        for (Photo photo : photos.listUnhashed(shoot, state.photos())) {
            String sha256 = shutdown.isStopping() ? null : hashPhoto(shoot, photo);
            if (sha256 == null) {
                allHashed = false;
                continue;
            }
            batch.add(new PhotoHash(photo.id(), photo.fingerprint(), sha256, null));
            if (batch.size() == BATCH_SIZE) {
                photos.recordHashes(shoot, batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            photos.recordHashes(shoot, batch);
        }
        return allHashed;
    }

    /**
     * @return null if the photo changed or was removed; the next check finds out which
     * @throws Outage if the photo cannot be read
     */
    private String hashPhoto(Shoot shoot, Photo photo) {
        try {
            ByteSource original = originals.findOriginal(photo);
            String sha256 = Hashes.sha256Hex(original.open());
            original.checkUnchanged();
            return sha256;
        } catch (OriginalChanged | NoSuchFileException | Problem changed) {
            return null;
        } catch (IOException e) {
            throw ShootGatherer.createUnreadableOutage(shoot, photo.path(), e);
        }
    }
}
