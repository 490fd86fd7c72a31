package studio.darkroom.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Proofs;
import studio.darkroom.ledger.Proofs.Proof;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.Original;
import studio.darkroom.transfer.PhotoEntity.OriginalChanged;
import studio.darkroom.transfer.Uploads;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Problem;

/** Takes down the SHA-256 of every photo as soon as it has arrived, so that whatever becomes of its bytes later shows. */
public final class Custody {

    private static final int BUFFER = 128 * 1024;

    /** So many photos are written down together. */
    private static final int TOGETHER = 50;

    private final Proofs proofs;
    private final Uploads.Originals originals;
    private final Predicate<String> wanted;
    private final Draining draining;

    /** @param wanted whether the photos of a lane are to be read */
    public Custody(Proofs proofs, Uploads.Originals originals, Predicate<String> wanted, Draining draining) {
        this.proofs = proofs;
        this.originals = originals;
        this.wanted = wanted;
        this.draining = draining;
    }

    /**
     * Reads the photos of a look that have settled and were not read as they are now.
     *
     * @return whether every one of them is taken down; if not, one changed meanwhile or the program is being stopped
     */
    public boolean taken(Shoot shoot, Gathering.Look look) {
        if (!wanted.test(shoot.lane())) {
            return true;
        }
        boolean all = true;
        List<Proof> read = new ArrayList<>();
        for (Photo photo : proofs.unread(shoot, look.photos())) {
            String sha256 = draining.stopping() ? null : sha256(shoot, photo);
            if (sha256 == null) {
                all = false;
                continue;
            }
            read.add(new Proof(photo.id(), photo.fingerprint(), sha256, null));
            if (read.size() == TOGETHER) {
                proofs.read(shoot, read);
                read.clear();
            }
        }
        if (!read.isEmpty()) {
            proofs.read(shoot, read);
        }
        return all;
    }

    /**
     * Null when it changed or went: the next look tells why.
     *
     * @throws Outage when it cannot be read now
     */
    private String sha256(Shoot shoot, Photo photo) {
        try {
            Original original = originals.of(photo);
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            try (InputStream in = original.open()) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    sha.update(buffer, 0, count);
                }
            }
            original.unchanged();
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (OriginalChanged | NoSuchFileException | Problem changed) {
            return null;
        } catch (IOException e) {
            throw Gathering.unreadable(shoot, photo.path(), e);
        }
    }
}
