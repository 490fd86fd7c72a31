package studio.darkroom.inbox;

import java.io.IOException;
import java.nio.ByteOrder;

/** A PNG (ISO/IEC 15948): its chunks in a row, up to the closing one. */
final class PngStructure {

    private static final int MOST_CHUNKS = 1 << 20;

    private PngStructure() {
    }

    static Wholeness judge(Loupe file) throws Broken, IOException {
        file.order(ByteOrder.BIG_ENDIAN);
        if (!file.says(0, "\u0089PNG\r\n\u001A\n")) {
            throw Beginning.isNot("a PNG", file);
        }
        boolean data = false;
        long at = 8;
        for (int i = 0; i < MOST_CHUNKS; i++) {
            long length = file.u32(at);
            file.within("a chunk", at, length + 12);
            if (file.u32(at + 4) == 0) {
                throw new Broken("is not complete: zeros stand where its next part should begin");
            }
            data |= file.says(at + 4, "IDAT");
            if (file.says(at + 4, "IEND")) {
                if (!data) {
                    throw new Broken("holds no picture");
                }
                return Wholeness.FINE;
            }
            at += length + 12;
        }
        throw new Broken("is damaged: it has more parts than any picture");
    }
}
