package studio.darkroom.sim;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that was billed, in order. */
public final class Billing {

    private final List<Bill> bills = new CopyOnWriteArrayList<>();

    public void add(Bill bill) {
        bills.add(bill);
    }

    public List<Bill> all() {
        return List.copyOf(bills);
    }

    public void clear() {
        bills.clear();
    }
}
