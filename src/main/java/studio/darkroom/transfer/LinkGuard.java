package studio.darkroom.transfer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;

/**
 * Checks a link before bytes are sent to it or fetched from it: HTTPS to a public host. A vendor that itself is on this
 * machine or this network may link to such hosts, and hosts named in the configuration are always fine.
 */
public final class LinkGuard {

    static final String TRUST_ADVICE = "If you trust that host, add it to darkroom.transfer.hosts, then retry the shoot.";

    private static final byte[] NAT64_PREFIX = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private final List<String> trustedHosts;

    /** @param trustedHosts {@code darkroom.transfer.hosts}: host names, or {@code *.domain} */
    public LinkGuard(List<String> trustedHosts) {
        this.trustedHosts = List.copyOf(trustedHosts);
    }

    /**
     * @param apiUrl the address of the vendor's API
     * @throws Problem when the link must not be followed
     */
    public void checkLink(String vendor, URI apiUrl, Link link) {
        URI uri;
        try {
            uri = URI.create(String.valueOf(link.url()));
        } catch (IllegalArgumentException e) {
            throw newLinkProblem(vendor, link, "it is not an address");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw newLinkProblem(vendor, link, "only https is followed");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw newLinkProblem(vendor, link, "it names no plain host");
        }
        if (isTrustedHost(uri.getHost())) {
            return;
        }
        boolean apiInternal = isInternal(vendor, apiUrl.getHost());
        if (scheme.equals("http") && !apiInternal) {
            throw newLinkProblem(vendor, link, "only https is followed");
        }
        if (isInternal(vendor, uri.getHost()) && !apiInternal) {
            throw newLinkProblem(vendor, link, "it leads into this network");
        }
    }

    /** Whether a host may be connected to under these addresses, by the same rules. @param apiUrls of all vendors */
    boolean canConnect(String host, InetAddress[] addresses, Collection<URI> apiUrls) throws UnknownHostException {
        if (isTrustedHost(host) || !isInternal(addresses)) {
            return true;
        }
        // Addresses first: a name may take its time where there is no internet.
        return apiUrls.stream().sorted(Comparator.comparing(LinkGuard::hasDnsName)).anyMatch(LinkGuard::isInternalApi);
    }

    private static boolean hasDnsName(URI api) {
        return !String.valueOf(api.getHost()).matches("[0-9.]+|\\[.*]|localhost");
    }

    /** One that cannot be resolved is not near, and says nothing of the others. */
    private static boolean isInternalApi(URI api) {
        try {
            return api.getHost() != null && isInternal(InetAddress.getAllByName(api.getHost()));
        } catch (UnknownHostException unresolved) {
            return false;
        }
    }

    private boolean isTrustedHost(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return trustedHosts.stream().map(known -> known.toLowerCase(Locale.ROOT)).anyMatch(known -> known.startsWith("*.")
                ? wanted.endsWith(known.substring(1)) : wanted.equals(known));
    }

    private static boolean isInternal(String vendor, String host) {
        try {
            return isInternal(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new TransientFailure("store:" + vendor, "host-unknown", "The name " + host + " cannot be resolved");
        }
    }

    private static boolean isInternal(InetAddress[] addresses) throws UnknownHostException {
        for (InetAddress address : addresses) {
            if (isInternal(address) || extractIpv4(address.getAddress()).filter(LinkGuard::isInternal).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInternal(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isSiteLocalAddress()
                || address.isLinkLocalAddress() || address.isMulticastAddress()) {
            return true;
        }
        // RFC 4193 in IPv6; in IPv4 what RFC 6890 keeps from the internet: this net, carriers, benchmarks, reserved.
        return bytes.length == 16 ? (first & 0xfe) == 0xfc
                : first == 0 || first == 100 && (second & 0xc0) == 64 || first == 192 && second == 0 && bytes[2] == 0
                || first == 198 && (second & 0xfe) == 18 || first >= 240;
    }

    /** The IPv4 address inside an IPv6 one: compatible, translated (RFC 6052) or 6to4 (RFC 3056). */
    private static Optional<InetAddress> extractIpv4(byte[] address) throws UnknownHostException {
        if (address.length != 16) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(address, 12);
        boolean inLastBytes = Arrays.equals(head, new byte[12]) || Arrays.equals(head, NAT64_PREFIX);
        if (inLastBytes) {
            return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(address, 12, 16)));
        }
        return address[0] == 0x20 && address[1] == 0x02
                ? Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(address, 2, 6))) : Optional.empty();
    }

    private static Problem newLinkProblem(String vendor, Link link, String why) {
        return new Problem("link-refused", "A link of " + vendor + " is not followed (" + link.host() + "): " + why + ".",
                TRUST_ADVICE);
    }
}
