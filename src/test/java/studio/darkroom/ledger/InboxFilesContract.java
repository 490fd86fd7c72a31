package studio.darkroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.lifecycle.Trouble.TransientFailure;

/** What a ledger makes of the files that were seen, whatever database it is on. */
abstract class InboxFilesContract extends LedgerContract {

    private static final Duration EVERY = Duration.ofSeconds(2);

    @Test
    void theFirstPhotoOfAFolderMakesAShootAndTheOthersJoinIt() {
        String id = see("smith/A.JPG", 5, 1).orElseThrow();
        assertThat(see("smith/B.JPG", 6, 1)).as("its appointment is soon enough").isEmpty();
        assertThat(see("smith/A.JPG", 5, 1)).as("nothing new").isEmpty();
        assertThat(inboxFiles.listGatheringPhotos(ledger.getShoot(id))).extracting(Photo::path)
                .containsExactly("smith/A.JPG", "smith/B.JPG");
        assertThat(ledger.getShoot(id).dueAt()).isEqualTo(clock.instant().plus(EVERY));
        see("jones/A.JPG", 5, 1);
        assertThat(ledger.listShoots()).extracting(Shoot::name).containsExactly("smith", "jones");
    }

    @Test
    void aFileThatChangedIsLookedAtAnew() {
        String id = see("smith/A.JPG", 5, 1).orElseThrow();
        Photo photo = inboxFiles.listGatheringPhotos(ledger.getShoot(id)).get(0);
        new PhotoRepository(ledger).recordObservations(ledger.getShoot(id),
                List.of(new PhotoRepository.PhotoObservation(photo, 5, 1, "print", clock.instant(), "why", null)));
        clock.advance(Duration.ofSeconds(1));
        see("smith/A.JPG", 9, 2);
        assertThat(inboxFiles.listGatheringPhotos(ledger.getShoot(id))).singleElement().satisfies(grown -> {
            assertThat(grown.id()).isEqualTo(photo.id());
            assertThat(grown.size()).isEqualTo(9);
            assertThat(grown.fingerprint()).isNull();
            assertThat(grown.stableSince()).isEqualTo(clock.instant());
        });
        assertThat(inboxFiles.listKnownFiles("default")).containsExactly(new InboxFiles.KnownFile("smith/A.JPG", 9, 2, null));
    }

    @Test
    void whatTakesNoPartIsRememberedWithoutAShoot() {
        assertThat(see("smith/notes.txt", 3, 1, "other", "it is no photo")).isEmpty();
        assertThat(ledger.listShoots()).isEmpty();
        assertThat(inboxFiles.listKnownFiles("default")).hasSize(1);
    }

    @Test
    void aMarkerWakesItsShootAndIsUsedOnce() {
        String id = see("smith/A.JPG", 5, 1).orElseThrow();
        assertThat(inboxFiles.hasReadyMarker(ledger.getShoot(id))).isFalse();
        assertThat(see("smith/_READY", 0, 1, "marker", null)).contains(id);
        assertThat(ledger.getShoot(id).dueAt()).isEqualTo(clock.instant());
        Shoot shoot = ledger.claimShoot(id).orElseThrow();
        assertThat(inboxFiles.hasReadyMarker(shoot)).isTrue();
        gathered(shoot);
        see("smith/B.JPG", 5, 1);
        assertThat(inboxFiles.hasReadyMarker(ledger.getShoot(find("smith-2").id()))).isFalse();
    }

