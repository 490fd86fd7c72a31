package studio.darkroom.sim.fotolabs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;

import studio.darkroom.sim.Switches;
import studio.darkroom.sim.picture.Exposure;

/** Finds bracket sets by time and light, as the server does (contract section 4). */
final class Brackets {

    private static final double SPREAD = .5;

    private final Switches switches;

    Brackets(Switches switches) {
        this.switches = switches;
    }

    /**
     * The jobs, in the order the photos were taken, those without EXIF last.
     *
     * @param exposures of the frames that tell one
     * @param window    seconds
     */
    List<Listing.Task> tasks(List<Frame> frames, Map<Frame, Exposure> exposures, double window) {
        Duration most = Duration.ofNanos(Math.round(window * 1e9));
        boolean gap = switches.is("fotolabs-window-mode", "gap");
        List<Frame> timed = frames.stream().filter(exposures::containsKey)
                .sorted(Comparator.comparing((Frame f) -> exposures.get(f).taken())).toList();
        List<List<Frame>> runs = new ArrayList<>();
        for (Frame frame : timed) {
            List<Frame> run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            Frame from = run == null ? null : run.get(gap ? run.size() - 1 : 0);
            if (from == null || between(exposures, from, frame).compareTo(most) > 0) {
                run = new ArrayList<>();
                runs.add(run);
            }
            run.add(frame);
        }
        List<Listing.Task> tasks = new ArrayList<>();
        runs.forEach(run -> tasks.addAll(tasks(run, exposures)));
        frames.stream().filter(f -> !exposures.containsKey(f)).forEach(f -> tasks.add(single(f)));
        return tasks;
    }

    private static Duration between(Map<Frame, Exposure> exposures, Frame one, Frame other) {
        return Duration.between(exposures.get(one).taken(), exposures.get(other).taken());
    }

    private List<Listing.Task> tasks(List<Frame> run, Map<Frame, Exposure> exposures) {
        DoubleSummaryStatistics light = run.stream().mapToDouble(f -> exposures.get(f).value()).summaryStatistics();
        if (run.size() < 2 || light.getMax() - light.getMin() < SPREAD) {
            return run.stream().map(Brackets::single).toList();
        }
        Frame primary = switch (switches.get("fotolabs-primary")) {
            case "middle" -> run.get(run.size() / 2);
            case "brightest" -> run.stream().min(Comparator.comparingDouble(f -> exposures.get(f).value())).orElseThrow();
            default -> run.get(0);
        };
        return List.of(new Listing.Task(primary, true, List.copyOf(run)));
    }

    static Listing.Task single(Frame frame) {
        return new Listing.Task(frame, false, List.of(frame));
    }
}
