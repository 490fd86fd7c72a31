package studio.darkroom.inbox.settle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.FileClassification;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.photo.Completeness;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.TicketLayers;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.OptionCheck;
import studio.darkroom.vendor.ProfileCheck;
import studio.darkroom.vendor.VendorFacts;
import studio.darkroom.vendor.VendorWarnings;

/**
 * Says what would become of a folder, by the same judgements that {@link ShootGatherer}, {@link ShootCloser} and the opening of
 * a shoot go by, and without their effects: files are read, nothing is written, no ledger is asked. What the ledger alone
 * knows (that a photo was taken before, what the day has cost) is not in it.
 */
public final class FolderPlanner {

    /** The folder name of the shoot of photos that lie in the inbox itself. */
    private static final String LOOSE_SHOOT_NAME = "loose";

    private final ShootTickets tickets;
    private final Function<String, Optional<VendorFacts>> vendors;
    private final Function<String, List<Map<String, String>>> profiles;
    private final Function<String, List<Map<String, String>>> options;
    private final OptionalInt photosPerShoot;
    private final SettleRule settleRule;

    /**
     * @param vendors the facts of a vendor; empty when there is none of the name
     * @param profiles what a vendor's {@code check} tells; what it throws becomes a remark
     * @param options the same of {@code choices}; asked of vendors that have it
     * @param photosPerShoot the cap of {@code darkroom.spend.photos-per-shoot}
     */
    public FolderPlanner(ShootTickets tickets, Function<String, Optional<VendorFacts>> vendors,
            Function<String, List<Map<String, String>>> profiles,
            Function<String, List<Map<String, String>>> options, OptionalInt photosPerShoot, SettleRule settleRule) {
        this.tickets = tickets;
        this.vendors = vendors;
        this.profiles = profiles;
        this.options = options;
        this.photosPerShoot = photosPerShoot;
        this.settleRule = settleRule;
    }

