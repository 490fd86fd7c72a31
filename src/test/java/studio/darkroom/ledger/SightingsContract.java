package studio.darkroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import studio.darkroom.trouble.Passing;

/** What a ledger makes of the files that were seen, whatever database it is on. */
abstract class SightingsContract extends LedgerContract {

    private static final Duration EVERY = Duration.ofSeconds(2);

    @Test
    void theFirstPhotoOfAFolderMakesAShootAndTheOthersJoinIt() {
        String id = see("smith/A.JPG", 5, 1).orElseThrow();
        assertThat(see("smith/B.JPG", 6, 1)).as("its appointment is soon enough").isEmpty();
        assertThat(see("smith/A.JPG", 5, 1)).as("nothing new").isEmpty();
        assertThat(sightings.gathering(ledger.shoot(id))).extracting(Photo::path).containsExactly("smith/A.JPG", "smith/B.JPG");
        assertThat(ledger.shoot(id).due()).isEqualTo(clock.instant().plus(EVERY));
        see("jones/A.JPG", 5, 1);
        assertThat(ledger.all()).extracting(Shoot::name).containsExactly("smith", "jones");
    }

    @Test
    void aFileThatChangedIsLookedAtAnew() {
        String id = see("smith/A.JPG", 5, 1).orElseThrow();
        Photo photo = sightings.gathering(ledger.shoot(id)).get(0);
        new Photos(ledger).looked(ledger.shoot(id), List.of(new Photos.Looked(photo, 5, 1, "print", clock.instant(), "why")));
        clock.advance(Duration.ofSeconds(1));
        see("smith/A.JPG", 9, 2);
        assertThat(sightings.gathering(ledger.shoot(id))).singleElement().satisfies(grown -> {
            assertThat(grown.id()).isEqualTo(photo.id());
            assertThat(grown.size()).isEqualTo(9);
            assertThat(grown.fingerprint()).isNull();
            assertThat(grown.stoodSince()).isEqualTo(clock.instant());
        });
        assertThat(sightings.memory("default")).containsExactly(new Sightings.Seen("smith/A.JPG", 9, 2));
    }

    @Test
    void whatTakesNoPartIsRememberedWithoutAShoot() {
        assertThat(see("smith/notes.txt", 3, 1, "other", "it is no photo")).isEmpty();
        assertThat(ledger.all()).isEmpty();
        assertThat(sightings.memory("default")).hasSize(1);
    }

    @Test
    void aMarkerWakesItsShootAndIsUsedOnce() {
        String id = see("smith/A.JPG", 5, 1).orElseThrow();
        assertThat(sightings.marked(ledger.shoot(id))).isFalse();
        assertThat(see("smith/_READY", 0, 1, "marker", null)).contains(id);
        assertThat(ledger.shoot(id).due()).isEqualTo(clock.instant());
        Shoot shoot = ledger.claim(id).orElseThrow();
        assertThat(sightings.marked(shoot)).isTrue();
        gathered(shoot);
        see("smith/B.JPG", 5, 1);
        assertThat(sightings.marked(ledger.shoot(find("smith-2").id()))).isFalse();
    }

