package studio.darkroom.sim.fotolabs;

import java.util.List;

import studio.darkroom.sim.Billing;
import studio.darkroom.sim.Faults;
import studio.darkroom.sim.FotolabsOptions;
import studio.darkroom.sim.RequestLog;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Api;
import studio.darkroom.sim.http.ApiServer;
import studio.darkroom.sim.store.Presigner;
import studio.darkroom.sim.store.Store;
import studio.darkroom.sim.store.StoreProxy;

/** The whole of Fotolabs: its API, the store uploads go to and the CDN results come from, each on a port of its own. */
public final class Fotolabs implements AutoCloseable {

    private final FotolabsOptions options;
    private final Listings listings;
    private final Workshop workshop;
    private final UploadDoor uploads;
    private final StoreProxy storeDoor;
    private final StoreProxy cdnDoor;
    private final ApiServer api;

    /** @param control the control calls, served on this port too */
    public Fotolabs(FotolabsOptions options, SimClock clock, Switches switches, Billing billing, Store store, String bucket,
                    RequestLog log, Faults faults, Api control) {
        this.options = options;
        listings = new Listings(clock);
        Finishing finishing = new Finishing(store, bucket, switches);
        workshop = new Workshop(clock, switches, finishing);
        uploads = new UploadDoor(clock, switches, bucket, listings);
        Cdn cdn = new Cdn(clock, switches, listings, bucket, presigner(store.port()));
        storeDoor = new StoreProxy("fotolabs-store", options.storePort(), store.port(), log, faults, switches, uploads);
        cdnDoor = new StoreProxy("fotolabs-cdn", options.cdnPort(), store.port(), log, faults, switches, cdn);
        Paper paper = new Paper(switches, uploads, presigner(storeDoor.port()), cdn, cdnUrl());
        api = new ApiServer("fotolabs", options.port(), log, faults, switches).mount(control).mount(new FotolabsApi(
                options.keys(), switches, listings, paper, new Cashier(clock, switches, billing), finishing, workshop)).start();
    }

    private static Presigner presigner(int port) {
        return new Presigner(Store.ACCESS_KEY, Store.SECRET_KEY, Store.REGION, "127.0.0.1:" + port);
    }

    /** Address of the API: {@code http://127.0.0.1:PORT}; paths begin with {@code /v1}. */
    public String url() {
        return "http://127.0.0.1:" + api.port();
    }

    /** Where upload links point to: {@code http://127.0.0.1:PORT}. */
    public String storeUrl() {
        return "http://127.0.0.1:" + storeDoor.port();
    }

    /** Where links of originals and results point to: {@code http://127.0.0.1:PORT}. */
    public String cdnUrl() {
        return "http://127.0.0.1:" + cdnDoor.port();
    }

    /** The keys that are accepted; each sees its own workspace only. */
    public List<String> keys() {
        return options.keys();
    }

    /** All projects of all workspaces, newest first. */
    public List<Listing> listings() {
        return listings.all();
    }

    /** Ends a job well as soon as its result is made. */
    public void complete(String jobId) {
        finish(jobId, null);
    }

    /** Ends a job as failed. */
    public void fail(String jobId, String errorMessage) {
        finish(jobId, errorMessage);
    }

    private void finish(String jobId, String why) {
        if (!workshop.finish(jobId, why)) {
            throw new IllegalStateException("There is no job " + jobId + " under way: give the job id of a processed listing.");
        }
    }

    public void clear() {
        workshop.clear();
        listings.clear();
        uploads.clear();
    }

    @Override
    public void close() {
        api.close();
        storeDoor.close();
        cdnDoor.close();
        workshop.clear();
        workshop.close();
    }
}
