package studio.darkroom.api;

/** One node, for JMX: {@code studio.darkroom:type=Node,context=<name of its Camel context>}. */
public interface NodeStatusMBean {

    /** Names of the lanes. */
    String[] getLanes();

    /** Names of the lanes of which nothing is begun. */
    String[] getPausedLanes();

    /** Shoots that go on by themselves. */
    long getActive();

    /** Shoots whose own problem must be mended. */
    long getProblems();

    /** Shoots that wait for an outage to pass. */
    long getWaiting();

    /** Shoots that wait for a person's answer. */
    long getDecisions();

    /** Shoots that are delivered. */
    long getDone();

    /** Outages that stand, each as {@code scope: what it is}. */
    String[] getOutages();

    /** Lets a shoot with a problem go on. @param shoot id or name */
    void retry(String shoot);

    /** Begins nothing of this lane until {@link #resume}. */
    void pause(String lane);

    /** Lets a paused lane go on. */
    void resume(String lane);
}
