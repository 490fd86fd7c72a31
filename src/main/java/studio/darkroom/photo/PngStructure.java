package studio.darkroom.photo;

import java.io.IOException;
import java.nio.ByteOrder;

/** A PNG (ISO/IEC 15948): its chunks in a row, up to the closing one. */
final class PngStructure {

    private static final int MAX_CHUNKS = 1 << 20;

    private PngStructure() {
    }

    static Completeness check(WindowedReader file) throws BrokenStructure, IOException {
        file.setOrder(ByteOrder.BIG_ENDIAN);
        if (!file.hasTextAt(0, "\u0089PNG\r\n\u001A\n")) {
            throw FileSignature.createWrongType("a PNG", file);
        }
        boolean hasData = false;
        long at = 8;
        for (int i = 0; i < MAX_CHUNKS; i++) {
            long length = file.readU32(at);
            file.requireWithin("a chunk", at, length + 12);
            if (file.readU32(at + 4) == 0) {
                throw new BrokenStructure("is not complete: zeros stand where its next part should begin");
            }
            hasData |= file.hasTextAt(at + 4, "IDAT");
            if (file.hasTextAt(at + 4, "IEND")) {
                if (!hasData) {
                    throw new BrokenStructure("holds no picture");
                }
                return Completeness.COMPLETE;
            }
            at += length + 12;
        }
        throw new BrokenStructure("is damaged: it has more parts than any picture");
    }
}
