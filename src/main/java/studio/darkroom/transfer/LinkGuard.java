package studio.darkroom.transfer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import studio.darkroom.trouble.Passing;
import studio.darkroom.trouble.Problem;

/**
 * Checks a link before bytes are sent to it or fetched from it: HTTPS to a public host. A vendor that itself is on this
 * machine or this network may link to such hosts, and hosts named in the configuration are always fine.
 */
public final class LinkGuard {

    private final List<String> hosts;

    /** @param hosts {@code darkroom.transfer.hosts}: host names, or {@code *.domain} */
    public LinkGuard(List<String> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /**
     * @param api the address of the vendor's API
     * @throws Problem when the link must not be followed
     */
    public void check(String vendor, URI api, Link link) {
        URI uri;
        try {
            uri = URI.create(String.valueOf(link.url()));
        } catch (IllegalArgumentException e) {
            throw refused(vendor, link, "it is not an address");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused(vendor, link, "only https is followed");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw refused(vendor, link, "it names no plain host");
        }
        if (named(uri.getHost())) {
            return;
        }
        boolean near = internal(vendor, api.getHost());
        if (scheme.equals("http") && !near) {
            throw refused(vendor, link, "only https is followed");
        }
        if (internal(vendor, uri.getHost()) && !near) {
            throw refused(vendor, link, "it leads into this network");
        }
    }

    private boolean named(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return hosts.stream().map(known -> known.toLowerCase(Locale.ROOT)).anyMatch(known -> known.startsWith("*.")
                ? wanted.endsWith(known.substring(1)) : wanted.equals(known));
    }

    private static boolean internal(String vendor, String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                byte first = address.getAddress()[0];
                boolean uniqueLocal = address.getAddress().length == 16 && (first & 0xfe) == 0xfc;
                if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isSiteLocalAddress()
                        || address.isLinkLocalAddress() || address.isMulticastAddress() || uniqueLocal) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            throw new Passing("store:" + vendor, "host-unknown", "The name " + host + " cannot be resolved");
        }
    }

    private static Problem refused(String vendor, Link link, String why) {
        return new Problem("link-refused", "A link of " + vendor + " is not followed (" + link.host() + "): " + why + ".",
                "If you trust that host, add it to darkroom.transfer.hosts, then retry the shoot.");
    }
}
