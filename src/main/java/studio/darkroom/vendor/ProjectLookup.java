package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds a project by its exact name in a paged list, for vendors without a call for that (docs/vendors/imagen.md 2.2, 7). */
public final class ProjectLookup {

    private static final int MAX_PAGES = 1000;

    /**
     * @param query query of every page
     * @param archivedFilter added to the query for a second pass, through the archived projects
     */
    public Search startSearch(String name, String query, String archivedFilter) {
        return new Search(name, List.of(query, query + "&" + archivedFilter));
    }

    /** Adds one page. @param query a jq expression for rows of {@code name} and {@code id} */
    public void addPage(Search search, VendorResponse page, String query) {
        search.addRows(page.selectRows(query), page.findValue(".pagination.total"));
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

        /** Whether there is another page to request. */
        public boolean hasNextPage() {
            return projectId.isEmpty() && !pendingQueries.isEmpty();
        }

        /** The query of the page to request. */
        public String pageQuery() {
            return pendingQueries.get(0) + "&page=" + page;
        }

        /** The id of the project of that name; empty if there is none. */
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
