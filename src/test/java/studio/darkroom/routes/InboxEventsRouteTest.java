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
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.Fault;
import studio.darkroom.testing.Await;
import studio.darkroom.testing.SqsServer;
import studio.darkroom.testing.TestDarkroom;
import studio.darkroom.testing.TestPictures;

/** inbox-events: a new object is known within seconds though the next listing is far; whatever else comes is survived. */
class InboxEventsRouteTest {

    private static final String AWS = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"events"},"object":{"key":"%s","size":1,"eTag":"e"}}}]}""";

    @TempDir
    static Path root;

    private static SqsServer queue;
    private static TestDarkroom studio;

    @BeforeAll
    static void open() {
        queue = new SqsServer();
        studio = new TestDarkroom(root, keys -> {
            keys.put("darkroom.lane.default.inbox", "bucket:events/in");
            keys.put("darkroom.lane.default.inbox.events", queue.url());
            keys.put("darkroom.bucket.region", "eu-central-1");
        });
        Await.untilTrue("the first listing", () -> studio.findBean("scan-default", BucketScan.class).getLastTotals().calls() > 0);
    }

    @AfterAll
    static void close() {
        studio.close();
        queue.close();
    }

    @Test
    void anEventWithAnEncodedKeyMakesAPhotoKnown() {
        studio.buckets.putObject("events", "in/enc oded+ü/A 1.JPG", TestPictures.jpeg(1));
        queue.send(AWS.formatted("in/enc+oded%2B%C3%BC/A+1.JPG"));
        studio.awaitListed("default", "enc oded+ü/A 1.JPG");
        Await.untilTrue("the message is gone", queue::isEmpty);
        studio.runUntil("enc oded+ü", Step.DONE);
    }

    @Test
    void anEventWithAPlainKeyDoesToo() {
        studio.buckets.putObject("events", "in/plain+key/A 2.JPG", TestPictures.jpeg(2));
        queue.send(AWS.formatted("in/plain+key/A 2.JPG").replace("ObjectCreated:Put", "s3:ObjectCreated:Put"));
        studio.awaitListed("default", "plain+key/A 2.JPG");
    }

    @Test
    void anEventThroughTheTopicOrTheBusDoesToo() {
        studio.buckets.putObject("events", "in/topic/A_1.JPG", TestPictures.jpeg(3));
        studio.buckets.putObject("events", "in/bus/A_1.JPG", TestPictures.jpeg(4));
        queue.send("{\"Type\":\"Notification\",\"Message\":\"" + AWS.formatted("in/topic/A_1.JPG").replace("\n", " ")
                .replace("\"", "\\\"") + "\"}");
        queue.send("{\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":\"events\"},"
                + "\"object\":{\"key\":\"in/bus/A_1.JPG\"}}}");
        studio.awaitListed("default", "topic/A_1.JPG", "bus/A_1.JPG");
    }

    @Test
    void anEventThatComesTwiceIsToldOnce() {
        studio.buckets.putObject("events", "in/twice/A_1.JPG", TestPictures.jpeg(5));
        queue.send(AWS.formatted("in/twice/A_1.JPG"));
        queue.send(AWS.formatted("in/twice/A_1.JPG"));
        studio.awaitListed("default", "twice/A_1.JPG");
        Await.untilTrue("both messages are gone", queue::isEmpty);
        assertThat(new InboxFiles(studio.ledger()).listKnownFiles("default").stream()
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
        Await.untilTrue("the message is gone", queue::isEmpty);
        assertThat(known()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void anEventThatComesWhileTheStoreIsDownIsFollowedLater() {
        studio.buckets.putObject("events", "in/later/A_1.JPG", TestPictures.jpeg(6));
        studio.sim.faults().add(Fault.on("store-head").status(503).matching("later").times(4));
        queue.send(AWS.formatted("in/later/A_1.JPG"));
        studio.awaitListed("default", "later/A_1.JPG");
        Await.untilTrue("the message is gone", queue::isEmpty);
    }

    @Test
    void aQueueThatCannotBeHeardStopsNothing() {
        queue.setRefusing(true);
        studio.buckets.putObject("events", "in/deaf/A_1.JPG", TestPictures.jpeg(7));
        queue.send(AWS.formatted("in/deaf/A_1.JPG"));
        Await.untilTrue("calls that were refused", () -> queue.countRefused() > 1);
        assertThat(studio.outages().listActive()).isEmpty();
        queue.setRefusing(false);
        studio.awaitListed("default", "deaf/A_1.JPG");
    }

    private static List<String> known() {
        return new InboxFiles(studio.ledger()).listKnownFiles("default").stream().map(InboxFiles.KnownFile::path).toList();
    }
}
