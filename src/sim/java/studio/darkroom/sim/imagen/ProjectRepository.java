package studio.darkroom.sim.imagen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import studio.darkroom.sim.SimClock;

/** The projects of one family. Names are unique within it (docs/vendors/imagen.md 6, row 13). */
public final class ProjectRepository {

    private final String family;
    private final SimClock clock;
    private final Map<String, Project> byUuid = new LinkedHashMap<>();
    private int lastNumber = 1000;

    /** @param family first part of the keys in the store, such as {@code regular} */
    public ProjectRepository(String family, SimClock clock) {
        this.family = family;
        this.clock = clock;
    }

    /** Creates a project; empty if the name is taken. */
    synchronized Optional<Project> create(String name) {
        if (name != null && findByName(name).isPresent()) {
            return Optional.empty();
        }
        String uuid = String.format("%08x%016x", Instant.now().getEpochSecond(), ThreadLocalRandom.current().nextLong());
        int number = ++lastNumber;
        Project project = new Project(uuid, number, name == null ? "Project " + number : name, clock.now(),
                family + "/" + uuid + "/");
        byUuid.put(uuid, project);
        return Optional.of(project);
    }

    public synchronized Optional<Project> findByUuid(String uuid) {
        return Optional.ofNullable(byUuid.get(uuid));
    }

    public synchronized Optional<Project> findByName(String name) {
        return byUuid.values().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** All projects, newest first. */
    public synchronized List<Project> all() {
        List<Project> all = new ArrayList<>(byUuid.values());
        Collections.reverse(all);
        return all;
    }

    /** Records that an object was stored; ignores keys of other owners. */
    public void recordStored(String key, long size) {
        String[] parts = key.split("/", 4);
        if (parts.length == 4 && parts[0].equals(family) && parts[2].equals("in")) {
            findByUuid(parts[1]).ifPresent(p -> p.recordStored(parts[3], size, clock.now()));
        }
    }

    public synchronized void clear() {
        byUuid.values().forEach(Project::cancelJobs);
        byUuid.clear();
    }
}
