package studio.darkroom.sim;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import studio.darkroom.sim.fotolabs.FotolabsSimulator;
import studio.darkroom.sim.http.ApiServer;
import studio.darkroom.sim.imagen.CallbackSender;
import studio.darkroom.sim.imagen.CopilotEndpoints;
import studio.darkroom.sim.imagen.EditService;
import studio.darkroom.sim.imagen.ImagenApi;
import studio.darkroom.sim.imagen.ImagenRenderer;
import studio.darkroom.sim.imagen.ImagenResponses;
import studio.darkroom.sim.imagen.ImagenUploadFilter;
import studio.darkroom.sim.imagen.Job;
import studio.darkroom.sim.imagen.MultipartRegistry;
import studio.darkroom.sim.imagen.PresignedLinks;
import studio.darkroom.sim.imagen.Project;
import studio.darkroom.sim.imagen.ProjectRepository;
import studio.darkroom.sim.imagen.Retoucher;
import studio.darkroom.sim.imagen.SmartApi;
import studio.darkroom.sim.store.Presigner;
import studio.darkroom.sim.store.SimStore;
import studio.darkroom.sim.store.StoreProxy;

/**
 * The simulated vendors on loopback ports: APIs, store and bills. Several simulators can run in one JVM. They share one
 * store process, but each has its own bucket, ports, clock, switches, faults and evidence.
 */
