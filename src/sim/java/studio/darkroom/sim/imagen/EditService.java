package studio.darkroom.sim.imagen;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import studio.darkroom.sim.BillItem;
import studio.darkroom.sim.BillLog;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.HttpStatusException;

/** Accepts orders for the projects of one family: preconditions, billing and jobs. */
public final class EditService {

    private final SimClock clock;
    private final Switches switches;
    private final ProjectRepository projects;
    private final ImagenRenderer renderer;
    private final BillLog billLog;
    private final CallbackSender callbacks;

    public EditService(SimClock clock, Switches switches, ProjectRepository projects, ImagenRenderer renderer, BillLog billLog, CallbackSender callbacks) {
        this.clock = clock;
        this.switches = switches;
        this.projects = projects;
        this.renderer = renderer;
        this.billLog = billLog;
        this.callbacks = callbacks;
    }

    public ProjectRepository projects() {
        return projects;
    }

    /** The photos that the server has registered. */
    List<Upload> registeredUploads(Project project) {
        return project.registeredUploads(clock.now(), Duration.ofMillis(switches.getLong("registered-lag")));
    }

    /** Starts the edit and bills it. A switch selects the response to a repeated edit. */
    synchronized void requestEdit(Project project, EditRequest order) {
        if (project.editJob() != null && isIgnoredRepeat("second-edit", "Project has already been edited.")) {
            return;
        }
        List<Upload> photos = registeredUploads(project);
        if (photos.isEmpty()) {
            throw new HttpStatusException(400, "Project has no images.");
        }
        if (switches.is("mixed-kinds", "refuse")) {
            checkKinds(photos, order);
        }
        if (project.editJob() != null) {
            project.editJob().cancelSilently();
        }
        Job job = new Job(clock, jobPlan("edit-outcome"), renderer.renderEdits(project, photos, order), (run, phase) -> {
            callbacks.onPhaseChange(project, order, phase, "edit");
            if (phase == Job.Phase.COMPLETED && order.exportAfterEdit()) {
                clock.schedule(clock.now().plusMillis(switches.getLong("export-gap-ms")), () -> startExport(project, photos, order));
            }
        });
        project.recordEdit(order, photos, job);
        addBillItem(project, "edit", photos.size());
        job.start();
    }

    /** Starts the edit of an I2I project and bills it; repeated calls start nothing (docs/vendors/imagen.md 2.7). */
    synchronized void requestSmartEdit(Project project, EditRequest order) {
        if (project.editJob() != null) {
            return;
        }
        List<Upload> photos = registeredUploads(project);
        if (photos.isEmpty()) {
            throw new HttpStatusException(Integer.parseInt(switches.get("i2i-empty-edit")), "Internal Server Error");
        }
        long minImages = switches.getLong("i2i-minimum");
        if (photos.size() < minImages) {
            throw new HttpStatusException(400, "At least " + minImages + " images are required.");
        }
        if (switches.is("mixed-kinds", "refuse")) {
            checkKinds(photos, order);
        }
        Job job = new Job(clock, jobPlan("edit-outcome"), renderer.renderSmartResults(project, photos, order),
                (run, phase) -> callbacks.onPhaseChange(project, order, phase, "edit"));
        project.recordEdit(order, photos, job);
        addBillItem(project, "i2i-edit", photos.size());
        job.start();
    }

    private void checkKinds(List<Upload> photos, EditRequest order) {
        Set<PhotoFormat> kinds = photos.stream().map(u -> PhotoFormat.of(u.name())).collect(Collectors.toSet());
        if (kinds.contains(PhotoFormat.OTHER)) {
            throw new HttpStatusException(400, "The project holds a file of an unsupported type.");
        }
        if (kinds.size() > 1) {
            throw new HttpStatusException(400, "A project holds only RAW or only JPEG files.");
        }
        String type = order.profile() == null ? "" : order.profile().imageType();
        PhotoFormat expected = type.equalsIgnoreCase("RAW") ? PhotoFormat.RAW
                : type.equalsIgnoreCase("JPG") || type.equalsIgnoreCase("JPEG") ? PhotoFormat.JPEG : null;
        if (expected != null && !kinds.contains(expected)) {
            throw new HttpStatusException(400, "The profile '" + order.profile().name() + "' takes " + type + " files only.");
        }
    }

    /** Starts the export of an edited project and bills it. */
    synchronized void requestExport(Project project) {
        if (project.editJob() == null || !project.editJob().isCompleted()) {
            throw new HttpStatusException(400, "Project has not been edited yet.");
        }
        if (project.exportJob() != null && isIgnoredRepeat("second-export", "Project has already been exported.")) {
            return;
        }
        startExport(project, project.editedPhotos(), project.editRequest());
    }

    private synchronized void startExport(Project project, List<Upload> photos, EditRequest order) {
        if (projects.findByUuid(project.uuid()).isEmpty()) {
            return;
        }
        if (project.exportJob() != null) {
            project.exportJob().cancelSilently();
        }
        CompletableFuture<List<Result>> work = renderer.renderExports(project, photos, order);
        Job job = new Job(clock, jobPlan("export-outcome"), work,
                (run, phase) -> callbacks.onPhaseChange(project, order, phase, "export"));
        project.recordExport(job);
        addBillItem(project, "export", photos.size());
        job.start();
    }

    /** Whether a repeated call has no effect; rejects the call if a switch says so. */
    private boolean isIgnoredRepeat(String name, String message) {
        switch (switches.get(name)) {
            case "400", "409":
                throw new HttpStatusException(Integer.parseInt(switches.get(name)), message);
            case "billed":
                return false;
            default:
                return true;
        }
    }

    private Job.Plan jobPlan(String outcome) {
        return new Job.Plan(Duration.ofMillis(switches.getLong("pending-ms")),
                Duration.ofMillis(switches.getLong("working-ms")), switches.get(outcome));
    }

    private void addBillItem(Project project, String action, int images) {
        billLog.add(new BillItem(action, project.uuid(), project.name(), clock.now(), images, "credits"));
    }
}
