package studio.darkroom.vendor;

import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Shoot;

/** Says once, before anything is paid for, what a person may not expect of a vendor; it stops nothing. */
public final class Remarks {

    private final Ledger ledger;
    private final Photos photos;

    public Remarks(Ledger ledger, Photos photos) {
        this.ledger = ledger;
        this.photos = photos;
    }

    /** Writes an event for too few photos, and for each option of the ticket that the vendor remarks on. */
    public void tell(Shoot shoot, VendorFacts facts) {
        int count = photos.count(shoot);
        if (count < facts.getFewest()) {
            once(shoot, "warning", "The shoot has " + count + (count == 1 ? " photo" : " photos") + "; "
                    + facts.getName() + " is known to want at least " + facts.getFewest()
                    + " and may refuse it or edit it badly");
        }
        facts.remarks().forEach((option, remark) -> {
            if (shoot.ticket().edit().path(option).asBoolean(false)) {
                once(shoot, "note", option + ": " + remark);
            }
        });
    }

    private void once(Shoot shoot, String what, String detail) {
        if (!ledger.told(shoot, what, detail)) {
            ledger.tell(shoot, what, detail);
        }
    }
}