    /** @return a plan for each folder of the lane's inbox, and for the files beside them, in the order of their names */
    public List<FolderPlan> planInbox(Settings.Lane lane, Path inbox) throws IOException {
        Map<String, List<String>> folders = new TreeMap<>();
        for (String path : listFiles(inbox)) {
            int slash = path.indexOf('/');
            folders.computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), folder -> new ArrayList<>()).add(path);
        }
        List<FolderPlan> plans = new ArrayList<>();
        for (Map.Entry<String, List<String>> folder : folders.entrySet()) {
            plans.add(buildPlan(lane, folder.getKey(), inbox.resolve(folder.getKey()), folder.getValue()));
        }
        return plans;
    }

    /** @param folder anywhere, as if it lay in the lane's inbox under its own name */
    public FolderPlan planFolder(Settings.Lane lane, Path folder) throws IOException {
        String name = folder.getFileName().toString();
        return buildPlan(lane, name, folder, listFiles(folder).stream().map(path -> name + "/" + path).toList());
    }

    /** Every file below, with slashes between the parts of its path, in the order of the ledger. */
    private static List<String> listFiles(Path root) throws IOException {
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
    private final class PlanBuilder {

        final List<String> photos = new ArrayList<>();
        final Map<String, String> ignored = new TreeMap<>();
        final Map<String, String> unsure = new TreeMap<>();
        final List<String> incomplete = new ArrayList<>();
        final List<FolderPlan.Fault> problems = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        boolean hasMarker;
        Completeness.State leastComplete = Completeness.State.COMPLETE;

        void addFile(Path directory, String folder, String path) throws IOException {
            FileClassification classification = FileClassification.of(path);
            switch (classification.fileClass()) {
                case PHOTO -> {
                    photos.add(path);
                    checkPhoto(folder.isEmpty() ? directory.resolve(path) : directory.resolve(path.substring(folder.length() + 1)), path);
                }
                case MARKER -> hasMarker = true;
                case TICKET -> { }
                default -> ignored.put(path, classification.reason());
            }
        }

        private void checkPhoto(Path file, String path) throws IOException {
            Completeness completeness = Completeness.of(file, path);
            switch (completeness.state()) {
                case INCOMPLETE -> {
                    incomplete.add(path + " (" + completeness.reason() + ")");
                    unsure.put(path, completeness.reason());
                }
                case UNCERTAIN -> {
                    leastComplete = Completeness.State.UNCERTAIN;
                    unsure.put(path, completeness.reason());
                }
                default -> { }
            }
        }

        void addProblem(Trouble trouble) {
            problems.add(new FolderPlan.Fault(trouble.code(), trouble.text(), trouble.fix()));
        }

        /** Notes what is thrown, so that looking goes on. */
        <T> Optional<T> tryEvaluate(Supplier<T> check) {
            try {
                return Optional.of(check.get());
            } catch (TicketException fault) {
                addProblem(ShootTickets.createTicketProblem(fault.getMessage()));
            } catch (Trouble trouble) {
                addProblem(trouble);
            }
            return Optional.empty();
        }

        void runCheck(Runnable check) {
            tryEvaluate(() -> {
                check.run();
                return true;
            });
        }
    }

    private FolderPlan buildPlan(Settings.Lane lane, String folder, Path directory, List<String> paths) throws IOException {
        PlanBuilder builder = new PlanBuilder();
        for (String path : paths) {
            builder.addFile(directory, folder, path);
        }
        boolean hasPhotos = !builder.photos.isEmpty();
        if (!builder.incomplete.isEmpty()) {
            builder.addProblem(ShootGatherer.createIncompleteProblem(builder.incomplete,
                    "will be waited for up to " + settleRule.describeLimit()));
        }
        Optional<TicketLayers> mergedLayers = !hasPhotos ? Optional.empty()
                : builder.tryEvaluate(() -> tickets.readLayers(lane, folder.isEmpty() ? ShootTickets.TicketFolder.NONE : ShootTickets.TicketFolder.of(directory)));
        Optional<Ticket> ticket = mergedLayers.flatMap(layers -> builder.tryEvaluate(() -> tickets.validateTicket(layers)));
        String vendor = mergedLayers.flatMap(TicketLayers::vendor).orElse(lane.vendor());
        Optional<VendorFacts> facts = vendors.apply(vendor);
        ShootSplit split = facts.map(known -> ShootSplit.of(builder.photos, known)).orElse(new ShootSplit(List.of(), Map.of()));
        List<FolderPlan.ShootPlan> parts = buildShootPlans(folder.isEmpty() ? LOOSE_SHOOT_NAME : folder, split);
        if (facts.isPresent() && hasPhotos) {
            ticket.ifPresent(each -> builder.runCheck(() -> ShootTickets.requireVendorSupport(each, facts.get())));
            ticket.ifPresent(each -> builder.runCheck(() -> ShootTickets.requireRetouchMatches(each, builder.photos)));
            builder.runCheck(() -> split.requirePhotos(facts.get()));
            ticket.ifPresent(each -> checkBeforeOpen(lane.name(), builder, each, facts.get(), parts));
        }
        List<FolderPlan.TicketValue> values = ticket.map(each -> listTicketValues(each.toJsonNode(), each.sources()))
                .orElse(mergedLayers.map(layers -> listTicketValues(layers.merged(), layers.sources())).orElse(List.of()));
        return new FolderPlan(lane.name(), folder, vendor, facts.map(VendorFacts::getCharged).orElse(""), builder.hasMarker,
                settleRule.describeClosing(builder.leastComplete, builder.hasMarker), hasPhotos,
                parts, split.leftOut(), builder.ignored, builder.unsure, values, builder.problems, builder.warnings);
    }

    private static List<FolderPlan.ShootPlan> buildShootPlans(String shoot, ShootSplit split) {
        List<FolderPlan.ShootPlan> parts = new ArrayList<>();
        for (ShootSplit.Group group : split.groups()) {
            String name = parts.isEmpty() ? shoot : InboxFiles.furtherShootName(shoot, group.kind());
            parts.add(new FolderPlan.ShootPlan(name, group.kind(), group.names()));
        }
        return parts;
    }

    /** What is looked at when a shoot is opened, and before it is paid for. */
    private void checkBeforeOpen(String lane, PlanBuilder builder, Ticket ticket, VendorFacts facts, List<FolderPlan.ShootPlan> parts) {
        Optional<List<Map<String, String>>> accountProfiles = Optional.empty();
        if (facts.isProfiles() && !parts.isEmpty()) {
            try {
                accountProfiles = Optional.of(profiles.apply(facts.getName()));
            } catch (RuntimeException failure) {
                builder.warnings.add("The profile is not checked: " + Redactor.redact(failure.getMessage()));
            }
        }
        if (OptionCheck.findChoice(ticket.edit(), facts).isPresent() && !parts.isEmpty()) {
            try {
                List<Map<String, String>> offeredOptions = options.apply(facts.getName());
                builder.runCheck(() -> OptionCheck.checkChoice(ticket.edit(), facts, offeredOptions));
            } catch (RuntimeException failure) {
                builder.warnings.add(facts.getChoices() + " is not checked: " + Redactor.redact(failure.getMessage()));
            }
        }
        for (FolderPlan.ShootPlan part : parts) {
            accountProfiles.ifPresent(rows -> builder.runCheck(
                    () -> ProfileCheck.matchProfile(facts.getName(), ticket.profile(), part.listPhotoKinds(), rows)));
            builder.runCheck(() -> Billing.checkPhotoCap(lane, part.name(), part.photos().size(), photosPerShoot));
            VendorWarnings.findPhotoCountWarning(part.photos().size(), facts).ifPresent(warning -> builder.warnings.add(part.name() + ": " + warning));
        }
        builder.warnings.addAll(VendorWarnings.findOptionNotes(ticket.edit(), facts));
    }

    private static List<FolderPlan.TicketValue> listTicketValues(JsonNode ticket, Map<String, String> sources) {
        List<FolderPlan.TicketValue> values = new ArrayList<>();
        for (String key : List.of("vendor", "profile", "edit", "deliver", "retouch", "priority")) {
            JsonNode value = ticket.path(key);
            if (key.equals("edit") && value.isObject()) {
                value.properties().forEach(option ->
                        values.add(toTicketValue("edit." + option.getKey(), option.getValue(), sources)));
            } else if (!value.isMissingNode() && !(value.isArray() && value.isEmpty())) {
                values.add(toTicketValue(key, value, sources));
            }
        }
        return values;
    }

    private static FolderPlan.TicketValue toTicketValue(String key, JsonNode value, Map<String, String> sources) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        if (value.isArray() && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isValueNode)) {
            text = StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
        }
        return new FolderPlan.TicketValue(key, text, sources.getOrDefault(key, TicketLayers.DEFAULT_SOURCE));
    }
}
