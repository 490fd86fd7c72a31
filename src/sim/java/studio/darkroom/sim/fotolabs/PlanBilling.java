package studio.darkroom.sim.fotolabs;

import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.BillLog;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.HttpStatusException;

/** Plans and charges: one charge per processed listing, for any number of images (docs/vendors/fotolabs.md 5). */
final class PlanBilling {

    static final String ACTION = "fotolabs-process";

    private final SimClock clock;
    private final Switches switches;
    private final BillLog billLog;

    PlanBilling(SimClock clock, Switches switches, BillLog billLog) {
        this.clock = clock;
        this.switches = switches;
        this.billLog = billLog;
    }

    /** Rejects every call of a plan without API access. */
    void checkApiAccess() {
        if (switches.is("fotolabs-plan", "free")) {
            throw new HttpStatusException(Integer.parseInt(switches.get("fotolabs-free-status")), "API access is not available on the free plan");
        }
    }

    /** Rejects the call if the next charge would fail. */
    void checkPayment() {
        if (chargeKind().equals("quota") || switches.is("fotolabs-payment", "ok")) {
            return;
        }
        throw new HttpStatusException(Integer.parseInt(switches.get("fotolabs-billing-status")),
                switches.is("fotolabs-payment", "missing")
                        ? "Please add a payment method before processing" : "Your card was declined");
    }

    void chargeListing(Listing listing, int images) {
        billLog.add(new BillItem(ACTION, listing.id(), listing.name(), clock.now(), images, chargeKind()));
    }

    private String chargeKind() {
        if (!switches.get("fotolabs-plan").endsWith("_monthly")) {
            return "payg";
        }
        long used = billLog.all().stream().filter(b -> b.kind().equals("quota")).count();
        return used < switches.getLong("fotolabs-quota") ? "quota" : "overage";
    }
}
