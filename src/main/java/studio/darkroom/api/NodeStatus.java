package studio.darkroom.api;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.OutageRepository;
import studio.darkroom.ledger.ReportQueries;

/** Shows one node to whoever looks by JMX, from {@link #registerMBean} to {@link #unregisterMBean}. */
public final class NodeStatus implements NodeStatusMBean {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStatus.class);

    private final List<String> lanes;
    private final ReportQueries queries;
    private final OutageRepository outages;
    private final ActionEndpoint actions;
    private ObjectName name;

    /** @param lanes names of the lanes, in their order */
    public NodeStatus(List<String> lanes, ReportQueries queries, OutageRepository outages, ActionEndpoint actions) {
        this.lanes = List.copyOf(lanes);
        this.queries = queries;
        this.outages = outages;
        this.actions = actions;
    }

    /** @param context name of the Camel context, which is one of a kind in a process */
    public void registerMBean(String context) {
        try {
            ObjectName objectName = new ObjectName("studio.darkroom:type=Node,context=" + ObjectName.quote(context));
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, objectName);
            name = objectName;
        } catch (JMException e) {
            LOG.warn("This node cannot be seen by JMX: {}", e.toString());
        }
    }

    public void unregisterMBean() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (name != null && server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.debug("It had gone already", e);
        }
        name = null;
    }

    private long countShoots(String state) {
        return queries.countShoots().stream().filter(shootCount -> Reports.stateOf(shootCount).equals(state)).mapToLong(ReportQueries.ShootCount::count).sum();
    }

    @Override
    public String[] getLanes() {
        return lanes.toArray(String[]::new);
    }

    @Override
    public String[] getPausedLanes() {
        return queries.listPausedLanes().toArray(String[]::new);
    }

    @Override
    public long getActive() {
        return countShoots("active");
    }

    @Override
    public long getProblems() {
        return countShoots("problem");
    }

    @Override
    public long getWaiting() {
        return countShoots("outage");
    }

    @Override
    public long getDecisions() {
        return countShoots("decision");
    }

    @Override
    public long getDone() {
        return countShoots("done");
    }

    @Override
    public String[] getOutages() {
        return outages.listActive().stream().map(outage -> outage.scope() + ": " + outage.text()).toArray(String[]::new);
    }

    @Override
    public void retry(String shoot) {
        actions.runShootAction(shoot, "retry", "");
    }

    @Override
    public void pause(String lane) {
        actions.runLaneAction(lane, "pause");
    }

    @Override
    public void resume(String lane) {
        actions.runLaneAction(lane, "resume");
    }
}
