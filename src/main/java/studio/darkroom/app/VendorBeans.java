package studio.darkroom.app;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import studio.darkroom.config.Settings;
import studio.darkroom.ledger.CallbackRepository;
import studio.darkroom.ledger.UploadRepository;
import studio.darkroom.runner.CallbackHandler;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.ShutdownSignal;
import studio.darkroom.vendor.AccountCheck;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.CallbackUrls;
import studio.darkroom.vendor.JqLanguage;
import studio.darkroom.vendor.PhotoRecords;
import studio.darkroom.vendor.PollSchedule;
import studio.darkroom.vendor.ProjectLookup;
import studio.darkroom.vendor.RegistrationCheck;
import studio.darkroom.vendor.ResultPages;
import studio.darkroom.vendor.VendorRequests;
import studio.darkroom.vendor.retouch.FinalLinks;
import studio.darkroom.vendor.retouch.RetouchPlanner;
import studio.darkroom.vendor.retouch.Retouching;

/** What speaks with vendors, reads their answers, and guards what they are paid. */
public record VendorBeans(Settings settings, Repositories repositories, Bindings bindings) {

    /** @return the billing guard */
    public Billing bindBeans(CamelContext context, Clock clock, ShutdownSignal shutdownSignal) {
        bindings.bind("accountCheck", new AccountCheck(repositories.ledger(), repositories.photos()));
        bindings.bind("requests", new VendorRequests(clock, settings.vendors()));
        bindings.bind("resultPages", new ResultPages(repositories.photos()));
        bindings.bind("projectLookup", new ProjectLookup());
        bindings.bind(JqLanguage.NAME, new JqLanguage());
        bindings.bind("registrationCheck", new RegistrationCheck(repositories.ledger(), repositories.photos()));
        bindings.bind("photoRecords", new PhotoRecords(repositories.ledger(), repositories.photos(), new UploadRepository(repositories.ledger())));
        CallbackRepository callbackRepository = new CallbackRepository(repositories.ledger());
        CallbackUrls callbacks = bindings.bind("callbackUrls", new CallbackUrls(settings.callbackUrl(), callbackRepository));
        bindings.bind("callbackHandler", new CallbackHandler(callbacks, callbackRepository));
        bindings.bind("pollSchedule", new PollSchedule(repositories.ledger(), this::pollIntervals, settings.await().timeout(), callbacks));
        Billing billing = bindings.bind("billing", new Billing(repositories.ledger(), repositories.charges(), repositories.photos(),
                settings.await().editGracePeriod(), createSpendCaps()));
        bindings.bind("finalLinks", new FinalLinks(repositories.ledger(), repositories.results(), repositories.versions(), repositories.replacements(),
                repositories.charges(), billing));
        bindings.bind("retouchPlanner", new RetouchPlanner(repositories.ledger(), repositories.results(), repositories.versions()));
        bindings.bind("retouching", new Retouching(repositories.ledger(), repositories.results(), repositories.versions(), repositories.charges(), shutdownSignal));
        bindings.bind("retouchPool", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-retouch",
                HttpComponents.MAX_SLOW_CALLS));
        return billing;
    }

    private PollSchedule.PollDelays pollIntervals(String vendor) {
        Settings.Vendor access = settings.vendors().get(vendor);
        return new PollSchedule.PollDelays(access.pollFirst(), access.pollMax());
    }

    private Billing.SpendCaps createSpendCaps() {
        Map<String, Integer> laneCaps = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lane.editsPerDay().ifPresent(edits -> laneCaps.put(lane.name(), edits)));
        return new Billing.SpendCaps(settings.spend().editsPerDay(), laneCaps, settings.spend().photosPerShoot());
    }
}
