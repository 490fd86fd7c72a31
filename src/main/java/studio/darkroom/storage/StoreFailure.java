package studio.darkroom.storage;

import java.io.IOException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.lifecycle.Trouble.Outage;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.text.Redactor;

/** A failed request to an object store. */
public final class StoreFailure extends IOException {

    private static final long serialVersionUID = 1L;

    /** The kinds of failures. */
    public enum Kind {
        /** The object does not exist. */
        MISSING,
        /** The bucket does not exist. */
        NO_BUCKET,
        /** The key is wrong or lacks a permission. */
        DENIED,
        /** A condition is not met: the object exists. */
        ALREADY_EXISTS,
        /** The store does not support the request. */
        NOT_SUPPORTED,
        /** The store refuses the request as it is. */
        REFUSED,
        /** The store cannot be reached or fails; may pass. */
        UNAVAILABLE
    }

    private final Kind kind;

    StoreFailure(Kind kind, String text, Throwable cause) {
        super(text, cause);
        this.kind = kind;
    }

    /** Classifies a failure of the SDK; the message has no keys, links and request ids. */
    public static StoreFailure of(SdkException failure) {
        if (failure instanceof AwsServiceException service) {
            AwsErrorDetails details = service.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : details.errorCode();
            String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
            String text = (code + " " + message).strip();
            return new StoreFailure(classifyStatus(service.statusCode(), code), "the store responds " + service.statusCode()
                    + (text.isEmpty() ? "" : ", " + Redactor.redact(text)), failure);
        }
        String sdkMessage = String.valueOf(failure.getMessage());
        boolean credentialsMissing = sdkMessage.toLowerCase(Locale.ROOT).contains("credentials");
        return new StoreFailure(credentialsMissing ? Kind.DENIED : Kind.UNAVAILABLE, Redactor.redact(sdkMessage), failure);
    }

    private static Kind classifyStatus(int status, String code) {
        if (code.equals("NotImplemented")) {
            return Kind.NOT_SUPPORTED;
        }
        return switch (status) {
            case 404 -> code.equals("NoSuchBucket") ? Kind.NO_BUCKET : Kind.MISSING;
            case 401, 403 -> Kind.DENIED;
            case 409, 412 -> Kind.ALREADY_EXISTS;
            case 405, 501 -> Kind.NOT_SUPPORTED;
            case 408, 429 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    }

    public Kind kind() {
        return kind;
    }

    /** What a person can do. */
    public String advice() {
        return switch (kind) {
            case NO_BUCKET, MISSING -> "Create the bucket, or correct its name";
            case DENIED -> "Check the access key and its permissions (doctor names the missing one)";
            case UNAVAILABLE -> "Check the store and the connection to it";
            default -> "Check endpoint, region, path-style, checksums and chunked of the store";
        };
    }

    /**
     * The failure as trouble of a lane's inbox or delivery.
     *
     * @param scope {@code inbox:<lane>} or {@code delivery:<lane>}
     * @param what the beginning of a sentence that ends with the reason
     */
    public Trouble toTrouble(String scope, String what) {
        return kind == Kind.UNAVAILABLE ? new TransientFailure(scope, "bucket-down", what + ": " + getMessage()) : toOutage(scope, what);
    }

    /** The failure as an outage, even if it may pass. */
    public Outage toOutage(String scope, String what) {
        String code = switch (kind) {
            case NO_BUCKET, MISSING -> "bucket-gone";
            case DENIED -> "bucket-denied";
            case UNAVAILABLE -> "bucket-down";
            default -> "bucket-refuses";
        };
        return new Outage(scope, code, what + ": " + getMessage() + ".", advice() + "; Darkroom resumes automatically.");
    }
}
