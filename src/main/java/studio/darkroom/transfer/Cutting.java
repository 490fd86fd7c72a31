package studio.darkroom.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Cuts the connection of an answer that is not read to its end. The client would read on to the end of it to use the
 * connection again, and an answer may have none, or may come drop by drop for ever.
 */
final class Cutting implements ExecChainHandler {

    /** So few bytes are rather read than the connection given up. */
    private static final long FEW = 4096;

    private final Duration longest;

    /** @param longest so long an answer may take from its head to its end; null: as long as something comes */
    Cutting(Duration longest) {
        this.longest = longest;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (response.getEntity() != null && response.getEntity().isStreaming()) {
            response.setEntity(new Cut(response.getEntity(), scope.execRuntime, longest));
        }
        return response;
    }

    private static final class Cut extends HttpEntityWrapper {

        private final ExecRuntime runtime;
        private final Duration longest;
        private InputStream content;

        Cut(HttpEntity entity, ExecRuntime runtime, Duration longest) {
            super(entity);
            this.runtime = runtime;
            this.longest = longest;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new Reading(super.getContent(), runtime, getContentLength(), longest);
            }
            return content;
        }
    }

    private static final class Reading extends FilterInputStream {

        private final ExecRuntime runtime;
        private final long begun = System.nanoTime();
        private final Duration longest;
        private long left;
        private boolean over;

        /** @param length bytes; less than 0: not known */
        Reading(InputStream in, ExecRuntime runtime, long length, Duration longest) {
            super(in);
            this.runtime = runtime;
            this.longest = longest;
            left = length < 0 ? Long.MAX_VALUE : length;
        }

        @Override
        public int read() throws IOException {
            inTime();
            int read = super.read();
            left--;
            over |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            inTime();
            int read = super.read(into, from, most);
            left -= Math.max(0, read);
            over |= read < 0;
            return read;
        }

        private void inTime() throws IOException {
            if (longest != null && System.nanoTime() - begun > longest.toNanos()) {
                close();
                throw new SocketTimeoutException("the answer took longer than " + longest.toSeconds() + " s");
            }
        }

        @Override
        public void close() throws IOException {
            if (over || left <= FEW && (longest == null || System.nanoTime() - begun <= longest.toNanos())) {
                over = true;
                super.close();
                return;
            }
            over = true;
            runtime.discardEndpoint();
            try {
                super.close();
            } catch (IOException cut) {
                // The rest of it was not wanted.
                return;
            }
        }
    }
}
