package studio.darkroom;

import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ledger.TouchUps;
import studio.darkroom.ledger.Versions;

/** The ledger, and what is written into it by subject. */
record Books(Ledger ledger, Photos photos, Results results, Charges charges, Outages outages, Sightings sightings,
        Versions versions, TouchUps touchUps) {

    Books(Ledger ledger) {
        this(ledger, new Photos(ledger), new Results(ledger), new Charges(ledger), new Outages(ledger),
                new Sightings(ledger), new Versions(ledger), new TouchUps(ledger));
    }
}
