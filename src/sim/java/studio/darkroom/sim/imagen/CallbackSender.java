package studio.darkroom.sim.imagen;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;

/** Calls clients when an edit or export has ended: an unauthenticated POST, one attempt (docs/vendors/imagen.md 2.9). */
public final class CallbackSender {

    /**
     * @param at     simulated time of the call
     * @param url    address
     * @param body   body
     * @param status status of the response; 0 without a response
     */
    public record SentCallback(Instant at, String url, String body, int status) {
    }

    private final SimClock clock;
    private final Switches switches;
    private final List<SentCallback> sentCallbacks = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    public CallbackSender(SimClock clock, Switches switches) {
        this.clock = clock;
        this.switches = switches;
    }

    /** All callbacks that were sent, with or without a response. */
    public List<SentCallback> sentCallbacks() {
        return List.copyOf(sentCallbacks);
    }

    public void clear() {
        sentCallbacks.clear();
    }

    void onPhaseChange(Project project, EditRequest order, Job.Phase phase, String action) {
        String mode = switches.get("callback");
        boolean early = mode.equals("early");
        if (order.callbackUrl() == null || mode.equals("none") || early != (phase == Job.Phase.WORKING)
                || phase == Job.Phase.PENDING) {
            return;
        }
        String status = phase == Job.Phase.FAILED ? "Failed" : "Completed";
        String uuid = mode.equals("wrong-uuid") ? "ffffffffffffffffffffffff" : project.uuid();
        String body = "{\"project_uuid\":\"" + uuid + "\",\"status\":\"" + status + "\",\"action\":\"" + action + "\"}";
        if (mode.equals("late")) {
            clock.schedule(clock.now().plusMillis(switches.getLong("callback-late-ms")), () -> send(order.callbackUrl(), body));
            return;
        }
        send(order.callbackUrl(), body);
        if (mode.equals("duplicate")) {
            send(order.callbackUrl(), body);
        }
    }

    private void send(String url, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        Instant at = clock.now();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, error) -> sentCallbacks.add(new SentCallback(at, url, body, error == null ? answer.statusCode() : 0)));
    }
}
