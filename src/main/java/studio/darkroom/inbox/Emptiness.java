package studio.darkroom.inbox;

import static studio.darkroom.inbox.Wholeness.State.BLANK;

import java.io.IOException;
import java.util.List;

/**
 * Finds room that was reserved and not filled. Copies over SMB and many programs give a file its full length first and
 * write it from the front, so that every place its structure names lies inside it long before the pixels are there.
 * Pixels of a RAW are hardly ever zero for long: even a black frame has noise. What it cannot see: a reserved file that
 * lacks no more than its last {@value #TAIL} bytes, and one that is written from several places at once.
 */
final class Emptiness {

    /** So many zeros at the end are a sign; real data of any compression does not end like that. */
    static final int TAIL = 512;
    /** Cameras fill their last block with zeros; the largest known are the 16 KB blocks of Panasonic. */
    static final int PADDING = 16 * 1024;
    private static final int SAMPLES = 64;
    private static final String COPY = ": a copy that stopped, or one that is still running";

    private final Loupe file;

    private Emptiness(Loupe file) {
        this.file = file;
    }

    /**
     * @param file     the photo
     * @param pictures where its pictures lie, all inside the file
     * @return fine, partial by the exception, or blank
     */
    static Wholeness judge(Loupe file, List<Extent> pictures) throws Broken, IOException {
        Extent main = null;
        Extent last = null;
        for (Extent picture : pictures) {
            main = main == null || picture.bytes() > main.bytes() ? picture : main;
            last = last == null || picture.to() > last.to() ? picture : last;
        }
        if (main == null) {
            return Wholeness.FINE;
        }
        Emptiness emptiness = new Emptiness(file);
        Wholeness found = emptiness.main(main);
        if (found == Wholeness.FINE && last != main) {
            found = emptiness.preview(last);
        }
        if (found == Wholeness.FINE) {
            emptiness.rest(last);
        }
        return found;
    }

    /** A directory that is not written yet may name no more than the previews before it. */
    private void rest(Extent last) throws Broken, IOException {
        long size = file.size();
        if (last.to() < size / 2 && file.lastSet(Math.max(last.to(), size - Loupe.WINDOW), size) < 0) {
            throw new Broken("is not complete: everything behind its first " + last.to() + " bytes is empty" + COPY);
        }
    }

    private Wholeness main(Extent picture) throws Broken, IOException {
        if (ended(picture)) {
            return Wholeness.FINE;
        }
        long length = picture.to() - picture.from();
        long padding = Math.min(PADDING, length / 8);
        long set = file.lastSet(picture.to() - padding, picture.to());
        if (set >= 0) {
            return new Wholeness(BLANK, "ends its picture data with " + (picture.to() - 1 - set)
                    + " zeros: the padding of a camera, or a copy just before its end");
        }
        long filled = lastFilledSample(picture);
        if (filled < 0) {
            return new Wholeness(BLANK, "has room for its picture data, but nothing was found in it"
                    + ": a copy that reserved its room first, or a black picture");
        }
        long empty = picture.to() - Math.max(filled, picture.from());
        throw new Broken("is not complete: the last " + Math.max(1, empty / 1024) + " KB of its picture data are empty"
                + COPY);
    }

    /** A thumbnail may well be black down there, so this is never more than a doubt. */
    private Wholeness preview(Extent picture) throws Broken, IOException {
        return ended(picture) ? Wholeness.FINE : new Wholeness(BLANK, "ends its last preview with zeros"
                + ": a black corner, or a copy just before its end");
    }

    /** @return whether its data goes on to its end, or to the end mark of JPEG data with padding behind it */
    private boolean ended(Extent picture) throws Broken, IOException {
        long to = picture.to();
        if (to == picture.from() || file.lastSet(Math.max(picture.from(), to - TAIL), to) >= 0) {
            return true;
        }
        long part = picture.lastFrom();
        if (file.some(part, 2).length < 2 || file.u8(part) != 0xFF || file.u8(part + 1) != 0xD8) {
            return false;
        }
        long set = file.lastSet(Math.max(part, to - Loupe.WINDOW), to);
        return set > part && file.u8(set) == 0xD9 && file.u8(set - 1) == 0xFF;
    }

    /** @return the end of the last of the evenly spread samples that is not all zero, -1 when all are */
    private long lastFilledSample(Extent picture) throws Broken, IOException {
        long room = picture.to() - picture.from() - TAIL;
        for (int i = SAMPLES - 1; i >= 0; i--) {
            long from = picture.from() + Math.max(0, room) / (SAMPLES - 1) * i;
            long to = Math.min(picture.to(), from + TAIL);
            if (file.lastSet(from, to) >= 0) {
                return to;
            }
        }
        return -1;
    }
}
