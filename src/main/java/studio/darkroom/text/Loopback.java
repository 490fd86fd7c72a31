package studio.darkroom.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** Recognizes this machine's own addresses by their spelling; never looks up a name. */
public final class Loopback {

    private static final Pattern HOST = Pattern.compile("localhost|127(\\.\\d{1,3}){1,3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    private Loopback() {
    }

    /** @param host a host name or address without port; an IPv6 address may be in brackets */
    public static boolean isLoopback(String host) {
        return HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
