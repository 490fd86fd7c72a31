package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds a project by its exact name in a vendor's paged list, where there is no call for that (contract imagen 2.2, 7).
 */
public final class Lookup {

    private static final int MOST = 1000;

    /**
     * @param query what every page is asked with
     * @param archived what is added for a second turn through what the first leaves out
     */
    public Search begin(String name, String query, String archived) {
        return new Search(name, List.of(query, query + "&" + archived));
    }

    /**
     * Takes one page in.
     *
     * @param list as in {@link Answer#rows}
     * @param fields the same; they give {@code name} and {@code id}
     */
    public void add(Search search, Answer answer, String list, String fields) {
        search.take(answer.rows(list, fields), answer.value("pagination.total"));
    }

    /** The state of one search. */
    public static final class Search {

        private final String name;
        private final List<String> turns;
        private int page;
        private int seen;
        private String found = "";

        private Search(String name, List<String> turns) {
            this.name = name;
            this.turns = new ArrayList<>(turns);
        }

        /** Whether another page is to be asked for. */
        public boolean more() {
            return found.isEmpty() && !turns.isEmpty();
        }

        /** The query of the page that is asked for now. */
        public String query() {
            return turns.get(0) + "&page=" + page;
        }

        /** The id of the project of that name; empty when there is none. */
        public String found() {
            return found;
        }

        private void take(List<Map<String, String>> rows, String total) {
            rows.stream().filter(row -> name.equals(row.get("name")) && row.get("id") != null).findFirst()
                    .ifPresent(row -> found = row.get("id"));
            seen += rows.size();
            boolean all = total != null && total.matches("\\d{1,9}") && seen >= Integer.parseInt(total);
            page++;
            if (rows.isEmpty() || all || page >= MOST) {
                turns.remove(0);
                page = 0;
                seen = 0;
            }
        }
    }
}
