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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import studio.darkroom.config.Settings;
import studio.darkroom.inbox.FileClassification;
import studio.darkroom.ledger.InboxFiles;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.photo.Completeness;
import studio.darkroom.photo.PhotoKind;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketLayers;
import studio.darkroom.vendor.AccountCheck;
import studio.darkroom.vendor.Billing;
import studio.darkroom.vendor.VendorFacts;

/**
 * Shows what would become of a folder: the decision of {@link ClosePolicy} and the checks before a shoot is opened. It only reads
 * files, and never the ledger, so it does not know whether a photo was edited before or what was spent today.
 */
public final class FolderPlanner {

    /** The name of the shoot of photos that are in the inbox itself. */
    private static final String LOOSE_SHOOT_NAME = "loose";

    private final ClosePolicy closePolicy;
    private final Function<String, List<Map<String, String>>> profiles;
    private final Function<String, List<Map<String, String>>> options;
    private final OptionalInt photosPerShoot;
    private final SettleRule settleRule;

    /**
     * @param profiles the answer of a vendor's {@code check}; an exception becomes a remark
     * @param options the answer of a vendor's {@code choices}; only called for vendors that have it
     * @param photosPerShoot the limit {@code darkroom.spend.photos-per-shoot}
     */
    public FolderPlanner(ClosePolicy closePolicy, Function<String, List<Map<String, String>>> profiles,
            Function<String, List<Map<String, String>>> options, OptionalInt photosPerShoot, SettleRule settleRule) {
        this.closePolicy = closePolicy;
        this.profiles = profiles;
        this.options = options;
        this.photosPerShoot = photosPerShoot;
        this.settleRule = settleRule;
    }

    /** @return a plan for each folder of the lane's inbox and for the files beside them, sorted by name */
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

    /** Plans a folder anywhere as if it were in the lane's inbox under its own name. */
    public FolderPlan planFolder(Settings.Lane lane, Path folder) throws IOException {
        String name = folder.getFileName().toString();
        return buildPlan(lane, name, folder, listFiles(folder).stream().map(path -> name + "/" + path).toList());
    }

    /** Every file below a folder, with slashes in its path, in the order that the ledger uses. */
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

    /** What was found in one folder. */
    private final class PlanBuilder {

        final List<String> photos = new ArrayList<>();
        final Map<String, String> ignored = new TreeMap<>();
        final Map<String, String> unsure = new TreeMap<>();
        final List<String> incomplete = new ArrayList<>();
        final List<Trouble> problems = new ArrayList<>();
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
    }

    private FolderPlan buildPlan(Settings.Lane lane, String folder, Path directory, List<String> paths) throws IOException {
        PlanBuilder builder = new PlanBuilder();
        for (String path : paths) {
            builder.addFile(directory, folder, path);
        }
        boolean hasPhotos = !builder.photos.isEmpty();
        if (!builder.incomplete.isEmpty()) {
            builder.problems.add(ShootGatherer.createIncompleteProblem(builder.incomplete,
                    "would delay the shoot by up to " + settleRule.describeLimit()));
        }
        ClosePolicy.CloseDecision decision = !hasPhotos ? ClosePolicy.CloseDecision.NONE : closePolicy.decide(lane,
                folder.isEmpty() ? ShootTickets.TicketFolder.NONE : ShootTickets.TicketFolder.of(directory), builder.photos, false);
        builder.problems.addAll(decision.problems());
        List<FolderPlan.ShootPlan> shoots = buildShootPlans(folder.isEmpty() ? LOOSE_SHOOT_NAME : folder, decision.split());
        decision.facts().ifPresent(facts ->
                decision.ticket().ifPresent(ticket -> checkBeforeOpen(lane.name(), builder, ticket, facts, shoots)));
        List<FolderPlan.TicketValue> values = decision.ticket().map(ticket -> listTicketValues(ticket.toJsonNode(), ticket.sources()))
                .orElse(decision.layers().map(layers -> listTicketValues(layers.merged(), layers.sources())).orElse(List.of()));
        return new FolderPlan(lane.name(), folder, decision.layers().flatMap(TicketLayers::vendor).orElse(lane.vendor()),
                decision.facts().map(VendorFacts::getCharged).orElse(""), builder.hasMarker,
                settleRule.describeClosing(builder.leastComplete, builder.hasMarker), hasPhotos, shoots, decision.split().leftOut(),
                builder.ignored, builder.unsure, values, builder.problems.stream()
                .map(trouble -> new FolderPlan.Fault(trouble.code(), trouble.text(), trouble.fix())).toList(), builder.warnings);
    }

