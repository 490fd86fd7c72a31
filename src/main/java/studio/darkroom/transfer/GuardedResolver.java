package studio.darkroom.transfer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import studio.darkroom.lifecycle.Problem;

/**
 * Resolves the hosts of links when they are connected to: a name that led to the internet when its link was checked may
 * lead into this network a moment later.
 */
public final class GuardedResolver implements DnsResolver {

    /** A host of this network that nothing allows to connect to. */
    public static final class InternalHostException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        InternalHostException(String host) {
            super(host + " leads into this network");
        }

        /** @param what was to be carried, and whose */
        public Problem toProblem(String what) {
            return new Problem("link-refused", what + " is not followed: " + getMessage() + ".", LinkGuard.TRUST_ADVICE);
        }
    }

    private final LinkGuard guard;
    private final Collection<URI> apiUrls;

    /** @param apiUrls the addresses of all vendors' APIs; when one is in this network, links may be, too */
    public GuardedResolver(LinkGuard guard, Collection<URI> apiUrls) {
        this.guard = guard;
        this.apiUrls = List.copyOf(apiUrls);
    }

    /** @throws InternalHostException when the host must not be connected to */
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
