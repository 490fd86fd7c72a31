package studio.darkroom.sim.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

import studio.darkroom.sim.Fault;
import studio.darkroom.sim.Fault.Kind;
import studio.darkroom.sim.Faults;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.Switches;

/** One client connection to the store, with its own connection to s3proxy behind it. */
final class StoreConnection implements AutoCloseable {

    /** s3proxy closes a connection that is idle for 30 s; one that idled this long is not used again. */
    private static final long FRESH_NANOS = 10_000_000_000L;

    private final String server;
    private final int upstreamPort;
    private final RequestLog log;
    private final Faults faults;
    private final Switches switches;
    private final Doorkeeper keeper;
    private final InputStream in;
    private final OutputStream out;
    private Socket upstream;
    private InputStream upstreamIn;
    private OutputStream upstreamOut;
    private long upstreamUsed;

    StoreConnection(String server, Socket client, int upstreamPort, RequestLog log, Faults faults, Switches switches,
                    Doorkeeper keeper) throws IOException {
        this.server = server;
        this.upstreamPort = upstreamPort;
        this.log = log;
        this.faults = faults;
        this.switches = switches;
        this.keeper = keeper;
        this.in = new BufferedInputStream(client.getInputStream(), 64 << 10);
        this.out = new BufferedOutputStream(client.getOutputStream(), 64 << 10);
    }

    /** Serves one request; false when the connection is to be closed. */
    boolean exchange() throws IOException {
        Head head = Head.read(in);
        if (head == null) {
            return false;
        }
        StoreCall call = new StoreCall(server, head);
        call.fault = faults.take(server, call.name, call.path()).orElse(null);
        try {
            long wait = switches.number("latency-ms") + (call.meets(Kind.DELAY) ? call.fault.amount() : 0);
            Pump.until(System.nanoTime() + wait * 1_000_000);
            boolean keep = serve(call) && !head.says("Connection", "close");
            out.flush();
            return keep;
        } finally {
            call.note(log);
        }
    }

    private boolean serve(StoreCall call) throws IOException {
        if (call.meets(Kind.DROP_BEFORE)) {
            return false;
        }
        if (call.meets(Kind.STATUS) || call.meets(Kind.HTML) || call.meets(Kind.RETRY_AFTER)) {
            return refuse(call, call.fault.status(), call.fault.status() == 503 ? "SlowDown" : "InternalError", "Simulated fault.");
        }
        if (call.meets(Kind.EXPIRED_LINK)) {
            return refuse(call, 403, "AccessDenied", "Request has expired");
        }
        if (call.meets(Kind.CUT) && call.head.method().equals("PUT")) {
            call.up.move(in, null, call.head.length() / 2, 0, () -> false);
            return false;
        }
        Doorkeeper.Denial denial = keeper.look(call);
        if (denial != null) {
            return refuse(call, denial.status(), denial.code(), denial.message());
        }
        return forward(call);
    }

    private boolean forward(StoreCall call) throws IOException {
        connect();
        long rate = call.meets(Kind.SLOW) ? call.fault.amount() : switches.number("bandwidth");
        long left = 0;
        Head answer = null;
        try {
            upstreamOut.write(inside(call).bytes());
            if (call.head.says("Expect", "100-continue")) {
                answer = Head.read(upstreamIn);
                if (answer != null && answer.status() == 100) {
                    out.write(answer.bytes());
                    out.flush();
                    answer = null;
                }
            }
            if (answer == null && call.head.length() < 0) {
                call.up.chunked(in, upstreamOut, rate);
            } else if (answer == null) {
                // an answer before the end of the body is a refusal: what is left is thrown away below
                left = call.up.move(in, upstreamOut, call.head.length(), rate, this::answered);
            }
        } catch (SocketException e) {
            left = Math.max(0, call.head.length() - call.up.moved());
        }
        // a client that was not told to go on may send its body or not: only a new connection is sure
        boolean held = answer != null;
        boolean early = held || left > 0;
        while (answer == null || answer.status() == 100) {
            answer = Head.read(upstreamIn);
            if (answer == null) {
                close();
                return false;
            }
        }
        call.up.move(in, null, left, 0, () -> false);
        if (answer.status() / 100 == 2 && call.storesObject()) {
            keeper.stored(call, call.up.moved());
        }
        if (call.meets(Kind.DROP_AFTER) || call.meets(Kind.STATUS_AFTER)) {
            close();
            if (call.meets(Kind.STATUS_AFTER)) {
                write(call, call.fault.status(), "InternalError", "Simulated fault.", held);
            }
            return call.meets(Kind.STATUS_AFTER) && !held;
        }
        call.status = answer.status();
        boolean goesOn = back(call, held ? answer.with("Connection", "close") : answer, rate)
                && !held && !answer.says("Connection", "close");
        // s3proxy may close its side after a refusal without saying so
        if (!goesOn || early || answer.status() >= 400 || call.meets(Kind.SHORT)) {
            close();
        }
        upstreamUsed = System.nanoTime();
        return goesOn;
    }

    private Head inside(StoreCall call) {
        String target = keeper.inside(call);
        return target == null ? call.head
                : call.head.to(target).without("Authorization").with("Host", "127.0.0.1:" + upstreamPort);
    }

    /** Sends the answer back; false when the client cannot use its connection after it. */
    private boolean back(StoreCall call, Head answer, long rate) throws IOException {
        boolean none = call.head.method().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        long length = none ? 0 : answer.length();
        boolean half = call.meets(Kind.CUT) || call.meets(Kind.SHORT);
        long toSend = half ? length / 2 : length;
        out.write((call.meets(Kind.SHORT) ? answer.with("Content-Length", Long.toString(toSend)) : answer).bytes());
        if (length < 0) {
            call.down.chunked(upstreamIn, out, rate);
        } else if (toSend > 0) {
            call.down.move(upstreamIn, out, toSend - 1, rate, () -> false);
            // the entry stands before the last byte leaves, so that whoever got the whole answer finds it
            int last = upstreamIn.read();
            call.down.count(1);
            call.note(log);
            out.write(last);
        }
        call.note(log);
        out.flush();
        return !call.meets(Kind.CUT) && (none || length < 0 || answer.first("Content-Length") != null);
    }

    private boolean answered() {
        try {
            return upstreamIn.available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean refuse(StoreCall call, int status, String code, String message) throws IOException {
        boolean held = call.head.says("Expect", "100-continue");
        if (!held && call.head.length() < 0) {
            call.up.chunked(in, null, 0);
        } else if (!held) {
            call.up.move(in, null, call.head.length(), 0, () -> false);
        }
        write(call, status, code, message, held);
        return !held;
    }

    private void write(StoreCall call, int status, String code, String message, boolean close) throws IOException {
        byte[] body = call.head.method().equals("HEAD") ? new byte[0]
                : ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>").getBytes(StandardCharsets.UTF_8);
        String retryAfter = call.meets(Kind.RETRY_AFTER) ? "\r\nRetry-After: " + call.fault.amount() : "";
        call.status = status;
        call.note(log);
        out.write(("HTTP/1.1 " + status + " " + code + "\r\nContent-Type: application/xml\r\nContent-Length: " + body.length
                + retryAfter + (close ? "\r\nConnection: close" : "") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private void connect() throws IOException {
        if (upstream != null && System.nanoTime() - upstreamUsed > FRESH_NANOS) {
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
