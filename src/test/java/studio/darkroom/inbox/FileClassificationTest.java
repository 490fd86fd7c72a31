package studio.darkroom.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.inbox.FileClassification.FileClass;
import studio.darkroom.photo.PhotoKind;

class FileClassificationTest {

    @ParameterizedTest
    @ValueSource(strings = {".dng", ".nef", ".cr2", ".arw", ".nrw", ".crw", ".srf", ".sr2", ".orf", ".raw", ".rw2", ".raf",
        ".ptx", ".pef", ".rwl", ".srw", ".cr3", ".3fr", ".fff", ".mrw"})
    void everyRawExtensionIsAPhotoInAnyCase(String extension) {
        assertThat(FileClassification.of("day 1/DSC_0001" + extension)).isEqualTo(new FileClassification(FileClass.PHOTO, PhotoKind.RAW, ""));
        assertThat(FileClassification.of("DSC_0001" + extension.toUpperCase(Locale.ROOT)).kind()).isEqualTo(PhotoKind.RAW);
    }

    @ParameterizedTest
    @CsvSource({
        "a.jpg,PHOTO,JPEG", "a/b/A.JPEG,PHOTO,JPEG", "a.PNG,PHOTO,PNG", "two.dots.jpg,PHOTO,JPEG",
        "darkroom.ready,MARKER,OTHER", "shoot/_READY,MARKER,OTHER", "_ready,MARKER,OTHER",
        "darkroom.yaml,TICKET,OTHER", "shoot/Darkroom.YML,TICKET,OTHER", "darkroom.json,TICKET,OTHER",
        "._DSC_1.NEF,SYSTEM_FILE,OTHER", ".DS_Store,SYSTEM_FILE,OTHER", "a/Thumbs.db,SYSTEM_FILE,OTHER", "DESKTOP.INI,SYSTEM_FILE,OTHER",
        "DSC_1.NEF.part,SYSTEM_FILE,OTHER", "x.tmp,SYSTEM_FILE,OTHER", "a.jpg.crdownload,SYSTEM_FILE,OTHER", "~a.jpg,SYSTEM_FILE,OTHER",
        ".DSC_1.NEF.x8Ab2,SYSTEM_FILE,OTHER", ".trash/a.jpg,SYSTEM_FILE,OTHER", "a/.hidden/b/a.jpg,SYSTEM_FILE,OTHER",
        "a/@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg,SYSTEM_FILE,OTHER", "__MACOSX/a.jpg,SYSTEM_FILE,OTHER", "$RECYCLE.BIN/a.jpg,SYSTEM_FILE,OTHER",
        ".darkroom/darkroom.ready,SYSTEM_FILE,OTHER", "folder/,SYSTEM_FILE,OTHER",
        "a.xmp,UNSUPPORTED,OTHER", "a.heic,UNSUPPORTED,OTHER", "notes,UNSUPPORTED,OTHER", "a.jpg.bak,UNSUPPORTED,OTHER",
        "darkroom.ready.txt,UNSUPPORTED,OTHER", "jpg,UNSUPPORTED,OTHER"})
    void pathsAreClassifiedByTheirNames(String path, FileClass what, PhotoKind kind) {
        FileClassification classification = FileClassification.of(path);
        assertThat(classification.fileClass()).isEqualTo(what);
        assertThat(classification.kind()).isEqualTo(kind);
        assertThat(classification.reason().isEmpty()).isEqualTo(what != FileClass.SYSTEM_FILE && what != FileClass.UNSUPPORTED);
    }

    @Test
    void theReasonNamesTheFileAndTheFix() {
        assertThat(FileClassification.of("a/IMG_1.HEIC").reason()).startsWith("IMG_1.HEIC ").contains("HEIC picture", "export it as JPEG");
        assertThat(FileClassification.of("list.docx").reason()).startsWith("list.docx ").contains(".docx file");
        assertThat(FileClassification.of("README").reason()).startsWith("README ").contains("without an extension");
    }
}
