package studio.darkroom.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import studio.darkroom.Settings;
import studio.darkroom.ledger.Sightings;
import studio.darkroom.ticket.Layers;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.trouble.Plain;
import studio.darkroom.trouble.Trouble;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.Choices;
import studio.darkroom.vendor.Profiles;
import studio.darkroom.vendor.Remarks;
import studio.darkroom.vendor.VendorFacts;

/**
 * Says what would become of a folder, by the same judgements that {@link Gathering}, {@link Closing} and the opening of
 * a shoot go by, and without their effects: files are read, nothing is written, no ledger is asked. What the ledger alone
 * knows (that a photo was taken before, what the day has cost) is not in it.
 */
public final class Planning {

    /** The folder name of the shoot of photos that lie in the inbox itself. */
    private static final String LOOSE = "loose";

    private final TicketLayers tickets;
    private final Function<String, Optional<VendorFacts>> vendors;
    private final Function<String, List<Map<String, String>>> profiles;
    private final Function<String, List<Map<String, String>>> choices;
    private final OptionalInt photosPerShoot;
    private final Duration maxWait;

    /**
     * @param vendors the facts of a vendor; empty when there is none of the name
     * @param profiles what a vendor's {@code check} tells; what it throws becomes a remark
     * @param choices the same of {@code choices}; asked of vendors that have it
     * @param photosPerShoot the cap of {@code darkroom.spend.photos-per-shoot}
     * @param maxWait so long a photo that is not whole is waited for
     */
    public Planning(TicketLayers tickets, Function<String, Optional<VendorFacts>> vendors,
            Function<String, List<Map<String, String>>> profiles,
            Function<String, List<Map<String, String>>> choices, OptionalInt photosPerShoot, Duration maxWait) {
        this.tickets = tickets;
        this.vendors = vendors;
        this.profiles = profiles;
        this.choices = choices;
        this.photosPerShoot = photosPerShoot;
        this.maxWait = maxWait;
    }

