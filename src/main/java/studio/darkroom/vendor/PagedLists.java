package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;

/** Reads lists that a vendor returns in pages: the results of a shoot, or all projects until one has a certain name. */
public final class PagedLists {

    private static final int MAX_PAGES = 1000;
    private static final int PAGE_SIZE = 100;

    private final PhotoRepository photos;

    public PagedLists(PhotoRepository photos) {
        this.photos = photos;
    }

    /** The position in a list. */
    public interface Cursor {

        /** Whether there is another page to request. */
        boolean hasNextPage();

        /** The query of the page to request. */
        String pageQuery();

        /** @param total the number of rows in the list; -1 if unknown */
        void addRows(List<Map<String, String>> rows, int total);
    }

    /** Adds one page. @param query a jq expression for its rows, see the cursors */
    public void addPage(Cursor cursor, VendorResponse page, String query) {
        String total = page.findValue(".pagination.total");
        cursor.addRows(page.selectRows(query), total != null && total.matches("\\d{1,9}") ? Integer.parseInt(total) : -1);
    }

    /**
     * Starts with the first list of results.
     *
     * @param sources the path element of the list for each kind that a ticket may request: {@code edits=edit,jpeg=export}
     */
    public ResultCursor startResults(Shoot shoot, String sources) {
        Map<String, String> wantedSources = new LinkedHashMap<>();
        for (String source : sources.split(",")) {
            String[] pair = source.split("=", 2);
            if (shoot.ticket().hasDeliverable(pair[0].strip())) {
                wantedSources.put(pair[0].strip(), pair[1].strip());
            }
        }
        return new ResultCursor(wantedSources, photos.countByShoot(shoot));
    }

    /**
     * Starts the search for the project of that exact name, for vendors without a call for it (docs/vendors/imagen.md 2.2, 7).
     *
     * @param query query of every page
     * @param archivedFilter added to the query for a second pass, through the archived projects
     */
    public ProjectCursor startProjectSearch(String name, String query, String archivedFilter) {
        return new ProjectCursor(name, List.of(query, query + "&" + archivedFilter));
    }

    /**
     * The position in the lists of results, whose rows have {@code name} and {@code url}. A vendor may page them or not
     * (docs/vendors/imagen.md 6, row 4): without a total, and with fewer rows than photos, another page is requested.
     */
    public static final class ResultCursor implements Cursor {

        private final List<Map.Entry<String, String>> sources;
        private final int expected;
        private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        private final Map<String, Integer> countByKind = new HashMap<>();
        private int sourceIndex;
        private int page = -1;
        private boolean probing;

        ResultCursor(Map<String, String> sources, int expected) {
            this.sources = new ArrayList<>(sources.entrySet());
            this.expected = expected;
        }

        @Override
        public boolean hasNextPage() {
            return sourceIndex < sources.size();
        }

        /** The path element of the list to request. */
        public String sourcePath() {
            return sources.get(sourceIndex).getValue();
        }

        @Override
        public String pageQuery() {
            if (page < 0) {
                return "";
            }
            return probing ? "?page=" + page : "?size=" + PAGE_SIZE + "&page=" + page;
        }

        @Override
        public void addRows(List<Map<String, String>> newRows, int total) {
            String kind = sources.get(sourceIndex).getKey();
            int countBefore = countByKind.getOrDefault(kind, 0);
            for (Map<String, String> row : newRows) {
                Map<String, String> copy = new LinkedHashMap<>(row);
                copy.put("kind", kind);
                if (rows.putIfAbsent(kind + "/" + row.get("name"), copy) == null) {
                    countByKind.merge(kind, 1, Integer::sum);
                }
            }
            int countNow = countByKind.getOrDefault(kind, 0);
            boolean grows = countNow > countBefore && page < MAX_PAGES;
            if (total > countNow && page < 0) {
                page = 0;
            } else if (total > countNow && grows) {
                page++;
            } else if (total < 0 && countNow < expected && grows) {
                probing = true;
                page = Math.max(page, 0) + 1;
            } else {
                sourceIndex++;
                page = -1;
                probing = false;
            }
        }

        /** The rows of all pages, without duplicates, each with its {@code kind}. */
        public List<Map<String, String>> rows() {
            return List.copyOf(rows.values());
        }
    }

    /** The position in the list of projects, whose rows have {@code name} and {@code id}. */
    public static final class ProjectCursor implements Cursor {

        private final String name;
        private final List<String> pendingQueries;
        private int page;
        private int rowsSeen;
        private String projectId = "";

        private ProjectCursor(String name, List<String> queries) {
            this.name = name;
            this.pendingQueries = new ArrayList<>(queries);
        }

        @Override
        public boolean hasNextPage() {
            return projectId.isEmpty() && !pendingQueries.isEmpty();
        }

        @Override
        public String pageQuery() {
            return pendingQueries.get(0) + "&page=" + page;
        }

        /** The id of the project of that name; empty if there is none. */
        public String projectId() {
            return projectId;
        }

        @Override
        public void addRows(List<Map<String, String>> rows, int total) {
            rows.stream().filter(row -> name.equals(row.get("name")) && row.get("id") != null).findFirst()
                    .ifPresent(row -> projectId = row.get("id"));
            rowsSeen += rows.size();
            page++;
            if (rows.isEmpty() || total >= 0 && rowsSeen >= total || page >= MAX_PAGES) {
                pendingQueries.remove(0);
                page = 0;
                rowsSeen = 0;
            }
        }
    }
}
