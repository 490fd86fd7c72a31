package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Shoot;

/**
 * Turns the pages of a list of results, where a vendor may or may not page (contract imagen 6, row 4): goes on as long
 * as {@code pagination} says so; without it, and with fewer rows than photos, one more page is probed.
 */
public final class Pages {

    private static final int MOST = 1000;
    private static final int SIZE = 100;

    private final Photos photos;

    public Pages(Photos photos) {
        this.photos = photos;
    }

    /**
     * Begins with the first list.
     *
     * @param sources what the ticket may want and the path element it is listed under: {@code edits=edit,jpeg=export}
     */
    public Turning begin(Shoot shoot, String sources) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String source : sources.split(",")) {
            String[] pair = source.split("=", 2);
            if (shoot.ticket().wants(pair[0].strip())) {
                wanted.put(pair[0].strip(), pair[1].strip());
            }
        }
        return new Turning(wanted, photos.count(shoot));
    }

    /** Takes one page in. @param list and @param fields as in {@link Answer#rows} */
    public void add(Turning turning, Answer answer, String list, String fields) {
        turning.take(answer, answer.rows(list, fields));
    }

    /** The state of turning the pages; one per look. */
    public static final class Turning {

        private final List<Map.Entry<String, String>> sources;
        private final int expected;
        private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        private final Map<String, Integer> perKind = new HashMap<>();
        private int at;
        private int page = -1;
        private boolean probing;

        Turning(Map<String, String> sources, int expected) {
            this.sources = new ArrayList<>(sources.entrySet());
            this.expected = expected;
        }

        /** Whether there is another page to ask for. */
        public boolean more() {
            return at < sources.size();
        }

        /** The path element of the list that is asked for now. */
        public String source() {
            return sources.get(at).getValue();
        }

        /** The query of the page that is asked for now. */
        public String query() {
            if (page < 0) {
                return "";
            }
            return probing ? "?page=" + page : "?size=" + SIZE + "&page=" + page;
        }

        void take(Answer answer, List<Map<String, String>> found) {
            String kind = sources.get(at).getKey();
            int before = perKind.getOrDefault(kind, 0);
            for (Map<String, String> row : found) {
                if (rows.putIfAbsent(kind + "/" + row.get("name"), withKind(row, kind)) == null) {
                    perKind.merge(kind, 1, Integer::sum);
                }
            }
            int now = perKind.getOrDefault(kind, 0);
            int total = number(answer.value("pagination.total"));
            if (total > now && page < 0) {
                page = 0;
            } else if (total > now && now > before && page < MOST) {
                page++;
            } else if (total < 0 && now < expected && now > before && page < MOST) {
                probing = true;
                page = Math.max(page, 0) + 1;
            } else {
                at++;
                page = -1;
                probing = false;
            }
        }

        private static Map<String, String> withKind(Map<String, String> row, String kind) {
            Map<String, String> map = new LinkedHashMap<>(row);
            map.put("kind", kind);
            return map;
        }

        private static int number(String text) {
            return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        }

        /** Every row of every page, once, each with its {@code kind}. */
        public List<Map<String, String>> rows() {
            return List.copyOf(rows.values());
        }
    }
}