    @Test
    void aClosedShootTakesNoMoreAndTheNextPhotoMakesASupplement() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        gathered(shoot);
        assertThat(ledger.getShoot(shoot.id())).satisfies(closed -> {
            assertThat(closed.step()).isEqualTo(Step.OPEN);
            assertThat(closed.vendor()).isEqualTo("imagen");
            assertThat(closed.priority()).isEqualTo(9);
        });
        assertThat(see("smith/B.JPG", 5, 1)).isPresent();
        assertThat(inboxFiles.listGatheringPhotos(find("smith-2"))).singleElement()
                .satisfies(photo -> assertThat(photo.replacedPhotoId()).isNull());
        see("smith/A.JPG", 8, 2);
        assertThat(inboxFiles.listGatheringPhotos(find("smith-2"))).filteredOn(photo -> photo.path().equals("smith/A.JPG"))
                .singleElement().satisfies(photo -> assertThat(inboxFiles.findReplacedPhoto(photo)).get()
                        .extracting(Photo::shootId).isEqualTo(shoot.id()));
    }

    @Test
    void aShootThatIsPartedBecomesSeveral() {
        see("mixed/A.NEF", 5, 1, "raw", null);
        Shoot shoot = claimed(find("mixed").id());
        see("mixed/B.JPG", 5, 1);
        List<Photo> photos = inboxFiles.listGatheringPhotos(shoot);
        ledger.next(shoot, Step.OPEN, inboxFiles.closeShoot(shoot, "imagen", "{}", 5, List.of(
                new InboxFiles.ShootPart("raw", List.of(new InboxFiles.NamedPhoto(photos.get(0), "A.NEF"))),
                new InboxFiles.ShootPart("jpeg", List.of(new InboxFiles.NamedPhoto(photos.get(1), "B.JPG")))), Map.of()));
        assertThat(find("mixed-jpeg").step()).isEqualTo(Step.OPEN);
        assertThat(new PhotoRepository(ledger).listByShoot(find("mixed-jpeg").id())).extracting(Photo::name)
                .containsExactly("B.JPG");
    }

    @Test
    void aPhotoThatComesWhileItsShootIsClosedKeepsItOpen() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        List<Photo> looked = inboxFiles.listGatheringPhotos(shoot);
        see("smith/B.JPG", 5, 1);
        assertThatThrownBy(() -> ledger.next(shoot, Step.OPEN,
                inboxFiles.closeShoot(shoot, "imagen", "{}", 5, part(looked), Map.of()))).isInstanceOf(TransientFailure.class);
        assertThat(ledger.getShoot(shoot.id()).step()).isEqualTo(Step.GATHER);
        assertThat(inboxFiles.listGatheringPhotos(shoot)).hasSize(2);
    }

    @Test
    void newFile_endsTheProblemOfItsGatheringShootOnly() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        ledger.holdShoot(shoot, new Shoot.TroubleInfo("problem", "photo-not-whole", "t", "f"));
        assertThat(see("smith/A.JPG", 9, 2)).contains(shoot.id());
        assertThat(ledger.getShoot(shoot.id()).trouble()).isNull();
        Shoot again = claimed(shoot.id(), EVERY);
        ledger.holdShoot(again, new Shoot.TroubleInfo("decision", "originals-changed", "t", "f"));
        see("smith/B.JPG", 9, 2);
        assertThat(ledger.getShoot(shoot.id()).state()).isEqualTo("decision");
    }

    @Test
    void photosAreAccountedForOneByOne() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        see("smith/B.JPG", 5, 1);
        gathered(shoot);
        Shoot mine = claimed(shoot.id());
        PhotoRepository photos = new PhotoRepository(ledger);
        ResultRepository results = new ResultRepository(ledger);
        photos.recordUploadFailure(mine, photos.listToUpload(mine, 10).get(0), "503");
        assertThat(photos.listToUpload(mine, 10)).extracting(Photo::tries).as("who failed least goes first")
                .containsExactly(0, 1);
        photos.listToUpload(mine, 10).forEach(photo -> photos.recordUpload(mine, photo, "sha", null, null));
        assertThat(photos.listToUpload(mine, 10)).isEmpty();
        Photo first = photos.listByShoot(mine.id()).get(0);
        Result offered = new Result(null, mine.id(), "A.JPG", "A.JPG", "jpeg", first.id(), null, null, 0, null);
        results.addOffered(mine, List.of(offered));
        results.addOffered(mine, List.of(offered));
        assertThat(results.listByShoot(mine.id())).hasSize(1);
        results.recordDelivery(mine, results.listByShoot(mine.id()).get(0), "A.JPG", 4, "sha");
        assertThat(photos.recordFinalStates(mine, 1, "no result", false)).containsExactly("B.JPG");
        assertThat(photos.listByShoot(mine.id())).extracting(Photo::state).containsExactly(Photo.DELIVERED, Photo.MISSING);
        assertThat(photos.listByShoot(mine.id()).get(1).reason()).isEqualTo("no result");
    }

    private Optional<String> see(String path, long size, long modified) {
        return see(path, size, modified, "jpeg", null);
    }

    private Optional<String> see(String path, long size, long modified, String kind, String ignored) {
        return inboxFiles.recordSeen("default", List.of(new InboxFiles.SeenFile("default", path.substring(0, path.indexOf('/')),
                path, size, modified, kind, ignored, null)), EVERY).stream().findFirst();
    }

    private Shoot claimed(String id) {
        return claimed(id, EVERY);
    }

    private Shoot claimed(String id, Duration after) {
        clock.advance(after);
        return ledger.claimShoot(id).orElseThrow();
    }

    private void gathered(Shoot shoot) {
        ledger.next(shoot, Step.OPEN, inboxFiles.closeShoot(shoot, "imagen", "{}", 9,
                part(inboxFiles.listGatheringPhotos(shoot)), Map.of()));
    }

    private static List<InboxFiles.ShootPart> part(List<Photo> photos) {
        return List.of(new InboxFiles.ShootPart("jpeg", photos.stream().map(photo -> new InboxFiles.NamedPhoto(photo,
                photo.path().substring(photo.path().indexOf('/') + 1))).toList()));
    }

    private Shoot find(String name) {
        return ledger.listShoots().stream().filter(shoot -> shoot.name().equals(name)).findFirst().orElseThrow();
    }
}
