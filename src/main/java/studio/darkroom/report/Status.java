package studio.darkroom.report;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import studio.darkroom.ledger.Outages;
import studio.darkroom.ledger.Views;

/** Shows one node to whoever looks by JMX, from {@link #show} to {@link #hide}. */
public final class Status implements StatusMBean {

    private static final Logger LOG = LoggerFactory.getLogger(Status.class);

    private final List<String> lanes;
    private final Views views;
    private final Outages outages;
    private final Reception reception;
    private ObjectName name;

    /** @param lanes names of the lanes, in their order */
    public Status(List<String> lanes, Views views, Outages outages, Reception reception) {
        this.lanes = List.copyOf(lanes);
        this.views = views;
        this.outages = outages;
        this.reception = reception;
    }

    /** @param context name of the Camel context, which is one of a kind in a process */
    public void show(String context) {
        try {
            ObjectName wanted = new ObjectName("studio.darkroom:type=Node,context=" + ObjectName.quote(context));
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, wanted);
            name = wanted;
        } catch (JMException e) {
            LOG.warn("This node cannot be seen by JMX: {}", e.toString());
        }
    }

    public void hide() {
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

    private long count(String state) {
        return views.crowds().stream().filter(crowd -> Reports.state(crowd).equals(state)).mapToLong(Views.Crowd::count).sum();
    }

    @Override
    public String[] getLanes() {
        return lanes.toArray(String[]::new);
    }

    @Override
    public String[] getPausedLanes() {
        return views.pausedLanes().toArray(String[]::new);
    }

    @Override
    public long getActive() {
        return count("active");
    }

    @Override
    public long getProblems() {
        return count("problem");
    }

    @Override
    public long getWaiting() {
        return count("outage");
    }

    @Override
    public long getDecisions() {
        return count("decision");
    }

    @Override
    public long getDone() {
        return count("done");
    }

    @Override
    public String[] getOutages() {
        return outages.standing().stream().map(outage -> outage.scope() + ": " + outage.text()).toArray(String[]::new);
    }

    @Override
    public void retry(String shoot) {
        reception.shoot(shoot, "retry", "");
    }

    @Override
    public void pause(String lane) {
        reception.lane(lane, "pause");
    }

    @Override
    public void resume(String lane) {
        reception.lane(lane, "resume");
    }
}
