package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.inbox.BucketLook;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Queue;
import studio.darkroom.testing.Studio;
import studio.darkroom.testing.Until;

/** inbox-events: a new object is known within seconds though the next listing is far; whatever else comes is survived. */
class InboxEventsRouteTest {

    private static final String AWS = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"events"},"object":{"key":"%s","size":1,"eTag":"e"}}}]}""";

    @TempDir
    static Path root;

    private static Queue queue;
    private static Studio studio;

    @BeforeAll
    static void open() {
        queue = new Queue();
        studio = new Studio(root, keys -> {
            keys.put("darkroom.lane.default.inbox", "bucket:events/in");
            keys.put("darkroom.lane.default.inbox.events", queue.url());
            keys.put("darkroom.bucket.region", "eu-central-1");
        });
        Until.holds("the first listing", () -> studio.bean("look-default", BucketLook.class).last().calls() > 0);
    }

    @AfterAll
    static void close() {
        studio.close();
        queue.close();
    }

    @Test
    void anEventWithAnEncodedKeyMakesAPhotoKnown() {
        studio.put("events", "in/enc oded+ü/A 1.JPG", Pictures.jpeg(1));
        queue.send(AWS.formatted("in/enc+oded%2B%C3%BC/A+1.JPG"));
        studio.told("default", "enc oded+ü/A 1.JPG");
        Until.holds("the message is gone", queue::empty);
        studio.until("enc oded+ü", Step.DONE);
    }

    @Test
    void anEventWithAPlainKeyDoesToo() {
        studio.put("events", "in/plain+key/A 2.JPG", Pictures.jpeg(2));
        queue.send(AWS.formatted("in/plain+key/A 2.JPG").replace("ObjectCreated:Put", "s3:ObjectCreated:Put"));
        studio.told("default", "plain+key/A 2.JPG");
    }

    @Test
    void anEventThroughTheTopicOrTheBusDoesToo() {
        studio.put("events", "in/topic/A_1.JPG", Pictures.jpeg(3));
        studio.put("events", "in/bus/A_1.JPG", Pictures.jpeg(4));
        queue.send("{\"Type\":\"Notification\",\"Message\":\"" + AWS.formatted("in/topic/A_1.JPG").replace("\n", " ")
                .replace("\"", "\\\"") + "\"}");
        queue.send("{\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":\"events\"},"
                + "\"object\":{\"key\":\"in/bus/A_1.JPG\"}}}");
        studio.told("default", "topic/A_1.JPG", "bus/A_1.JPG");
    }

    @Test
    void anEventThatComesTwiceIsToldOnce() {
        studio.put("events", "in/twice/A_1.JPG", Pictures.jpeg(5));
        queue.send(AWS.formatted("in/twice/A_1.JPG"));
        queue.send(AWS.formatted("in/twice/A_1.JPG"));
        studio.told("default", "twice/A_1.JPG");
        Until.holds("both messages are gone", queue::empty);
        assertThat(new Sightings(studio.ledger()).memory("default").stream()
                .filter(seen -> seen.path().equals("twice/A_1.JPG"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[1, 2", "{}", "null", "{\"Records\":\"none\"}",
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"events\"}",
        "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"events\"},\"object\":{\"key\":\"in/100%/never-put.JPG\"}}}]}",
        "{\"Records\":[{\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{\"bucket\":{\"name\":\"events\"},\"object\":{\"key\":\"in/a.JPG\"}}}]}",
        "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"somebody-elses\"},\"object\":{\"key\":\"in/a.JPG\"}}}]}",
        "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"events\"},\"object\":{\"key\":\"elsewhere/a.JPG\"}}}]}"})
    void whatIsNoNewsIsPassedOver(String message) {
        List<String> before = known();
        queue.send(message);
        Until.holds("the message is gone", queue::empty);
        assertThat(known()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void anEventThatComesWhileTheStoreIsDownIsFollowedLater() {
        studio.put("events", "in/later/A_1.JPG", Pictures.jpeg(6));
        studio.sim.faults().add(Fault.on("store-head").status(503).matching("later").times(4));
        queue.send(AWS.formatted("in/later/A_1.JPG"));
        studio.told("default", "later/A_1.JPG");
        Until.holds("the message is gone", queue::empty);
    }

    @Test
    void aQueueThatCannotBeHeardStopsNothing() {
        queue.refuse(true);
        studio.put("events", "in/deaf/A_1.JPG", Pictures.jpeg(7));
        queue.send(AWS.formatted("in/deaf/A_1.JPG"));
        Until.holds("calls that were refused", () -> queue.refused() > 1);
        assertThat(studio.outages().standing()).isEmpty();
        queue.refuse(false);
        studio.told("default", "deaf/A_1.JPG");
    }

    private static List<String> known() {
        return new Sightings(studio.ledger()).memory("default").stream().map(Sightings.Seen::path).toList();
    }
}
