package studio.darkroom.app;

import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.ReplacementRepository;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.VersionRepository;

/** The ledger, and what is written into it by subject. */
public record Repositories(Ledger ledger, PhotoRepository photos, ResultRepository results, ChargeRepository charges, OutageRepository outages, InboxFiles inboxFiles,
        VersionRepository versions, ReplacementRepository replacements) {

    public Repositories(Ledger ledger) {
        this(ledger, new PhotoRepository(ledger), new ResultRepository(ledger), new ChargeRepository(ledger), new OutageRepository(ledger),
                new InboxFiles(ledger), new VersionRepository(ledger), new ReplacementRepository(ledger));
    }
}
