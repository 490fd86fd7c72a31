package studio.darkroom.crash;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/** Names requests by method and path, without ids and queries, or by their effect on a bucket. */
public final class RequestNames {

    /** A bucket of a {@link CrashScenario}, and the key in it. */
    private static final Pattern BUCKET = Pattern.compile("/crash-(inbox|delivery|archive)-[^/?]*/?([^?]*)\\??(.*)");

    private RequestNames() {
    }

    public static String nameOf(Object request) {
        HttpRequest http = (HttpRequest) request;
        Matcher bucket = BUCKET.matcher(http.getPath());
        Header signed = http.getFirstHeader("Authorization");
        if (bucket.matches() && signed != null && signed.getValue().startsWith("AWS4")) {
            String what = bucket.group(2).endsWith("/receipt.json") ? " receipt" : "";
            return bucketOperation(http.getMethod(), bucket.group(2), bucket.group(3)) + " in " + bucket.group(1) + what;
        }
        String path = http.getPath().replaceAll("\\?.*", "").replaceAll("/[^/]*(\\d|%)[^/]*", "/*")
                .replaceAll("(/\\*)+", "/*");
        return http.getMethod() + " " + path;
    }

    /** Whether it waits for a 100-continue before it sends its body. */
    public static boolean expectsContinue(Object request) {
        return ((HttpRequest) request).containsHeader("Expect");
    }

    private static String bucketOperation(String method, String key, String query) {
        if (query.contains("partNumber=")) {
            return "bucket part";
        }
        if (query.contains("uploadId=")) {
            return method.equals("DELETE") ? "bucket abort" : "bucket complete";
        }
        if (query.startsWith("uploads")) {
            return method.equals("POST") ? "bucket create" : "bucket uploads";
        }
        return "bucket " + (key.isEmpty() ? "list" : method.toLowerCase(Locale.ROOT));
    }
}
