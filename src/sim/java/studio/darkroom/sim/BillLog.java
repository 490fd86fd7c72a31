package studio.darkroom.sim;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All charges, in order. */
public final class BillLog {

    private final List<BillItem> bills = new CopyOnWriteArrayList<>();

    public void add(BillItem bill) {
        bills.add(bill);
    }

    public List<BillItem> all() {
        return List.copyOf(bills);
    }

    public void clear() {
        bills.clear();
    }
}
