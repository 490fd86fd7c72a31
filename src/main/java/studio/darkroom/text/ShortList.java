package studio.darkroom.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Long lists inside sentences: the first entries, then {@code and 3 more}. */
public final class ShortList {

    private static final int MAX_LISTED = 5;

    private ShortList() {
    }

    public static String join(Collection<String> entries) {
        return join(entries, MAX_LISTED);
    }

    public static String join(Collection<String> entries, int maxListed) {
        int unlisted = entries.size() - maxListed;
        return entries.stream().limit(maxListed).collect(Collectors.joining(", ")) + (unlisted > 0 ? " and " + unlisted + " more" : "");
    }
}
