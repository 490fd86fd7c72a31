package studio.darkroom.bucket;

import java.io.IOException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Trouble;

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
        TAKEN,
        /** The store does not know how. */
        UNABLE,
        /** The store is asked in a way that it does not take. */
        REFUSED,
        /** It cannot be reached, or fails: may pass. */
        DOWN
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
            return new StoreFailure(kind(service.statusCode(), code), "the store answers " + service.statusCode()
                    + (text.isEmpty() ? "" : ", " + Plain.text(text)), failure);
        }
        String said = String.valueOf(failure.getMessage());
        boolean keys = said.toLowerCase(Locale.ROOT).contains("credentials");
        return new StoreFailure(keys ? Kind.DENIED : Kind.DOWN, Plain.text(said), failure);
    }

    private static Kind kind(int status, String code) {
        if (code.equals("NotImplemented")) {
            return Kind.UNABLE;
        }
        return switch (status) {
            case 404 -> code.equals("NoSuchBucket") ? Kind.NO_BUCKET : Kind.MISSING;
            case 401, 403 -> Kind.DENIED;
            case 409, 412 -> Kind.TAKEN;
            case 405, 501 -> Kind.UNABLE;
            case 408, 429 -> Kind.DOWN;
            default -> status >= 500 ? Kind.DOWN : Kind.REFUSED;
        };
    }

    public Kind kind() {
        return kind;
    }

    /** What a person can do about it. */
    public String fix() {
        return switch (kind) {
            case NO_BUCKET, MISSING -> "Create the bucket, or correct its name";
            case DENIED -> "Look after the access key and its rights (doctor names the one that is missing)";
            case DOWN -> "Look after the store and the way to it";
            default -> "Look after endpoint, region, path-style, checksums and chunked of the store";
        };
    }

    /**
     * The same as trouble of a lane's place.
     *
     * @param scope {@code inbox:<lane>} or {@code delivery:<lane>}
     * @param what the beginning of a sentence that ends with the reason
     */
    public Trouble trouble(String scope, String what) {
        return kind == Kind.DOWN ? new Passing(scope, "bucket-down", what + ": " + getMessage()) : outage(scope, what);
    }

    /** The same as an outage, whatever it is. */
    public Outage outage(String scope, String what) {
        String code = switch (kind) {
            case NO_BUCKET, MISSING -> "bucket-gone";
            case DENIED -> "bucket-denied";
            case DOWN -> "bucket-down";
            default -> "bucket-refuses";
        };
        return new Outage(scope, code, what + ": " + getMessage() + ".", fix() + "; Darkroom goes on by itself.");
    }
}
