package studio.darkroom;

import java.util.Optional;
import org.apache.camel.CamelContext;
import studio.darkroom.clock.Office;
import studio.darkroom.inbox.BucketLook;
import studio.darkroom.ledger.Accounts;
import studio.darkroom.ledger.Views;
import studio.darkroom.report.Answers;
import studio.darkroom.report.ApiGuard;
import studio.darkroom.report.Health;
import studio.darkroom.report.Reception;
import studio.darkroom.report.Reports;
import studio.darkroom.report.Spending;
import studio.darkroom.report.Status;

/** What people and machines see of a node, and what they can say to it. */
record FaceBeans(Settings settings, Books books, Bindings to) {

    /** @return what JMX shows */
    Status bind(CamelContext context, Office office) {
        Views views = new Views(books.ledger());
        ApiGuard apiGuard = to.bind("api-guard", new ApiGuard(settings.http().token()));
        to.bind("answers", new Answers());
        Reports reports = to.bind("reports", new Reports(settings.lanes(), views, books.photos(), books.results(),
                books.versions(), books.charges(), books.outages(), this::looked));
        to.bind("spending", new Spending(new Accounts(books.ledger())));
        Reception reception = to.bind("reception", new Reception(reports, office));
        to.bind("health", new Health(context, apiGuard));
        return new Status(settings.lanes().stream().map(Settings.Lane::name).toList(), views, books.outages(), reception);
    }

    private Optional<BucketLook.Looked> looked(Settings.Lane lane) {
        return lane.inbox().kind() == Settings.Place.Kind.FOLDER ? Optional.empty()
                : to.find("look-" + lane.name(), BucketLook.class).map(BucketLook::last);
    }
}
