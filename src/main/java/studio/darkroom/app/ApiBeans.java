package studio.darkroom.app;

import java.util.Optional;
import org.apache.camel.CamelContext;
import studio.darkroom.api.ActionEndpoint;
import studio.darkroom.api.ApiGuard;
import studio.darkroom.api.ApiResponses;
import studio.darkroom.api.HealthEndpoint;
import studio.darkroom.api.NodeStatus;
import studio.darkroom.api.Reports;
import studio.darkroom.api.SpendReport;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.BucketScan;
import studio.darkroom.ledger.ReportQueries;
import studio.darkroom.ledger.SpendQueries;
import studio.darkroom.runner.ShootActions;

/** What people and machines see of a node, and what they can say to it. */
public record ApiBeans(Settings settings, Repositories repositories, Bindings bindings) {

    /** @return what JMX shows */
    public NodeStatus bindBeans(CamelContext context, ShootActions actions) {
        ReportQueries queries = new ReportQueries(repositories.ledger());
        ApiGuard apiGuard = bindings.bind("apiGuard", new ApiGuard(settings.http().token()));
        bindings.bind("responses", new ApiResponses());
        Reports reports = bindings.bind("reports", new Reports(settings.lanes(), queries, repositories.photos(), repositories.results(),
                repositories.versions(), repositories.charges(), repositories.outages(), this::findLastScan));
        bindings.bind("spendReport", new SpendReport(new SpendQueries(repositories.ledger())));
        ActionEndpoint actionEndpoint = bindings.bind("actions", new ActionEndpoint(reports, actions));
        bindings.bind("health", new HealthEndpoint(context, apiGuard));
        return new NodeStatus(settings.lanes().stream().map(Settings.Lane::name).toList(), queries, repositories.outages(), actionEndpoint);
    }

    private Optional<BucketScan.ScanTotals> findLastScan(Settings.Lane lane) {
        return lane.inbox().kind() == Settings.Place.Kind.FOLDER ? Optional.empty()
                : bindings.find("scan-" + lane.name(), BucketScan.class).map(BucketScan::getLastTotals);
    }
}
