package studio.darkroom.sim.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import studio.darkroom.sim.Fault.Kind;
import studio.darkroom.sim.FaultInjector;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.Switches;

/** One client connection to the store, with its own connection to s3proxy behind it. */
final class StoreConnection implements AutoCloseable {

    /** s3proxy closes a connection that is idle for 30 s; connections idle for this long are not reused. */
    private static final long MAX_IDLE_NANOS = 10_000_000_000L;

    private final String server;
    private final int upstreamPort;
    private final RequestLog log;
    private final FaultInjector faults;
    private final Switches switches;
    private final StoreRequestFilter filter;
    private final InputStream in;
    private final OutputStream out;
    private Socket upstream;
    private InputStream upstreamIn;
    private OutputStream upstreamOut;
    private long upstreamUsedNanos;

    StoreConnection(String server, Socket client, int upstreamPort, RequestLog log, FaultInjector faults, Switches switches,
                    StoreRequestFilter filter) throws IOException {
        this.server = server;
        this.upstreamPort = upstreamPort;
        this.log = log;
        this.faults = faults;
        this.switches = switches;
        this.filter = filter;
        this.in = new BufferedInputStream(client.getInputStream(), 64 << 10);
        this.out = new BufferedOutputStream(client.getOutputStream(), 64 << 10);
    }

    /** Serves one request; returns false if the connection must be closed. */
    boolean serveRequest() throws IOException {
        HttpMessageHead head = HttpMessageHead.read(in);
        if (head == null) {
            return false;
        }
        StoreRequest call = new StoreRequest(server, head);
        call.fault = faults.takeMatching(server, call.name, call.path()).orElse(null);
        try {
            long wait = switches.getLong("latency-ms") + (call.hasFault(Kind.DELAY) ? call.fault.amount() : 0);
            BodyCopier.sleepUntil(System.nanoTime() + wait * 1_000_000);
            boolean keep = handleRequest(call) && !head.hasToken("Connection", "close");
            out.flush();
            return keep;
        } finally {
            call.writeLogEntry(log);
        }
    }

    private boolean handleRequest(StoreRequest call) throws IOException {
        if (call.hasFault(Kind.DROP_BEFORE)) {
            return false;
        }
        if (call.hasFault(Kind.STATUS) || call.hasFault(Kind.HTML) || call.hasFault(Kind.RETRY_AFTER)) {
            return rejectRequest(call, call.fault.status(), call.fault.status() == 503 ? "SlowDown" : "InternalError", "Simulated fault.");
        }
        if (call.hasFault(Kind.EXPIRED_LINK)) {
            return rejectRequest(call, 403, "AccessDenied", "Request has expired");
        }
        if (call.hasFault(Kind.CUT) && call.head.method().equals("PUT")) {
            call.requestCopier.copyBytes(in, null, call.head.bodyLength() / 2, 0, () -> false);
            return false;
        }
        StoreRequestFilter.S3Error denial = filter.checkRequest(call);
        if (denial != null) {
            return rejectRequest(call, denial.status(), denial.code(), denial.message());
        }
        return forwardToStore(call);
    }

    private boolean forwardToStore(StoreRequest call) throws IOException {
        connect();
        long rate = call.hasFault(Kind.SLOW) ? call.fault.amount() : switches.getLong("bandwidth");
        long remaining = 0;
        HttpMessageHead answer = null;
        try {
            upstreamOut.write(upstreamHead(call).toBytes());
            if (call.head.hasToken("Expect", "100-continue")) {
                answer = HttpMessageHead.read(upstreamIn);
                if (answer != null && answer.status() == 100) {
                    out.write(answer.toBytes());
                    out.flush();
                    answer = null;
                }
            }
            if (answer == null && call.head.bodyLength() < 0) {
                call.requestCopier.copyChunked(in, upstreamOut, rate);
            } else if (answer == null) {
                // A response before the end of the body is a refusal; the rest of the body is discarded below
                remaining = call.requestCopier.copyBytes(in, upstreamOut, call.head.bodyLength(), rate, this::hasUpstreamResponse);
            }
        } catch (SocketException e) {
            remaining = Math.max(0, call.head.bodyLength() - call.requestCopier.copiedBytes());
        }
        // Without a 100-continue the client may or may not send its body; only a new connection is safe
        boolean bodyWithheld = answer != null;
        boolean endedEarly = bodyWithheld || remaining > 0;
        while (answer == null || answer.status() == 100) {
            answer = HttpMessageHead.read(upstreamIn);
            if (answer == null) {
                close();
                return false;
            }
        }
        call.requestCopier.copyBytes(in, null, remaining, 0, () -> false);
        if (answer.status() / 100 == 2 && call.storesObject()) {
            filter.onObjectStored(call, call.requestCopier.copiedBytes());
        }
        if (call.hasFault(Kind.DROP_AFTER) || call.hasFault(Kind.STATUS_AFTER)) {
            close();
            if (call.hasFault(Kind.STATUS_AFTER)) {
                writeError(call, call.fault.status(), "InternalError", "Simulated fault.", bodyWithheld);
            }
            return call.hasFault(Kind.STATUS_AFTER) && !bodyWithheld;
        }
        call.status = answer.status();
        boolean keepAlive = sendResponse(call, bodyWithheld ? answer.withHeader("Connection", "close") : answer, rate)
                && !bodyWithheld && !answer.hasToken("Connection", "close");
        // s3proxy may close its side after a refusal without announcing it
        if (!keepAlive || endedEarly || answer.status() >= 400 || call.hasFault(Kind.SHORT)) {
            close();
        }
        upstreamUsedNanos = System.nanoTime();
        return keepAlive;
    }

