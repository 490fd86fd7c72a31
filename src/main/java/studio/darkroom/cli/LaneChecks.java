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
import studio.darkroom.Nearest;
import studio.darkroom.Settings;
import studio.darkroom.bucket.StoreFailure;
import studio.darkroom.bucket.Stores;
import studio.darkroom.cli.BucketChecks.Right;
import studio.darkroom.inbox.TicketLayers;
import studio.darkroom.ticket.Layers;
import studio.darkroom.ticket.Ticket;
import studio.darkroom.ticket.TicketFault;
import studio.darkroom.ticket.VendorSchemas;
import studio.darkroom.trouble.Passing;
import studio.darkroom.vendor.Profiles;

/** One lane: inbox, delivery, ticket, and whether its profile is there. Writes a probe into the delivery and takes it away. */
final class LaneChecks {

    private final Settings.Lane lane;
    private final VendorSchemas schemas;
    private final Stores stores;
    private final Consumer<Finding> found;

    LaneChecks(Settings.Lane lane, VendorSchemas schemas, Stores stores, Consumer<Finding> found) {
        this.lane = lane;
        this.stores = stores;
        this.schemas = schemas;
        this.found = found;
    }

    /** @param profiles what the vendor told of its profiles; empty when it has none or could not be asked */
    void run(Optional<List<Map<String, String>>> profiles) {
        inbox();
        delivery();
        archive();
        ticket().ifPresent(ticket -> profile(ticket, profiles));
    }

    private void inbox() {
        if (lane.inbox().kind() == Settings.Place.Kind.BUCKET) {
            bucket("inbox", lane.inbox(), lane.inboxStore(), lane.archive().kind() == Settings.Archive.Kind.LEAVE
                    ? List.of(Right.LIST, Right.GET) : List.of(Right.LIST, Right.GET, Right.DELETE));
            lane.events().ifPresent(queue -> found.accept(events(queue)));
            return;
        }
        Path folder = lane.inbox().folder();
        if (!Files.isDirectory(folder)) {
            found.accept(Finding.fail(what("inbox"), folder + " is not there",
                    "Create the folder or mount the share, or correct darkroom.lane." + lane.name() + ".inbox."));
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            boolean empty = !entries.iterator().hasNext();
            found.accept(Finding.ok(what("inbox"), folder + " can be read" + (empty ? " and is empty" : "")));
        } catch (IOException e) {
            found.accept(Finding.fail(what("inbox"), folder + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Give the user that runs Darkroom the right to read it."));
        }
    }

    /** Messages are looked at and left to whoever listens. */
    private Finding events(URI queue) {
        try {
            stores.queue(lane.inboxStore(), queue).receiveMessage(request -> request.queueUrl(queue.toString())
                    .maxNumberOfMessages(1).waitTimeSeconds(0).visibilityTimeout(0));
            return Finding.ok(what("events"), queue + " can be heard");
        } catch (SdkException | IllegalStateException e) {
            String why = e instanceof SdkException failure ? StoreFailure.of(failure).getMessage() : e.getMessage();
            return Finding.fail(what("events"), queue + " cannot be heard: " + why,
                    "Correct darkroom.lane." + lane.name() + ".inbox.events, or give the access key the right to receive"
                    + " and delete its messages. Until then the listing finds the photos.");
        }
    }

    private void archive() {
        lane.archive().to().filter(to -> to.kind() == Settings.Place.Kind.BUCKET).ifPresent(to -> bucket("archive", to,
                lane.inboxStore(), List.of(Right.LIST, Right.PUT, Right.GET, Right.DELETE)));
    }

    private void bucket(String thing, Settings.Place place, Settings.Bucket store, List<Right> needed) {
        new BucketChecks(what(thing), place.toString(), stores.shelf(store, place), found).run(needed);
    }

    private void delivery() {
        if (lane.delivery().kind() == Settings.Place.Kind.BUCKET) {
            bucket("delivery", lane.delivery(), lane.deliveryStore(),
                    List.of(Right.LIST, Right.PUT, Right.GET, Right.DELETE));
            return;
        }
        Path folder = lane.delivery().folder();
        if (Files.isDirectory(folder)) {
            found.accept(probe(folder));
            return;
        }
        Path parent = folder.getParent();
        found.accept(parent != null && Files.isDirectory(parent) && Files.isWritable(parent)
                ? Finding.ok(what("delivery"), folder + " is made at the first delivery")
                : Finding.fail(what("delivery"), folder + " is not there and cannot be made",
                "Create the folder or mount the share, or correct darkroom.lane." + lane.name() + ".delivery."));
    }

    private Finding probe(Path folder) {
        String name = ".darkroom-probe-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path part = folder.resolve(name + ".part");
        Path probe = folder.resolve(name);
        try {
            Files.write(part, new byte[] {1});
            String links = "";
            try {
                Files.createLink(probe, part);
            } catch (IOException | UnsupportedOperationException none) {
                Files.move(part, probe);
                links = ", without hard links";
            }
            boolean folds = Files.exists(folder.resolve(name.toUpperCase(java.util.Locale.ROOT)));
            return Finding.ok(what("delivery"), folder + " can be written" + links
                    + (folds ? ", upper and lower case are one" : ""));
        } catch (IOException e) {
            return Finding.fail(what("delivery"), folder + " cannot be written (" + e.getClass().getSimpleName() + ")",
                    "Give the user that runs Darkroom the right to write there, or make room.");
        } finally {
            remove(part);
            remove(probe);
        }
    }

    private void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            found.accept(Finding.warn(what("delivery"), file + " could not be taken away again", "Delete it."));
        }
    }

