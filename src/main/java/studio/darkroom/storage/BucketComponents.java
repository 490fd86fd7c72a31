package studio.darkroom.storage;

import org.apache.camel.CamelContext;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.sqs.Sqs2Component;

/**
 * The S3 and SQS components of Darkroom, separate from those of the host: {@code bucket-s3} and {@code bucket-sqs}. They
 * do not look up a client; the route of each lane names its own.
 */
public final class BucketComponents {

    private BucketComponents() {
    }

    /** Adds both; nothing is called before a lane's route is started. */
    public static void addComponents(CamelContext context) {
        AWS2S3Component s3 = new AWS2S3Component();
        s3.setAutowiredEnabled(false);
        context.addComponent("bucket-s3", s3);
        Sqs2Component sqs = new Sqs2Component();
        sqs.setAutowiredEnabled(false);
        context.addComponent("bucket-sqs", sqs);
    }
}