    private HttpMessageHead upstreamHead(StoreRequest call) {
        String target = filter.rewriteTarget(call);
        return target == null ? call.head
                : call.head.withTarget(target).withoutHeader("Authorization").withHeader("Host", "127.0.0.1:" + upstreamPort);
    }

    /** Sends the response; returns false if the client cannot use the connection afterwards. */
    private boolean sendResponse(StoreRequest call, HttpMessageHead answer, long rate) throws IOException {
        boolean none = call.head.method().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        long length = none ? 0 : answer.bodyLength();
        boolean half = call.hasFault(Kind.CUT) || call.hasFault(Kind.SHORT);
        long toSend = half ? length / 2 : length;
        out.write((call.hasFault(Kind.SHORT) ? answer.withHeader("Content-Length", Long.toString(toSend)) : answer).toBytes());
        if (length < 0) {
            call.responseCopier.copyChunked(upstreamIn, out, rate);
        } else if (toSend > 0) {
            call.responseCopier.copyBytes(upstreamIn, out, toSend - 1, rate, () -> false);
            // The log entry is written before the last byte is sent, so that a client with the whole response can find the
            // entry
            int last = upstreamIn.read();
            call.responseCopier.addCopied(1);
            call.writeLogEntry(log);
            out.write(last);
        }
        call.writeLogEntry(log);
        out.flush();
        return !call.hasFault(Kind.CUT) && (none || length < 0 || answer.firstValue("Content-Length") != null);
    }

    private boolean hasUpstreamResponse() {
        try {
            return upstreamIn.available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean rejectRequest(StoreRequest call, int status, String code, String message) throws IOException {
        boolean bodyWithheld = call.head.hasToken("Expect", "100-continue");
        if (!bodyWithheld && call.head.bodyLength() < 0) {
            call.requestCopier.copyChunked(in, null, 0);
        } else if (!bodyWithheld) {
            call.requestCopier.copyBytes(in, null, call.head.bodyLength(), 0, () -> false);
        }
        writeError(call, status, code, message, bodyWithheld);
        return !bodyWithheld;
    }

    private void writeError(StoreRequest call, int status, String code, String message, boolean close) throws IOException {
        byte[] body = call.head.method().equals("HEAD") ? new byte[0]
                : ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>").getBytes(StandardCharsets.UTF_8);
        String retryAfter = call.hasFault(Kind.RETRY_AFTER) ? "\r\nRetry-After: " + call.fault.amount() : "";
        call.status = status;
        call.writeLogEntry(log);
        out.write(("HTTP/1.1 " + status + " " + code + "\r\nContent-Type: application/xml\r\nContent-Length: " + body.length
                + retryAfter + (close ? "\r\nConnection: close" : "") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private void connect() throws IOException {
        if (upstream != null && System.nanoTime() - upstreamUsedNanos > MAX_IDLE_NANOS) {
            close();
        }
        if (upstream == null) {
            upstream = new Socket("127.0.0.1", upstreamPort);
            upstream.setTcpNoDelay(true);
            upstreamIn = new BufferedInputStream(upstream.getInputStream(), 64 << 10);
            upstreamOut = upstream.getOutputStream();
        }
    }

    @Override
    public void close() throws IOException {
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
    }
}
