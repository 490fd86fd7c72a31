package studio.darkroom.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.ledger.OutageRepository;

/**
 * A lane as the API returns it: the components are the JSON fields, in this order.
 *
 * @param shoots number of shoots by state; states without shoots are left out
 * @param listing the last complete listing of the inbox bucket; left out for a folder
 */
public record LaneReport(String name, String vendor, String inbox, String delivery, boolean paused, Map<String, Long> shoots,
        FileAccounting photos, @JsonInclude(JsonInclude.Include.NON_NULL) Listing listing, List<OutageEntry> outages) {

    /**
     * @param calls number of requests
     * @param newObjects objects found for the first time
     */
    public record Listing(int calls, long objects, @JsonProperty("new") long newObjects) {

        static Listing of(BucketScan.ScanTotals totals) {
            return new Listing(totals.calls(), totals.objects(), totals.newObjects());
        }
    }

    /** An outage that affects the lane. @param next when it is checked next */
    public record OutageEntry(String scope, String code, String text, String fix, String since, String next) {

        static OutageEntry of(OutageRepository.ActiveOutage outage) {
            return new OutageEntry(outage.scope(), outage.code(), outage.text(), outage.fix(),
                    ShootReport.formatInstant(outage.since()), ShootReport.formatInstant(outage.nextTryAt()));
        }
    }
}
