package studio.darkroom.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import studio.darkroom.sim.Fault;
import studio.darkroom.sim.Simulator;

/** Faults and behaviours of the vendors and their stores in one storm, drawn from a seed. */
public final class RandomFaults {

    /** All calls of the three vendors that a shoot uses, and whole servers. */
    private static final List<String> CALLS = List.of("profiles", "templates", "create", "list", "lookup", "project",
            "links", "edit", "status", "edit-links", "export", "export-status", "export-links", "link", "i2i-create", "i2i-list",
            "i2i-name", "i2i-project", "i2i-links", "i2i-edit", "i2i-results", "i2i-link", "fotolabs-create",
            "fotolabs-upload-url", "fotolabs-process", "fotolabs-project", "fotolabs-image", "put", "get",
            "copilot", "ai-tools", "finalize",
            "imagen", "store", "fotolabs", "fotolabs-store", "fotolabs-cdn", "api", "*");

    /** Calls for which a lost response may cost money; every third fault applies to one of them. */
    private static final List<String> PAID_CALLS = List.of("edit", "status", "export", "export-status", "i2i-edit", "i2i-project",
            "fotolabs-process", "fotolabs-project", "fotolabs-create", "create", "i2i-create", "copilot", "ai-tools");

    private static final int[] STATUSES = {400, 401, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504};

    /** Possible behaviours of a vendor, the usual one first; some of them require a person. */
    private static final List<String> SWITCH_VALUES = List.of("envelope=data|bare", "edit-content-type=strict|lenient",
            "json-content-type=strict|lenient", "links-page=one|1|2", "profiles-shape=profiles|list",
            "single-link=object|string", "lookup-shape=string|project_uuid|uuid", "slash=both|redirect",
            "edit-answer=message|action|empty|202|204", "name-conflict=400|409|422", "name-space=separate|shared",
            "late-upload=400|allow", "drop-results=0|0|0|1", "status-before-edit=Pending|400", "early-links=400|empty",
            "early-export-status=400|Pending", "md5=signed|ignored", "case=capital|upper", "working-word=|Cooking",
            "pending-word=|Queued", "bad-key=401|403", "put-content-type=empty|any",
            "error-shape=object|text|detail|message|plain|html|empty", "progress=none|number", "registered-lag=0|0|50",
            "pending-ms=0|20", "working-ms=0|20", "edit-outcome=completed|completed|completed|completed|failed",
            "export-outcome=completed|completed|completed|completed|failed", "i2i-name-shape=is_valid|valid|boolean|empty",
            "i2i-single-link=string|object|url", "i2i-empty-edit=500|400", "final-links=replaced|unchanged",
            "callback=once|none", "fotolabs-validation-status=400|422", "fotolabs-billing-status=402|400|403",
            "fotolabs-create-status=201|200", "fotolabs-upload-status=200|201", "fotolabs-process-status=200|201|202",
            "fotolabs-create-shape=flat|flat-id|nested|nested-id", "fotolabs-sign-content-type=on|off",
            "fotolabs-mime-table=first|fallback", "fotolabs-missing-bytes=fail|refuse|ignore",
            "fotolabs-signed-results=off|on", "fotolabs-window-mode=gap|span", "fotolabs-late-links=0|2",
            "fotolabs-early-completed=off|on", "fotolabs-project-word=|baking", "fotolabs-image-word=|baking",
            "fotolabs-extra-fields=off|on", "fotolabs-nulls=null|missing", "fotolabs-fail=|||_2");

    private final Random random;
    private final List<Fault> addedFaults = new ArrayList<>();

    public RandomFaults(long seed) {
        random = new Random(seed);
    }

    /** Sets about every third switch. Second edits and exports are always billed. */
    public List<String> setRandomSwitches(Simulator sim) {
        List<String> changed = new ArrayList<>();
        for (String choice : SWITCH_VALUES) {
            String name = choice.substring(0, choice.indexOf('='));
            String value = pick(choice.substring(choice.indexOf('=') + 1).split("\\|", -1));
            if (random.nextInt(3) == 0) {
                sim.switches().set(name, value);
                changed.add(name + "=" + value);
            }
        }
        sim.switches().set("second-edit", "billed").set("second-export", "billed");
        return changed;
    }

    /** Adds one fault: to a few consecutive calls, to calls at random, or to many consecutive calls. */
    public void addRandomFault(Simulator sim) {
        Fault fault = randomFault(random.nextInt(3) == 0 ? pick(PAID_CALLS.toArray(String[]::new)) : pick(CALLS.toArray(String[]::new)));
        fault = switch (random.nextInt(4)) {
            case 0 -> fault.withProbability(0.3).times(8);
            case 1 -> fault.times(5 + random.nextInt(5));
            default -> fault.times(1 + random.nextInt(3)).skip(random.nextInt(2));
        };
        addedFaults.add(fault);
        sim.faults().add(fault);
    }

    private Fault randomFault(String call) {
        Fault.Builder on = Fault.on(call);
        int status = STATUSES[random.nextInt(STATUSES.length)];
        return switch (Fault.Kind.values()[random.nextInt(Fault.Kind.values().length)]) {
            case STATUS -> on.status(status);
            case STATUS_AFTER -> on.statusAfter(status);
            case HTML -> on.html(random.nextBoolean() ? 200 : status);
            case RETRY_AFTER -> on.retryAfter(random.nextInt(3600), random.nextBoolean() ? 429 : 503);
            case DELAY -> on.delay(5 + random.nextInt(40));
            case DROP_BEFORE -> on.dropBefore();
            case DROP_AFTER -> on.dropAfter();
            case CUT -> on.cut();
            case SLOW -> on.slow(100_000);
            case SHORT -> on.shortBody();
            case EXPIRED_LINK -> on.expiredLink();
        };
    }

    /** All faults added so far, for failure messages. */
    public List<Fault> addedFaults() {
        return List.copyOf(addedFaults);
    }

    public boolean isOneIn(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    public int randomUpTo(int max) {
        return 1 + random.nextInt(max);
    }

    private String pick(String[] values) {
        return values[random.nextInt(values.length)];
    }
}