    @Test
    void aClosedShootTakesNoMoreAndTheNextPhotoMakesASupplement() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        gathered(shoot);
        assertThat(ledger.shoot(shoot.id())).satisfies(closed -> {
            assertThat(closed.step()).isEqualTo(Step.OPEN);
            assertThat(closed.vendor()).isEqualTo("imagen");
            assertThat(closed.priority()).isEqualTo(9);
        });
        assertThat(see("smith/B.JPG", 5, 1)).isPresent();
        assertThat(sightings.gathering(find("smith-2"))).singleElement()
                .satisfies(photo -> assertThat(photo.replaces()).isNull());
        see("smith/A.JPG", 8, 2);
        assertThat(sightings.gathering(find("smith-2"))).filteredOn(photo -> photo.path().equals("smith/A.JPG"))
                .singleElement().satisfies(photo -> assertThat(sightings.before(photo)).get()
                        .extracting(Photo::shoot).isEqualTo(shoot.id()));
    }

    @Test
    void aShootThatIsPartedBecomesSeveral() {
        see("mixed/A.NEF", 5, 1, "raw", null);
        Shoot shoot = claimed(find("mixed").id());
        see("mixed/B.JPG", 5, 1);
        List<Photo> photos = sightings.gathering(shoot);
        List<String> more = sightings.gathered(shoot, "imagen", "{}", 5, List.of(
                new Sightings.Part("raw", List.of(new Sightings.Named(photos.get(0), "A.NEF"))),
                new Sightings.Part("jpeg", List.of(new Sightings.Named(photos.get(1), "B.JPG")))), Map.of());
        assertThat(more).containsExactly(find("mixed-jpeg").id());
        assertThat(find("mixed-jpeg").step()).isEqualTo(Step.OPEN);
        assertThat(new Photos(ledger).of(find("mixed-jpeg").id())).extracting(Photo::name).containsExactly("B.JPG");
    }

    @Test
    void aPhotoThatComesWhileItsShootIsClosedKeepsItOpen() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        List<Photo> looked = sightings.gathering(shoot);
        see("smith/B.JPG", 5, 1);
        assertThatThrownBy(() -> sightings.gathered(shoot, "imagen", "{}", 5, part(looked), Map.of())).isInstanceOf(Passing.class);
        assertThat(ledger.shoot(shoot.id()).step()).isEqualTo(Step.GATHER);
        assertThat(sightings.gathering(shoot)).hasSize(2);
    }

    @Test
    void somethingNewInItsFolderEndsTheProblemOfAGatheringShootAndOfNoOther() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        ledger.hold(shoot, new Shoot.Held("problem", "photo-not-whole", "t", "f"));
        assertThat(see("smith/A.JPG", 9, 2)).contains(shoot.id());
        assertThat(ledger.shoot(shoot.id()).trouble()).isNull();
        Shoot again = claimed(shoot.id(), EVERY);
        ledger.hold(again, new Shoot.Held("decision", "originals-changed", "t", "f"));
        see("smith/B.JPG", 9, 2);
        assertThat(ledger.shoot(shoot.id()).state()).isEqualTo("decision");
    }

    @Test
    void photosAreAccountedForOneByOne() {
        Shoot shoot = claimed(see("smith/A.JPG", 5, 1).orElseThrow());
        see("smith/B.JPG", 5, 1);
        gathered(shoot);
        Shoot mine = claimed(shoot.id());
        Photos photos = new Photos(ledger);
        Results results = new Results(ledger);
        photos.missed(mine, photos.toUpload(mine, 10).get(0), "503");
        assertThat(photos.toUpload(mine, 10)).extracting(Photo::tries).as("who failed least goes first").containsExactly(0, 1);
        photos.toUpload(mine, 10).forEach(photo -> photos.uploaded(mine, photo, "sha", null, null));
        assertThat(photos.toUpload(mine, 10)).isEmpty();
        Photo first = photos.of(mine.id()).get(0);
        Result offered = new Result(null, mine.id(), "A.JPG", "A.JPG", "jpeg", first.id(), null, null, 0, null);
        results.offered(mine, List.of(offered));
        results.offered(mine, List.of(offered));
        assertThat(results.of(mine.id())).hasSize(1);
        results.delivered(mine, results.of(mine.id()).get(0), "A.JPG", 4, "sha");
        assertThat(photos.accounted(mine, 1, "no result", false)).containsExactly("B.JPG");
        assertThat(photos.of(mine.id())).extracting(Photo::state).containsExactly(Photo.DELIVERED, Photo.MISSING);
        assertThat(photos.of(mine.id()).get(1).why()).isEqualTo("no result");
    }

    private Optional<String> see(String path, long size, long modified) {
        return see(path, size, modified, "jpeg", null);
    }

    private Optional<String> see(String path, long size, long modified, String kind, String ignored) {
        return sightings.sighted(new Sightings.Sighting("default", path.substring(0, path.indexOf('/')), path, size, modified,
                kind, ignored), EVERY);
    }

    private Shoot claimed(String id) {
        return claimed(id, EVERY);
    }

    private Shoot claimed(String id, Duration after) {
        clock.advance(after);
        return ledger.claim(id).orElseThrow();
    }

    private void gathered(Shoot shoot) {
        sightings.gathered(shoot, "imagen", "{}", 9, part(sightings.gathering(shoot)), Map.of());
    }

    private static List<Sightings.Part> part(List<Photo> photos) {
        return List.of(new Sightings.Part("jpeg", photos.stream().map(photo -> new Sightings.Named(photo,
                photo.path().substring(photo.path().indexOf('/') + 1))).toList()));
    }

    private Shoot find(String name) {
        return ledger.all().stream().filter(shoot -> shoot.name().equals(name)).findFirst().orElseThrow();
    }
}
