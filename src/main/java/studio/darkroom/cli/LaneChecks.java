package studio.darkroom.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import studio.darkroom.cli.BucketChecks.Right;
import studio.darkroom.cli.DoctorCommand.Finding;
import studio.darkroom.config.Settings;
import studio.darkroom.delivery.FolderDelivery;
import studio.darkroom.inbox.settle.ShootTickets;
import studio.darkroom.lifecycle.Trouble.TransientFailure;
import studio.darkroom.storage.BucketClients;
import studio.darkroom.storage.StoreFailure;
import studio.darkroom.text.Nearest;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketException;
import studio.darkroom.ticket.TicketLayers;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.vendor.AccountCheck;

/** Checks one lane: inbox, delivery, archive, ticket and profile. Writes a probe file to the delivery and deletes it. */
final class LaneChecks {

    private final Settings.Lane lane;
    private final VendorSchemas schemas;
    private final BucketClients bucketClients;
    private final Consumer<Finding> findings;

    LaneChecks(Settings.Lane lane, VendorSchemas schemas, BucketClients bucketClients, Consumer<Finding> findings) {
        this.lane = lane;
        this.bucketClients = bucketClients;
        this.schemas = schemas;
        this.findings = findings;
    }

    /** @param profiles the profiles of the account; empty if the vendor has none or could not be asked */
    void checkLane(Optional<List<Map<String, String>>> profiles) {
        checkInbox();
        checkDelivery();
        checkArchive();
        checkTicket().ifPresent(ticket -> checkProfile(ticket, profiles));
    }

