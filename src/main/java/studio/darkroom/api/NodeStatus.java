package studio.darkroom.api;

import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ManagementAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.ReportQueries;

/**
 * One node in JMX: {@code studio.darkroom:type=Node,context=<name of its Camel context>}. Camel's management agent registers
 * it, so there is none where Camel runs without JMX.
 */
@ManagedResource(description = "A Darkroom node")
public final class NodeStatus {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStatus.class);

    private final List<String> lanes;
    private final ReportQueries queries;
    private final OutageRepository outages;
    private final ActionEndpoint actions;

    /** @param lanes names of the lanes, in the order of the settings */
    public NodeStatus(List<String> lanes, ReportQueries queries, OutageRepository outages, ActionEndpoint actions) {
        this.lanes = List.copyOf(lanes);
        this.queries = queries;
        this.outages = outages;
        this.actions = actions;
    }

    public void registerMBean(CamelContext context) {
        withAgent(context, agent -> agent.register(this, objectName(context)));
    }

    public void unregisterMBean(CamelContext context) {
        withAgent(context, agent -> agent.unregister(objectName(context)));
    }

    private static void withAgent(CamelContext context, AgentCall call) {
        ManagementAgent agent = context.getManagementStrategy().getManagementAgent();
        try {
            if (agent != null) {
                call.run(agent);
            }
        } catch (JMException e) {
            LOG.warn("JMX is not available for this node: {}", e.toString());
        }
    }

    private static ObjectName objectName(CamelContext context) throws JMException {
        return new ObjectName("studio.darkroom:type=Node,context=" + ObjectName.quote(context.getName()));
    }

    @ManagedAttribute(description = "Names of the lanes")
    public String[] getLanes() {
        return lanes.toArray(String[]::new);
    }

    @ManagedAttribute(description = "Names of the paused lanes")
    public String[] getPausedLanes() {
        return queries.listPausedLanes().toArray(String[]::new);
    }

    @ManagedAttribute(description = "Shoots in progress")
    public long getActive() {
        return countShoots("active");
    }

    @ManagedAttribute(description = "Shoots with a problem")
    public long getProblems() {
        return countShoots("problem");
    }

    @ManagedAttribute(description = "Shoots waiting for an outage to end")
    public long getWaiting() {
        return countShoots("outage");
    }

    @ManagedAttribute(description = "Shoots waiting for a decision")
    public long getDecisions() {
        return countShoots("decision");
    }

    @ManagedAttribute(description = "Delivered shoots")
    public long getDone() {
        return countShoots("done");
    }

    @ManagedAttribute(description = "Current outages, as <scope>: <text>")
    public String[] getOutages() {
        return outages.listActive().stream().map(outage -> outage.scope() + ": " + outage.text()).toArray(String[]::new);
    }

    @ManagedOperation(description = "Retries a shoot with a problem, by id or name")
    public void retry(String shoot) {
        actions.runShootAction(shoot, "retry", "");
    }

    @ManagedOperation(description = "Pauses a lane; its shoots start no step until it is resumed")
    public void pause(String lane) {
        actions.runLaneAction(lane, "pause");
    }

    @ManagedOperation(description = "Resumes a paused lane")
    public void resume(String lane) {
        actions.runLaneAction(lane, "resume");
    }

    private long countShoots(String state) {
        return queries.countShoots().stream().filter(shootCount -> Reports.stateOf(shootCount).equals(state))
                .mapToLong(ReportQueries.ShootCount::count).sum();
    }

    @FunctionalInterface
    private interface AgentCall {
        void run(ManagementAgent agent) throws JMException;
    }
}
