package studio.darkroom.sim.fotolabs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import studio.darkroom.sim.Switches;
import studio.darkroom.sim.picture.Exposure;

/** Detects bracket sets by time and exposure, as the server does (docs/vendors/fotolabs.md 4). */
final class BracketFinder {

    private static final double MIN_LIGHT_SPREAD = .5;

    private final Switches switches;

    BracketFinder(Switches switches) {
        this.switches = switches;
    }

    /**
     * Returns the jobs in the order of capture; photos without EXIF come last.
     *
     * @param exposures exposures of the frames that have EXIF
     * @param window    seconds
     */
    List<Listing.Task> findTasks(List<ListingImage> frames, Map<ListingImage, Exposure> exposures, double window) {
        Duration maxGap = Duration.ofNanos(Math.round(window * 1e9));
        boolean gap = switches.is("fotolabs-window-mode", "gap");
        List<ListingImage> timed = frames.stream().filter(exposures::containsKey)
                .sorted(Comparator.comparing((ListingImage f) -> exposures.get(f).takenAt())).toList();
        List<List<ListingImage>> runs = new ArrayList<>();
        for (ListingImage frame : timed) {
            List<ListingImage> run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            ListingImage from = run == null ? null : run.get(gap ? run.size() - 1 : 0);
            if (from == null || timeBetween(exposures, from, frame).compareTo(maxGap) > 0) {
                run = new ArrayList<>();
                runs.add(run);
            }
            run.add(frame);
        }
        List<Listing.Task> tasks = new ArrayList<>();
        runs.forEach(run -> tasks.addAll(findTasks(run, exposures)));
        frames.stream().filter(f -> !exposures.containsKey(f)).forEach(f -> tasks.add(singleTask(f)));
        return tasks;
    }

    private static Duration timeBetween(Map<ListingImage, Exposure> exposures, ListingImage one, ListingImage other) {
        return Duration.between(exposures.get(one).takenAt(), exposures.get(other).takenAt());
    }

    private List<Listing.Task> findTasks(List<ListingImage> run, Map<ListingImage, Exposure> exposures) {
        DoubleSummaryStatistics light = run.stream().mapToDouble(f -> exposures.get(f).exposureValue()).summaryStatistics();
        if (run.size() < 2 || light.getMax() - light.getMin() < MIN_LIGHT_SPREAD) {
            return run.stream().map(BracketFinder::singleTask).toList();
        }
        ListingImage primary = switch (switches.get("fotolabs-primary")) {
            case "middle" -> run.get(run.size() / 2);
            case "brightest" -> run.stream().min(Comparator.comparingDouble(f -> exposures.get(f).exposureValue())).orElseThrow();
            default -> run.get(0);
        };
        return List.of(new Listing.Task(primary, true, List.copyOf(run)));
    }

    static Listing.Task singleTask(ListingImage frame) {
        return new Listing.Task(frame, false, List.of(frame));
    }
}
