package studio.darkroom.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a store is spoken to, as far as it tells whether two are one. Amazon's are all one, for the names of buckets are
 * told apart across all of its regions.
 *
 * @param host in small letters without the dot at its end; empty for Amazon's
 * @param port the scheme's own where none is written
 */
record StoreAddress(String host, String scheme, int port) {

    private static final StoreAddress AMAZON = new StoreAddress("", "", 0);
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    static StoreAddress of(Settings.BucketStore store) {
        if (store.isAmazon()) {
            return AMAZON;
        }
        URI endpoint = store.endpoint().orElseThrow();
        String scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        String host = endpoint.getHost().toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : scheme.equals("http") ? 80 : 443;
        return new StoreAddress(LOOPBACK.matcher(host).matches() ? "localhost" : host, scheme, port);
    }

    /**
     * Whether it is the same store, or cannot be known to be another: a number and a name may be one, and so may a short
     * name and a longer one, or two ports of one host that are spoken to in two ways. Nothing is looked up.
     */
    boolean canBeSameStore(StoreAddress other) {
        if (this == AMAZON || other == AMAZON) {
            return this == other;
        }
        boolean differentSchemes = !scheme.equals(other.scheme);
        return (port == other.port || differentSchemes) && (host.equals(other.host) || canBeSameHost(host, other.host));
    }

    private static boolean canBeSameHost(String one, String other) {
        if (one.equals("localhost") || other.equals("localhost")) {
            return true;
        }
        boolean isAddress = IP_ADDRESS.matcher(one).matches();
        if (isAddress || IP_ADDRESS.matcher(other).matches()) {
            return !(isAddress && IP_ADDRESS.matcher(other).matches());
        }
        String[] labels = one.split("\\.");
        String[] otherLabels = other.split("\\.");
        return one.startsWith(other + ".") || other.startsWith(one + ".")
                || labels.length != otherLabels.length && lastTwoLabels(labels).equals(lastTwoLabels(otherLabels));
    }

    private static String lastTwoLabels(String[] labels) {
        return labels.length < 2 ? "" : labels[labels.length - 2] + "." + labels[labels.length - 1];
    }
}
