package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;

/**
 * Turns the pages of a list of results, where a vendor may or may not page (contract imagen 6, row 4): goes on as long
 * as {@code pagination} says so; without it, and with fewer rows than photos, one more page is probed.
 */
public final class ResultPages {

    private static final int MAX_PAGES = 1000;
    private static final int PAGE_SIZE = 100;

    private final PhotoRepository photos;

    public ResultPages(PhotoRepository photos) {
        this.photos = photos;
    }

    /**
     * Begins with the first list.
     *
     * @param sources what the ticket may want and the path element it is listed under: {@code edits=edit,jpeg=export}
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

    /** Takes one page in. @param list and @param fields as in {@link VendorResponse#toRows} */
    public void addPage(PageCursor cursor, VendorResponse answer, String list, String fields) {
        cursor.addRows(answer, answer.toRows(list, fields));
    }

    /** The state of turning the pages; one per look. */
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

        /** Whether there is another page to ask for. */
        public boolean hasNextPage() {
            return sourceIndex < sources.size();
        }

        /** The path element of the list that is asked for now. */
        public String sourcePath() {
            return sources.get(sourceIndex).getValue();
        }

        /** The query of the page that is asked for now. */
        public String pageQuery() {
            if (page < 0) {
                return "";
            }
            return probing ? "?page=" + page : "?size=" + PAGE_SIZE + "&page=" + page;
        }

        void addRows(VendorResponse answer, List<Map<String, String>> newRows) {
            String kind = sources.get(sourceIndex).getKey();
            int countBefore = countByKind.getOrDefault(kind, 0);
            for (Map<String, String> row : newRows) {
                if (rows.putIfAbsent(kind + "/" + row.get("name"), addKind(row, kind)) == null) {
                    countByKind.merge(kind, 1, Integer::sum);
                }
            }
            int countNow = countByKind.getOrDefault(kind, 0);
            int total = parseCount(answer.findValue("pagination.total"));
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

        /** Every row of every page, once, each with its {@code kind}. */
        public List<Map<String, String>> rows() {
            return List.copyOf(rows.values());
        }
    }
}
