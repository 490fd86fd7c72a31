package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;

/**
 * Reads a list of results from a vendor that may or may not page it (docs/vendors/imagen.md 6, row 4): follows
 * {@code pagination}; without it, and with fewer rows than photos, requests one more page.
 */
public final class ResultPages {

    private static final int MAX_PAGES = 1000;
    private static final int PAGE_SIZE = 100;

    private final PhotoRepository photos;

    public ResultPages(PhotoRepository photos) {
        this.photos = photos;
    }

    /**
     * Starts with the first list.
     *
     * @param sources the path element of the list for each kind that a ticket may request: {@code edits=edit,jpeg=export}
     */
    public PageCursor startPaging(Shoot shoot, String sources) {
        Map<String, String> wantedSources = new LinkedHashMap<>();
        for (String source : sources.split(",")) {
            String[] pair = source.split("=", 2);
            if (shoot.ticket().hasDeliverable(pair[0].strip())) {
                wantedSources.put(pair[0].strip(), pair[1].strip());
            }
        }
        return new PageCursor(wantedSources, photos.countByShoot(shoot));
    }

    /** Adds one page. @param query a jq expression for rows of {@code name} and {@code url} */
    public void addPage(PageCursor cursor, VendorResponse page, String query) {
        cursor.addRows(page.selectRows(query), page.findValue(".pagination.total"));
    }

    /** The position in the lists. */
    public static final class PageCursor {

        private final List<Map.Entry<String, String>> sources;
        private final int expected;
        private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        private final Map<String, Integer> countByKind = new HashMap<>();
        private int sourceIndex;
        private int page = -1;
        private boolean probing;

        PageCursor(Map<String, String> sources, int expected) {
            this.sources = new ArrayList<>(sources.entrySet());
            this.expected = expected;
        }

        /** Whether there is another page to request. */
        public boolean hasNextPage() {
            return sourceIndex < sources.size();
        }

        /** The path element of the list to request. */
        public String sourcePath() {
            return sources.get(sourceIndex).getValue();
        }

        /** The query of the page to request. */
        public String pageQuery() {
            if (page < 0) {
                return "";
            }
            return probing ? "?page=" + page : "?size=" + PAGE_SIZE + "&page=" + page;
        }

        void addRows(List<Map<String, String>> newRows, String totalText) {
            String kind = sources.get(sourceIndex).getKey();
            int countBefore = countByKind.getOrDefault(kind, 0);
            for (Map<String, String> row : newRows) {
                if (rows.putIfAbsent(kind + "/" + row.get("name"), addKind(row, kind)) == null) {
                    countByKind.merge(kind, 1, Integer::sum);
                }
            }
            int countNow = countByKind.getOrDefault(kind, 0);
            int total = parseCount(totalText);
            if (total > countNow && page < 0) {
                page = 0;
            } else if (total > countNow && countNow > countBefore && page < MAX_PAGES) {
                page++;
            } else if (total < 0 && countNow < expected && countNow > countBefore && page < MAX_PAGES) {
                probing = true;
                page = Math.max(page, 0) + 1;
            } else {
                sourceIndex++;
                page = -1;
                probing = false;
            }
        }

        private static Map<String, String> addKind(Map<String, String> row, String kind) {
            Map<String, String> map = new LinkedHashMap<>(row);
            map.put("kind", kind);
            return map;
        }

        private static int parseCount(String text) {
            return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        }

        /** The rows of all pages, without duplicates, each with its {@code kind}. */
        public List<Map<String, String>> rows() {
            return List.copyOf(rows.values());
        }
    }
}
