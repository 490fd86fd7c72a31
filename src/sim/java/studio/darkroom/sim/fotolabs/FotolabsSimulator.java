package studio.darkroom.sim.fotolabs;

import java.util.List;
import studio.darkroom.sim.BillLog;
import studio.darkroom.sim.FaultInjector;
import studio.darkroom.sim.FotolabsOptions;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.ApiServer;
import studio.darkroom.sim.store.Presigner;
import studio.darkroom.sim.store.SimStore;
import studio.darkroom.sim.store.StoreProxy;

/** The simulated Fotolabs: API, upload store and CDN, each on its own port. */
public final class FotolabsSimulator implements AutoCloseable {

    private final FotolabsOptions options;
    private final ListingRepository listings;
    private final JobRunner jobRunner;
    private final FotolabsUploadFilter uploadFilter;
    private final StoreProxy storeProxy;
    private final StoreProxy cdnProxy;
    private final FotolabsApi fotolabsApi;
    private final ApiServer apiServer;

    /** @param control control calls, also served on this port */
    public FotolabsSimulator(FotolabsOptions options, SimClock clock, Switches switches, BillLog billing, SimStore store, String bucket,
                    RequestLog log, FaultInjector faults, Api control) {
        this.options = options;
        listings = new ListingRepository(clock);
        FotolabsRenderer renderer = new FotolabsRenderer(store, bucket, switches);
        jobRunner = new JobRunner(clock, switches, renderer);
        uploadFilter = new FotolabsUploadFilter(clock, switches, bucket, listings);
        CdnFilter cdn = new CdnFilter(clock, switches, listings, bucket, presigner(store.port()));
        storeProxy = new StoreProxy("fotolabs-store", options.storePort(), store.port(), log, faults, switches, uploadFilter);
        cdnProxy = new StoreProxy("fotolabs-cdn", options.cdnPort(), store.port(), log, faults, switches, cdn);
        FotolabsResponses responses = new FotolabsResponses(switches, uploadFilter, presigner(storeProxy.port()), cdn, cdnUrl());
        fotolabsApi = new FotolabsApi(options.keys(), switches, listings, responses, new PlanBilling(clock, switches, billing), renderer, jobRunner);
        apiServer = new ApiServer("fotolabs", options.port(), log, faults, switches).mount(control).mount(fotolabsApi).start();
    }

    private static Presigner presigner(int port) {
        return new Presigner(SimStore.ACCESS_KEY, SimStore.SECRET_KEY, SimStore.REGION, "127.0.0.1:" + port);
    }

    /** Address of the API: {@code http://127.0.0.1:PORT}; paths begin with {@code /v1}. */
    public String url() {
        return "http://127.0.0.1:" + apiServer.port();
    }

    /** Address of upload links: {@code http://127.0.0.1:PORT}. */
    public String storeUrl() {
        return "http://127.0.0.1:" + storeProxy.port();
    }

    /** Address of the links of originals and results: {@code http://127.0.0.1:PORT}. */
    public String cdnUrl() {
        return "http://127.0.0.1:" + cdnProxy.port();
    }

    /** The accepted keys; each sees only its own workspace. */
    public List<String> keys() {
        return options.keys();
    }

    /** All projects of all workspaces, newest first. */
    public List<Listing> listings() {
        return listings.all();
    }

    /** Completes a job as soon as its result is rendered. */
    public void completeJob(String jobId) {
        endJob(jobId, null);
    }

    /** Fails a job. */
    public void failJob(String jobId, String errorMessage) {
        endJob(jobId, errorMessage);
    }

    private void endJob(String jobId, String errorMessage) {
        if (!jobRunner.endJob(jobId, errorMessage)) {
            throw new IllegalStateException("No job " + jobId + " is running. Use the job id of a processed listing.");
        }
    }

    public void clear() {
        jobRunner.clear();
        listings.clear();
        uploadFilter.clear();
        fotolabsApi.clearReadTimes();
    }

    @Override
    public void close() {
        apiServer.close();
        storeProxy.close();
        cdnProxy.close();
        jobRunner.clear();
        jobRunner.close();
    }
}