    private Optional<Ticket> ticket() {
        String fix = "Mend the file that darkroom.lane." + lane.name() + ".ticket names.";
        try {
            TicketLayers tickets = new TicketLayers(schemas);
            Layers merged = tickets.of(lane, TicketLayers.Own.NONE);
            List<String> faults = tickets.faults(merged);
            faults.forEach(fault -> found.accept(Finding.fail(what("ticket"), fault, fix)));
            if (!faults.isEmpty()) {
                return Optional.empty();
            }
            found.accept(Finding.ok(what("ticket"), lane.ticket().map(file -> file + " is valid").orElse("none of its own")));
            return Optional.of(merged.ticket());
        } catch (TicketFault fault) {
            found.accept(Finding.fail(what("ticket"), fault.getMessage(), fix));
        } catch (Passing unreadable) {
            found.accept(Finding.fail(what("ticket"), lane.ticket().map(Path::toString).orElse("") + " cannot be read", fix));
        }
        return Optional.empty();
    }

    private void profile(Ticket ticket, Optional<List<Map<String, String>>> profiles) {
        if (profiles.isEmpty()) {
            return;
        }
        String wanted = ticket.profile();
        if (wanted == null || wanted.isBlank()) {
            found.accept(Finding.warn(what("profile"), "the lane's ticket names none, so each shoot must",
                    "Write profile: <name> into the lane's ticket; darkroom profiles lists them."));
            return;
        }
        List<Map<String, String>> called = Profiles.called(wanted, profiles.get());
        if (called.isEmpty()) {
            String near = Nearest.to(wanted, profiles.get().stream().map(row -> row.getOrDefault("name", "")).toList())
                    .map(name -> "; did you mean \"" + name + "\"?").orElse("");
            found.accept(Finding.fail(what("profile"), "there is no \"" + wanted + "\" in the account" + near,
                    "Name one of those that darkroom profiles lists."));
        } else if (called.size() > 1) {
            found.accept(Finding.warn(what("profile"), called.size() + " are called \"" + wanted + "\"",
                    "Name one by its key: " + String.join(", ", called.stream().map(row -> row.get("key")).toList())
                    + "."));
        } else {
            String kind = called.get(0).getOrDefault("kind", "");
            found.accept(Finding.ok(what("profile"), called.get(0).get("name") + " (" + called.get(0).get("key") + ")"
                    + (kind.isEmpty() ? "" : ", for " + kind + " photos only")));
        }
    }

    private String what(String thing) {
        return lane.name() + " " + thing;
    }
}
