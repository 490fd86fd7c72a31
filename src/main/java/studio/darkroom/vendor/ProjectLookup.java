package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds a project by its exact name in a vendor's paged list, where there is no call for that (contract imagen 2.2, 7).
 */
public final class ProjectLookup {

    private static final int MAX_PAGES = 1000;

    /**
     * @param query what every page is asked with
     * @param archivedFilter what is added for a second turn through what the first leaves out
     */
    public Search startSearch(String name, String query, String archivedFilter) {
        return new Search(name, List.of(query, query + "&" + archivedFilter));
    }

    /**
     * Takes one page in.
     *
     * @param list as in {@link VendorResponse#toRows}
     * @param fields the same; they give {@code name} and {@code id}
     */
    public void addPage(Search search, VendorResponse answer, String list, String fields) {
        search.addRows(answer.toRows(list, fields), answer.findValue("pagination.total"));
    }

    /** The state of one search. */
    public static final class Search {

        private final String name;
        private final List<String> pendingQueries;
        private int page;
        private int rowsSeen;
        private String projectId = "";

        private Search(String name, List<String> queries) {
            this.name = name;
            this.pendingQueries = new ArrayList<>(queries);
        }

        /** Whether another page is to be asked for. */
        public boolean hasNextPage() {
            return projectId.isEmpty() && !pendingQueries.isEmpty();
        }

        /** The query of the page that is asked for now. */
        public String pageQuery() {
            return pendingQueries.get(0) + "&page=" + page;
        }

        /** The id of the project of that name; empty when there is none. */
        public String projectId() {
            return projectId;
        }

        private void addRows(List<Map<String, String>> rows, String total) {
            rows.stream().filter(row -> name.equals(row.get("name")) && row.get("id") != null).findFirst()
                    .ifPresent(row -> projectId = row.get("id"));
            rowsSeen += rows.size();
            boolean allSeen = total != null && total.matches("\\d{1,9}") && rowsSeen >= Integer.parseInt(total);
            page++;
            if (rows.isEmpty() || allSeen || page >= MAX_PAGES) {
                pendingQueries.remove(0);
                page = 0;
                rowsSeen = 0;
            }
        }
    }
}
