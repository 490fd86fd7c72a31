package studio.darkroom.sim.fotolabs;

import studio.darkroom.sim.Bill;
import studio.darkroom.sim.Billing;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Refusal;

/** Plans and money: one charge per processed listing, any number of images (contract section 5). */
final class Cashier {

    static final String ACTION = "fotolabs-process";

    private final SimClock clock;
    private final Switches switches;
    private final Billing billing;

    Cashier(SimClock clock, Switches switches, Billing billing) {
        this.clock = clock;
        this.switches = switches;
        this.billing = billing;
    }

    /** Refuses every call of a plan without the API. */
    void admit() {
        if (switches.is("fotolabs-plan", "free")) {
            throw new Refusal(Integer.parseInt(switches.get("fotolabs-free-status")), "API access is not available on the free plan");
        }
    }

    /** Refuses when the next charge would fail. */
    void check() {
        if (kind().equals("quota") || switches.is("fotolabs-payment", "ok")) {
            return;
        }
        throw new Refusal(Integer.parseInt(switches.get("fotolabs-billing-status")),
                switches.is("fotolabs-payment", "missing") ? "Please add a payment method before processing" : "Your card was declined");
    }

    void charge(Listing listing, int images) {
        billing.add(new Bill(ACTION, listing.id(), listing.name(), clock.now(), images, kind()));
    }

    private String kind() {
        if (!switches.get("fotolabs-plan").endsWith("_monthly")) {
            return "payg";
        }
        long used = billing.all().stream().filter(b -> b.kind().equals("quota")).count();
        return used < switches.number("fotolabs-quota") ? "quota" : "overage";
    }
}
