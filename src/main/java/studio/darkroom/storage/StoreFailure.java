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

/** A store did not do what it was asked for. */
public final class StoreFailure extends IOException {

    private static final long serialVersionUID = 1L;

    /** What it comes to. */
    public enum Kind {
        /** There is no such object. */
        MISSING,
        /** There is no such bucket. */
        NO_BUCKET,
        /** The key is wrong, or lacks the right. */
        DENIED,
        /** A condition does not hold: something stands there already. */
        ALREADY_EXISTS,
        /** The store does not know how. */
        NOT_SUPPORTED,
        /** The store is asked in a way that it does not take. */
        REFUSED,
        /** It cannot be reached, or fails: may pass. */
        UNAVAILABLE
    }

    private final Kind kind;

    StoreFailure(Kind kind, String text, Throwable cause) {
        super(text, cause);
        this.kind = kind;
    }

    /** What a failure of the SDK comes to; without keys, links and request ids. */
    public static StoreFailure of(SdkException failure) {
        if (failure instanceof AwsServiceException service) {
            AwsErrorDetails details = service.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : details.errorCode();
            String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
            String text = (code + " " + message).strip();
            return new StoreFailure(classifyStatus(service.statusCode(), code), "the store answers " + service.statusCode()
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

    /** What a person can do about it. */
    public String advice() {
        return switch (kind) {
            case NO_BUCKET, MISSING -> "Create the bucket, or correct its name";
            case DENIED -> "Look after the access key and its rights (doctor names the one that is missing)";
            case UNAVAILABLE -> "Look after the store and the way to it";
            default -> "Look after endpoint, region, path-style, checksums and chunked of the store";
        };
    }

    /**
     * The same as trouble of a lane's place.
     *
     * @param scope {@code inbox:<lane>} or {@code delivery:<lane>}
     * @param what the beginning of a sentence that ends with the reason
     */
    public Trouble toTrouble(String scope, String what) {
        return kind == Kind.UNAVAILABLE ? new TransientFailure(scope, "bucket-down", what + ": " + getMessage()) : toOutage(scope, what);
    }

    /** The same as an outage, whatever it is. */
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
