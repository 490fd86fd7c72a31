package studio.darkroom.transfer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;

/**
 * Checks a link before bytes are sent to it or received from it: it must lead to a public host by HTTPS. A vendor whose API is
 * in this machine or network may link to internal hosts; hosts named in the settings are always allowed.
 */
public final class LinkGuard {

    static final String TRUST_ADVICE = "If you trust that host, add it to darkroom.transfer.hosts, then retry the shoot.";

    private static final byte[] NAT64_PREFIX = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private final List<String> trustedHosts;
    private final Map<String, URI> apiUrls;

    /**
     * @param trustedHosts {@code darkroom.transfer.hosts}: host names, or {@code *.domain}
     * @param apiUrls the API address of each vendor
     */
    public LinkGuard(Collection<String> trustedHosts, Map<String, URI> apiUrls) {
        this.trustedHosts = trustedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.apiUrls = Map.copyOf(apiUrls);
    }

    /**
     * Reads and checks a link.
     *
     * @param row a row of a verb, with {@code url} and optional {@code type}, {@code spare}, {@code remote} and
     *     {@code header.<name>} for each signed header
     * @throws Problem if the link must not be followed
     */
    public Link readLink(String vendor, Map<String, String> row) {
        Link link = Link.of(row);
        checkLink(vendor, link);
        return link;
    }

    /**
     * A resolver that checks the addresses of a link's host again when the connection is made (DNS rebinding): a name that
     * resolved to a public address when the link was checked may resolve to an internal one a moment later.
     */
    public DnsResolver createResolver() {
        return new GuardedResolver();
    }

    /** Resolves the hosts of links for the HTTP client. */
    private final class GuardedResolver implements DnsResolver {

        /** @throws InternalHostException if connections to the host are not allowed */
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            if (!canConnect(host, addresses)) {
                throw new InternalHostException(host);
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
        }
    }

    /** The host has an internal address, and no setting allows connections to it. */
    public static final class InternalHostException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        InternalHostException(String host) {
            super(host + " resolves to an internal address");
        }

        /** @param link which link it is, for the message */
        Problem toProblem(String link) {
            return new Problem("link-refused", "Darkroom does not follow " + link + ": " + getMessage() + ".", TRUST_ADVICE);
        }
    }

    private void checkLink(String vendor, Link link) {
        URI uri;
        try {
            uri = URI.create(String.valueOf(link.url()));
        } catch (IllegalArgumentException e) {
            throw newLinkProblem(vendor, link, "it is not a valid address");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw newLinkProblem(vendor, link, "it does not use https");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw newLinkProblem(vendor, link, "it does not name a plain host");
        }
        if (isTrustedHost(uri.getHost())) {
            return;
        }
        boolean apiInternal = isInternal(vendor, apiUrls.get(vendor).getHost());
        if (scheme.equals("http") && !apiInternal) {
            throw newLinkProblem(vendor, link, "it does not use https");
        }
        if (isInternal(vendor, uri.getHost()) && !apiInternal) {
            throw newLinkProblem(vendor, link, "it leads to an internal host");
        }
    }

    /** Whether the settings or the address of any vendor's API allow a connection to these addresses. */
    private boolean canConnect(String host, InetAddress[] addresses) throws UnknownHostException {
        if (isTrustedHost(host) || !isInternal(addresses)) {
            return true;
        }
        // Literal addresses first: without internet, a name may take long to resolve.
        return apiUrls.values().stream().sorted(Comparator.comparing(LinkGuard::hasDnsName)).anyMatch(LinkGuard::isInternalApi);
    }

    private static boolean hasDnsName(URI api) {
        return !String.valueOf(api.getHost()).matches("[0-9.]+|\\[.*]|localhost");
    }

    /** An address that cannot be resolved is not internal. */
    private static boolean isInternalApi(URI api) {
        try {
            return api.getHost() != null && isInternal(InetAddress.getAllByName(api.getHost()));
        } catch (UnknownHostException unresolved) {
            return false;
        }
    }

    private boolean isTrustedHost(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return trustedHosts.stream().anyMatch(known -> known.startsWith("*.") ? wanted.endsWith(known.substring(1)) : wanted.equals(known));
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
        // IPv6: RFC 4193. IPv4: what RFC 6890 excludes from the internet: this network, carriers, benchmarks, reserved.
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
        return new Problem("link-refused", "Darkroom does not follow a link of " + vendor + " (" + link.host() + "): " + why + ".",
                TRUST_ADVICE);
    }
}