public final class Simulator implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final SimOptions options;
    private final Switches switches;
    private final FaultInjector faults = new FaultInjector();
    private final RequestLog log = new RequestLog();
    private final BillLog billLog = new BillLog();
    private final SimClock clock;
    private final SimStore store = SimStore.shared();
    private final String bucket;
    private final Set<String> buckets = ConcurrentHashMap.newKeySet();
    private final ProjectRepository projects;
    private final ProjectRepository smartProjects;
    private final MultipartRegistry multiparts;
    private final ImagenRenderer imagenRenderer;
    private final CallbackSender callbacks;
    private final StoreProxy storeProxy;
    private final ApiServer imagen;
    private final FotolabsSimulator fotolabs;

    private Simulator(SimOptions options) {
        this.options = options;
        String pending = Long.toString(options.pending().toMillis());
        String working = Long.toString(options.working().toMillis());
        switches = new Switches(Map.of("pending-ms", pending, "working-ms", working, "fotolabs-start-ms", pending,
                "fotolabs-work-ms", working, "fotolabs-hdr-ms", working));
        clock = new SimClock(options.speed());
        bucket = createBucket("sim-" + Long.toString(ProcessHandle.current().pid(), 36) + "-" + COUNT.incrementAndGet());
        projects = new ProjectRepository("regular", clock);
        smartProjects = new ProjectRepository("i2i", clock);
        multiparts = new MultipartRegistry(store, bucket, switches, smartProjects);
        imagenRenderer = new ImagenRenderer(store, bucket, switches);
        callbacks = new CallbackSender(clock, switches);
        storeProxy = new StoreProxy("store", options.storePort(), store.port(), log, faults, switches,
                new ImagenUploadFilter(bucket, switches, projects, smartProjects, multiparts));
        PresignedLinks links = new PresignedLinks(new Presigner(SimStore.ACCESS_KEY, SimStore.SECRET_KEY, SimStore.REGION, "127.0.0.1:" + storeProxy.port()),
                bucket, switches);
        EditService editService = new EditService(clock, switches, projects, imagenRenderer, billLog, callbacks);
        EditService smartEditService = new EditService(clock, switches, smartProjects, imagenRenderer, billLog, callbacks);
        ImagenResponses responses = new ImagenResponses(switches);
        CopilotEndpoints copilot = new CopilotEndpoints(switches, responses, projects, smartProjects, links,
                new Retoucher(store, bucket, clock, switches, billLog));
        ControlApi control = new ControlApi(this);
        fotolabs = new FotolabsSimulator(options.fotolabs(), clock, switches, billLog, store, bucket, log, faults, control);
        imagen = new ApiServer("imagen", options.port(), log, faults, switches).mount(control)
                .mount(new SmartApi(options, switches, responses, smartEditService, projects, links, multiparts))
                .mount(new ImagenApi(options, switches, responses, editService, smartProjects, links, copilot)).start();
    }

    /**
     * Starts a simulator on the ports of the options. The first start in a JVM takes about a second; later starts are almost
     * immediate.
     */
    public static Simulator start(SimOptions options) {
        return new Simulator(options);
    }

    /** Base address of the Imagen API: {@code http://127.0.0.1:PORT/v1}. */
    public String imagenUrl() {
        return "http://127.0.0.1:" + imagen.port() + "/v1";
    }

    /** Address of the Fotolabs API: {@code http://127.0.0.1:PORT}; its paths begin with {@code /v1}. */
    public String fotolabsUrl() {
        return fotolabs.url();
    }

    /** The accepted Fotolabs key, {@code fl_...}. */
    public String fotolabsKey() {
        return fotolabs.keys().get(0);
    }

    /** Direct access to Fotolabs: its other addresses, its listings, its jobs. */
    public FotolabsSimulator fotolabs() {
        return fotolabs;
    }

    /** Base address of control and evidence: {@code http://127.0.0.1:PORT/_sim}. */
    public String controlUrl() {
        return "http://127.0.0.1:" + imagen.port() + "/_sim";
    }

    /** Endpoint of the store for S3 clients, path style: {@code http://127.0.0.1:PORT}. */
    public String storeUrl() {
        return "http://127.0.0.1:" + storeProxy.port();
    }

    /** The accepted API key. */
    public String key() {
        return options.key();
    }

    public String storeAccessKey() {
        return SimStore.ACCESS_KEY;
    }

    public String storeSecretKey() {
        return SimStore.SECRET_KEY;
    }

    public String storeRegion() {
        return SimStore.REGION;
    }

    /** The bucket with the photos and results of this simulator's vendors. */
    public String bucket() {
        return bucket;
    }

    /** Creates a bucket for the client, deleted on close. The name must be unused in this JVM. */
    public String createBucket(String name) {
        store.createBucket(name);
        buckets.add(name);
        return name;
    }

    /** Direct access to the store; such calls are not logged. */
    public SimStore store() {
        return store;
    }

    public Switches switches() {
        return switches;
    }

    public FaultInjector faults() {
        return faults;
    }

    public SimClock clock() {
        return clock;
    }

    public List<BillItem> billItems() {
        return billLog.all();
    }

    /** All requests to the APIs and the store, in the order of their responses. */
    public List<LoggedRequest> requests() {
        return log.all();
    }

    /** The requests of one call, such as {@code edit} or {@code put}. */
    public List<LoggedRequest> requests(String call) {
        return log.findByCall(call);
    }

    /** All projects of the profile-based family, newest first. */
    public List<Project> projects() {
        return projects.all();
    }

    /** All Smart Editing projects, newest first. */
    public List<Project> smartProjects() {
        return smartProjects.all();
    }

    /** Number of multipart uploads that are open. */
    public int countOpenMultiparts() {
        return multiparts.countOpen();
    }

    public List<Profile> profiles() {
        return options.profiles();
    }

    public List<CallbackSender.SentCallback> sentCallbacks() {
        return callbacks.sentCallbacks();
    }

    /** Completes the running export, or else the running edit, once its results are rendered. */
    public void completeJob(Project project) {
        findRunningJob(project).complete();
    }

    /** Fails the running export, or else the running edit. */
    public void failJob(Project project) {
        findRunningJob(project).fail();
    }

    private static Job findRunningJob(Project project) {
        Job job = project.exportJob() != null ? project.exportJob() : project.editJob();
        if (job == null || job.phase() == Job.Phase.COMPLETED || job.phase() == Job.Phase.FAILED) {
            throw new IllegalStateException("No job is running in project " + project.uuid() + ". Start an edit or export first.");
        }
        return job;
    }

    /**
     * Returns to the initial state: removes projects, bills, evidence, faults, switches and the objects of its own bucket.
     */
    public void reset() {
        projects.clear();
        smartProjects.clear();
        multiparts.clear();
        fotolabs.clear();
        clock.cancelAll();
        billLog.clear();
        faults.clear();
        switches.reset();
        callbacks.clear();
        store.emptyBucket(bucket);
        log.clear();
    }

    @Override
    public void close() {
        imagen.close();
        storeProxy.close();
        fotolabs.close();
        projects.clear();
        smartProjects.clear();
        clock.close();
        imagenRenderer.close();
        buckets.forEach(store::deleteBucket);
    }

    /** Runs until the process is stopped; see {@link SimArgumentParser}. */
    public static void main(String[] args) throws InterruptedException {
        SimOptions options;
        try {
            options = SimArgumentParser.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Simulator sim;
        try {
            sim = start(options);
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        System.out.println("Imagen API  " + sim.imagenUrl() + "   (x-api-key: " + sim.key() + ")");
        System.out.println("Store (S3)  " + sim.storeUrl() + "   (path style, region " + sim.storeRegion() + ", "
                + sim.storeAccessKey() + " / " + sim.storeSecretKey() + ")");
        System.out.println("Fotolabs    " + sim.fotolabsUrl() + "      (Authorization: Bearer " + sim.fotolabsKey() + ")");
        System.out.println("  uploads   " + sim.fotolabs().storeUrl() + ", results " + sim.fotolabs().cdnUrl());
        System.out.println("Control     " + sim.controlUrl() + "/state");
        Thread.currentThread().join();
    }
}
