package studio.darkroom.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortingTest {

    @ParameterizedTest
    @ValueSource(strings = {".dng", ".nef", ".cr2", ".arw", ".nrw", ".crw", ".srf", ".sr2", ".orf", ".raw", ".rw2", ".raf",
        ".ptx", ".pef", ".rwl", ".srw", ".cr3", ".3fr", ".fff", ".mrw"})
    void everyRawExtensionIsAPhotoInAnyCase(String extension) {
        assertThat(Sorting.of("day 1/DSC_0001" + extension)).isEqualTo(new Sorting(FileClass.PHOTO, Kind.RAW, ""));
        assertThat(Sorting.of("DSC_0001" + extension.toUpperCase(Locale.ROOT)).kind()).isEqualTo(Kind.RAW);
    }

    @ParameterizedTest
    @CsvSource({
        "a.jpg,PHOTO,JPEG", "a/b/A.JPEG,PHOTO,JPEG", "a.PNG,PHOTO,PNG", "two.dots.jpg,PHOTO,JPEG",
        "darkroom.ready,MARKER,OTHER", "shoot/_READY,MARKER,OTHER", "_ready,MARKER,OTHER",
        "darkroom.yaml,TICKET,OTHER", "shoot/Darkroom.YML,TICKET,OTHER", "darkroom.json,TICKET,OTHER",
        "._DSC_1.NEF,GHOST,OTHER", ".DS_Store,GHOST,OTHER", "a/Thumbs.db,GHOST,OTHER", "DESKTOP.INI,GHOST,OTHER",
        "DSC_1.NEF.part,GHOST,OTHER", "x.tmp,GHOST,OTHER", "a.jpg.crdownload,GHOST,OTHER", "~a.jpg,GHOST,OTHER",
        ".DSC_1.NEF.x8Ab2,GHOST,OTHER", ".trash/a.jpg,GHOST,OTHER", "a/.hidden/b/a.jpg,GHOST,OTHER",
        "a/@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg,GHOST,OTHER", "__MACOSX/a.jpg,GHOST,OTHER", "$RECYCLE.BIN/a.jpg,GHOST,OTHER",
        ".darkroom/darkroom.ready,GHOST,OTHER", "folder/,GHOST,OTHER",
        "a.xmp,FOREIGN,OTHER", "a.heic,FOREIGN,OTHER", "notes,FOREIGN,OTHER", "a.jpg.bak,FOREIGN,OTHER",
        "darkroom.ready.txt,FOREIGN,OTHER", "jpg,FOREIGN,OTHER"})
    void pathsAreSortedByTheirNames(String path, FileClass what, Kind kind) {
        Sorting sorting = Sorting.of(path);
        assertThat(sorting.what()).isEqualTo(what);
        assertThat(sorting.kind()).isEqualTo(kind);
        assertThat(sorting.why().isEmpty()).isEqualTo(what != FileClass.GHOST && what != FileClass.FOREIGN);
    }

    @Test
    void foreignFilesAreNamedWithReasonAndFix() {
        assertThat(Sorting.of("a/IMG_1.HEIC").why()).isEqualTo(
                "IMG_1.HEIC is not edited: it is a HEIC picture, which no vendor takes; export it as JPEG.");
        assertThat(Sorting.of("list.docx").why()).isEqualTo("list.docx is not edited: it is a .docx file, no photo.");
        assertThat(Sorting.of("README").why()).isEqualTo("README is not edited: it is a file without extension, no photo.");
    }

    @Test
    void aKindTheVendorDoesNotTakeIsForeign() {
        EnumSet<Kind> taken = EnumSet.of(Kind.RAW, Kind.JPEG);
        assertThat(Sorting.of("a.png", taken).what()).isEqualTo(FileClass.FOREIGN);
        assertThat(Sorting.of("x/a.png", taken).why())
                .isEqualTo("a.png is not edited: it is a PNG photo, which the vendor of this lane does not take.");
        assertThat(Sorting.of("a.jpg", taken)).isEqualTo(Sorting.of("a.jpg"));
        assertThat(Sorting.of("darkroom.ready", taken).what()).isEqualTo(FileClass.MARKER);
    }
}
