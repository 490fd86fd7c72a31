package studio.darkroom.sim.imagen;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import studio.darkroom.sim.Bill;
import studio.darkroom.sim.Billing;
import studio.darkroom.sim.SimClock;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.http.Refusal;

/** Takes orders for the projects of one family: what is allowed when, what is billed, what runs. */
public final class Desk {

    private final SimClock clock;
    private final Switches switches;
    private final Projects projects;
    private final Lab lab;
    private final Billing billing;
    private final Callbacks callbacks;

    public Desk(SimClock clock, Switches switches, Projects projects, Lab lab, Billing billing, Callbacks callbacks) {
        this.clock = clock;
        this.switches = switches;
        this.projects = projects;
        this.lab = lab;
        this.billing = billing;
        this.callbacks = callbacks;
    }

    public Projects projects() {
        return projects;
    }

    /** Photos the server knows to be there. */
    List<Upload> registered(Project project) {
        return project.registered(clock.now(), Duration.ofMillis(switches.number("registered-lag")));
    }

    /** Starts the edit and bills it; a refusal or a repeated edit goes as switched. */
    synchronized void edit(Project project, EditOrder order) {
        if (project.edit() != null && again("second-edit", "Project has already been edited.")) {
            return;
        }
        List<Upload> photos = registered(project);
        if (photos.isEmpty()) {
            throw new Refusal(400, "Project has no images.");
        }
        if (switches.is("mixed-kinds", "refuse")) {
            checkKinds(photos, order);
        }
        if (project.edit() != null) {
            project.edit().abandon();
        }
        Job job = new Job(clock, plan("edit-outcome"), lab.edits(project, photos, order), (run, phase) -> {
            callbacks.turned(project, order, phase, "edit");
            if (phase == Job.Phase.COMPLETED && order.export()) {
                clock.at(clock.now().plusMillis(switches.number("export-gap-ms")), () -> startExport(project, photos, order));
            }
        });
        project.editing(order, photos, job);
        bill(project, "edit", photos.size());
        job.start();
    }

    /** Starts the edit of an I2I project and bills it; once started, a further call starts nothing (contract 2.7). */
    synchronized void smartEdit(Project project, EditOrder order) {
        if (project.edit() != null) {
            return;
        }
        List<Upload> photos = registered(project);
        if (photos.isEmpty()) {
            throw new Refusal(Integer.parseInt(switches.get("i2i-empty-edit")), "Internal Server Error");
        }
        long least = switches.number("i2i-minimum");
        if (photos.size() < least) {
            throw new Refusal(400, "At least " + least + " images are required.");
        }
        if (switches.is("mixed-kinds", "refuse")) {
            checkKinds(photos, order);
        }
        Job job = new Job(clock, plan("edit-outcome"), lab.smart(project, photos, order),
                (run, phase) -> callbacks.turned(project, order, phase, "edit"));
        project.editing(order, photos, job);
        bill(project, "i2i-edit", photos.size());
        job.start();
    }

    private void checkKinds(List<Upload> photos, EditOrder order) {
        Set<Kind> kinds = photos.stream().map(u -> Kind.of(u.name())).collect(Collectors.toSet());
        if (kinds.contains(Kind.OTHER)) {
            throw new Refusal(400, "The project holds a file of an unsupported type.");
        }
        if (kinds.size() > 1) {
            throw new Refusal(400, "A project holds only RAW or only JPEG files.");
        }
        String type = order.profile() == null ? "" : order.profile().imageType();
        Kind wanted = type.equalsIgnoreCase("RAW") ? Kind.RAW
                : type.equalsIgnoreCase("JPG") || type.equalsIgnoreCase("JPEG") ? Kind.JPEG : null;
        if (wanted != null && !kinds.contains(wanted)) {
            throw new Refusal(400, "The profile '" + order.profile().name() + "' takes " + type + " files only.");
        }
    }

    /** Starts the export of an edited project and bills it. */
    synchronized void export(Project project) {
        if (project.edit() == null || !project.edit().isCompleted()) {
            throw new Refusal(400, "Project has not been edited yet.");
        }
        if (project.export() != null && again("second-export", "Project has already been exported.")) {
            return;
        }
        startExport(project, project.photos(), project.order());
    }

    private synchronized void startExport(Project project, List<Upload> photos, EditOrder order) {
        if (projects.find(project.uuid()).isEmpty()) {
            return;
        }
        if (project.export() != null) {
            project.export().abandon();
        }
        CompletableFuture<List<Result>> work = lab.exports(project, photos, order);
        Job job = new Job(clock, plan("export-outcome"), work,
                (run, phase) -> callbacks.turned(project, order, phase, "export"));
        project.exporting(job);
        bill(project, "export", photos.size());
        job.start();
    }

    /** Whether a repeated call changes nothing; refuses it where it is switched so. */
    private boolean again(String name, String message) {
        switch (switches.get(name)) {
            case "400", "409":
                throw new Refusal(Integer.parseInt(switches.get(name)), message);
            case "billed":
                return false;
            default:
                return true;
        }
    }

    private Job.Plan plan(String outcome) {
        return new Job.Plan(Duration.ofMillis(switches.number("pending-ms")),
                Duration.ofMillis(switches.number("working-ms")), switches.get(outcome));
    }

    private void bill(Project project, String action, int images) {
        billing.add(new Bill(action, project.uuid(), project.name(), clock.now(), images, "credits"));
    }
}