    private void checkInbox() {
        if (lane.inbox().kind() == Settings.Place.Kind.BUCKET) {
            checkBucket("inbox", lane.inbox(), lane.inboxStore(), lane.archive().kind() == Settings.Archive.Kind.LEAVE
                    ? List.of(Right.LIST, Right.GET) : List.of(Right.LIST, Right.GET, Right.DELETE));
            lane.events().ifPresent(queue -> findings.accept(checkEvents(queue)));
            return;
        }
        Path folder = lane.inbox().folder();
        if (!Files.isDirectory(folder)) {
            findings.accept(Finding.fail(formatSubject("inbox"), folder + " does not exist",
                    "Create the folder, mount the share, or correct darkroom.lane." + lane.name() + ".inbox."));
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            boolean empty = !entries.iterator().hasNext();
            findings.accept(Finding.ok(formatSubject("inbox"), folder + (empty ? " is readable and empty" : " is readable")));
        } catch (IOException e) {
            findings.accept(Finding.fail(formatSubject("inbox"), folder + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Grant read permission to the user that runs Darkroom."));
        }
    }

    /** Receives one message without hiding it from the node. */
    private Finding checkEvents(URI queue) {
        try {
            bucketClients.sqsClient(lane.inboxStore(), queue).receiveMessage(request -> request.queueUrl(queue.toString())
                    .maxNumberOfMessages(1).waitTimeSeconds(0).visibilityTimeout(0));
            return Finding.ok(formatSubject("events"), queue + " is readable");
        } catch (SdkException | IllegalStateException e) {
            String reason = e instanceof SdkException failure ? StoreFailure.of(failure).getMessage() : e.getMessage();
            return Finding.fail(formatSubject("events"), queue + " cannot be read: " + reason,
                    "Correct darkroom.lane." + lane.name() + ".inbox.events, or allow the access key to receive and"
                    + " delete its messages. Until then, Darkroom finds new photos only by listing the bucket.");
        }
    }

    private void checkArchive() {
        lane.archive().target().filter(to -> to.kind() == Settings.Place.Kind.BUCKET).ifPresent(to -> checkBucket("archive", to,
                lane.inboxStore(), List.of(Right.LIST, Right.PUT, Right.GET, Right.DELETE)));
    }

    private void checkBucket(String role, Settings.Place place, Settings.BucketStore store, List<Right> needed) {
        new BucketChecks(formatSubject(role), place.toString(), bucketClients.bucketPrefix(store, place), findings).checkRights(needed);
    }

    private void checkDelivery() {
        if (lane.delivery().kind() == Settings.Place.Kind.BUCKET) {
            checkBucket("delivery", lane.delivery(), lane.deliveryStore(),
                    List.of(Right.LIST, Right.PUT, Right.GET, Right.DELETE));
            return;
        }
        Path folder = lane.delivery().folder();
        if (Files.isDirectory(folder)) {
            findings.accept(probeFolder(folder));
            return;
        }
        Path parent = folder.getParent();
        findings.accept(parent != null && Files.isDirectory(parent) && Files.isWritable(parent)
                ? Finding.ok(formatSubject("delivery"), folder + " will be created at the first delivery")
                : Finding.fail(formatSubject("delivery"), folder + " does not exist and cannot be created",
                "Create the folder, mount the share, or correct darkroom.lane." + lane.name() + ".delivery."));
    }

    private Finding probeFolder(Path folder) {
        String name = ".darkroom-probe-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path part = folder.resolve(name + ".part");
        Path probe = folder.resolve(name);
        try {
            Files.write(part, new byte[] {1});
            String links = FolderDelivery.linkOrMove(part, probe) ? "" : ", without hard links";
            boolean caseInsensitive = Files.exists(folder.resolve(name.toUpperCase(java.util.Locale.ROOT)));
            return Finding.ok(formatSubject("delivery"), folder + " is writable" + links
                    + (caseInsensitive ? ", not case-sensitive" : ""));
        } catch (IOException e) {
            return Finding.fail(formatSubject("delivery"), folder + " cannot be written (" + e.getClass().getSimpleName() + ")",
                    "Grant write permission to the user that runs Darkroom, or free disk space.");
        } finally {
            deleteProbe(part);
            deleteProbe(probe);
        }
    }

    private void deleteProbe(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            findings.accept(Finding.warn(formatSubject("delivery"), file + " could not be deleted", "Delete the file manually."));
        }
    }

    private Optional<Ticket> checkTicket() {
        String fix = "Correct the file set in darkroom.lane." + lane.name() + ".ticket.";
        try {
            ShootTickets tickets = new ShootTickets(schemas);
            TicketLayers merged = tickets.readLayers(lane, ShootTickets.TicketFolder.NONE);
            List<String> faults = tickets.findFaults(merged);
            faults.forEach(fault -> findings.accept(Finding.fail(formatSubject("ticket"), fault, fix)));
            if (!faults.isEmpty()) {
                return Optional.empty();
            }
            findings.accept(Finding.ok(formatSubject("ticket"), lane.ticket().map(file -> file + " is valid").orElse("none")));
            return Optional.of(merged.toTicket());
        } catch (TicketException fault) {
            findings.accept(Finding.fail(formatSubject("ticket"), fault.getMessage(), fix));
        } catch (TransientFailure unreadable) {
            findings.accept(Finding.fail(formatSubject("ticket"), lane.ticket().map(Path::toString).orElse("") + " cannot be read", fix));
        }
        return Optional.empty();
    }

    private void checkProfile(Ticket ticket, Optional<List<Map<String, String>>> profiles) {
        if (profiles.isEmpty()) {
            return;
        }
        String profileName = ticket.profile();
        if (profileName == null || profileName.isBlank()) {
            findings.accept(Finding.warn(formatSubject("profile"), "the lane's ticket has no profile, so each shoot needs its own",
                    "Add profile: <name> to the lane's ticket. To list the names, run: darkroom profiles"));
            return;
        }
        List<Map<String, String>> matches = AccountCheck.findProfiles(profileName, profiles.get());
        if (matches.isEmpty()) {
            String suggestion = Nearest.suggest(profileName, profiles.get().stream().map(row -> row.getOrDefault("name", "")).toList())
                    .map(name -> "; did you mean \"" + name + "\"?").orElse("");
            findings.accept(Finding.fail(formatSubject("profile"), "the account has no profile \"" + profileName + "\"" + suggestion,
                    "Use another profile. To list the profiles, run: darkroom profiles"));
        } else if (matches.size() > 1) {
            findings.accept(Finding.warn(formatSubject("profile"), matches.size() + " profiles have the name \"" + profileName + "\"",
                    "Use a key: " + String.join(", ", matches.stream().map(row -> row.get("key")).toList())
                    + "."));
        } else {
            String kind = matches.get(0).getOrDefault("kind", "");
            findings.accept(Finding.ok(formatSubject("profile"), matches.get(0).get("name") + " (" + matches.get(0).get("key") + ")"
                    + (kind.isEmpty() ? "" : ", for " + kind + " photos only")));
        }
    }

    private String formatSubject(String role) {
        return lane.name() + " " + role;
    }
}
