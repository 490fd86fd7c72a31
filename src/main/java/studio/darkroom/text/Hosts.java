package studio.darkroom.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Compares hosts by their spelling; never looks up a name. */
public final class Hosts {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){1,3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    private Hosts() {
    }

    /** Whether this is an address of this machine. @param host a host name or address without port; an IPv6 address may be in brackets */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether two spellings may be one host: a name and an address may, so may a short and a long name of one domain. */
    public static boolean canBeSame(String one, String other) {
        String first = normalize(one);
        String second = normalize(other);
        if (first.equals(second) || isLoopback(first) || isLoopback(second)) {
            return true;
        }
        boolean isFirstAddress = IP_ADDRESS.matcher(first).matches();
        boolean isSecondAddress = IP_ADDRESS.matcher(second).matches();
        if (isFirstAddress || isSecondAddress) {
            return isFirstAddress != isSecondAddress;
        }
        List<String> labels = Arrays.asList(first.split("\\."));
        List<String> otherLabels = Arrays.asList(second.split("\\."));
        return first.startsWith(second + ".") || second.startsWith(first + ".")
                || labels.size() != otherLabels.size() && domainOf(labels).equals(domainOf(otherLabels));
    }

    private static String normalize(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
    }

    private static List<String> domainOf(List<String> labels) {
        return labels.subList(Math.max(0, labels.size() - 2), labels.size());
    }
}