    /** @return a plan for each folder of the lane's inbox, and for the files beside them, in the order of their names */
    public List<Plan> inbox(Settings.Lane lane, Path inbox) throws IOException {
        Map<String, List<String>> folders = new TreeMap<>();
        for (String path : files(inbox)) {
            int slash = path.indexOf('/');
            folders.computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), folder -> new ArrayList<>()).add(path);
        }
        List<Plan> plans = new ArrayList<>();
        for (Map.Entry<String, List<String>> folder : folders.entrySet()) {
            plans.add(plan(lane, folder.getKey(), inbox.resolve(folder.getKey()), folder.getValue()));
        }
        return plans;
    }

    /** @param folder anywhere, as if it lay in the lane's inbox under its own name */
    public Plan folder(Settings.Lane lane, Path folder) throws IOException {
        String name = folder.getFileName().toString();
        return plan(lane, name, folder, files(folder).stream().map(path -> name + "/" + path).toList());
    }

    /** Every file below, with slashes between the parts of its path, in the order of the ledger. */
    private static List<String> files(Path root) throws IOException {
        List<String> files = new ArrayList<>();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(root.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    /** What is found out about one folder, in the order in which gathering would come to it. */
    private final class Sheet {

        final List<String> photos = new ArrayList<>();
        final Map<String, String> ignored = new TreeMap<>();
        final Map<String, String> unsure = new TreeMap<>();
        final List<String> broken = new ArrayList<>();
        final List<Plan.Fault> problems = new ArrayList<>();
        final List<String> remarks = new ArrayList<>();
        boolean marked;

        void sort(Path at, String folder, String path) throws IOException {
            Sorting sorting = Sorting.of(path);
            switch (sorting.what()) {
                case PHOTO -> {
                    photos.add(path);
                    judge(folder.isEmpty() ? at.resolve(path) : at.resolve(path.substring(folder.length() + 1)), path);
                }
                case MARKER -> marked = true;
                case TICKET -> { }
                default -> ignored.put(path, sorting.why());
            }
        }

        private void judge(Path file, String path) throws IOException {
            Wholeness whole = Wholeness.of(file, path);
            switch (whole.state()) {
                case PARTIAL -> {
                    broken.add(path + " (" + whole.why() + ")");
                    unsure.put(path, whole.why());
                }
                case BLANK -> unsure.put(path, whole.why());
                default -> { }
            }
        }

        void problem(Trouble trouble) {
            problems.add(new Plan.Fault(trouble.code(), trouble.text(), trouble.fix()));
        }

        /** Notes what is thrown, so that looking goes on. */
        <T> Optional<T> attempt(Supplier<T> judgement) {
            try {
                return Optional.of(judgement.get());
            } catch (TicketFault fault) {
                problem(TicketLayers.wrong(fault.getMessage()));
            } catch (Trouble trouble) {
                problem(trouble);
            }
            return Optional.empty();
        }

        void check(Runnable judgement) {
            attempt(() -> {
                judgement.run();
                return true;
            });
        }
    }

    private Plan plan(Settings.Lane lane, String folder, Path at, List<String> paths) throws IOException {
        Sheet sheet = new Sheet();
        for (String path : paths) {
            sheet.sort(at, folder, path);
        }
        boolean begins = !sheet.photos.isEmpty();
        if (!sheet.broken.isEmpty()) {
            sheet.problem(Gathering.notWhole(sheet.broken, "would be waited for, for " + maxWait.toMinutes() + " minutes"));
        }
        Optional<Layers> written = !begins ? Optional.empty()
                : sheet.attempt(() -> tickets.of(lane, folder.isEmpty() ? TicketLayers.Own.NONE : TicketLayers.Own.of(at)));
        Optional<Ticket> ticket = written.flatMap(layers -> sheet.attempt(() -> tickets.checked(layers)));
        String vendor = written.flatMap(Layers::vendor).orElse(lane.vendor());
        Optional<VendorFacts> facts = vendors.apply(vendor);
        Division division = facts.map(known -> Division.of(sheet.photos, known)).orElse(new Division(List.of(), Map.of()));
        List<Plan.Part> parts = parts(folder.isEmpty() ? LOOSE : folder, division);
        if (facts.isPresent() && begins) {
            ticket.ifPresent(each -> sheet.check(() -> TicketLayers.fits(each, facts.get())));
            ticket.ifPresent(each -> sheet.check(() -> TicketLayers.aimed(each, sheet.photos)));
            sheet.check(() -> division.demandPhotos(facts.get()));
            ticket.ifPresent(each -> opening(lane.name(), sheet, each, facts.get(), parts));
        }
        List<Plan.Value> values = ticket.map(each -> values(each.json(), each.sources()))
                .orElse(written.map(layers -> values(layers.merged(), layers.sources())).orElse(List.of()));
        return new Plan(lane.name(), folder, vendor, facts.map(VendorFacts::getCharged).orElse(""), sheet.marked, begins,
                parts, division.leftOut(), sheet.ignored, sheet.unsure, values, sheet.problems, sheet.remarks);
    }

    private static List<Plan.Part> parts(String shoot, Division division) {
        List<Plan.Part> parts = new ArrayList<>();
        for (Division.Group group : division.groups()) {
            String name = parts.isEmpty() ? shoot : Sightings.further(shoot, group.kind());
            parts.add(new Plan.Part(name, group.kind(), group.names()));
        }
        return parts;
    }

    /** What is looked at when a shoot is opened, and before it is paid for. */
    private void opening(String lane, Sheet sheet, Ticket ticket, VendorFacts facts, List<Plan.Part> parts) {
        Optional<List<Map<String, String>>> account = Optional.empty();
        if (facts.isProfiles() && !parts.isEmpty()) {
            try {
                account = Optional.of(profiles.apply(facts.getName()));
            } catch (RuntimeException silent) {
                sheet.remarks.add("The profile is not checked: " + Plain.text(silent.getMessage()));
            }
        }
        if (Choices.made(ticket.edit(), facts).isPresent() && !parts.isEmpty()) {
            try {
                List<Map<String, String>> offered = choices.apply(facts.getName());
                sheet.check(() -> Choices.match(ticket.edit(), facts, offered));
            } catch (RuntimeException silent) {
                sheet.remarks.add(facts.getChoices() + " is not checked: " + Plain.text(silent.getMessage()));
            }
        }
        for (Plan.Part part : parts) {
            account.ifPresent(rows -> sheet.check(
                    () -> Profiles.match(facts.getName(), ticket.profile(), part.kinds(), rows)));
            sheet.check(() -> Billing.tooMany(lane, part.name(), part.photos().size(), photosPerShoot));
            Remarks.fewer(part.photos().size(), facts).ifPresent(few -> sheet.remarks.add(part.name() + ": " + few));
        }
        sheet.remarks.addAll(Remarks.notes(ticket.edit(), facts));
    }

    private static List<Plan.Value> values(JsonNode ticket, Map<String, String> sources) {
        List<Plan.Value> values = new ArrayList<>();
        for (String key : List.of("vendor", "profile", "edit", "deliver", "retouch", "priority")) {
            JsonNode value = ticket.path(key);
            if (key.equals("edit") && value.isObject()) {
                value.properties().forEach(option ->
                        values.add(value("edit." + option.getKey(), option.getValue(), sources)));
            } else if (!value.isMissingNode() && !(value.isArray() && value.isEmpty())) {
                values.add(value(key, value, sources));
            }
        }
        return values;
    }

    private static Plan.Value value(String key, JsonNode value, Map<String, String> sources) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        if (value.isArray() && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isValueNode)) {
            text = StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
        }
        return new Plan.Value(key, text, sources.getOrDefault(key, Layers.DEFAULT));
    }
}
