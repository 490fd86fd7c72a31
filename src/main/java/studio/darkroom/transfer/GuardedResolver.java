package studio.darkroom.transfer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import studio.darkroom.lifecycle.Trouble.Problem;

/**
 * Checks the addresses of a link's host again when the connection is made (DNS rebinding): a name that resolved to a public
 * address when the link was checked may resolve to an internal one a moment later.
 */
public final class GuardedResolver implements DnsResolver {

    /** The host has an internal address, and no setting allows connections to it. */
    public static final class InternalHostException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        InternalHostException(String host) {
            super(host + " resolves to an internal address");
        }

        /** @param link which link it is, for the message */
        public Problem toProblem(String link) {
            return new Problem("link-refused", "Darkroom does not follow " + link + ": " + getMessage() + ".", LinkGuard.TRUST_ADVICE);
        }
    }

    private final LinkGuard guard;
    private final Collection<URI> apiUrls;

    /** @param apiUrls the API addresses of all vendors; if one of them is internal, links may be internal too */
    public GuardedResolver(LinkGuard guard, Collection<URI> apiUrls) {
        this.guard = guard;
        this.apiUrls = List.copyOf(apiUrls);
    }

    /** @throws InternalHostException if connections to the host are not allowed */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (!guard.canConnect(host, addresses, apiUrls)) {
            throw new InternalHostException(host);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
}
