package studio.darkroom.crash;

import org.apache.hc.core5.http.HttpRequest;

/** What a request is called: its method and path, without ids and queries. */
public final class Called {

    private Called() {
    }

    public static String of(Object request) {
        HttpRequest http = (HttpRequest) request;
        String path = http.getPath().replaceAll("\\?.*", "").replaceAll("/[^/]*(\\d|%)[^/]*", "/*").replaceAll("(/\\*)+", "/*");
        return http.getMethod() + " " + path;
    }
}
