package studio.darkroom.transfer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves the hosts of links when they are connected to: a name that led to the internet when its link was checked may
 * lead into this network a moment later.
 */
public final class GuardedNames implements DnsResolver {

    private final LinkGuard guard;
    private final Collection<URI> apis;

    /** @param apis the addresses of all vendors' APIs; when one is in this network, links may be, too */
    public GuardedNames(LinkGuard guard, Collection<URI> apis) {
        this.guard = guard;
        this.apis = List.copyOf(apis);
    }

    /** @throws UnknownHostException also when the host must not be connected to */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (!guard.mayLead(host, addresses, apis)) {
            throw new UnknownHostException(host + " leads into this network; if you trust it, add it to"
                    + " darkroom.transfer.hosts");
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
}