    private static List<FolderPlan.ShootPlan> buildShootPlans(String shoot, ShootSplit split) {
        List<FolderPlan.ShootPlan> parts = new ArrayList<>();
        for (ShootSplit.Group group : split.groups()) {
            String name = parts.isEmpty() ? shoot : InboxFiles.furtherShootName(shoot, group.kind());
            parts.add(new FolderPlan.ShootPlan(name, group.kind(), group.names()));
        }
        return parts;
    }

    /** The checks that run before a shoot is opened and edited. */
    private void checkBeforeOpen(String lane, PlanBuilder builder, Ticket ticket, VendorFacts facts, List<FolderPlan.ShootPlan> parts) {
        Optional<List<Map<String, String>>> accountProfiles = Optional.empty();
        if (facts.isProfiles() && !parts.isEmpty()) {
            try {
                accountProfiles = Optional.of(profiles.apply(facts.getName()));
            } catch (RuntimeException failure) {
                builder.warnings.add("Cannot check the profile: " + Redactor.redact(failure.getMessage()));
            }
        }
        if (AccountCheck.findChoice(ticket.edit(), facts).isPresent() && !parts.isEmpty()) {
            try {
                List<Map<String, String>> offeredOptions = options.apply(facts.getName());
                ClosePolicy.check(builder.problems, () -> AccountCheck.requireChoice(ticket.edit(), facts, offeredOptions));
            } catch (RuntimeException failure) {
                builder.warnings.add("Cannot check " + facts.getChoices() + ": " + Redactor.redact(failure.getMessage()));
            }
        }
        for (FolderPlan.ShootPlan part : parts) {
            accountProfiles.ifPresent(rows -> ClosePolicy.check(builder.problems, 
                    () -> AccountCheck.matchProfile(facts.getName(), ticket.profile(), part.listPhotoKinds(), rows)));
            ClosePolicy.check(builder.problems, () -> Billing.checkPhotoCap(lane, part.name(), part.photos().size(), photosPerShoot));
            AccountCheck.findPhotoCountWarning(part.photos().size(), facts).ifPresent(warning -> builder.warnings.add(part.name() + ": " + warning));
        }
        builder.warnings.addAll(AccountCheck.findOptionNotes(ticket.edit(), facts));
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

    /**
     * What would become of the files of one folder if it were new and did not change any more.
     *
     * @param folder below the inbox; empty for files in the inbox itself
     * @param vendor the vendor that would edit
     * @param charged what the vendor charges and when, as text; empty if unknown
     * @param marked whether it holds a ready marker
     * @param closes when it closes, by {@link SettleRule#describeClosing}
     * @param begins whether it holds any photo; without one there is no shoot
     * @param shoots the shoots it becomes; none if there is nothing to edit
     * @param leftOut photos that are not edited, with the reason
     * @param ignored files that are not photos, with the reason
     * @param unsure photos that may be incomplete, with the reason
     * @param ticket the merged ticket, key by key
     * @param problems why it would be held; none if nothing prevents the edit
     * @param remarks warnings that do not hold it
     */
    public record FolderPlan(String lane, String folder, String vendor, String charged, boolean marked, String closes, boolean begins,
            List<ShootPlan> shoots, Map<String, String> leftOut, Map<String, String> ignored, Map<String, String> unsure,
            List<TicketValue> ticket, List<Fault> problems, List<String> remarks) {

        /**
         * One shoot: one project at the vendor, one edit.
         *
         * @param kind as in {@link ShootSplit.Group}
         * @param photos the name of each at the vendor, by path
         */
        public record ShootPlan(String name, String kind, Map<String, String> photos) {

            /** The photos that have another name at the vendor. */
            public Map<String, String> listRenamedPhotos() {
                return photos.entrySet().stream().filter(photo -> !PhotoKind.getBaseName(photo.getKey()).equals(photo.getValue()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, java.util.TreeMap::new));
            }

            /** The kinds of its photos, in lower case. */
            Set<String> listPhotoKinds() {
                return photos.keySet().stream().map(path -> PhotoKind.of(path).name().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.toSet());
            }
        }

        /** A key of the ticket ({@code edit.hdr_merge}), its value as text, and the file or default it comes from. */
        public record TicketValue(String key, String value, String source) {
        }

        /** Why it would be held, with the fields of {@link studio.darkroom.lifecycle.Trouble.Problem}. */
        public record Fault(String code, String text, String fix) {
        }

        /** Whether it would be held. */
        public boolean hasProblems() {
            return !problems.isEmpty();
        }

        /** The number of photos in all shoots. */
        public int countPhotos() {
            return shoots.stream().mapToInt(part -> part.photos().size()).sum();
        }
    }
}
