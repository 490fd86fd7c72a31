package studio.darkroom;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import studio.darkroom.clock.Desk;
import studio.darkroom.clock.Doorbell;
import studio.darkroom.ledger.Calls;
import studio.darkroom.ledger.Links;
import studio.darkroom.transfer.Draining;
import studio.darkroom.transfer.HttpComponents;
import studio.darkroom.transfer.Wire;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.Callbacks;
import studio.darkroom.vendor.Caps;
import studio.darkroom.vendor.Choices;
import studio.darkroom.vendor.FinalLinks;
import studio.darkroom.vendor.Keys;
import studio.darkroom.vendor.Lookup;
import studio.darkroom.vendor.Pages;
import studio.darkroom.vendor.Profiles;
import studio.darkroom.vendor.Records;
import studio.darkroom.vendor.Registration;
import studio.darkroom.vendor.Remarks;
import studio.darkroom.vendor.Retouching;
import studio.darkroom.vendor.Rhythm;

/** What speaks with vendors, reads their answers, and guards what they are paid. */
record VendorBeans(Settings settings, Books books, Bindings to) {

    /** @return the billing guard */
    Billing bind(CamelContext context, Clock clock, Desk desk, Draining draining) {
        to.bind("profiles", new Profiles(books.ledger(), books.photos()));
        to.bind("choices", new Choices());
        to.bind("wire", new Wire(clock, this::address));
        to.bind("keys", new Keys(settings.vendors()));
        to.bind("pages", new Pages(books.photos()));
        to.bind("lookup", new Lookup());
        to.bind("remarks", new Remarks(books.ledger(), books.photos()));
        to.bind("registration", new Registration(books.ledger(), books.photos()));
        to.bind("records", new Records(books.ledger(), books.photos(), new Links(books.ledger())));
        Calls calls = new Calls(books.ledger());
        Callbacks callbacks = to.bind("callbacks", new Callbacks(settings.callbackUrl(), calls));
        to.bind("doorbell", new Doorbell(callbacks, calls, desk));
        to.bind("rhythm", new Rhythm(books.ledger(), this::poll, settings.await().patience(), callbacks));
        Billing billing = to.bind("billing", new Billing(books.ledger(), books.charges(), books.photos(),
                settings.await().grace(), caps()));
        to.bind("finalLinks", new FinalLinks(books.ledger(), books.results(), books.versions(), books.touchUps(),
                books.charges(), billing));
        to.bind("retouching", new Retouching(books.ledger(), books.results(), books.versions(), books.charges(), draining));
        to.bind("retouches", context.getExecutorServiceManager().newFixedThreadPool(this, "darkroom-retouch",
                HttpComponents.PATIENT));
        return billing;
    }

    URI address(String vendor) {
        return settings.vendors().get(vendor).url();
    }

    private Rhythm.Poll poll(String vendor) {
        Settings.Vendor settled = settings.vendors().get(vendor);
        return new Rhythm.Poll(settled.pollFirst(), settled.pollMost());
    }

    private Caps caps() {
        Map<String, Integer> ofLanes = new LinkedHashMap<>();
        settings.lanes().forEach(lane -> lane.editsPerDay().ifPresent(edits -> ofLanes.put(lane.name(), edits)));
        return new Caps(settings.spend().editsPerDay(), ofLanes, settings.spend().photosPerShoot());
    }
}
